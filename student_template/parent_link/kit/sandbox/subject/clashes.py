"""Reverse names that two fields claim, or that a field of the target has already.

Django lets the last one have the name and only its system check complains: the field that was there first, and
everything that rests on it, would answer for a mistake made elsewhere. Here the first keeps its name, and each later
one gets a name that nobody has.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.db import models
from django.db.models.fields.related_descriptors import ManyToManyDescriptor

_CACHED = ("name", "accessor_name", "cache_name", "hidden")


def part(config: AppConfig) -> None:
    """Gives every reverse side of the app's relations a name of its own; tables and system checks stay as they are."""
    taken: dict[tuple[Any, str], Any] = {}
    changed = False
    for field in _relations(config):
        target = field.remote_field.model._meta.concrete_model
        for name in _own_names(target):
            taken.setdefault((target, name), None)
        names = {field.remote_field.get_accessor_name(), field.related_query_name()}
        clashing = [name for name in names if (target, name) in taken]
        if clashing:
            changed = True
            _rename(field, target)
            for name in clashing:
                _give_back(target, name, taken[target, name])
            names = {field.remote_field.get_accessor_name(), field.related_query_name()}
        taken.update(dict.fromkeys(((target, name) for name in names), field))
    if changed:
        apps.clear_cache()


def _relations(config: AppConfig) -> Iterator[Any]:
    """Visible relations in the order of declaration; parent links come first, since without them is no model."""
    relations = [
        field
        for model in config.get_models()
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.remote_field is not None and not field.remote_field.hidden
    ]
    yield from sorted(relations, key=lambda field: not is_parent_link(field))


def is_parent_link(field: Any) -> bool:
    """Whether it ties a child's row to its parent's, written out or made by Django."""
    return field in field.model._meta.parents.values()


def _own_names(model: type[models.Model]) -> set[str]:
    options = model._meta
    return {name for field in (*options.fields, *options.many_to_many) for name in (field.name, field.attname)}


def _rename(field: Any, target: Any) -> None:
    relation = field.remote_field
    relation.related_name = f"{field.name}_of_{field.model._meta.model_name}_by_another_name"
    relation.related_query_name = None
    for name in _CACHED:
        relation.__dict__.pop(name, None)
    setattr(target, relation.get_accessor_name(), _reverse_descriptor(field))


def _give_back(target: Any, name: str, first: Any) -> None:
    """Puts back under that name what the later relation had put aside: ``first``, or a field of the target's own."""
    if first is not None:
        if first.remote_field.get_accessor_name() == name:
            setattr(target, name, _reverse_descriptor(first))
        return
    for field in (*target._meta.local_fields, *target._meta.local_many_to_many):
        if field.attname == name and field.column:
            setattr(target, name, field.descriptor_class(field))
        elif field.name == name and isinstance(field, models.ManyToManyField):
            setattr(target, name, ManyToManyDescriptor(field.remote_field, reverse=False))
        elif field.name == name:
            setattr(target, name, field.forward_related_accessor_class(field))


def _reverse_descriptor(field: Any) -> Any:
    if isinstance(field, models.ManyToManyField):
        return ManyToManyDescriptor(field.remote_field, reverse=True)
    return field.related_accessor_class(field.remote_field)
