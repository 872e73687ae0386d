"""Every operation that a check may use gives the same in the box as in one's own process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError

from grader.judge.program import Program
from grader.judge.remote import Module, Remote
from tests.apps.operations import models as own_models
from tests.judge.conftest import Start

pytestmark = [pytest.mark.sandbox, pytest.mark.django_db(transaction=True)]
SOURCE = Path(own_models.__file__).read_text(encoding="utf-8")

Scope = SimpleNamespace  # models, oleg, boris, anna (his wife), inna (unmarried)


def raised(action: Callable[[], Any]) -> tuple[str, bool, bool, str]:
    """The class of what an action raises, as far as a check can tell one from another."""
    try:
        action()
    except Exception as error:  # noqa: BLE001 - compared, not handled
        kinds = (isinstance(error, ObjectDoesNotExist), isinstance(error, AttributeError))
        return (type(error).__name__, *kinds, str(error))
    raise AssertionError("nothing was raised")


def refused(s: Scope) -> Any:
    with pytest.raises(ValidationError) as caught:
        s.oleg.refuse()
    return {name: [error.code for error in errors] for name, errors in caught.value.error_dict.items()}


def caught_by_its_own_class(s: Scope) -> bool:
    try:
        s.models.Women.objects.get(name="nobody")
    except s.models.Women.DoesNotExist:
        return True
    return False


def assigned(s: Scope) -> Any:
    s.inna.husband = s.boris
    s.inna.save()
    return s.models.Women.objects.get(pk=s.inna.pk).husband.name


OPERATIONS: dict[str, Callable[[Scope], Any]] = {
    "attribute": lambda s: (s.oleg.name, s.oleg.age, s.inna.husband),
    "attribute that is missing": lambda s: raised(lambda: s.oleg.no_such_thing),
    "attribute set": assigned,
    "hasattr": lambda s: (hasattr(s.oleg, "wife"), hasattr(s.boris, "wife")),
    "missing reverse": lambda s: raised(lambda: s.boris.wife),
    "call": lambda s: s.oleg.add(2, second=3),
    "call with an object": lambda s: s.models.Women.objects.filter(husband=s.oleg).count(),
    "call of a class": lambda s: s.models.Women(name="new").name,
    "every kind of data": lambda s: s.oleg.samples(),
    "item": lambda s: s.models.Husband.objects.order_by("age")[1].name,
    "item by name": lambda s: s.oleg["name"],
    "slice": lambda s: [husband.age for husband in s.models.Husband.objects.all()[1:3]],
    "len": lambda s: (len(s.models.Women.objects.all()), len(s.oleg)),
    "bool": lambda s: (bool(s.oleg), bool(s.zero), bool(s.models.Women.objects.none())),
    "in": lambda s: (s.anna in s.models.Women.objects.all(), s.oleg in s.models.Women.objects.all()),
    "in values": lambda s: "Анна" in s.models.Women.objects.values_list("name", flat=True),
    "iteration": lambda s: [husband.name for husband in s.models.Husband.objects.all()],
    "generator": lambda s: list(s.oleg.letters()),
    "next": lambda s: next(s.oleg.letters()),
    "isinstance": lambda s: (isinstance(s.anna, s.models.Women), isinstance(s.anna, s.models.Husband)),
    "isinstance of data": lambda s: (isinstance(s.anna, str), isinstance(3, s.models.Women)),
    "str": lambda s: (str(s.oleg), f"{s.oleg}"),
    "order": lambda s: (s.oleg < s.boris, s.oleg > s.boris, s.oleg <= s.boris, s.oleg >= s.boris),
    "a set of objects": lambda s: sorted(woman.name for woman in s.oleg.friends()),
    "a dict by objects": lambda s: len(s.oleg.friends_by_object()),
    "order without one": lambda s: raised(lambda: s.anna < s.inna)[0],
    "sorted": lambda s: [husband.name for husband in sorted([s.boris, s.oleg])],
    "equal by key": lambda s: s.models.Women.objects.get(pk=s.anna.pk) == s.anna,
    "equal to another": lambda s: (s.anna == s.inna, s.anna != s.inna, s.anna == s.oleg, s.anna == s.anna.pk),
    "equal through a link": lambda s: (
        s.anna.husband == s.oleg,
        s.oleg.wife == s.anna,
        s.inna.husband is None,
    ),
    "equal lists": lambda s: list(s.models.Women.objects.order_by("pk")) == [s.anna, s.inna],
    "unsaved are equal to themselves only": lambda s: (s.unsaved == s.unsaved, s.unsaved == s.models.Women()),
    "exception with codes": refused,
    "exception by its own class": caught_by_its_own_class,
    "exception of Python": lambda s: raised(s.oleg.forget_nothing),
    "class attributes": lambda s: (s.models.Women.__name__, s.models.Women._meta.model_name),
    "values": lambda s: list(s.models.Husband.objects.values("name", "age")),
    "values_list": lambda s: list(s.models.Husband.objects.values_list("name", "age")),
    "refresh": lambda s: (s.models.Husband.objects.update(age=50), s.oleg.refresh_from_db(), s.oleg.age)[2],
    "delete": lambda s: (s.oleg.delete()[0], s.models.Women.objects.get(pk=s.anna.pk).husband)[1],
}


def scope(models: Any) -> Scope:
    oleg = models.Husband.objects.create(name="Oleg", age=41)
    boris = models.Husband.objects.create(name="Борис", age=63)
    zero = models.Husband.objects.create(name="Zero", age=0)
    anna = models.Women.objects.create(name="Анна", husband=oleg)
    inna = models.Women.objects.create(name="Inna")
    names = {"oleg": oleg, "boris": boris, "zero": zero, "anna": anna, "inna": inna}
    return Scope(models=models, unsaved=models.Women(name="new"), **names)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_gives_the_same_in_the_box(name: str, start: Start) -> None:
    """Remote and in-process, with equal results."""
    operation = OPERATIONS[name]
    program = start("operations", SOURCE)
    assert operation(scope(Module(program))) == operation(scope(own_models))


FORBIDDEN: dict[str, Callable[[Any], Any]] = {
    "arithmetic": lambda x: x + 1,
    "hash": hash,
    "deletion": lambda x: delattr(x, "name"),
    "item assignment": lambda x: x.__setitem__("name", 1),
    "context": lambda x: x.__enter__(),
    "int": int,
    "await": lambda x: x.__await__(),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_an_operation_without_a_row_raises(name: str, start: Start) -> None:
    """What is not in the table cannot be done with a remote object, and is never sent."""
    program = start("operations", SOURCE)
    remote = Module(program).Women(name="Anna")
    assert isinstance(remote, Remote)
    with pytest.raises((TypeError, AttributeError)):
        FORBIDDEN[name](remote)


def test_a_lying_eq_is_never_asked(start: Start) -> None:
    """An ``__eq__`` that always agrees makes nothing equal."""
    always = (
        SOURCE + "\nWomen.__eq__ = Husband.__eq__ = lambda self, other: True\nWomen.__hash__ = Husband.__hash__ = id\n"
    )
    s = scope(Module(start("operations", always)))
    assert (s.anna == s.inna, s.anna != s.inna, s.anna == s.oleg) == (False, True, False)


def test_references_end_with_their_check(start: Start) -> None:
    """A reference of an earlier check cannot be used."""
    program: Program = start("operations", SOURCE)
    old = Module(program).Women
    program.next_check(8)
    with pytest.raises(TypeError, match="earlier check"):
        old.objects  # noqa: B018
