"""One to one: the checks whose code students do not have."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError


def _again(model, obj):
    """The same object, read anew: what is remembered in memory cannot answer for the database."""
    return model._base_manager.get(pk=obj.pk)


def _errors(obj, field):
    """What ``full_clean()`` finds wrong with that field, whatever it says about others."""
    try:
        obj.full_clean()
    except ValidationError as error:
        return getattr(error, "error_dict", {}).get(field, [])
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
    assert _errors(other, "husband") == []
    if models.Women._default_manager.filter(pk=wife.pk).exists():
        other.husband = husband
        assert _errors(other, "husband") != []
    else:  # full_clean() looks through the first manager, and this one hides the wife
        database.refuses("Women", unique="husband")


def test_best_man_of_one_woman(make, database):
    """A second row with the same best man is refused by the database, whoever writes it."""
    make("Women", best_man=make("Husband"))
    database.refuses("Women", unique="best_man")


def test_one_passport_at_most(make, database):
    """A second row with the same owner is refused by the database, whoever writes it."""
    make("Passport", owner=make("Women"))
    database.refuses("Passport", unique="owner")


def test_full_clean_wants_an_owner(make):
    """``full_clean()`` accepts a passport with an owner and refuses one without."""
    passport = make("Passport", owner=make("Women"))
    assert _errors(passport, "owner") == []
    passport.owner = None
    assert _errors(passport, "owner") != []


def test_profile_is_not_a_user(models, model, make, database):
    """A profile is a row of its own and no other thing: to make one changes and repeats nothing of its user."""
    user = make("accounts.User")
    before = database.row(user)
    made = list(models.Profile._base_manager.filter(user=user))  # by a signal, together with her
    profile = made[0] if made else make("Profile", user=user)
    assert database.row(user) == before
    present = [name for name in ("Women", "Husband", "Passport") if hasattr(models, name)]  # their lack costs others
    others = {"User": model("accounts.User")} | {name: getattr(models, name) for name in present}
    assert [name for name, other in others.items() if isinstance(profile, other)] == []
    assert "password" not in database.columns("Profile")
