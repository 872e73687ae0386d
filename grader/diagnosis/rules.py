"""Mistakes in what a link allows: what becomes of it when the other row goes, whether it may be empty, keys."""

from __future__ import annotations

from .facts import Facts
from .finding import Finding, quoted
from .links import Link, link_field
from .models import MANY_TO_MANY

_DOCS = "https://docs.djangoproject.com/en/5.2/"
_FIELDS = f"{_DOCS}ref/models/fields/"
_CHECKS = f"{_DOCS}ref/checks/#related-fields"
_ALWAYS = ("CASCADE", "DB_CASCADE")

# -- when the other one is deleted -----------------------------------------------------------------------------


def cascade(facts: Facts, link: Link) -> Finding | None:
    """The row goes with the one that it leads to, though it should stay."""
    found = link_field(facts, link)
    if found is None or not link.optional or found.on_delete not in _ALWAYS or found.primary_key:
        return None
    return found.says(
        en=f"on_delete=CASCADE deletes the row of {link.model} together with the {link.target} that it leads to. It "
        "should stay, with an "
        "empty link: on_delete=models.SET_NULL, together with null=True.",
        ru=f"on_delete=CASCADE удаляет строку {link.model} вместе с тем {link.target}, на который она ссылается. А она "
        "должна остаться, "
        "только связь опустеет: on_delete=models.SET_NULL вместе с null=True.",
        reference=f"{_FIELDS}#django.db.models.SET_NULL",
    )


def protected(facts: Facts, link: Link) -> Finding | None:
    found = link_field(facts, link)
    if found is None or found.on_delete not in ("PROTECT", "RESTRICT"):
        return None
    wanted = "SET_NULL" if link.optional else "CASCADE"
    return found.says(
        en=f"on_delete={quoted(found.on_delete)} forbids to delete a {link.target} as long as {link.whole} leads to "
        "it: "
        "instead of a deleted row "
        f"there is an exception. Here on_delete=models.{wanted} is asked for.",
        ru=f"on_delete={quoted(found.on_delete)} запрещает удалять {link.target}, пока на него ссылается "
        f"{link.whole}: вместо "
        "удаления будет "
        f"исключение. Здесь нужно on_delete=models.{wanted}.",
        reference=f"{_FIELDS}#django.db.models.ForeignKey.on_delete",
    )


def do_nothing(facts: Facts, link: Link) -> Finding | None:
    found = link_field(facts, link)
    if found is None or found.on_delete != "DO_NOTHING":
        return None
    wanted = "SET_NULL" if link.optional else "CASCADE"
    return found.says(
        en=f"on_delete=DO_NOTHING leaves {link.whole} leading to a row that is gone, and the database refuses that "
        "(FOREIGN KEY constraint "
        f"failed). Here on_delete=models.{wanted} is asked for.",
        ru=f"on_delete=DO_NOTHING оставляет в {link.whole} ссылку на строку, которой уже нет, и база данных этого не "
        "допускает (FOREIGN "
        f"KEY constraint failed). Здесь нужно on_delete=models.{wanted}.",
        reference=f"{_FIELDS}#django.db.models.DO_NOTHING",
    )


def set_default_without_default(facts: Facts, link: Link) -> Finding | None:
    found = link_field(facts, link)
    if found is None or found.on_delete != "SET_DEFAULT" or "default" in found.options:
        return None
    return found.says(
        en=f"on_delete=SET_DEFAULT needs default=..., and {link.whole} has none (fields.E321). To empty a link, write "
        "SET_NULL.",
        ru=f"Для on_delete=SET_DEFAULT нужен default=..., а у {link.whole} его нет (fields.E321). Чтобы связь "
        "опустела, пишите SET_NULL.",
        reference=f"{_FIELDS}#django.db.models.SET_DEFAULT",
    )


def not_cascading(facts: Facts, link: Link) -> Finding | None:
    """A required link whose row should go along, and is only emptied."""
    found = link_field(facts, link)
    if found is None or link.optional or found.on_delete not in ("SET_NULL", "DB_SET_NULL", "SET_DEFAULT"):
        return None
    return found.says(
        en=f"With on_delete={quoted(found.on_delete)} the row of {link.model} stays when its {link.target} is "
        "deleted, or "
        "cannot be emptied at all. It "
        "should go along: on_delete=models.CASCADE.",
        ru=f"При on_delete={quoted(found.on_delete)} строка {link.model} остаётся, когда удаляют её {link.target}, "
        "или её "
        "вовсе не опустошить. А она "
        "должна удаляться вместе с ним: on_delete=models.CASCADE.",
        reference=f"{_FIELDS}#django.db.models.CASCADE",
    )


# -- optional or required --------------------------------------------------------------------------------------


def blank_without_null(facts: Facts, link: Link) -> Finding | None:
    found = link_field(facts, link)
    if (
        found is None
        or not link.optional
        or found.null
        or not found.blank
        or found.kind == MANY_TO_MANY
        or found.primary_key
    ):
        return None
    also_en = " SET_NULL needs it as well (fields.E320)." if found.on_delete == "SET_NULL" else ""
    also_ru = " Без него не работает и SET_NULL (fields.E320)." if found.on_delete == "SET_NULL" else ""
    return found.says(
        en=f"{link.whole} has blank=True, which speaks of forms and full_clean() only. That the column may be empty is "
        "null=True: both "
        f"are needed.{also_en}",
        ru=f"У {link.whole} есть blank=True, но это говорит только о формах и full_clean(). Пустым столбец разрешает "
        "быть null=True: "
        f"нужны оба.{also_ru}",
        reference=f"{_FIELDS}#null",
    )


def null_without_blank(facts: Facts, link: Link) -> Finding | None:
    found = link_field(facts, link)
    if found is None or not link.optional or not found.null or found.blank or found.primary_key:
        return None
    return found.says(
        en=f"{link.whole} has null=True: the column may be empty. full_clean() and forms still insist on a value, as "
        "long as blank=True is "
        "missing.",
        ru=f"У {link.whole} есть null=True: столбец может быть пустым. Но full_clean() и формы всё ещё требуют "
        "значение, пока нет "
        "blank=True.",
        reference=f"{_FIELDS}#blank",
    )


def required_by_mistake(facts: Facts, link: Link) -> Finding | None:
    found = link_field(facts, link)
    if (
        found is None
        or not link.optional
        or found.null
        or found.blank
        or found.primary_key
        or found.kind == MANY_TO_MANY
    ):
        return None
    also_en = " Besides, SET_NULL cannot work without null=True (fields.E320)." if found.on_delete == "SET_NULL" else ""
    also_ru = (
        " К тому же без null=True не может работать SET_NULL (fields.E320)." if found.on_delete == "SET_NULL" else ""
    )
    return found.says(
        en=f"{link.whole} is required: without a {link.target} no row can be saved. An optional link has null=True "
        "(the column) and "
        f"blank=True (forms and full_clean()).{also_en}",
        ru=f"{link.whole} обязательно: без {link.target} строку не сохранить. У необязательной связи есть null=True "
        "(столбец) и "
        f"blank=True (формы и full_clean()).{also_ru}",
        reference=f"{_FIELDS}#null",
    )


def optional_by_mistake(facts: Facts, link: Link) -> Finding | None:
    found = link_field(facts, link)
    if found is None or link.optional or not (found.null or found.blank) or found.primary_key:
        return None
    which = " and ".join(name for name in ("null", "blank") if found.options.get(name) is True)
    return found.says(
        en=f"{link.whole} may be empty here ({which}), and the task wants it required: take null=True and blank=True "
        "away.",
        ru=f"{link.whole} здесь может быть пустым ({which.replace('and', 'и')}), а по заданию поле обязательное: "
        "уберите null=True и blank=True.",
        reference=f"{_FIELDS}#null",
    )


def key_by_mistake(facts: Facts, link: Link) -> Finding | None:
    """``primary_key=True`` on a link that may be empty."""
    found = link_field(facts, link)
    if found is None or not link.optional or not found.primary_key:
        return None
    return found.says(
        en=f"{link.whole} is the primary key: it can never be empty, and saving another row with the same "
        f"{link.target} overwrites the "
        "first one without a word. Take primary_key=True away; a OneToOneField is unique without it.",
        ru=f"{link.whole} - первичный ключ: пустым он быть не может, а сохранение другой строки с тем же {link.target} "
        "молча затирает "
        "первую. Уберите primary_key=True: OneToOneField уникально и без него.",
        reference=f"{_FIELDS}#primary-key",
    )


def key_that_may_be_empty(facts: Facts, link: Link) -> Finding | None:
    """``primary_key=True, null=True`` where the key is asked for (fields.E007)."""
    found = link_field(facts, link)
    if found is None or link.optional or not found.primary_key or not found.null:
        return None
    return found.says(
        en=f"{link.whole} is the primary key, and a primary key cannot be empty (fields.E007): take null=True away.",
        ru=f"{link.whole} - первичный ключ, а первичный ключ не может быть пустым (fields.E007): уберите null=True.",
        reference=_CHECKS,
    )
