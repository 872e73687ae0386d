"""Mistakes in code that uses models, told by an exception in the student's own lines. For every assignment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.text import Text
from . import importing
from .facts import Facts, Failure
from .finding import Finding, quoted

_DOCS = "https://docs.djangoproject.com/en/5.2/"
_INSTANCES = f"{_DOCS}ref/models/instances/"
_QUERIES = f"{_DOCS}topics/db/queries/"


def _own(facts: Facts, exception: str, pattern: str) -> Iterator[tuple[Failure, re.Match[str]]]:
    """Failures by that exception that arose in the student's file, one for each line."""
    seen = set()
    for failure in facts.failures.values():
        found = re.search(pattern, failure.text)
        place = (failure.file, failure.line)
        if failure.kind != "import" and failure.exception == exception and failure.file and found and place not in seen:
            seen.add(place)
            yield failure, found


def name_unknown_in_function(facts: Facts) -> list[Finding]:
    """A NameError, told when the function is called."""
    found = []
    for failure, _ in _own(facts, "NameError", "is not defined"):
        own = facts.nearest(re.findall(r"'(\w+)'", failure.text)[0], facts.given_classes)
        if own is not None:
            found.append(
                failure.says(
                    en=f"{own} is used here and not imported. Add at the top of the file: from .models import {own}",
                    ru=f"{own} здесь используется, но не импортируется. Добавьте в начало файла: from .models import "
                    f"{own}",
                    reference="https://docs.python.org/3/tutorial/modules.html",
                )
            )
            continue
        finding = importing.name_not_imported(facts, failure) or importing.name_misspelt(facts, failure)
        found += [finding] if finding else []
    return found


def attribute_misspelt(facts: Facts) -> list[Finding]:
    """``captain.ships``, ``captain.ship_set``."""
    known = {
        match
        for content in facts.assignment.given.values()
        for match in re.findall(r"\b[a-z_]+\b", content.decode("utf-8", "replace"))
    }
    found = []
    for failure, match in _own(facts, "AttributeError", r"'(\w+)' object has no attribute '(\w+)'"):
        owner, name = match[1], match[2]
        if owner == "NoneType":
            found.append(
                failure.says(
                    en=f"What stands in front of .{quoted(name)} is None here: the link is empty. Ask first: if ... is "
                    "not None.",
                    ru=f"То, что стоит перед .{quoted(name)}, здесь равно None: связь пуста. Сначала проверьте: if ... "
                    "is not None.",
                    reference=f"{_DOCS}topics/db/examples/one_to_one/",
                )
            )
            continue
        near = facts.nearest(name.removesuffix("_set"), known) if name not in known else None
        en, ru = (
            (f" Did you mean {quoted(near)}?", f" Может быть, имелось в виду {quoted(near)}?") if near else ("", "")
        )
        also_en = " A one-to-one link has no ..._set: its other side is one object." if name.endswith("_set") else ""
        also_ru = " У связи один к одному нет ..._set: с обратной стороны один объект." if name.endswith("_set") else ""
        found.append(
            failure.says(
                en=f'{quoted(owner)} has nothing called "{quoted(name)}".{en}{also_en}',
                ru=f"У {quoted(owner)} нет ничего с именем «{quoted(name)}».{ru}{also_ru}",
                reference=f"{_DOCS}topics/db/examples/one_to_one/",
            )
        )
    return found


def _owner(name: str) -> Text:
    return Text("The model", "модели") if name == "this model" else Text(name, name)


def keyword_misspelt(facts: Facts) -> list[Finding]:
    """``Captain(nmae=...)``, or a keyword that is the other side of a link."""
    return [
        failure.says(
            en=f'{quoted(match[1])} has no field "{quoted(match[2])}" of its own, so it cannot be given when an '
            "object is "
            "made. The other side of a link, "
            "too, is no field: create the object first, then set the link on the side that has the column.",
            ru=f"У {_owner(match[1]).ru} нет своего поля «{quoted(match[2])}», поэтому при создании объекта его "
            "передать нельзя. "
            "Обратная сторона связи - "
            "тоже не поле: сначала создайте объект, а связь задайте с той стороны, где столбец.",
            reference=f"{_INSTANCES}#creating-objects",
        )
        for failure, match in (
            *_own(facts, "TypeError", r"(\w+)\(\) got unexpected keyword arguments: '(\w+)'"),
            *_own(facts, "ValueError", r"do not exist in (this model): (\w+)"),
        )
    ]


def lookup_misspelt(facts: Facts) -> list[Finding]:
    """``filter(ships__name=...)``."""
    found = []
    for failure, match in _own(facts, "FieldError", r"Cannot resolve keyword '(\w+)' into field. Choices are: (.*)"):
        choices = list(dict.fromkeys(choice.strip() for choice in match[2].split(",")))
        near = facts.nearest(match[1], choices)
        en, ru = (
            (f"Did you mean {quoted(near)}?", f"Может быть, имелось в виду {quoted(near)}?")
            if near
            else ("There are", "Есть такие")
        )
        rest = "" if near else f": {quoted(', '.join(choices))}"
        taken = quoted(", ".join(failure.taken))
        also_en, also_ru = (f" The name {taken} is taken already.", f" Имя {taken} уже занято.") if taken else ("", "")
        found.append(
            failure.says(
                en=f'Queries know no "{quoted(match[1])}" here. {en}{rest}{also_en}',
                ru=f"В запросах здесь нет имени «{quoted(match[1])}». {ru}{rest}{also_ru}",
                reference=f"{_QUERIES}#lookups-that-span-relationships",
            )
        )
    return found


def create_with_positional_values(facts: Facts) -> list[Finding]:
    """``Captain.objects.create("Jack", 32)``, as in the notes."""
    if not facts.failed:
        return []
    return [
        entry.says(
            en="create() takes keywords only; the notes leave the names out, and that is a TypeError. Say which value "
            "is which: "
            'create(name="Jack", age=32).',
            ru="create() принимает только именованные аргументы; в конспекте имена пропущены, и это TypeError. "
            "Укажите, где что: "
            'create(name="Jack", age=32).',
            reference=f"{_DOCS}ref/models/querysets/#create",
        )
        for entry in facts.source.of("call")
        if entry.call and entry.call.last == "create" and entry.call.owner.endswith("objects") and entry.call.args
    ]


def object_made_of_positional_values(facts: Facts) -> list[Finding]:
    """``Captain("Jack", 32)``: the first value is the id."""
    classes = {*facts.given_classes, *facts.models}
    return [
        entry.says(
            en=f"{quoted(entry.call.name)}(...) takes values without names in the order of the columns, and the "
            "first column "
            "is the id. Give "
            "names: name=..., age=...",
            ru=f"{quoted(entry.call.name)}(...) берёт значения без имён в порядке столбцов, а первый столбец - id. "
            "Пишите с "
            "именами: "
            "name=..., age=...",
            reference=f"{_INSTANCES}#creating-objects",
        )
        for entry in facts.source.of("call")
        if entry.call and entry.call.name in classes and entry.call.args and not entry.call.args[0].startswith("*")
    ]


def unsaved_object_linked(facts: Facts) -> list[Finding]:
    """A link to an object that has no row yet."""
    return [
        failure.says(
            en="The object that the link leads to was never saved: it has no key that could be stored. Save it first, "
            "then the one that links to it.",
            ru="Объект, на который ведёт связь, ещё не сохранён: у него нет ключа, который можно записать. Сначала "
            "сохраните его, потом "
            "тот, который на него ссылается.",
            reference=f"{_DOCS}topics/db/examples/one_to_one/",
        )
        for failure, _ in _own(facts, "ValueError", "unsaved related object")
    ]


def key_instead_of_object(facts: Facts) -> list[Finding]:
    """``ship.captain = captain.pk``."""
    return [
        failure.says(
            en=f'"{quoted(match[1])}" wants the object itself: {quoted(failure.text)} Assign the object, or its key to '
            f"{match[1].rpartition('.')[2]}_id.",
            ru=f"В {quoted(match[1])} нужен сам объект: {quoted(failure.text)} Присвойте объект, а ключ - полю "
            f"{match[1].rpartition('.')[2]}_id.",
            reference=f"{_QUERIES}#saving-foreignkey-and-manytomanyfield-fields",
        )
        for failure, match in _own(facts, "ValueError", r'Cannot assign .*: "([\w.]+)" must be a')
    ]


def transaction_goes_on_after_an_error(facts: Facts) -> Finding | None:
    """``except IntegrityError`` within the same ``atomic`` block."""
    failure = facts.raised("TransactionManagementError")
    if failure is None:
        return None
    return failure.says(
        en="An error of the database was caught inside atomic(), and the same block goes on: after an error nothing "
        "more may be asked in it. "
        "Put the step that may fail into an atomic() of its own, or better do not let it fail: free the link first.",
        ru="Ошибка базы данных перехвачена внутри atomic(), и тот же блок продолжается: после ошибки в нём больше "
        "ничего нельзя "
        "выполнять. Заключите шаг, который может не пройти, в свой atomic(), а лучше не доводите до ошибки: сначала "
        "освободите связь.",
        reference=f"{_DOCS}topics/db/transactions/#controlling-transactions-explicitly",
    )


def children_created_in_bulk(facts: Facts) -> list[Finding]:
    return [
        failure.says(
            en="bulk_create() cannot make objects of a model that inherits from another one with a table. Save them "
            "one by one.",
            ru="bulk_create() не умеет создавать объекты модели, которая наследует другую модель с таблицей. "
            "Сохраняйте по одному.",
            reference=f"{_DOCS}ref/models/querysets/#bulk-create",
        )
        for failure, _ in _own(facts, "ValueError", "bulk create a multi-table inherited model")
    ]
