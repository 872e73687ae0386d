"""Copied into the box beside the server of subject and witness, whose channel it makes misbehave when asked to.

The judge's process says with a family's limits who, at the answer to which operation, does what (see ``acts.py``).
"""

from __future__ import annotations

from typing import Any

from . import server, wire
from .acts import ACTS, End

_Real = server.Channel


class Sabotaged(_Real):  # type: ignore[misc, valid-type]
    """Sends what is right until the one answer that it was told of."""

    who = ""

    def __init__(self, limits: dict[str, Any]) -> None:
        super().__init__(limits)
        self._patience = limits["call_seconds"]
        self._fault = limits.get("fault") or {}
        self._operation = "hello"

    def receive(self) -> dict[str, Any] | None:
        request: dict[str, Any] | None = super().receive()
        self._operation = request["operation"] if request else ""
        return request

    def send(self, message: dict[str, Any]) -> None:
        fault = self._fault
        if (fault.get("who"), fault.get("at")) != (Sabotaged.who, self._operation):
            super().send(message)
            return
        self._fault = {}
        ACTS[fault["what"]](End(server.CHANNEL, wire.pack(message, self._limit), self._patience))


def install() -> None:
    """Called at the end of ``server.py``."""
    server.Channel = Sabotaged  # type: ignore[misc]
    for who in ("subject", "witness"):
        _name(who, getattr(server, f"serve_{who}"))


def _name(who: str, serve: Any) -> None:
    def named(limits: dict[str, Any]) -> None:
        Sabotaged.who = who
        serve(limits)

    setattr(server, f"serve_{who}", named)
