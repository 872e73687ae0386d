"""The models as they declare themselves, with the lines of the source that made them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .finding import Finding
from .source import Call, Entry, Source

_FIELD_PARTS = 4  # name, path, args, kwargs: see grader/sandbox/subject/schema.py
ONE_TO_ONE, FOREIGN_KEY, MANY_TO_MANY = "OneToOneField", "ForeignKey", "ManyToManyField"
LINKS = (ONE_TO_ONE, FOREIGN_KEY, MANY_TO_MANY)


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """A field as Django has understood it (``options``), and as it is written (``written``, where it was found)."""

    model: str
    name: str
    kind: str  # OneToOneField; of a student's own class the one of Django's that it derives from
    options: Mapping[str, Any] = field(default_factory=dict)
    written: Entry | None = None

    @property
    def file(self) -> str | None:
        return self.written.file if self.written else None

    @property
    def line(self) -> int | None:
        return self.written.line if self.written else None

    @property
    def call(self) -> Call | None:
        return self.written.call if self.written else None

    @property
    def is_link(self) -> bool:
        return self.kind in LINKS

    @property
    def target(self) -> str:
        """The label of the model that it leads to, in small letters: ``one_to_one.husband``."""
        return str(self.options.get("to") or "").lower()

    def leads_to(self, model: str) -> bool:
        """``Husband``, or ``accounts.User``."""
        return self.target == model.lower() or self.target.rpartition(".")[2] == model.lower()

    @property
    def on_delete(self) -> str:
        """Its name: ``SET_NULL``; ``SET`` for ``SET(...)`` and for a function of the student's own."""
        return str(self.options.get("on_delete") or "")

    @property
    def null(self) -> bool:
        return self.options.get("null") is True

    @property
    def blank(self) -> bool:
        return self.options.get("blank") is True

    @property
    def unique(self) -> bool:
        return self.options.get("unique") is True

    @property
    def primary_key(self) -> bool:
        return self.options.get("primary_key") is True

    @property
    def parent_link(self) -> bool:
        return self.options.get("parent_link") is True

    @property
    def made_by_django(self) -> bool:
        """Whether it is the hidden link of a child to its parent, which nobody wrote."""
        return self.options.get("auto_created") is True

    @property
    def related_name(self) -> str | None:
        return _text(self.options.get("related_name"))

    @property
    def related_query_name(self) -> str | None:
        return _text(self.options.get("related_query_name"))

    @property
    def reverse(self) -> str | None:
        """How the other side is called: what was written, or Django's default; None where there is no other side."""
        if not self.is_link or (self.related_name or "").endswith("+"):
            return None
        default = self.model.lower() if self.kind == ONE_TO_ONE else f"{self.model.lower()}_set"
        return self.related_name or default

    def says(self, *, en: str, ru: str, reference: str | None = None) -> Finding:
        """A finding at the line of the field."""
        return Finding(en, ru, self.file, self.line, reference)


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """A model. ``bases`` are the models that it inherits from and that have tables, as labels in small letters."""

    name: str
    fields: Mapping[str, FieldFacts]
    bases: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    written: Entry | None = None

    def inherits(self, model: str) -> bool:
        return any(base.rpartition(".")[2] == model.lower() or base == model.lower() for base in self.bases)

    def links_to(self, model: str, *, hidden: bool = False) -> list[FieldFacts]:
        """Its relations to that model, without the hidden link to a parent."""
        links = (entry for entry in self.fields.values() if entry.is_link and entry.leads_to(model))
        return [entry for entry in links if hidden or not entry.made_by_django]

    def unique_together(self, *names: str) -> bool:
        """Whether a ``UniqueConstraint`` or ``unique_together`` of ``Meta`` is about exactly these fields."""
        wanted = sorted(names)
        for entry in _list(self.options.get("constraints")):
            arguments = entry.get("kwargs") if isinstance(entry, Mapping) else None
            if isinstance(arguments, Mapping) and _names(arguments.get("fields")) == wanted:
                return True
        return any(_names(together) == wanted for together in _values(self.options.get("unique_together")))

    def says(self, *, en: str, ru: str, reference: str | None = None) -> Finding:
        """A finding at the line of the class."""
        written = self.written
        return Finding(en, ru, written.file if written else None, written.line if written else None, reference)


def read_models(told: object, source: Source) -> dict[str, ModelFacts]:
    """The models by name; what is no model is left out."""
    models = {}
    for entry in _list(told):
        if isinstance(entry, Mapping) and isinstance(entry.get("name"), str):
            models[entry["name"]] = _model(entry, source)
    return models


def _model(entry: Mapping[str, Any], source: Source) -> ModelFacts:
    name = entry["name"]
    fields = {}
    for parts in _list(entry.get("fields")):
        if (
            isinstance(parts, list)
            and len(parts) == _FIELD_PARTS
            and isinstance(parts[0], str)
            and isinstance(parts[3], Mapping)
        ):
            kind = str(parts[1]).rpartition(".")[2]
            fields[parts[0]] = FieldFacts(name, parts[0], kind, parts[3], source.field(name, parts[0]))
    bases = tuple(str(base).lower() for base in _values(entry.get("bases")))
    options = entry.get("options")
    return ModelFacts(name, fields, bases, options if isinstance(options, Mapping) else {}, source.class_(name))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _values(value: object) -> list[Any]:
    """The elements of a list, or of a tuple or set as it crosses the border: ``{"$": "tuple", "v": [...]}``."""
    if isinstance(value, Mapping) and "v" in value:
        value = value["v"]
    return list(value) if isinstance(value, list | tuple) else []


def _names(value: object) -> list[str]:
    return sorted(str(name) for name in _values(value))
