"""What one end of a channel can do instead of sending the frame that is due: one function each.

Standard library only: this file is also copied into the box, where subject and witness use it. A frame is a 4-byte
length and that many bytes of JSON, between the judge and the box as between the grader and the judge.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

HEADER = struct.Struct("!I")
FOR_EVER = 1000.0
_HOLE = "the value"
# in each kind of message, where a value stands: an answer from the box, a question to it, a report
_VALUES = ("value", "arguments", "checks")


@dataclass(frozen=True)
class End:
    """The end that misbehaves. ``right`` is the whole frame that is due, ``patience`` the seconds that it may take."""

    descriptor: int
    right: bytes
    patience: float

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self.descriptor, view) :]
            except BlockingIOError:  # the judge's ends do not block
                select.select([], [self.descriptor], [])

    def frame(self, body: bytes) -> None:
        self.write(HEADER.pack(len(body)) + body)

    @property
    def body(self) -> bytes:
        return self.right[HEADER.size :]

    @property
    def message(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    def carry(self, value: str) -> None:
        """Sends the message with another value, given as JSON text."""
        message = self.message
        name = next((name for name in _VALUES if name in message), "value")
        message.pop("error", None)
        message[name] = [_HOLE] if name == "arguments" else _HOLE
        self.frame(json.dumps(message).replace(f'"{_HOLE}"', value).encode())


Act = Callable[[End], None]


def exits(end: End) -> None:
    os._exit(0)


def hangs_up(end: End) -> None:
    os.close(end.descriptor)
    time.sleep(FOR_EVER)


def never_answers(end: End) -> None:
    time.sleep(FOR_EVER)


def loops(end: End) -> None:
    while True:
        pass


def crashes(end: End) -> None:
    ctypes.string_at(0)


def answers_late(end: End) -> None:
    time.sleep(end.patience * 1.3)
    end.write(end.right)


def answers_twice(end: End) -> None:
    end.write(end.right * 2)


def wrong_id(end: End) -> None:
    message = end.message
    end.frame(json.dumps({**message, "id": message["id"] + 1}).encode())


def no_id(end: End) -> None:
    message = end.message
    del message["id"]
    end.frame(json.dumps(message).encode())


def half_a_frame(end: End) -> None:
    end.write(end.right[: len(end.right) // 2])
    time.sleep(FOR_EVER)


def half_a_frame_and_gone(end: End) -> None:
    end.write(end.right[: len(end.right) // 2])
    os._exit(0)


def four_gib(end: End) -> None:
    # -1 announces eight bytes more where lengths are signed: there they are, with the same length
    end.write(b"\xff\xff\xff\xff" + struct.pack("!Q", 1 << 32))
    time.sleep(FOR_EVER)


def a_byte_a_second(end: End) -> None:
    for byte in end.right:
        end.write(bytes([byte]))
        time.sleep(1)


def garbage(end: End) -> None:
    end.frame(bytes(range(128, 192)))


def other_encoding(end: End) -> None:
    end.frame(end.body.decode().encode("utf-16"))


def no_object(end: End) -> None:
    end.frame(b"[%s]" % end.body)


def deep_json(end: End) -> None:
    end.carry("[" * 100_000 + "]" * 100_000)


def wide_json(end: End) -> None:
    end.carry("[" + ",".join(["[]"] * 80_000) + "]")


def wide_dict(end: End) -> None:
    pairs = ",".join(f"[{number},0]" for number in range(20_000))
    end.carry('{"$":"dict","v":[' + pairs + "]}")


def not_a_number(end: End) -> None:
    end.carry("NaN")


def infinity(end: End) -> None:
    end.carry("1e999")


def huge_integer(end: End) -> None:
    end.carry("9" * 5000)


def duplicate_keys(end: End) -> None:
    number = json.dumps(end.message.get("id"))
    end.frame(b'{"id":' + number.encode() + b"," + end.body[1:])


def lone_surrogate(end: End) -> None:
    end.carry(r'"a\ud800b"')


ACTS: dict[str, Act] = {
    name: act for name, act in globals().items() if isinstance(act, FunctionType) and act.__module__ == __name__
}
