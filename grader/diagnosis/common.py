"""Mistakes that Django is silent about, in any model of any assignment. Each function is one of them."""

from __future__ import annotations

from collections.abc import Iterator

from .facts import Facts, Unresolved
from .finding import Finding, quoted
from .source import Entry

_DOCS = "https://docs.djangoproject.com/en/5.2/"
_FIELDS = f"{_DOCS}ref/models/fields/"


def _declarations(facts: Facts) -> Iterator[Entry]:
    """Lines of classes that call a field's class and make no field."""
    for name in facts.source.classes:
        for entry in facts.source.fields(name):
            if (
                entry.call
                and entry.call.last.endswith(("Field", "ForeignKey"))
                and facts.field(name, entry.target) is None
            ):
                yield entry


def trailing_comma(facts: Facts) -> list[Finding]:
    """``husband = models.OneToOneField(...),`` is a tuple."""
    return [
        entry.says(
            en=f"There is a comma after the closing bracket of {quoted(entry.target)}: that makes it a tuple with one "
            "element and no "
            "field, and Django does not say a word. Delete the comma.",
            ru=f"После закрывающей скобки {quoted(entry.target)} стоит запятая: получается не поле, а кортеж из одного "
            "элемента, и "
            "Django об этом молчит. Уберите запятую.",
            reference="https://docs.python.org/3/tutorial/datastructures.html#tuples-and-sequences",
        )
        for entry in _declarations(facts)
        if entry.comma
    ]


def annotation_instead_of_field(facts: Facts) -> list[Finding]:
    """``husband: models.OneToOneField(...)``."""
    return [
        entry.says(
            en=f"{quoted(entry.target)} is followed by a colon where = belongs: that is a type hint and no field, so "
            "that the "
            f"table has no such column. Write {quoted(entry.target)} = models...",
            ru=f"После {quoted(entry.target)} стоит двоеточие, а нужен знак =: это подсказка о типе, а не поле, и "
            "такого столбца "
            f"в таблице нет. Пишите {quoted(entry.target)} = models...",
            reference=f"{_DOCS}topics/db/models/#fields",
        )
        for entry in _declarations(facts)
        if entry.kind == "annotation"
    ]


def field_class_not_called(facts: Facts) -> list[Finding]:
    """``name = models.TextField`` without brackets."""
    found = []
    for entry in facts.source.of("assign"):
        name = entry.text.rpartition(".")[2]
        if (
            entry.inside in facts.source.classes
            and entry.call is None
            and entry.text.startswith("models.")
            and name.endswith("Field")
        ):
            found.append(
                entry.says(
                    en=f"The brackets are missing after {quoted(entry.text)}: without them it is the class itself, and "
                    "no field.",
                    ru=f"После {quoted(entry.text)} нет скобок: без них это сам класс, а не поле.",
                    reference=f"{_DOCS}topics/db/models/#fields",
                )
            )
    return found


def class_is_no_model(facts: Facts) -> list[Finding]:
    """``class Women:`` with fields and without ``models.Model``."""
    if facts.error is not None:
        return []
    return [
        entry.says(
            en=f"The class {quoted(entry.name)} has fields, but inherits from nothing, so that it is no model and "
            "has no "
            "table. "
            f"Write class {quoted(entry.name)}(models.Model):",
            ru=f"В классе {quoted(entry.name)} есть поля, но он ничего не наследует, поэтому это не модель и таблицы "
            "у него "
            "нет. "
            f"Пишите class {quoted(entry.name)}(models.Model):",
            reference=f"{_DOCS}topics/db/models/#quick-example",
        )
        for entry in facts.source.of("class")
        if not entry.inside and not entry.texts and any(True for _ in _fields_of(facts, entry.name))
    ]


def _fields_of(facts: Facts, name: str) -> Iterator[Entry]:
    for entry in facts.source.fields(name):
        if entry.call and entry.call.name.startswith("models.") and entry.call.last.endswith(("Field", "ForeignKey")):
            yield entry


# -- links to nothing --------------------------------------------------------------------------------------


def _says(facts: Facts, gone: Unresolved, *, en: str, ru: str, reference: str) -> Finding:
    entry = facts.source.field(gone.model, gone.field)
    place = entry.place if entry else (None, None)
    return facts.says(en=en, ru=ru, reference=reference).at(*place)


def _is_user(gone: Unresolved) -> bool:
    return gone.target.lower() in ("auth.user", "user")


def _is_label(gone: Unresolved) -> bool:
    return not all(part.isidentifier() for part in gone.target.split(".")) or not gone.target.isascii()


def target_misspelt(facts: Facts) -> list[Finding]:
    """A link to a model that does not exist: the nearest one is named."""
    found = []
    for gone in facts.unresolved:
        if _is_user(gone) or _is_label(gone):
            continue
        known = facts.nearest(gone.target.rpartition(".")[2], facts.models)
        en = f'Did you mean "{quoted(known)}"?' if known else f"There are: {quoted(', '.join(facts.models))}."
        ru = (
            f'Может быть, имелось в виду "{quoted(known)}"?'
            if known
            else f"Есть такие: {quoted(', '.join(facts.models))}."
        )
        found.append(
            _says(
                facts,
                gone,
                en=f'{quoted(gone.model)}.{quoted(gone.field)} leads to "{quoted(gone.target)}", and there is no '
                f"such model. {en}",
                ru=f"{quoted(gone.model)}.{quoted(gone.field)} ссылается на «{quoted(gone.target)}», а такой модели "
                f"нет. {ru}",
                reference=f"{_FIELDS}#foreignkey",
            )
        )
    return found


def label_instead_of_target(facts: Facts) -> list[Finding]:
    """``OneToOneField("Её муж", ...)``: as other fields have their label first."""
    return [
        _says(
            facts,
            gone,
            en=f'The first argument of {quoted(gone.model)}.{quoted(gone.field)} is "{quoted(gone.target)}". With '
            "other fields a label "
            "stands there; with a "
            'link it is the class to which it leads. Write the class first, and verbose_name="..." for the label.',
            ru=f"Первый аргумент {quoted(gone.model)}.{quoted(gone.field)} - «{quoted(gone.target)}». У других полей "
            "там стоит "
            "подпись, а у связи - класс, "
            'на который она ссылается. Напишите сначала класс, а подпись передайте через verbose_name="...".',
            reference=f"{_FIELDS}#verbose-field-names",
        )
        for gone in facts.unresolved
        if _is_label(gone) and not _is_user(gone)
    ]


def auth_user_instead_of_setting(facts: Facts) -> list[Finding]:
    """``auth.User`` in a project that has a user model of its own (fields.E301)."""
    return [
        _says(
            facts,
            gone,
            en=f"{quoted(gone.model)}.{quoted(gone.field)} leads to {quoted(gone.target)}, Django's own user, but "
            "this project has "
            "replaced it by another "
            "model, and auth.User has no table. Write settings.AUTH_USER_MODEL as the target (from django.conf import "
            "settings): "
            "then the link is right in every project.",
            ru=f"{quoted(gone.model)}.{quoted(gone.field)} ссылается на {quoted(gone.target)}, встроенного "
            "пользователя Django, но в "
            "этом проекте вместо него "
            "другая модель, и таблицы у auth.User нет. Укажите settings.AUTH_USER_MODEL (from django.conf import "
            "settings): "
            "тогда связь верна в любом проекте.",
            reference=f"{_DOCS}topics/auth/customizing/#referencing-the-user-model",
        )
        for gone in facts.unresolved
        if _is_user(gone)
    ]


# -- methods and managers ----------------------------------------------------------------------------------


def manager_not_made(facts: Facts) -> list[Finding]:
    """``objects = models`` or ``objects = models.Manager``: check is silent, the first use fails."""
    return [
        entry.says(
            en=f"objects is {quoted(entry.text)} here, and no manager: nothing can be created or found through it. "
            "Write objects = "
            "models.Manager(), or delete the line: every model has that one anyway.",
            ru=f"objects здесь - {quoted(entry.text)}, а не менеджер: через него ничего нельзя ни создать, ни найти. "
            "Пишите objects = "
            "models.Manager() или удалите строку: такой менеджер есть у каждой модели и так.",
            reference=f"{_DOCS}topics/db/managers/",
        )
        for entry in facts.source.of("assign")
        if entry.target == "objects" and entry.text in ("models", "models.Manager")
    ]


def _methods(facts: Facts, name: str) -> Iterator[Entry]:
    for entry in facts.source.of("function"):
        if entry.name == name and entry.inside in facts.source.classes:
            yield entry


def save_without_super(facts: Facts) -> list[Finding]:
    """A ``save()`` of one's own that never saves."""
    return [
        entry.says(
            en=f"{quoted(entry.inside)}.save() never calls super().save(*args, **kwargs), so that nothing is stored: "
            "your "
            "method stands in the "
            "place of Django's.",
            ru=f"{quoted(entry.inside)}.save() не вызывает super().save(*args, **kwargs), поэтому ничего не "
            "сохраняется: ваш "
            "метод стоит вместо "
            "метода Django.",
            reference=f"{_DOCS}topics/db/models/#overriding-predefined-model-methods",
        )
        for entry in _methods(facts, "save")
        if not any(
            call.call and call.call.last in ("save", "save_base")
            for call in facts.source.of("call", f"{entry.inside}.save")
        )
    ]


def save_without_arguments(facts: Facts) -> Finding | None:
    """``def save(self):``; Django calls it with ``force_insert`` and others."""
    failure = facts.raised("TypeError", text="save() got an unexpected keyword argument")
    entry = next((entry for entry in _methods(facts, "save") if entry.texts == ("self",)), None)
    if failure is None or entry is None:
        return None
    return entry.says(
        en="Django gives save() arguments such as force_insert, and yours takes none. Write def save(self, *args, "
        "**kwargs): and "
        "hand them on: super().save(*args, **kwargs).",
        ru="Django передаёт в save() аргументы, например force_insert, а ваш метод их не принимает. Пишите "
        "def save(self, *args, **kwargs): и передавайте их дальше: super().save(*args, **kwargs).",
        reference=f"{_DOCS}topics/db/models/#overriding-predefined-model-methods",
    )


def init_of_its_own(facts: Facts) -> list[Finding]:
    """``__init__(self, name, age)``: creating works, reading from the database does not."""
    if facts.raised("TypeError", text="__init__()") is None:
        return []
    return [
        entry.says(
            en=f"{quoted(entry.inside)} has an __init__ of its own. Django makes objects from rows by calling it "
            "with the "
            "values of all columns, "
            "so that reading from the database fails. Delete it: Django knows what to do with name=... by itself.",
            ru=f"У {quoted(entry.inside)} свой __init__. Django создаёт объекты из строк таблицы, вызывая его со "
            "значениями "
            "всех столбцов, и "
            "чтение из базы ломается. Удалите его: что делать с name=..., Django знает сам.",
            reference=f"{_DOCS}ref/models/instances/#creating-objects",
        )
        for entry in _methods(facts, "__init__")
    ]


def str_is_no_text(facts: Facts) -> Finding | None:
    """``return self.husband`` in ``__str__``."""
    failure = facts.raised("TypeError", text="__str__ returned non-string")
    entry = next(_methods(facts, "__str__"), None)
    if failure is None or entry is None:
        return None
    return entry.says(
        en="__str__ must return a text: neither None nor an object nor a number. Wrap it: return str(...), or give a "
        "field that is a text.",
        ru="__str__ должен возвращать текст, а не None, не объект и не число. Оберните: return str(...) или верните "
        "текстовое поле.",
        reference=f"{_DOCS}ref/models/instances/#str",
    )
