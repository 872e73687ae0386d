"""Which isolation this machine really gives: decided by trying, on the very path that student code takes."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from typing import Any

from ..core.errors import GraderError, Lost
from ..core.limits import Limits
from .launcher import Family, Zygote
from .subject import wire

LEVELS = ("none", "filtered", "full")  # weakest first
_APP = "probing"
# What only namespaces give; a box without them is "filtered" where nothing else is missing.
_OF_NAMESPACES = frozenset({"disk_quota", "not_first_process"})


def self_test(zygote: Zygote, limits: Limits) -> dict[str, Any]:
    """The isolation of a running box: ``{"level", "self_test", "missing", ...}``.

    ``level`` is "full" where every probe was blocked; "filtered" in a box without namespaces in which only that is
    missing which they give; else "none": a box of which something is missing is not trusted with the rest.
    Raises ``GraderError`` where the probes cannot be run.
    """
    family = zygote.family(limits)
    try:
        until = time.monotonic() + limits.submission_seconds
        outcomes = _probe(family, until, namespaces=zygote.namespaces)
    except (Lost, wire.WireError, KeyError, TypeError) as error:
        raise GraderError(f"the box failed its self-test: {error}") from error
    finally:
        family.end(kill=True)
    missing = sorted(name for name, outcome in outcomes.items() if outcome != "blocked")
    return {
        "level": _level(missing, namespaces=zygote.namespaces) if outcomes else "none",
        "self_test": outcomes,
        "missing": missing,
        "kernel": platform.release(),
        "landlock_abi": zygote.facts["landlock"],
        "uid": os.geteuid() or "unprivileged, dropped from root",
    }


def _level(missing: list[str], *, namespaces: bool) -> str:
    if namespaces:
        return "none" if missing else "full"
    return "filtered" if _OF_NAMESPACES.issuperset(missing) else "none"


def _probe(family: Family, until: float, *, namespaces: bool) -> dict[str, str]:
    def ask(operation: str, *arguments: Any) -> Any:
        encoded = [wire.encode(argument, _reference, 1 << 20, 20) for argument in arguments]
        reply = family.subject.ask(operation, encoded, until)
        if "error" in reply:
            raise GraderError(f"the box failed its self-test: {reply['error']}")
        return wire.decode(reply["value"], _Reference, 1000, 20, 10_000)

    source = Path(__file__).with_name("probes.py").read_bytes()
    loaded = ask("load", _APP, {"models.py": source})
    if loaded["error"] is not None:
        raise GraderError(f"the box failed its self-test: {loaded['error']}")
    found = ask("call", ask("name", "models", "probes"), [namespaces], {})
    return {str(name): str(outcome) for name, outcome in found.items()}


class _Reference:
    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data


def _reference(value: Any) -> dict[str, Any]:
    return {"$": "ref", "id": value.data["id"]}
