"""Identifiers are renamed as whole words in every spelling, and nothing else is."""

from __future__ import annotations

import pytest

from grader.commands.app_label import relabelled
from grader.commands.renaming import Renaming, names_in, pairs_of
from grader.commands.terms import UsageProblem


def renaming(*arguments):
    return Renaming(pairs_of(arguments))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("class Women(models.Model):", "class Ship(models.Model):"),
        ('models.ForeignKey("one.Women")', 'models.ForeignKey("one.Ship")'),
        ("woman.women_ptr_id, women, WOMEN", "woman.ship_ptr_id, ship, SHIP"),
        ("filter(women__name=1)", "filter(ship__name=1)"),
        ("class WomenManager(x): pass", "class ShipManager(x): pass"),
        ("class NoWomenHere: pass", "class NoShipHere: pass"),
        ("husband.1 **husband.1** test_second_husband_is", "captain.1 **captain.1** test_second_captain_is"),
        ("husbandry, Womenfolk, womens, WOMENS", "husbandry, Womenfolk, womens, WOMENS"),
        ("wife, related_name='wife'", "wife, related_name='wife'"),
        (r'"\nwomen\thusband"', r'"\nship\tcaptain"'),
        ("Класс Women, поле `husband`.", "Класс Ship, поле `captain`."),
        (
            "see https://example.org/Women/women?q=husband and Women",
            "see https://example.org/Women/women?q=husband and Ship",
        ),
    ],
)
def test_every_spelling_as_a_whole_word(before, after):
    assert renaming("Women=Ship,Husband=Captain").text(before) == after


def test_a_name_of_two_words_is_spelt_in_four_ways():
    text = "BestMan bestman best_man best_man_of BEST_MAN bestmanship"
    assert (
        renaming("BestMan=FirstMate").text(text)
        == "FirstMate firstmate first_mate first_mate_of FIRST_MATE bestmanship"
    )
    assert (
        renaming("best_man=first_mate").text(text) == "BestMan bestman first_mate first_mate_of FIRST_MATE bestmanship"
    )


def test_two_names_can_change_places():
    assert (
        renaming("Women=Husband", "Husband=Women").text("Women.husband, Husband.women")
        == "Husband.women, Women.husband"
    )


def test_what_is_written_out_decides_over_what_follows_from_a_class():
    assert renaming("women=crew,Women=Ship").text("Women women") == "Ship crew"


def test_new_names_that_fall_together_are_told():
    assert renaming("Women=Ship,wife=ship").merged() == {"ship": ["women", "wife"]}
    assert renaming("Women=Ship,wife=mate").merged() == {}


@pytest.mark.parametrize("name", ["Ship", "ship", "ship_id", "ShipManager", "one.Ship", "SHIP"])
def test_a_name_that_is_taken_clashes(name):
    assert renaming("Women=Ship").clash(name)
    assert not renaming("Women=Ship,Ship=Boat").clash(name)


@pytest.mark.parametrize("name", ["shipping", "Women", "women_id", "Shipyard"])
def test_a_name_that_only_looks_like_it_does_not(name):
    assert not renaming("Women=Ship").clash(name)


def test_names_are_read_from_code_and_not_from_prose():
    source = 'x = ship("Boat.crew")  # sail\n"""A text with words."""\ny = f(\n'
    assert list(names_in(source)) == [("x", 1), ("ship", 1), ("Boat.crew", 1), ("y", 3), ("f", 3)]


@pytest.mark.parametrize("text", ["", "Women", "Women=", "=Ship", "Women=Ship=Boat", "Women=Sh ip"])
def test_what_is_no_pair_is_refused(text):
    with pytest.raises(UsageProblem):
        pairs_of([text])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('slug = "one_to_one"\napp = "one_to_one"', 'slug = "ships"\napp = "ships"'),
        ("from one_to_one.models import Women", "from ships.models import Women"),
        ("from one_to_one import models", "from ships import models"),
        ("import one_to_one.models\nimport one_to_one", "import ships.models\nimport ships"),
        ('"one_to_one.Husband", `one_to_one/models.py`', '"ships.Husband", `ships/models.py`'),
        ('apps.get_model("one_to_one", "Women")', 'apps.get_model("ships", "Women")'),
        ('class Meta: app_label = "one_to_one"', 'class Meta: app_label = "ships"'),
        ('failed: one_to_one_women.husband_id"', 'failed: ships_women.husband_id"'),
        ("grader check models.py --assignment one_to_one", "grader check models.py --assignment ships"),
        ("field.one_to_one is True", "field.one_to_one is True"),
        ("one_to_one = True, one_to_one_field", "one_to_one = True, one_to_one_field"),
        ("https://docs.djangoproject.com/examples/one_to_one/", "https://docs.djangoproject.com/examples/one_to_one/"),
    ],
)
def test_an_app_label_is_renamed_where_it_is_one(before, after):
    assert relabelled(before, "one_to_one", "ships", {"women"}) == after


def test_an_argument_called_like_an_app_stays():
    source = 'OneToOneField("parent_link.Women", parent_link=True)  # remote_field.parent_link'
    wanted = 'OneToOneField("crew.Women", parent_link=True)  # remote_field.parent_link'
    assert relabelled(source, "parent_link", "crew", {"women"}) == wanted
