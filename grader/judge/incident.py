"""Why a student's program ended before its time."""

from __future__ import annotations

import signal

from ..core.errors import Lost
from ..core.limits import Limits
from ..core.verdict import Incident, IncidentKind
from ..sandbox.launcher import Ended, signal_in, signal_name

_CPU_SLACK = 0.3  # seconds
_NEARLY_ALL_MEMORY = 0.8


class KilledFromOutside(Exception):
    """SIGKILL below its limits, and not by us: nothing a student's code can do. It is run again."""


def incident_of(lost: Lost, ended: Ended, limits: Limits, check: str | None) -> Incident:
    """The incident that ended a program. Raises ``KilledFromOutside``.

    It is ``certain`` where the CPU seconds were used up by the scheduler's own count: the machine's load has no say in
    that, so it need not be seen twice.
    """
    kind, detail = _kind(lost, ended, limits)
    certain = kind is IncidentKind.TIMEOUT and _out_of_time(ended, limits)
    return Incident(kind, check, detail, certain)


def _out_of_time(ended: Ended, limits: Limits) -> bool:
    return ended.cpu >= limits.cpu_seconds - _CPU_SLACK


def _kind(  # noqa: PLR0911 - one way out for each reason
    lost: Lost, ended: Ended, limits: Limits
) -> tuple[IncidentKind, str]:
    usage = f"CPU {ended.cpu:.2f} s, memory {ended.memory_kb // 1024} MB"
    match lost.why:
        case "flood":
            return IncidentKind.OUTPUT, f"{lost.detail}; {usage}"
        case "protocol":
            return IncidentKind.PROTOCOL, f"{lost.detail}; {usage}"
        case "deadline":
            return IncidentKind.TIMEOUT, f"{lost.detail or 'no answer in time'}; {usage}"
        case "witness":
            return IncidentKind.PROTOCOL, f"the witness {_end_of_witness(ended)}; {usage}"
    if ended.overfull:
        return IncidentKind.OUTPUT, f"more than {limits.disk_mb} MB or {limits.inodes} files; {usage}"
    if ended.signal in (signal.SIGKILL, signal.SIGXCPU):
        if _out_of_time(ended, limits):
            return IncidentKind.TIMEOUT, usage
        if not ended.by_us:
            raise KilledFromOutside(usage)
        return IncidentKind.PROTOCOL, f"it closed its channel and went on; {usage}"
    how = f"ended by {signal_name(ended.signal)}" if ended.signal else "it ended itself"
    full = ended.signal and ended.memory_kb >= limits.memory_mb * 1024 * _NEARLY_ALL_MEMORY
    return IncidentKind.MEMORY if full else IncidentKind.DIED, f"{how}; {usage}"


def _end_of_witness(ended: Ended) -> str:
    """How the witness ended that has no student's code in it. Raises ``KilledFromOutside``."""
    if ended.witness is None:
        return "closed its channel and went on"
    status, cpu = ended.witness
    number = signal_in(status)
    if number == signal.SIGKILL:  # no limit of its own comes before the judge's deadline
        raise KilledFromOutside(f"its witness, after {cpu:.2f} s of CPU")
    return f"was ended by {signal_name(number)}" if number else "ended itself"
