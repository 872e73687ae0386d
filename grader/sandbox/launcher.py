"""Starts the box: a warm zygote behind walls, and in it one family of processes for each submission."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import json
import os
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
from . import bubblewrap, filtered, policy
from .channel import Channel, Output
from .interpreter import find_interpreter
from .plan import Plan

_START_SECONDS = 30.0  # of the zygote; cold disks are slow
_LEAVE_SECONDS = 1.5  # of a subject whose channel was closed; then it is killed. A busy machine needs some of it
_END_SECONDS = 10.0  # of a killed one


@dataclass(frozen=True, slots=True)
class Ended:
    """How a subject ended: wait status, CPU seconds, largest memory, and whether it was we who ended it.

    ``overfull``: that was done by its supervisor, since its files took more room than they may. ``witness``: how the
    witness had ended by then, wait status and CPU seconds; None where it was there to the last.
    """

    status: int
    cpu: float
    memory_kb: int
    by_us: bool
    overfull: bool = False
    witness: tuple[int, float] | None = None

    @property
    def signal(self) -> int:
        """The signal that killed it, or 0."""
        return signal_in(self.status)


class Zygote:
    """One running box. ``family()`` forks a subject and a witness in it, one submission's at a time.

    ``weakest``: the weakest level that will do. Where bubblewrap is refused and less than "full" will do, the box is
    started without namespaces (``namespaces`` says so); what it is worth, the self-test finds out.
    Must be started by the main thread: bubblewrap dies with the *thread* that started it. Raises
    ``IsolationError`` where the machine does not allow a box, ``GraderError`` where it does not work.
    """

    def __init__(self, weakest: str = "full") -> None:
        if threading.current_thread() is not threading.main_thread():
            raise GraderError("a box started by another thread than the main one would die with that thread")
        self._counter = 0
        interpreter = find_interpreter()
        try:
            self._open(bubblewrap.plan(interpreter))
        except IsolationError:
            if weakest == "full":
                raise
            self._open(filtered.plan(interpreter))

    def _open(self, plan: Plan) -> None:
        self.namespaces = plan.namespaces
        program = base64.b64encode(policy.program(namespaces=plan.namespaces)).decode()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = self._start(plan.stage, theirs)
        theirs.close()
        self._control.settimeout(_START_SECONDS)
        try:
            self._control.send(json.dumps({"program": program, **plan.setup}).encode())
            answer = self._control.recv(1 << 16)
        except OSError:
            answer = b""
        if not answer:
            self._failed_to_start()
        self.facts: dict[str, Any] = json.loads(answer)

    def _start(self, stage: dict[str, Any], control: socket.socket) -> subprocess.Popen[bytes]:
        program = str(Path(__file__).with_name("stage.py"))
        # -I -S: the stage needs the standard library only, and must not run what lies in site-packages
        command = [sys.executable, "-I", "-S", "-B", program, str(control.fileno())]
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
            process.stdin.write(json.dumps(stage).encode())
            process.stdin.close()
        return process

    def _failed_to_start(self) -> None:
        assert self._process.stderr is not None
        self._process.kill()  # if it still runs, it has had its time; what it said is kept
        said = self._process.stderr.read()
        self.close()
        text = said.decode("utf-8", "backslashreplace").strip()[-2000:]
        if self.namespaces and (refusal := bubblewrap.refusal(text)):
            raise refusal
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
        if not self.namespaces:  # it has a folder to take away; with namespaces, the kernel does that
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_SECONDS)
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
        told = words["witness"]
        witness = None if told is None else (told["status"], told["cpu"])
        self._ended = Ended(words["status"], words["cpu"], words["memory_kb"], kill, words["overfull"], witness)
        return self._ended


def signal_in(status: int) -> int:
    """The signal that a wait status tells of, or 0."""
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def signal_name(number: int) -> str:
    """``SIGSEGV`` for 11; the number itself where it has no name."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
