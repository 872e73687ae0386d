"""What a check can ask for: the fixtures of ``test_public.py`` and ``test_hidden.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ..core.verdict import Evidence
from .fake import Fake
from .program import Program, Refuted, Step, guarded
from .remote import Module, Remote, identities
from .scenery import Make


class Database:
    """The witness's facts, with the verdict on them made here."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._found: dict[int, tuple[Remote, list[Any]]] = {}  # by id: objects whose row was seen, and which it was

    def rows(self, model: str) -> list[dict[str, Any]]:
        """All rows of the model's table as dicts by attribute name (``husband_id``), by primary key."""
        return list(self._program.fact("rows", model))

    def row(self, instance: Any) -> dict[str, Any] | None:
        """The row of that object, or None where none has its primary key.

        The student's program says which key that is. Once there is a row it is asked no more: what a check saw is
        what it looks for afterwards, so that nothing can be shown as deleted that is there under another key.
        """
        if not isinstance(instance, Remote):
            raise Refuted({"object": "a model object"}, {"value": repr(instance)[:200]})
        known = self._found.get(id(instance))
        identity = known[1] if known else identities(self._program, instance)[0]
        if identity[0] != "row":
            return None
        row: dict[str, Any] | None = self._program.fact("row", identity[1], identity[2])
        if row is not None:
            self._found[id(instance)] = instance, identity
        return row

    def count(self, model: str) -> int:
        return int(self._program.fact("count", model))

    def columns(self, model: str) -> dict[str, dict[str, Any]]:
        """``{attname: {"column", "type", "null", "primary_key", "unique", "references",
        "references_column"}}``.
        """
        return dict(self._program.fact("columns", model))

    def constraints(self, model: str) -> list[dict[str, Any]]:
        """Indexes as ``{"name", "unique", "partial", "columns"}``."""
        return list(self._program.fact("constraints", model))

    def insert(self, model: str, **values: Any) -> Any:
        """Writes a row past the ORM, by attribute names; raises ``IntegrityError`` as Django would."""
        return self._program.fact("insert", model, values)

    def refuses(self, model: str, *, unique: str) -> None:
        """The database itself refuses a second row with a taken value of that field, and for that reason only."""
        found = self._program.fact("probe_unique", model, unique)
        wanted = {"refuses": f"{model}.{unique}"}
        if not found["taken_value"]:
            raise Refuted(wanted, {"no_row_with": unique})
        if found["free"] is not None:
            raise Refuted({"accepts": f"{model}.{unique}"}, {"error": found["free"]["text"]})
        taken = found["taken"]
        if taken is None:
            raise Refuted(wanted, {"accepted": unique})
        if taken["code"] not in ("UNIQUE", "PRIMARYKEY") or taken["columns"] != [found["attname"]]:
            raise Refuted(wanted, {"error": taken["text"]})

    @contextmanager
    def breaking(self, model: str, when: str, *, filling: str | None = None) -> Iterator[None]:
        """Within it every insert, update or delete (``when``) of the model's table fails in the database.

        With ``filling="captain"`` only one that leaves something in that field: a link can be cut, and none made.
        """
        if filling is not None and when.lower() == "delete":
            raise ValueError("a row that is deleted fills no field")
        self._program.fact("break_table", model, when, filling)
        yield
        self._program.fact("mend_table")


class Fixtures:
    """The pytest plug-in. ``program`` and ``facts`` (what the subject's load answered) are of the moment."""

    def __init__(self) -> None:
        self.program: Program
        self.facts: dict[str, Any] = {}
        self.seed = 0

    @pytest.fixture
    def fake(self) -> Fake:
        return Fake(self.seed)

    @pytest.fixture
    def models(self) -> Module:
        return Module(self.program)

    @pytest.fixture
    def services(self) -> Module:
        return Module(self.program, "services")

    @pytest.fixture
    def model(self) -> Callable[[str], Any]:
        return lambda label: self.program.subject("model", label)

    @pytest.fixture
    def make(self, fake: Fake) -> Make:
        return Make(self.program, fake)

    @pytest.fixture
    def database(self) -> Database:
        return Database(self.program)

    @pytest.fixture
    def accessor(self) -> Callable[[str], str]:
        """The reverse name that really exists for ``Women.husband``; without one the check fails."""

        def find(label: str) -> str:
            found = self.program.subject("accessor", label, evidence=Evidence.DECLARED)
            if type(found) is not str:
                raise Refuted({"reverse_of": label}, {"reverse": None})
            return found

        return find

    @pytest.fixture
    def system_checks(self) -> Callable[[str], list[str]]:
        """The ids of the system-check errors of ``Women.husband``; a field that is not declared fails.

        ``Women`` alone: the errors of the model as such, without those of its fields.
        """

        def find(label: str) -> list[str]:
            self.program.sources.add(Evidence.DECLARED)
            model, _, field = label.partition(".")
            if field and not self._is_declared(model, field):
                self.program.steps.append(Step("system_checks", (label,), None))
                raise Refuted({"declared": label}, {"declared": None})
            errors = self.facts["checks"]
            found = sorted(id_ for id_, *place in errors if place == [model, field or None] or place[0] is None)
            self.program.steps.append(Step("system_checks", (label,), found))
            return found

        return find

    def _is_declared(self, model: str, field: str) -> bool:
        broken = [entry for entry in self.facts["broken"] if (entry["model"], entry["field"]) == (model, field)]
        described = [entry for entry in self.facts["models"] if entry["name"] == model]
        names = {name for entry in described for name, *_ in entry.get("fields", ())}
        return bool(broken) or field in names

    @pytest.fixture
    def queries(self) -> Callable[..., Any]:
        """``with queries(max=2):`` fails where the code inside needs more statements."""

        @contextmanager
        def count(*, max: int) -> Iterator[None]:  # noqa: A002 - reads best in a check
            self.program.subject("count_queries", True)  # noqa: FBT003
            yield
            used = self.program.subject("count_queries", False)  # noqa: FBT003
            if type(used) is not int:
                raise guarded("number of statements")
            if used > max:
                raise Refuted({"queries": max}, {"queries": used})

        return count
