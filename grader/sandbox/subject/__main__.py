"""The zygote: Python and Django loaded once, forked for every submission. It never sees student bytes.

Descriptor 3 is the control socket (SOCK_SEQPACKET, JSON): ``{"op": "spawn", "id": n, "limits"}`` with three descriptors
(subject's channel, witness's channel, subject's output), ``{"op": "kill", "id": n}``; it answers with
``{"event": "exit", "id": n, "status": ..., "cpu": seconds, "memory_kb": ..., "overfull": bool, "witness": ...}``.
Each submission gets a family: a supervisor, and under it the witness and the subject, in a place of their own, which is
namespaces and a tmpfs (``namespaces.py``) or a folder (``filtered.py``). When the subject ends, the supervisor ends the
witness, and the kernel or the zygote takes away the rest.
"""

from __future__ import annotations

import array
import base64
import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import sysconfig
import time
import traceback
from dataclasses import dataclass
from typing import Any, NoReturn

from . import filtered, harden, landlock, namespaces, paths, project, server

CONTROL = 3
_DESCRIPTORS = 3
_SCHEDULERS_CLOCK = 2  # of a process, in the numbers that clock_getcpuclockid(3) makes
_COLLECT_AFTER = (10_000, 10, 10)  # new objects: a submission lives for a tenth of a second, and makes a few thousand


def preload_extensions() -> None:
    """Imports the standard library's C extensions: later nothing executable can be mapped any more."""
    folder = sysconfig.get_path("platstdlib") + "/lib-dynload"
    names = sorted(name.split(".")[0] for name in os.listdir(folder)) if os.path.isdir(folder) else []
    for name in names:
        if name.startswith(("_test", "_xx", "xx", "_tkinter", "_ctypes_test", "readline", "_curses")):
            continue
        try:
            importlib.import_module(name)
        except ImportError:
            continue  # built without it: the student's program will say so itself


Place = namespaces.Place | filtered.Place


@dataclass(frozen=True, slots=True)
class Box:
    """What every family gets: its place, the filter of system calls, and what may be read besides."""

    place: Place
    program: bytes
    readable: list[str]


class Family:
    """The supervisor's side of one submission. ``run`` is called in a fresh fork and reports when all is over."""

    def __init__(self, descriptors: tuple[int, int, int], limits: dict[str, Any], box: Box) -> None:
        self.subject_channel, self.witness_channel, self.output = descriptors
        self.limits = limits
        self.box = box

    def run(self) -> dict[str, Any]:
        harden.die_with_parent()
        place = self.box.place
        place.open(self.limits)
        project.write_database(project.template_database())
        witness = self._fork(self.witness_channel, server.serve_witness, quiet=True)
        place.before_subject()
        subject = self._fork(self.subject_channel, server.serve_subject, quiet=False)
        harden.drop_capabilities()
        for descriptor in (self.subject_channel, self.witness_channel, self.output):
            os.close(descriptor)
        signal.signal(signal.SIGTERM, lambda *_: os.kill(subject, signal.SIGKILL))
        # not reaped yet, so that a late SIGTERM still finds the process that it means
        overfull = watch(subject, self.limits["cpu_seconds"], place)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _, status, usage = os.wait4(subject, 0)
        return {
            "event": "exit",
            "status": status,
            "cpu": _cpu(usage),
            "memory_kb": usage.ru_maxrss,
            "overfull": overfull,
            "witness": end_witness(witness),
        }

    def _fork(self, channel: int, serve: Any, *, quiet: bool) -> int:
        child = os.fork()
        if child:
            return child
        try:
            output = os.open("/dev/null", os.O_WRONLY) if quiet else self.output
            harden.harden(channel, output, self.limits, self.box.program, self.box.readable)
            serve(self.limits)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)


def end_witness(pid: int) -> dict[str, Any] | None:
    """How it had ended before anybody ended it, as ``{"status", "cpu"}``; None where it was there to the last."""
    found, status, usage = os.wait4(pid, os.WNOHANG)
    if found:
        return {"status": status, "cpu": _cpu(usage)}
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def _cpu(usage: resource.struct_rusage) -> float:
    return round(usage.ru_utime + usage.ru_stime, 4)


def watch(pid: int, cpu_seconds: float, place: Place) -> bool:
    """Returns when a child has ended, which is made to when it has used up its CPU seconds or its room: True for that.

    It is not reaped. The seconds are counted by the scheduler's clock. The kernel's own limit, which is set too and
    wider, counts ticks: on a virtual machine whose host is busy, it charges a process with what others used.
    """
    descriptor = os.pidfd_open(pid)
    ended = select.poll()
    ended.register(descriptor, select.POLLIN)
    clock = ~pid << 3 | _SCHEDULERS_CLOCK
    left, overfull = float(cpu_seconds), False
    while not ended.poll(min(left * 1000 + 1, place.pause)):  # a single thread uses no more than passes
        left = cpu_seconds - time.clock_gettime(clock)
        overfull = place.overfull()
        if left <= 0 or overfull:
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            break
    os.close(descriptor)
    return overfull


def spawn(request: dict[str, Any], descriptors: tuple[int, int, int], box: Box) -> tuple[int, int]:
    """Forks a family. Answers the supervisor's pid and the pipe on which its last words will come."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        for descriptor in descriptors:
            os.close(descriptor)
        return child, reader
    try:
        os.closerange(CONTROL, CONTROL + 1)
        os.close(reader)
        words = Family(descriptors, request["limits"], box).run()
    except BaseException as error:
        words = {"event": "failed", "error": f"{type(error).__name__}: {error}"}
    os.write(writer, json.dumps({"id": request["id"], **words}).encode())
    os._exit(0)


def last_words(pid: int, pipe: int, number: int, place: Place) -> bytes:
    """What a supervisor said before it ended, when nothing of its family is left."""
    words = os.read(pipe, 4096)
    os.close(pipe)
    os.waitpid(pid, 0)
    try:
        place.clear()
    except OSError as error:
        words = json.dumps(
            {"id": number, "event": "failed", "error": f"its folder cannot be cleared: {error}"}
        ).encode()
    return words or json.dumps({"id": number, "event": "failed", "error": "the supervisor was killed"}).encode()


def serve(control: socket.socket, box: Box) -> None:
    """Forks families as asked, until the judge is gone."""
    families: dict[int, tuple[int, int]] = {}  # pipe -> (supervisor's pid, id)
    while True:
        ready, _, _ = select.select([CONTROL, *families], [], [])
        for source in ready:
            if source != CONTROL:
                pid, number = families.pop(source)
                control.send(last_words(pid, source, number, box.place))
                continue
            data, ancillary, _, _ = control.recvmsg(65536, socket.CMSG_SPACE(4 * _DESCRIPTORS))
            if not data:
                end([pid for pid, _ in families.values()])
                return
            request = json.loads(data)
            if request["op"] == "spawn":
                descriptors = array.array("i", ancillary[0][2])
                subject, witness, output = descriptors
                pid, pipe = spawn(request, (subject, witness, output), box)
                families[pipe] = (pid, request["id"])
            else:
                for pid, number in families.values():
                    if number == request["id"]:
                        os.kill(pid, signal.SIGTERM)


def end(supervisors: list[int]) -> None:
    """Ends families at once: a supervisor's children die with it."""
    for pid in supervisors:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def main() -> NoReturn:
    control = socket.socket(fileno=CONTROL)
    setup = json.loads(control.recv(1 << 18))
    harden.undumpable()
    paths.WORK, paths.DATABASE = setup["work"], setup["work"] + "/db.sqlite3"
    place = filtered.Place(setup) if "home" in setup else namespaces.Place()
    try:
        box = Box(place, base64.b64decode(setup["program"]), setup["readable"])
        preload_extensions()
        facts = project.configure()
        gc.collect()
        gc.freeze()  # so that a child's first collection does not copy the whole heap
        gc.set_threshold(*_COLLECT_AFTER)
        os.environ.clear()
        up = {"event": "up", "python": sys.version.split()[0], "landlock": landlock.abi(), **facts}
        control.send(json.dumps(up).encode())
        serve(control, box)
    finally:
        place.close()
    os._exit(0)


main()
