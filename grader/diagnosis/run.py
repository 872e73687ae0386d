"""Which diagnoses a report gets: those for every assignment, and those of its own ``diagnoses.py``."""

from __future__ import annotations

import importlib.util
import inspect
import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from ..core.assignment import Assignment
from ..core.errors import AssignmentError
from ..core.report import RunReport
from ..core.text import Text
from ..core.verdict import Diagnosis
from . import common, declaring, emptiness, importing, using
from .clock import TooLongError
from .facts import Facts, Failure, read_facts
from .finding import Finding

FILES = "diagnoses*.py"
_MOST = 8  # what is more nobody reads
_LATE = 1 << 30  # where a finding without a line stands

Function = Callable[[Facts], Finding | Iterable[Finding] | None]


def diagnose(report: RunReport, assignment: Assignment) -> tuple[tuple[Diagnosis, ...], list[str]]:
    """The diagnoses in the order of their lines, and what went wrong with ours (for staff). Never raises."""
    try:
        facts = read_facts(report, assignment)
        if not facts.failed:
            return (), []
        found, troubles = _all(facts, assignment)
        unique = list(dict.fromkeys(found))
        unique.sort(key=lambda entry: (entry[1].file or "", entry[1].line or _LATE))
        return tuple(_diagnosis(id_, finding.printable()) for id_, finding in unique[:_MOST]), troubles
    except Exception:  # noqa: BLE001 - the facts came out of the box, and no mark depends on them
        return (), [traceback.format_exc()]


def _diagnosis(id_: str, finding: Finding) -> Diagnosis:
    return Diagnosis(id_, Text(finding.en, finding.ru), finding.file, finding.line, finding.reference)


def _all(facts: Facts, assignment: Assignment) -> tuple[list[tuple[str, Finding]], list[str]]:
    found: list[tuple[str, Finding]] = []
    troubles: list[str] = []
    for kind in emptiness.KINDS:
        found += _tried(kind.__name__, lambda kind=kind: _said(kind, facts), troubles)  # type: ignore[misc]
    if found:
        return found, troubles  # what else is missing then goes without saying
    if facts.error is not None:
        found += _tried("import", lambda: [explained(facts, facts.error)] if facts.error else [], troubles)
    try:
        own = functions_of(*load(assignment.folder, assignment.digest))
    except Exception:  # noqa: BLE001 - an author's file may do anything, and no mark depends on it
        own = []
        troubles.append(traceback.format_exc())
    for function in (*functions_of(common, using), *own):
        if facts.clock.is_over:
            troubles.append(f"stopped before {function.__name__}: diagnosing took too long")
            break
        found += _tried(function.__name__, lambda function=function: _said(function, facts), troubles)  # type: ignore[misc]
    return found, troubles


def _tried(
    name: str, action: Callable[[], Iterable[tuple[str, Finding]]], troubles: list[str]
) -> list[tuple[str, Finding]]:
    """What a diagnosis says; one that raises says nothing, and the others go on."""
    try:
        return list(action())
    except TooLongError:
        troubles.append(f"{name}: diagnosing took too long")
        return []
    except Exception:  # noqa: BLE001 - ours, and never a student's loss
        troubles.append(f"{name}: {traceback.format_exc()}")
        return []


def _said(function: Function, facts: Facts) -> Iterator[tuple[str, Finding]]:
    answer = function(facts)
    for finding in [answer] if isinstance(answer, Finding) else answer or ():
        yield function.__name__, finding


def explained(facts: Facts, error: Failure) -> tuple[str, Finding]:
    """The one explanation of an error at import, with its id."""
    for kind in (*importing.KINDS, *declaring.KINDS):
        finding = kind(facts, error)
        if finding is not None:
            return kind.__name__, finding
    finding = importing.import_error(facts, error)
    assert finding is not None  # noqa: S101 - it is what remains
    return importing.import_error.__name__, finding


# -- an assignment's own ---------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def load(folder: Path, digest: str) -> tuple[ModuleType, ...]:
    """The modules of an assignment's ``diagnoses.py`` and ``diagnoses_*.py``. ``digest`` tells its versions apart."""
    return tuple(_module(path, digest) for path in sorted(folder.glob(FILES)))


def _module(path: Path, digest: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{path.stem}_of_{path.parent.name}_{digest[:12]}", path)
    if spec is None or spec.loader is None:
        raise AssignmentError(str(path), None, "cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def functions_of(*modules: ModuleType) -> list[Function]:
    """The diagnoses of modules: their own public functions of one parameter ``facts``, in their order."""
    return [
        function
        for module in modules
        for function in vars(module).values()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not function.__name__.startswith("_")
        and list(inspect.signature(function).parameters) == ["facts"]
    ]


def known_ids(assignment: Assignment) -> frozenset[str]:
    """Every id that a diagnosis of that assignment can have."""
    kinds = (*emptiness.KINDS, *importing.KINDS, *declaring.KINDS, importing.import_error)
    functions = (
        *kinds,
        *functions_of(common),
        *functions_of(using),
        *functions_of(*load(assignment.folder, assignment.digest)),
    )
    return frozenset(function.__name__ for function in functions)
