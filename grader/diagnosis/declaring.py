"""Mistakes in the declaration of any model's fields and classes that stop the import. For every assignment."""

from __future__ import annotations

import re

from .django_names import ARGUMENTS
from .facts import Facts, Failure
from .finding import Finding, quoted
from .source import Entry

_FIELDS = "https://docs.djangoproject.com/en/5.2/ref/models/fields/"
_ON_DELETE = f"{_FIELDS}#django.db.models.ForeignKey.on_delete"
_INHERITANCE = "https://docs.djangoproject.com/en/5.2/topics/db/models/"


def _at_fault(facts: Facts, error: Failure) -> Entry | None:
    """The assignment that stands where the error arose."""
    return next(
        (entry for entry in facts.source.of("assign") if entry.call and entry.place == (error.file, error.line)), None
    )


def _named(entry: Entry | None) -> str:
    return f" {quoted(entry.target)}" if entry else ""


def on_delete_missing(facts: Facts, error: Failure) -> Finding | None:
    if "missing 1 required positional argument: 'on_delete'" not in error.text:
        return None
    name = _named(_at_fault(facts, error))
    return error.says(
        en=f"The link{name} says nothing of on_delete: what becomes of this row when the other one is deleted. Django "
        "insists on "
        "it. Add on_delete=models.SET_NULL (the link becomes empty; with null=True) or on_delete=models.CASCADE (this "
        "row goes too).",
        ru=f"У связи{name} не указан on_delete: что станет с этой строкой, когда удалят ту, на которую она ссылается. "
        "Django "
        "требует это указать. Добавьте on_delete=models.SET_NULL (связь опустеет; нужен null=True) или "
        "on_delete=models.CASCADE (удалится и эта строка).",
        reference=_ON_DELETE,
    )


def on_delete_is_text(facts: Facts, error: Failure) -> Finding | None:
    """``on_delete='CASCADE'``."""
    if "on_delete must be callable" not in error.text:
        return None
    entry = _at_fault(facts, error)
    call = entry.call if entry else None
    written = call.keywords.get("on_delete") or (call.args[1] if len(call.args) > 1 else "") if call else ""
    name = re.sub(r"\W|models", "", written).upper() or "CASCADE"
    shown_en, shown_ru = (f" You wrote {quoted(written)}.", f" У вас {quoted(written)}.") if written else ("", "")
    return error.says(
        en=f"on_delete wants one of Django's own functions, not a text.{shown_en} Write it without quotes: "
        f"on_delete=models.{quoted(name)}",
        ru=f"В on_delete нужна сама функция из Django, а не текст.{shown_ru} Пишите без кавычек: "
        f"on_delete=models.{quoted(name)}",
        reference=_ON_DELETE,
    )


def on_delete_called(facts: Facts, error: Failure) -> Finding | None:
    """``on_delete=models.SET_NULL()``."""
    found = re.search(r"\b([A-Z_]+)\(\) missing \d+ required positional arguments: 'collector'", error.text)
    if found is None:
        return None
    return error.says(
        en=f"{quoted(found[1])} is handed over as it is, without brackets: Django itself calls it later. Write "
        f"on_delete=models.{quoted(found[1])}",
        ru=f"{quoted(found[1])} передаётся как есть, без скобок: Django сам вызовет эту функцию потом. Пишите "
        f"on_delete=models.{quoted(found[1])}",
        reference=_ON_DELETE,
    )


def label_before_target(facts: Facts, error: Failure) -> Finding | None:
    """``OneToOneField("Муж", "Husband", on_delete=...)``."""
    if "multiple values for argument 'on_delete'" not in error.text:
        return None
    return error.says(
        en="The first argument of a link is the class that it leads to, and the second one is on_delete. A label for "
        "people goes into "
        'verbose_name="...".',
        ru="Первый аргумент связи - класс, на который она ссылается, а второй - on_delete. Подпись для людей пишут в "
        'verbose_name="...".',
        reference=f"{_FIELDS}#verbose-field-names",
    )


def argument_misspelt(facts: Facts, error: Failure) -> Finding | None:
    """``OneToOneField(..., related_nane="wife")``."""
    found = re.search(r"__init__\(\) got an unexpected keyword argument '([^']+)'", error.text)
    if found is None:
        return None
    known = facts.nearest(found[1], ARGUMENTS)
    en = f"Did you mean {quoted(known)}?" if known else "Look it up in the documentation of the field."
    ru = (
        f"Может быть, имелось в виду {quoted(known)}?"
        if known
        else "Посмотрите в документации, какие аргументы есть у поля."
    )
    return error.says(
        en=f'A field has no argument called "{quoted(found[1])}". {en}',
        ru=f"У поля нет аргумента «{quoted(found[1])}». {ru}",
        reference=f"{_FIELDS}#field-options",
    )


def parent_field_again(facts: Facts, error: Failure) -> Finding | None:
    """A child declares what its parent has already."""
    found = re.search(
        r"Local field '(\w+)' in class '(\w+)' clashes with field of the same name from base class '(\w+)'", error.text
    )
    if found is None:
        return None
    name, child, parent = found.groups()
    entry = facts.source.field(child, name)
    place = entry.place if entry else (error.file, error.line)
    return facts.says(
        en=f'{quoted(child)} inherits "{quoted(name)}" from {quoted(parent)} already and may not declare it once '
        "more: delete that line in "
        f"{quoted(child)}. "
        "The value stands in the parent's table, and the child reads and writes it there.",
        ru=f"{quoted(child)} уже наследует «{quoted(name)}» от {quoted(parent)}, и объявлять его второй раз нельзя: "
        "удалите эту строку в "
        f"{quoted(child)}. "
        "Значение хранится в таблице родителя, и дочерняя модель читает и пишет его там.",
        reference=f"{_INHERITANCE}#field-name-hiding-is-not-permitted",
    ).at(*place)


def hidden_link_declared(facts: Facts, error: Failure) -> Finding | None:
    """A field named ``women_ptr`` that is no parent link."""
    found = re.search(
        r"Auto-generated field '(\w+)' in class '(\w+)' for parent_link to base class '(\w+)'", error.text
    )
    if found is None:
        return None
    name, child, parent = found.groups()
    entry = facts.source.field(child, name)
    place = entry.place if entry else (error.file, error.line)
    return facts.says(
        en=f'"{quoted(name)}" is the name of the hidden link that Django itself gives {quoted(child)}, since it '
        f"inherits {quoted(parent)}. If "
        "the field is "
        "meant to be that link, add parent_link=True; if not, give it another name.",
        ru=f"«{quoted(name)}» - это имя скрытой связи, которую Django сам создаёт в {quoted(child)}, потому что "
        "класс наследует "
        f"{quoted(parent)}. Если ваше "
        "поле и должно быть этой связью, добавьте parent_link=True; если нет, назовите его иначе.",
        reference=f"{_FIELDS}#django.db.models.OneToOneField.parent_link",
    ).at(*place)


def bases_in_wrong_order(facts: Facts, error: Failure) -> Finding | None:
    """``class Singer(models.Model, Women)``."""
    if "consistent method resolution" not in error.text:
        return None
    return error.says(
        en="Python cannot bring the bases of this class into an order: models.Model stands before a class that is a "
        "model itself. "
        "Name only the parent, as in class Singer(Women): it is a models.Model already.",
        ru="Python не может упорядочить базовые классы: models.Model стоит перед классом, который сам уже модель. "
        "Укажите только "
        "родителя, например class Singer(Women): он и так наследует models.Model.",
        reference=f"{_INHERITANCE}#multi-table-inheritance",
    )


def meta_of_a_model_with_table(facts: Facts, error: Failure) -> Finding | None:
    """``class Meta(Women.Meta)``."""
    found = re.search(r"type object '(\w+)' has no attribute 'Meta'", error.text)
    if found is None:
        return None
    return error.says(
        en=f"{quoted(found[1])}.Meta does not exist any more: Django takes Meta out of a model once it has read it "
        "(only "
        "abstract models keep "
        "it). Write class Meta: without anything in brackets.",
        ru=f"{quoted(found[1])}.Meta больше не существует: прочитав Meta, Django убирает его из модели (он остаётся "
        "только у "
        "абстрактных). "
        "Пишите class Meta: без скобок.",
        reference=f"{_INHERITANCE}#meta-inheritance",
    )


KINDS = (
    on_delete_missing,
    on_delete_is_text,
    on_delete_called,
    label_before_target,
    argument_misspelt,
    parent_field_again,
    hidden_link_declared,
    bases_in_wrong_order,
    meta_of_a_model_with_table,
)
