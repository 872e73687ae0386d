"""The errors of Django's system checks, on the models as the witness migrated them.

Run where no student code is, so that nobody can silence them. Each error belongs to one field or model.
"""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.db import models

from .clashes import is_parent_link

_CLASHES = {"fields.E304", "fields.E305"}  # both sides are named; the later field is charged


def errors(label: str, registry: Any, described: list[dict[str, Any]]) -> list[list[Any]]:
    """Errors of the model checks on the migrated models, as ``[id, model, field or None]``.

    ``described`` holds the models as they were declared: a migration adds fields in another order.
    """
    found: list[list[Any]] = []
    declared = [(model.get("name"), field[0]) for model in described for field in model.get("fields", ())]
    order = {place: number for number, place in enumerate(declared)}
    # a proxy is migrated without its fields
    found += [["models.E017", model["name"], None] for model in described if _is_proxy_with_fields(model)]
    migrated = list(registry.get_models())
    app = [model for model in migrated if model._meta.app_label == label]
    for model in app:
        try:
            messages = model.check()
        except Exception as error:  # a check of Django's own may stumble over an odd model
            found.append([f"crashed.{type(error).__name__}", model.__name__, None])
            continue
        for message in messages:
            if message.level < checks.ERROR:
                continue
            subject = message.obj
            if isinstance(subject, models.Field):
                if not (message.id in _CLASHES and _is_first_of_its_name(subject, app, order)):
                    found.append([message.id, subject.model.__name__, subject.name])
            else:
                found.append([message.id, model.__name__, None])
    return found


def _is_proxy_with_fields(model: dict[str, Any]) -> bool:
    return bool(model.get("fields")) and model.get("options", {}).get("proxy") is True


def _is_first_of_its_name(field: Any, app: list[Any], order: dict[Any, int]) -> bool:
    """Whether no field of the app that was declared earlier claims the same reverse name on the same model."""
    rivals = [
        other
        for model in app
        for other in model._meta.local_fields + model._meta.local_many_to_many
        if other.remote_field
        and other.remote_field.model is field.remote_field.model
        and _reverse_names(other) & _reverse_names(field)
    ]
    first = min(
        rivals,
        key=lambda other: (not is_parent_link(other), order.get((other.model.__name__, other.name), -1)),
        default=field,
    )
    return bool(first.name == field.name and first.model is field.model)


def _reverse_names(field: Any) -> set[str]:
    return {field.remote_field.get_accessor_name(), field.related_query_name()}
