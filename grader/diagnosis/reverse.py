"""Mistakes in the name of a link's other side. Used by ``diagnoses.py`` files, together with ``links``."""

from __future__ import annotations

from .facts import Facts
from .finding import Finding, quoted
from .links import Link
from .models import MANY_TO_MANY, ONE_TO_ONE, FieldFacts

_DOCS = "https://docs.djangoproject.com/en/5.2/"
_RELATED_NAME = f"{_DOCS}ref/models/fields/#django.db.models.ForeignKey.related_name"
_CHECKS = f"{_DOCS}ref/checks/#related-fields"


def _field(facts: Facts, link: Link) -> FieldFacts | None:
    found = facts.field(link.model, link.name)
    return found if found and found.is_link and found.kind != MANY_TO_MANY else None


def not_named(facts: Facts, link: Link, wanted: str) -> Finding | None:
    """No ``related_name``, and Django's default is another one."""
    found = _field(facts, link)
    if found is None or found.related_name or found.related_query_name or found.reverse == wanted:
        return None
    if found.kind != ONE_TO_ONE and wanted == link.model.lower():
        return None  # a one-to-one field would have that name by itself
    return found.says(
        en=f"{link.whole} has no related_name, so that the side of {link.target} is called "
        f'"{quoted(found.reverse)}", after '
        "the class. The task "
        f'calls it "{wanted}": add related_name="{wanted}".',
        ru=f"У {link.whole} нет related_name, поэтому со стороны {link.target} связь называется "
        f"«{quoted(found.reverse)}», по "
        "имени класса. В "
        f'задании она называется «{wanted}»: добавьте related_name="{wanted}".',
        reference=_RELATED_NAME,
    )


def named_otherwise(facts: Facts, link: Link, wanted: str) -> Finding | None:
    """«у вас wuman, в задании wife»."""
    found = _field(facts, link)
    name = found.related_name if found else None
    if found is None or not name or name == wanted or name.endswith("+"):
        return None
    return found.says(
        en=f'You called the side of {link.target} "{quoted(name)}"; the task asks for "{wanted}": '
        f'related_name="{wanted}".',
        ru=f"Со стороны {link.target} вы назвали связь «{quoted(name)}», а по заданию она называется «{wanted}»: "
        f'related_name="{wanted}".',
        reference=_RELATED_NAME,
    )


def hidden(facts: Facts, link: Link, wanted: str) -> Finding | None:
    """``related_name="+"``."""
    found = _field(facts, link)
    if found is None or not (found.related_name or "").endswith("+"):
        return None
    return found.says(
        en=f'related_name="+" means that {link.target} gets no way back at all. Here it needs one: '
        f'related_name="{wanted}".',
        ru=f'related_name="+" означает, что у {link.target} вообще не будет пути назад. А он здесь нужен: '
        f'related_name="{wanted}".',
        reference=_RELATED_NAME,
    )


def named_for_queries_only(facts: Facts, link: Link, wanted: str) -> Finding | None:
    """``related_query_name="wife"`` without ``related_name``."""
    found = _field(facts, link)
    if found is None or not found.related_query_name or found.related_name == wanted:
        return None
    return found.says(
        en="related_query_name names the other side in filter() only; the attribute of an object is still called "
        f'"{quoted(found.reverse)}". '
        f'related_name="{wanted}" does both.',
        ru="related_query_name даёт имя обратной стороны только внутри filter(); атрибут объекта по-прежнему "
        "называется "
        f'«{quoted(found.reverse)}». related_name="{wanted}" делает и то и другое.',
        reference=_RELATED_NAME,
    )


def impossible(facts: Facts, link: Link) -> Finding | None:
    """A keyword, or a name with a blank in it (fields.E306 to E309)."""
    found = _field(facts, link)
    ids = [id_ for id_ in ("fields.E306", "fields.E308", "fields.E309") if facts.has_check(id_, link.model, link.name)]
    if found is None or not ids:
        return None
    return found.says(
        en=f'related_name="{quoted(found.related_name)}" cannot be the name of an attribute ({ids[0]}): letters, '
        "digits and single "
        "underscores, no keyword of Python, no underscore at the end.",
        ru=f'related_name="{quoted(found.related_name)}" не может быть именем атрибута ({ids[0]}): только буквы, '
        "цифры и одиночные "
        "подчёркивания, не ключевое слово Python и без подчёркивания в конце.",
        reference=_CHECKS,
    )


def taken(facts: Facts, link: Link) -> Finding | None:
    """A name that a field of the target has already, or another link to it (fields.E302 to E305)."""
    found = _field(facts, link)
    if found is None or found.reverse is None:
        return None
    name = quoted(found.reverse)
    if any(facts.has_check(id_, link.model, link.name) for id_ in ("fields.E302", "fields.E303")):
        en, ru = f"{link.target} has a field of that name", f"поле с таким именем у {link.target} уже есть"
    elif any(facts.has_check(id_, link.model, link.name) for id_ in ("fields.E304", "fields.E305")):
        en, ru = f"another link to {link.target} has that name", f"это имя уже занято другой связью с {link.target}"
    else:
        return None
    return found.says(
        en=f'The other side of {link.whole} would be called "{name}", and {en}: Django cannot tell them apart. Each '
        "link needs a "
        "related_name of its own.",
        ru=f"Обратная сторона {link.whole} называлась бы «{name}», но {ru}: Django не сможет их различить. Каждой "
        "связи нужен свой "
        "related_name.",
        reference=_CHECKS,
    )


def property_in_its_place(facts: Facts, link: Link, wanted: str) -> Finding | None:
    """``@property def wife(self)`` in the other class."""
    found = _field(facts, link)
    if found is None or found.related_name == wanted:
        return None
    for entry in facts.source.of("function"):
        if entry.inside == link.target and entry.name == wanted and entry.decorators:
            return entry.says(
                en=f"A property called {wanted} looks like the other side of the link, but filter({wanted}__...) does "
                "not know it, and neither "
                f'does the database. Delete it and give the link related_name="{wanted}".',
                ru=f"Свойство {wanted} похоже на обратную сторону связи, но ни filter({wanted}__...), ни база данных о "
                "нём не знают. "
                f'Удалите его и дайте связи related_name="{wanted}".',
                reference=_RELATED_NAME,
            )
    return None
