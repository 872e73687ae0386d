"""The mutators: each slip is made once, in its place, and leaves every other byte alone."""

from __future__ import annotations

import ast

import pytest

from grader.intake.assignments import find_assignment
from tests.mutants.__main__ import ASSIGNMENTS, SOLUTIONS
from tests.mutants.catalogue import mutants_of
from tests.mutants.grading import prepare
from tests.mutants.source import Arguments, Edit, Source

MODELS = '''"""Пары людей."""

from django.conf import settings
from django.db import models


class Woman(models.Model):
    name = models.CharField(max_length=100)  # имя
    ### BEGIN SOLUTION
    husband = models.OneToOneField(
        "Man",
        on_delete=models.SET_NULL,
        null=True,
        related_name="wife",
    )
    ### END SOLUTION


class Man(models.Model):
    """One man."""

    name = models.CharField(max_length=100)


### BEGIN SOLUTION
class Singer(Woman):
    genre = models.CharField(max_length=50)


class Profile(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True)
### END SOLUTION
'''
SERVICES = '''"""Ships."""

from django.db import transaction

from .models import Captain, Ship


def hire(name, age):
    """A captain."""
    ### BEGIN SOLUTION
    return Captain.objects.create(name=name, age=age)
    ### END SOLUTION


def given(ship):
    ship.save()


### BEGIN SOLUTION
@transaction.atomic
def reassign(ship, captain):
    Ship.objects.filter(captain=captain).update(captain=None)
    if captain.pk is None:
        captain.save()
    ship.captain = captain
    ship.save()


def ship_or_none(captain):
    try:
        return captain.ship
    except Ship.DoesNotExist:
        return None


def roster():
    with transaction.atomic():
        rows = Captain.objects.select_related("ship").order_by("name")
        return [(row.name, row.ship.name if hasattr(row, "ship") else None) for row in rows]


def demote(admiral):
    admiral.delete(keep_parents=True)
### END SOLUTION
'''


def by_name(text):
    return {mutant.name: mutant for mutant in mutants_of(text)}


WOMEN, SHIPS = by_name(MODELS), by_name(SERVICES)


def changed(mutant):
    """The lines that a mutant lost and those that it got, without indentation."""
    before, after = mutant.before.split("\n"), mutant.text.split("\n")
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return " | ".join(line.strip() for line in before), " | ".join(line.strip() for line in after)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("OneToOneField -> ForeignKey", "husband = models.OneToOneField(", "husband = models.ForeignKey("),
        ("on_delete SET_NULL -> CASCADE", "on_delete=models.SET_NULL,", "on_delete=models.CASCADE,"),
        ("on_delete dropped", "on_delete=models.SET_NULL,", ""),
        ("null dropped", "null=True,", ""),
        ("null True -> False", "null=True,", "null=False,"),
        ("blank added True", 'related_name="wife",', 'related_name="wife", blank=True,'),
        ("unique added False", 'related_name="wife",', 'related_name="wife", unique=False,'),
        ("primary_key added True", 'related_name="wife",', 'related_name="wife", primary_key=True,'),
        ("parent_link added True", 'related_name="wife",', 'related_name="wife", parent_link=True,'),
        ('related_name "wife" -> "+"', 'related_name="wife",', 'related_name="+",'),
        ("related_name dropped", 'related_name="wife",', ""),
        ("related_name -> related_query_name", 'related_name="wife",', 'related_query_name="wife",'),
        ("target Man -> Singer", '"Man",', '"Singer",'),
        ("target Man -> self", '"Man",', '"self",'),
        ("target Man -> Mna", '"Man",', '"Mna",'),
        ("renamed the_husband", "husband = models.OneToOneField(", "the_husband = models.OneToOneField("),
        ("a comma behind it", ")", "),"),
        ("a colon for =", "husband = models.OneToOneField(", "husband: models.OneToOneField("),
    ],
)
def test_a_slip_in_a_link_changes_its_place_and_nothing_else(name, before, after):
    assert changed(WOMEN[f"Woman.husband: {name}"]) == (before, after)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("Woman.husband: OneToOneField -> ManyToManyField", 'models.ManyToManyField("Man", related_name="wife")'),
        ("Woman.husband: OneToOneField -> IntegerField", "models.IntegerField(null=True)"),
        (
            "Woman.husband: OneToOneField -> ForeignKey(unique=True)",
            'models.ForeignKey("Man", on_delete=models.SET_NULL, null=True, related_name="wife", unique=True)',
        ),
        ("Profile.user: OneToOneField -> IntegerField", "models.IntegerField(primary_key=True)"),
        ("Profile.user: on_delete CASCADE -> PROTECT", "AUTH_USER_MODEL, models.PROTECT, primary_key=True)"),
        ("Profile.user: on_delete dropped", "models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True)"),
        ("Profile.user: target settings.AUTH_USER_MODEL -> auth.User", 'models.OneToOneField("auth.User", models'),
        ("Profile.user: primary_key dropped", "models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)"),
        ("Singer.genre: CharField -> IntegerField", "genre = models.IntegerField()"),
        ("Singer: base Woman -> models.Model", "class Singer(models.Model):"),
        ("Singer: base Woman -> Man", "class Singer(Man):"),
        ("Man: base models.Model -> Woman", "class Man(Woman):"),
        ("Profile: base models.Model -> User", "class Profile(User):"),
        ("Singer: renamed", "class Singers(Woman):"),
    ],
)
def test_a_slip_in_a_field_or_a_class_is_written_out(name, call):
    assert call in WOMEN[name].text
    assert call not in MODELS


def test_a_link_on_the_other_side_is_gone_from_here():
    text = WOMEN["Woman.husband: moved to Man.wife"].text
    other = 'wife = models.OneToOneField("Woman", on_delete=models.SET_NULL, null=True, related_name="husband")'
    assert f'"""One man."""\n\n    {other}\n    name = ' in text
    assert "    pass\n    ### END SOLUTION" in text


@pytest.mark.parametrize("option", ["abstract", "proxy"])
def test_meta_is_added_to_a_class_of_the_students(option):
    model = next(
        node
        for node in ast.parse(WOMEN[f"Singer: Meta {option} added"].text).body
        if isinstance(node, ast.ClassDef) and node.name == "Singer"
    )
    assert ast.unparse(model.body[-1]) == f"class Meta:\n    {option} = True"


def test_a_parent_link_is_spelt_out_in_a_child_only():
    text = WOMEN["Singer: parent link spelt out as ancestor"].text
    link = "ancestor = models.OneToOneField(Woman, on_delete=models.CASCADE, parent_link=True)"
    assert f"class Singer(Woman):\n    {link}\n    genre" in text
    assert "Profile: parent link spelt out as ancestor" not in WOMEN


def test_what_is_given_is_no_students_slip():
    places = {mutant.place for mutant in WOMEN.values()}
    assert places == {"Woman.husband", "Woman", "Man", "Singer.genre", "Singer", "Profile.user", "Profile"}
    assert {name for name in WOMEN if name.startswith("Man: ")} == {"Man: base models.Model -> Woman"}
    assert {mutant.place for mutant in SHIPS.values()} == {"hire", "reassign", "ship_or_none", "roster", "demote"}


def test_a_file_without_marks_is_all_the_students():
    plain = MODELS.replace("    ### BEGIN SOLUTION\n", "").replace("    ### END SOLUTION\n", "")
    plain = plain.replace("### BEGIN SOLUTION\n", "").replace("### END SOLUTION\n", "")
    assert {"Woman.name: dropped", "Man.name: dropped", "Woman.husband: dropped"} <= set(by_name(plain))


CREATE, FREE = "Captain.objects.create(name=name, age=age)", "Ship.objects.filter(captain=captain)"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("hire: body deleted", f"return {CREATE}", "return None"),
        (f"hire: return {CREATE} without return", f"return {CREATE}", CREATE),
        (f"hire: {CREATE}: made, not saved", f"return {CREATE}", "return Captain(name=name, age=age)"),
        ("hire: create(age=age): dropped", f"return {CREATE}", "return Captain.objects.create(name=name)"),
        ("hire: create: name and age swapped", f"return {CREATE}", "return Captain.objects.create(name=age, age=name)"),
        (f"hire: {CREATE}: keywords left out", f"return {CREATE}", "return Captain.objects.create(name, age)"),
        ("hire: Captain -> Ship", f"return {CREATE}", "return Ship.objects.create(name=name, age=age)"),
        ("reassign: @transaction.atomic dropped", "@transaction.atomic", ""),
        (f"reassign: {FREE}.update(captain=None) dropped", f"{FREE}.update(captain=None)", "pass"),
        (f"reassign: {FREE}: filter -> all", f"{FREE}.update(captain=None)", "Ship.objects.all().update(captain=None)"),
        (
            "reassign: update(captain=None): None -> ship",
            f"{FREE}.update(captain=None)",
            f"{FREE}.update(captain=ship)",
        ),
        ("reassign: if captain.pk is None -> False", "if captain.pk is None:", "if False:"),
        ("reassign: ship.captain = captain -> captain.ship = ship", "ship.captain = captain", "captain.ship = ship"),
        (
            "reassign: ship.captain = captain -> ship.captain_id = captain.pk",
            "ship.captain = captain",
            "ship.captain_id = captain.pk",
        ),
        ("reassign: ship.captain = captain: captain -> None", "ship.captain = captain", "ship.captain = None"),
        ("reassign: ship.save() dropped", "ship.save()", "pass"),
        ("reassign: ship.save() -> captain.save", "ship.save()", "captain.save()"),
        (
            "reassign: ship.save() before ship.captain = captain",
            "ship.captain = captain | ship.save()",
            "ship.save() | ship.captain = captain",
        ),
        (
            "ship_or_none: except Ship.DoesNotExist -> Captain.DoesNotExist",
            "except Ship.DoesNotExist:",
            "except Captain.DoesNotExist:",
        ),
        ("ship_or_none: except Ship.DoesNotExist: raised again", "return None", "raise"),
        ("ship_or_none: return None: None -> captain", "return None", "return captain"),
        ("roster: with transaction.atomic() dropped", "with transaction.atomic():", "if True:"),
        (
            "roster: select_related dropped",
            'rows = Captain.objects.select_related("ship").order_by("name")',
            'rows = Captain.objects.all().order_by("name")',
        ),
        (
            'roster: order_by("name"): -> "-name"',
            'rows = Captain.objects.select_related("ship").order_by("name")',
            'rows = Captain.objects.select_related("ship").order_by("-name")',
        ),
        ("demote: delete(keep_parents=True): dropped", "admiral.delete(keep_parents=True)", "admiral.delete()"),
        (
            "demote: delete(keep_parents=True): -> False",
            "admiral.delete(keep_parents=True)",
            "admiral.delete(keep_parents=False)",
        ),
    ],
)
def test_a_slip_in_a_function_changes_its_place_and_nothing_else(name, before, after):
    assert changed(SHIPS[name]) == (before, after)


@pytest.mark.parametrize("text", [MODELS, SERVICES])
def test_every_mutant_is_python_and_another_text_under_another_name(text):
    mutants = mutants_of(text)
    texts = [mutant.text for mutant in mutants]
    assert text not in texts
    assert len(set(texts)) == len({mutant.name for mutant in mutants}) == len(mutants)
    for mutated in texts:
        ast.parse(mutated)


def test_two_slips_of_one_name_are_told_apart():
    twice = "def free(ship):\n    ship.save()\n    ship.crew.clear()\n    ship.save()\n"
    names = list(by_name(twice))
    assert "free: ship.save() dropped" in names
    assert "free: ship.save() dropped (2)" in names


# -- spans ---------------------------------------------------------------------------------------------------


def test_spans_are_bytes_and_cyrillic_is_two_each():
    source = Source('имя = "Анна"; x = f(1)\n')
    value = source.tree.body[1].value
    assert source.of(value) == "f(1)"
    assert source.with_edits([source.replaced(value, "g()")]) == 'имя = "Анна"; x = g()\n'


def test_a_form_feed_ends_no_line():
    source = Source("a = 1\n\x0c\nb = 2\n")
    assert source.of(source.tree.body[1]) == "b = 2"


@pytest.mark.parametrize(
    ("call", "without_first", "with_another"),
    [
        ("f(a)", "f()", "f(a, new=1)"),
        ("f(a,)", "f()", "f(a, new=1,)"),
        ("f(a, b=1)", "f(b=1)", "f(a, b=1, new=1)"),
        ("f(\n    a,\n    b=1,\n)", "f(\n    b=1,\n)", "f(\n    a,\n    b=1, new=1,\n)"),
        ("f(*a, **b)", "f(**b)", "f(*a, **b, new=1)"),
    ],
)
def test_arguments_go_and_come_with_their_commas(call, without_first, with_another):
    source = Source(call)
    arguments = Arguments(source, source.tree.body[0].value)
    assert source.with_edits([arguments.without(arguments.all[0])]) == without_first
    assert source.with_edits([arguments.added("new=1")]) == with_another


def test_edits_that_overlap_are_a_fault():
    with pytest.raises(ValueError, match="overlap"):
        Source("a = 1\n").with_edits([Edit(0, 3, "b"), Edit(2, 5, "c")])


# -- the shipped model answers -------------------------------------------------------------------------------


def shipped():
    return sorted(folder.parent.name for folder in SOLUTIONS.glob("*/reference"))


@pytest.mark.parametrize("slug", shipped())
def test_every_equivalent_names_a_mutant_of_its_model_answer(slug):
    proof = prepare(slug, assignments=ASSIGNMENTS, solutions=SOLUTIONS)
    assert set(proof.equivalents) <= {mutant.name for mutant in proof.mutants}


def test_the_mutants_are_more_than_a_hundred_and_twenty():
    proofs = [prepare(slug, assignments=ASSIGNMENTS, solutions=SOLUTIONS) for slug in shipped()]
    assert sum(len(proof.mutants) for proof in proofs) >= 120


def test_every_task_has_mutants():
    for slug in shipped():
        places = {mutant.place for mutant in prepare(slug, assignments=ASSIGNMENTS, solutions=SOLUTIONS).mutants}
        assert len(places) >= len(find_assignment(slug, ASSIGNMENTS).tasks)
