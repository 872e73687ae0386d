"""Real servers for tests, from installed binaries: on loopback, on free ports, ended by their process ids."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_START_SECONDS = 30.0
_DATABASE = "grades"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _program(name: str, package: str, *folders: Path) -> str:
    found = shutil.which(name, path=os.pathsep.join([*map(str, folders), os.environ.get("PATH", ""), "/usr/sbin"]))
    if found is None:
        raise RuntimeError(f"{name} is missing. Run: apt-get install {package}")
    return found


def _until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{process.args}: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL server with its data in ``folder``; gives the URL of an empty database.

    It refuses to run as root, so that root lends it to ``nobody``.
    """
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    initdb, server = (_program(name, "postgresql", *homes) for name in ("initdb", "postgres"))
    data, port, log = folder / "data", free_port(), folder / "log"
    as_user: list[str] = []
    if os.geteuid() == 0:
        as_user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        shutil.chown(folder, "nobody", "nogroup")
        for parent in folder.parents:  # pytest's own folders are for their owner alone
            if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o011)
    making = [*as_user, initdb, "-D", str(data), "-U", "grader", "--auth=trust", "--no-sync", "--encoding=UTF8"]
    subprocess.run(making, check=True, capture_output=True, cwd=folder)
    quick = ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*as_user, server, "-D", str(data), "-p", str(port), *quick], stdout=out, stderr=out, cwd=folder
        )
    try:
        createdb = _program("createdb", "postgresql-client", *homes)
        arguments = ["-h", "127.0.0.1", "-p", str(port), "-U", "grader", _DATABASE]

        def made() -> bool:
            return subprocess.run([createdb, *arguments], capture_output=True, check=False).returncode == 0

        _until(made, process, log)
        yield f"postgresql://grader@127.0.0.1:{port}/{_DATABASE}"
    finally:
        process.send_signal(signal.SIGINT)  # at once, clients or not
        process.wait()


class Redis:
    """A Redis server that can be ended and come back on the same port, with what it had or without."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        server = _program("redis-server", "redis-server")
        log = self._folder / "redis.log"
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder), "--save", ""]
        with log.open("ab") as out:
            self._process = subprocess.Popen([server, *options, "--appendonly", "yes"], stdout=out, stderr=out)
        _until(lambda: _answers(self.port), self._process, log)

    def stop(self, *, losing: bool = False) -> None:
        """End it with SIGKILL. ``losing``: with everything that it had."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        if losing:
            shutil.rmtree(self._folder / "appendonlydir", ignore_errors=True)


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[Redis]:
    """A running Redis server with its data in ``folder``."""
    server = Redis(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def jupyter(folder: Path, log: Path, *extensions: str) -> Iterator[tuple[str, str]]:
    """A Jupyter server in ``folder`` with those server extensions; gives its address and its token."""
    port, token, home = free_port(), secrets.token_hex(8), log.parent / "jupyter"
    environment = {**os.environ, **{f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}}
    command = [sys.executable, "-P", "-m", "jupyter_server", "--allow-root", "--no-browser", "--ip=127.0.0.1"]
    command += [f"--port={port}", f"--IdentityProvider.token={token}"]
    command.append(f"--ServerApp.jpserver_extensions={dict.fromkeys(extensions, True)}")
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder, env=environment)
    try:
        _until(lambda: _answers(port), process, log)
        yield f"http://127.0.0.1:{port}", token
    finally:
        process.kill()  # it would wait for an answer of ours
        process.wait()
