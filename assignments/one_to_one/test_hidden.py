"""One to one: the checks whose code students do not have."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError


def _again(model, obj):
    """The same object, read anew: what is remembered in memory cannot answer for the database."""
    return model._base_manager.get(pk=obj.pk)


def _husband_errors(woman):
    """What ``full_clean()`` finds wrong with her husband, whatever it says about other fields."""
    try:
        woman.full_clean()
    except ValidationError as error:
        return getattr(error, "error_dict", {}).get("husband", [])
    return []


def test_missing_reverse_raises(models, make, accessor):
    """A husband without a wife: reading her raises ``ObjectDoesNotExist``, ``hasattr`` is False."""
    name = accessor("Women.husband")
    husband = make("Husband")
    make("Women", husband=make("Husband"))
    with pytest.raises(ObjectDoesNotExist):
        getattr(_again(models.Husband, husband), name)
    assert not hasattr(_again(models.Husband, husband), name)


def test_second_wife_is_refused_by_database(make, database):
    """A second row with the same husband is refused by the database, whoever writes it."""
    make("Women", husband=make("Husband"))
    database.refuses("Women", unique="husband")


def test_full_clean_refuses_a_taken_husband(models, make, database):
    """``full_clean()`` accepts a free husband and refuses one who has a wife."""
    husband = make("Husband")
    wife = make("Women", husband=husband)
    other = make("Women", husband=make("Husband"))
    other.husband = make("Husband")
    assert _husband_errors(other) == []
    if models.Women._default_manager.filter(pk=wife.pk).exists():
        other.husband = husband
        assert _husband_errors(other) != []
    else:  # full_clean() looks through the first manager, and this one hides the wife
        database.refuses("Women", unique="husband")
