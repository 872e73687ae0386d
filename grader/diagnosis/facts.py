"""The facts of one submission, as the functions in ``diagnoses.py`` ask for them.

Every value came out of the box and may be anything: whoever asks for what is not there gets None, never an exception.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ..core.assignment import Assignment, Visibility
from ..core.report import CheckRun, RunReport
from ..core.verdict import Json, Outcome
from ..sandbox.subject import wire
from .clock import Clock
from .finding import Finding
from .models import FieldFacts, ModelFacts, read_models
from .renamed import as_written, made_names
from .source import Source, read_source

_KNOWN_EXCEPTIONS = {name.rpartition(".")[2] for name in wire.KNOWN_EXCEPTIONS} | {"RelatedObjectDoesNotExist"}
_LONGEST_NAME, _MOST_NAMES = 40, 400  # of those that are compared: finding the nearest is slow
_GIVEN_CLASS = re.compile(rb"^class (\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Failure:
    """How a check failed, or the import: the exception, if there was one, and where in the student's file it arose."""

    kind: str  # as in core.report.CheckRun; "import" for an error at import
    exception: str = ""  # without the classes in front: DoesNotExist
    text: str = ""
    file: str | None = None
    line: int | None = None
    taken: tuple[str, ...] = ()  # names of other sides in the text that somebody else has already

    def says(self, *, en: str, ru: str, reference: str | None = None) -> Finding:
        """A finding at the line in which it arose."""
        return Finding(en, ru, self.file, self.line, reference)


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A relation that was taken out of its model: there is no model ``target``, or it was swapped for another."""

    model: str
    field: str
    target: str


@dataclass(frozen=True)
class Facts:
    """What is known of one submission. Empty parts are unknown, not absent: ask with care."""

    assignment: Assignment
    failures: Mapping[str, Failure] = field(default_factory=dict)  # of the checks that failed, by id
    error: Failure | None = None  # at import
    models: Mapping[str, ModelFacts] = field(default_factory=dict)
    unresolved: tuple[Unresolved, ...] = ()
    system_checks: frozenset[tuple[str, str, str | None]] = frozenset()  # (id, model, field or None)
    source: Source = field(default_factory=Source)
    files: Mapping[str, Json] = field(default_factory=dict)  # by name: filled, making, tabs, spaces, tab_line, ...
    unparsed: Mapping[str, Json] = field(default_factory=dict)  # by file: line, message, text of that line

    clock: Clock = field(default_factory=Clock, compare=False)

    # -- checks --------------------------------------------------------------------------------------------

    @property
    def failed(self) -> frozenset[str]:
        """The ids of the checks that failed; those that were skipped are not among them."""
        return frozenset(self.failures)

    def failing(self, *tasks: str) -> bool:
        """Whether a check of one of these tasks failed."""
        self.clock.look()
        return any(check.task in tasks and check.id in self.failures for check in self.assignment.checks)

    def any_failed(self, *checks: str) -> bool:
        return any(check in self.failures for check in checks)

    def failure(self, check: str) -> Failure | None:
        """How that check failed. Of a check that is not public only the kind, and a well-known exception's name."""
        return self.failures.get(check)

    def raised(self, exception: str, *, text: str = "", checks: Collection[str] | None = None) -> Failure | None:
        """The first failure by that exception whose text has ``text`` in it; of those checks, or of any."""
        for check, failure in self.failures.items():
            right = failure.exception == exception and text in failure.text
            if right and (checks is None or check in checks):
                return failure
        return None

    # -- models --------------------------------------------------------------------------------------------

    def model(self, name: str) -> ModelFacts | None:
        return self.models.get(name)

    def field(self, model: str, name: str) -> FieldFacts | None:
        """The field as the model declares it, with its line in the source; None where there is none."""
        found = self.models.get(model)
        return found.fields.get(name) if found else None

    def unresolved_field(self, model: str, name: str) -> Unresolved | None:
        return next((entry for entry in self.unresolved if (entry.model, entry.field) == (model, name)), None)

    def has_check(self, id_: str, model: str, name: str | None = None) -> bool:
        """Whether ``manage.py check`` has that complaint about the field, or about the model as such."""
        return (id_, model, name) in self.system_checks

    @property
    def given_classes(self) -> list[str]:
        """The classes of the files that are given: what a student can import from them."""
        return [name.decode() for content in self.assignment.given.values() for name in _GIVEN_CLASS.findall(content)]

    # -- words ---------------------------------------------------------------------------------------------

    def nearest(self, name: str, names: Collection[str]) -> str | None:
        """The one of ``names`` that was probably meant; in another letter case before anything else."""
        self.clock.look()
        for candidate in names:
            if candidate.lower() == name.lower():
                return candidate
        if len(name) > _LONGEST_NAME:
            return None
        short = (candidate for candidate in names if len(candidate) <= _LONGEST_NAME)
        lower = {candidate.lower(): candidate for candidate in islice(short, _MOST_NAMES)}
        found = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=0.7)
        return lower[found[0]] if found else None

    @staticmethod
    def says(*, en: str, ru: str, reference: str | None = None) -> Finding:
        """A finding that has no place."""
        return Finding(en, ru, None, None, reference)


def read_facts(report: RunReport, assignment: Assignment) -> Facts:
    """The facts of a report."""
    told = report.facts
    source = told.get("source")
    parts: Json = source if isinstance(source, Mapping) else {}
    outline = read_source(parts)
    models = read_models(told.get("models"), outline)
    names = made_names(models)
    public = {check.id for check in assignment.checks if check.visibility is Visibility.PUBLIC}
    failed = [run for run in report.checks if run.outcome is Outcome.FAILED]
    return Facts(
        assignment=assignment,
        failures={run.id: _failure(run, names, public=run.id in public) for run in failed},
        error=_import_failure(report.import_error, names),
        models=models,
        unresolved=tuple(_unresolved(report.broken)),
        system_checks=frozenset(_system_checks(told.get("system_checks"))),
        source=outline,
        files=_by_file(parts.get("files")),
        unparsed=_by_file(parts.get("unparsed")),
    )


def _failure(run: CheckRun, names: Mapping[str, str], *, public: bool) -> Failure:
    """A student's code could put a hidden value into an exception's text, class or line."""
    exception = _short(run.happened.get("exception"))
    if not public:
        return Failure(run.failure, exception if exception in _KNOWN_EXCEPTIONS else "")
    text, taken = as_written(str(run.happened.get("text") or ""), names)
    return Failure(run.failure, exception, text, *_place(run.happened), taken)


def _import_failure(error: Json | None, names: Mapping[str, str]) -> Failure | None:
    if error is None:
        return None
    text, taken = as_written(str(error.get("message") or ""), names)
    return Failure("import", _short(error.get("exception")), text, *_place(error), taken)


def _short(name: object) -> str:
    return name.rpartition(".")[2] if isinstance(name, str) else ""


def _place(data: Json) -> tuple[str | None, int | None]:
    file, line = data.get("file"), data.get("line")
    return (file if isinstance(file, str) else None), (line if isinstance(line, int) else None)


def _unresolved(broken: Collection[Json]) -> list[Unresolved]:
    keys = {"model", "field", "target"}
    return [
        Unresolved(*(str(entry[key]) for key in ("model", "field", "target"))) for entry in broken if keys <= set(entry)
    ]


def _system_checks(told: object) -> list[tuple[str, str, str | None]]:
    found = []
    for entry in told if isinstance(told, list) else ():
        match entry:
            case [str(id_), model, name]:
                found.append((id_, str(model), name if isinstance(name, str) else None))
    return found


def _by_file(told: Any) -> dict[str, Json]:
    entries = told if isinstance(told, list) else []
    return {str(entry.get("file")): entry for entry in entries if isinstance(entry, Mapping)}
