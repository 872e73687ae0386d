"""Mistakes in one link between two models, told from what the model declares. Used by ``diagnoses.py`` files.

Each function looks at one link that a task asks for; ``for_each`` asks it about several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .facts import Facts
from .finding import Finding, quoted
from .models import FOREIGN_KEY, MANY_TO_MANY, FieldFacts

_DOCS = "https://docs.djangoproject.com/en/5.2/"
_FIELDS = f"{_DOCS}ref/models/fields/"
_ONE_TO_ONE = f"{_FIELDS}#onetoonefield"
_EXAMPLE = f"{_DOCS}topics/db/examples/one_to_one/"


@dataclass(frozen=True, slots=True)
class Link:
    """One link that a task asks for: ``Link("husband", "Women", "husband", "Husband", optional=True)``."""

    task: str
    model: str
    name: str
    target: str
    optional: bool = False

    @property
    def whole(self) -> str:
        return f"{self.model}.{self.name}"


Function = Callable[[Facts, Link], Finding | None]


def for_each(function: Function, facts: Facts, links: Iterable[Link]) -> list[Finding]:
    """What the function says of those links whose task has a check that failed."""
    answers = (function(facts, link) for link in links if facts.failing(link.task))
    return [finding for finding in answers if finding is not None]


def link_field(facts: Facts, link: Link) -> FieldFacts | None:
    """The field, where it is one that links to a model."""
    found = facts.field(link.model, link.name)
    return found if found and found.is_link else None


# -- another kind of field -----------------------------------------------------------------------------------


def foreign_key(facts: Facts, link: Link) -> Finding | None:
    """Many rows may lead to one object, and its side is a manager."""
    found, model = link_field(facts, link), facts.model(link.model)
    if found is None or found.kind != FOREIGN_KEY or found.unique or (model and model.unique_together(link.name)):
        return None
    return found.says(
        en=f"{link.whole} is a ForeignKey: any number of rows may lead to one and the same {link.target}, and from its "
        "side you get a "
        "manager of many objects. One to one is models.OneToOneField, with the same arguments.",
        ru=f"{link.whole} - это ForeignKey: на один и тот же объект {link.target} может ссылаться сколько угодно "
        "строк, а с его стороны "
        "получается менеджер многих объектов. Связь один к одному - models.OneToOneField с теми же аргументами.",
        reference=_ONE_TO_ONE,
    )


def foreign_key_unique(facts: Facts, link: Link) -> Finding | None:
    """Nearly a one-to-one: unique holds, the other side is a manager all the same."""
    found, model = link_field(facts, link), facts.model(link.model)
    if found is None or found.kind != FOREIGN_KEY or not (found.unique or (model and model.unique_together(link.name))):
        return None
    return found.says(
        en=f"Nearly right: {link.whole} is unique, so that nobody is taken twice. But from the side of {link.target} a "
        "ForeignKey gives a "
        "manager of many objects even then, never the object itself. models.OneToOneField is unique and gives the "
        "object.",
        ru=f"Почти верно: {link.whole} уникально, дважды никого не занять. Но со стороны {link.target} ForeignKey и "
        "тогда даёт менеджер "
        "многих объектов, а не сам объект. models.OneToOneField и уникально, и даёт объект.",
        reference=_ONE_TO_ONE,
    )


def many_to_many(facts: Facts, link: Link) -> Finding | None:
    found = link_field(facts, link)
    if found is None or found.kind != MANY_TO_MANY:
        return None
    return found.says(
        en=f"{link.whole} is a ManyToManyField: it stands in a table of its own and holds many objects. For exactly "
        "one object write "
        "models.OneToOneField.",
        ru=f"{link.whole} - это ManyToManyField: она хранится в отдельной таблице и содержит много объектов. Для ровно "
        "одного объекта "
        "пишите models.OneToOneField.",
        reference=_ONE_TO_ONE,
    )


def no_link_at_all(facts: Facts, link: Link) -> Finding | None:
    """A number or a text where a link belongs: ``husband_id = models.IntegerField()``."""
    for name in (link.name, f"{link.name}_id"):
        found = facts.field(link.model, name)
        if found is not None and not found.is_link:
            return found.says(
                en=f"{link.model}.{name} is a {quoted(found.kind)}: a value like any other. The database does not "
                "know that a "
                f"{link.target} is "
                f"meant, and {link.whole} gives no object. Write {link.name} = models.OneToOneField(...): Django makes "
                "the column "
                f"{link.name}_id by itself.",
                ru=f"{link.model}.{name} - это {quoted(found.kind)}: обычное значение. База данных не знает, что "
                "речь об "
                f"объекте {link.target}, и "
                f"{link.whole} не даёт объекта. Пишите {link.name} = models.OneToOneField(...): столбец {link.name}_id "
                "Django "
                "создаст сам.",
                reference=_ONE_TO_ONE,
            )
    return None


# -- another name or place -----------------------------------------------------------------------------------


def named_after_its_column(facts: Facts, link: Link) -> Finding | None:
    """``husband_id = models.OneToOneField(...)``."""
    found = facts.field(link.model, f"{link.name}_id")
    if found is None or not found.is_link or facts.field(link.model, link.name):
        return None
    return found.says(
        en=f"The field is called {quoted(found.name)}, so that its column is {quoted(found.name)}_id. Call it "
        f"{link.name}: Django adds "
        "_id by itself.",
        ru=f"Поле называется {quoted(found.name)}, поэтому его столбец - {quoted(found.name)}_id. Назовите поле "
        f"{link.name}: _id "
        "Django добавит сам.",
        reference=f"{_FIELDS}#database-representation",
    )


def another_name(facts: Facts, link: Link, asked: Iterable[str] = ()) -> Finding | None:
    """A link to the right model that is called otherwise. ``asked``: the names of the model's other links."""
    model = facts.model(link.model)
    if model is None or link.name in model.fields or facts.unresolved_field(link.model, link.name):
        return None
    taken = {link.name, f"{link.name}_id", *asked}
    others = {field.name: field for field in model.links_to(link.target) if field.name not in taken}
    name = facts.nearest(link.name, others) or (next(iter(others)) if len(others) == 1 else None)
    if name is None:
        return None
    return others[name].says(
        en=f'Your link to {link.target} is called "{quoted(name)}"; the task calls it "{link.name}".',
        ru=f"Ваша связь с {link.target} называется «{quoted(name)}», а в задании она называется «{link.name}».",
        reference=f"{_DOCS}topics/db/models/#fields",
    )


def on_the_other_model(facts: Facts, link: Link, asked: Iterable[str] = ()) -> Finding | None:
    """The same two names work, but the column stands in the other table. ``asked``: links that belong there."""
    other, own = facts.model(link.target), facts.model(link.model)
    if other is None or own is None or link.name in own.fields or facts.unresolved_field(link.model, link.name):
        return None
    for found in other.links_to(link.model):
        if (
            found.name not in asked
            and not found.parent_link
            and (found.related_name == link.name or not own.links_to(link.target))
        ):
            return found.says(
                en=f"The link stands in {link.target}. The names may look the same from both sides, but the column is "
                "in the table of "
                f"{link.target}, and that is the side that has to be saved. The task wants the field {link.name} in "
                f"the class {link.model}.",
                ru=f"Связь стоит в классе {link.target}. С обеих сторон имена могут выглядеть одинаково, но столбец "
                "лежит в таблице "
                f"{link.target}, и сохранять надо ту сторону. По заданию поле {link.name} стоит в классе {link.model}.",
                reference=_EXAMPLE,
            )
    return None


def wrong_target(facts: Facts, link: Link) -> Finding | None:
    found = link_field(facts, link)
    if found is None or not found.target or found.leads_to(link.target):
        return None
    return found.says(
        en=f'{link.whole} leads to "{quoted(found.target)}"; the task wants a link to {link.target}.',
        ru=f"{link.whole} ссылается на «{quoted(found.target)}», а по заданию должно ссылаться на {link.target}.",
        reference=f"{_FIELDS}#foreignkey",
    )


# -- what does not belong there, or is not there ----------------------------------------------------------------------


def parent_link_without_parent(facts: Facts, link: Link) -> Finding | None:
    """``parent_link=True`` where nothing is inherited: check is silent."""
    found, model = link_field(facts, link), facts.model(link.model)
    if found is None or model is None or not found.parent_link or model.inherits(link.target):
        return None
    return found.says(
        en=f"parent_link=True belongs to a class that inherits from {link.target}; {link.model} does not, and there "
        "the argument only does "
        "harm, without a word of manage.py check. Take it away.",
        ru=f"parent_link=True нужен классу, который наследует {link.target}; {link.model} его не наследует, и там этот "
        "аргумент только "
        "вредит, а manage.py check об этом молчит. Уберите его.",
        reference=f"{_FIELDS}#django.db.models.OneToOneField.parent_link",
    )


def missing(facts: Facts, link: Link, asked: Iterable[str] = ()) -> Finding | None:
    """Nothing that looks like it, anywhere."""
    model = facts.model(link.model)
    if model is None or {link.name, f"{link.name}_id"} & set(model.fields) or facts.source.field(link.model, link.name):
        return None
    if facts.unresolved_field(link.model, link.name) or another_name(facts, link, asked):
        return None
    if on_the_other_model(facts, link, asked):
        return None
    return model.says(
        en=f'There is no field "{link.name}" in the class {link.model} yet. The task asks for it: a link to '
        f"{link.target}.",
        ru=f"В классе {link.model} пока нет поля «{link.name}». В задании оно есть: это связь с {link.target}.",
        reference=_ONE_TO_ONE,
    )
