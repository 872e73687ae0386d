"""The judge's end of a channel into the box: every wait has a deadline, every answer a size."""

from __future__ import annotations

import codecs
import os
import secrets
import select
import socket
import time
from dataclasses import dataclass, field
from typing import Any

from ..core.errors import Lost
from ..core.limits import Limits
from .subject import wire

_CHUNK = 1 << 16


@dataclass
class Output:
    """What a subject printed: kept up to a limit, counted beyond it."""

    limits: Limits
    kept: bytearray = field(default_factory=bytearray)
    seen: int = 0

    def add(self, data: bytes) -> None:
        """Takes what was printed; raises ``Lost`` when it is a flood."""
        self.seen += len(data)
        self.kept += data[: max(0, self.limits.output_kb * 1024 - len(self.kept))]
        if self.seen > self.limits.output_flood_kb * 1024:
            raise Lost("flood", f"more than {self.limits.output_flood_kb} KB of output")

    def take(self) -> tuple[str, bool]:
        """The text since the last time, and whether some of it was cut off."""
        cut = self.seen > len(self.kept)
        # a letter that was cut in two is left out
        text = codecs.getincrementaldecoder("utf-8")("backslashreplace").decode(bytes(self.kept), final=not cut)
        self.kept.clear()
        self.seen = 0
        return text, cut


class Channel:
    """Asks one process in the box, one question at a time, while reading what the subject prints."""

    def __init__(
        self,
        connection: socket.socket,
        limits: Limits,
        printed: int | None = None,
        output: Output | None = None,
    ) -> None:
        connection.settimeout(0)
        self._socket = connection
        self._limits = limits
        self._printed = printed
        self._output = output
        self._received = 0  # bytes of all answers
        self._poll = select.poll()
        self._poll.register(connection, select.POLLIN)
        if printed is not None:
            self._poll.register(printed, select.POLLIN)
        self.lost: Lost | None = None

    def close(self) -> None:
        self._socket.close()

    def ask(self, operation: str, arguments: list[Any], until: float, first: list[Any] | None = None) -> dict[str, Any]:
        """The reply: ``{"id", "value"}`` or ``{"id", "error"}``, and ``"open"`` or not. Arguments are encoded already.

        ``until`` is a time of ``time.monotonic``; ``first`` holds operations that are done before, as ``[operation,
        arguments]``. Raises ``Lost``, and from then on always.
        """
        if self.lost is not None:
            raise self.lost
        number = secrets.randbits(62)
        request = {"id": number, "operation": operation, "arguments": arguments}
        if first:
            request["first"] = first
        try:
            self._send(wire.pack(request, 1 << 30), until)
            return self._reply(number, until)
        except Lost as lost:
            self.lost = lost
            raise

    def hello(self, until: float) -> None:
        """Waits for the other end's first words, which it says before it sees anything of a student's."""
        try:
            self._reply(0, until)
        except Lost as lost:
            self.lost = lost
            raise

    def _reply(self, number: int, until: float) -> dict[str, Any]:
        # What came before the question was asked cannot hold its number, and stands in the way of what does.
        received = b""
        while len(received) < wire.HEADER.size:
            received += self._receive(until)
        size = wire.HEADER.unpack_from(received)[0]
        if size > self._limits.frame_kb * 1024:
            raise Lost("protocol", f"an answer of {size} bytes")
        self._received += size
        if self._received > self._limits.answers_kb * 1024:
            raise Lost("protocol", f"answers of more than {self._limits.answers_kb} KB")
        end = wire.HEADER.size + size
        while len(received) < end:
            received += self._receive(until)
        if len(received) > end:
            raise Lost("protocol", "an answer to no question")
        try:
            reply = wire.unpack(received[wire.HEADER.size :])
        except wire.WireError as error:
            raise Lost("protocol", str(error)) from None
        if reply.get("id") != number or type(reply["id"]) is not int:
            raise Lost("protocol", "an answer to another question")
        if set(reply) - {"open"} not in ({"id", "value"}, {"id", "error"}) or reply.get("open", True) is not True:
            raise Lost("protocol", "neither a value nor an error")
        self.drain()
        return reply

    def _send(self, data: bytes, until: float) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[self._socket.send(view) :]
            except BlockingIOError:
                self._wait(until, writing=True)
            except OSError as error:
                raise Lost("closed", str(error)) from None

    def _receive(self, until: float) -> bytes:
        """Waits, and answers the bytes that came; none where it was the output that had something."""
        self._wait(until)
        try:
            data = self._socket.recv(_CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise Lost("closed", str(error)) from None
        if not data:
            self.drain()
            raise Lost("closed")
        return data

    def _wait(self, until: float, *, writing: bool = False) -> None:
        left = until - time.monotonic()
        if left <= 0:
            raise Lost("deadline")
        if writing:
            self._poll.modify(self._socket, select.POLLOUT)
        events = dict(self._poll.poll(left * 1000))
        if writing:
            self._poll.modify(self._socket, select.POLLIN)
        if self._printed in events and not self.drain():
            self._poll.unregister(self._printed)
            self._printed = None  # its writers are gone: nothing more can come

    def drain(self) -> bool:
        """Reads what was printed so far. False where the other end has closed it."""
        while self._printed is not None and self._output is not None:
            try:
                data = os.read(self._printed, _CHUNK)
            except BlockingIOError:
                return True
            if not data:
                return False
            self._output.add(data)
        return True
