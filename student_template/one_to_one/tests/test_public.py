"""One to one: the checks whose code students have."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError


def _again(model, obj):
    """The same object, read anew: what is remembered in memory cannot answer for the database."""
    return model._base_manager.get(pk=obj.pk)


def _stored(database, obj, column):
    """What stands in the object's row in that column."""
    row = database.row(obj)
    assert row is not None, "the object has no row in the database"
    return row[column]


def _stored_key(database, column, obj, label):
    """What a link to the object (of the model ``label``) holds: the value of the column that the link references."""
    columns = database.columns(label).items()
    name = next((name for name, target in columns if target["column"] == column["references_column"]), None)
    return database.row(obj).get(name)


def _assert_linked(database, label, obj, column, target_label, target):
    """The database holds the link before anything is deleted: those are the rows that are looked for afterwards."""
    columns = database.columns(label)
    assert _stored(database, obj, column) == _stored_key(database, columns[column], target, target_label)


def _errors(obj, field):
    """What ``full_clean()`` finds wrong with that field, whatever it says about others."""
    try:
        obj.full_clean()
    except ValidationError as error:
        return getattr(error, "error_dict", {}).get(field, [])
    return []


def _with_husband(make, columns):
    """``{"husband": ...}`` with a new husband; nothing where that link is missing, which is another task's affair."""
    is_link = "husband_id" in columns and columns["husband_id"]["references"] == columns["best_man_id"]["references"]
    return {"husband": make("Husband")} if is_link else {}


def _profile(models, make, user):
    """A saved profile of that user: the one that a signal made together with her, or a new one."""
    found = list(models.Profile._base_manager.filter(user=user))
    return found[0] if found else make("Profile", user=user)


# -- husband -----------------------------------------------------------------------------------------------


def test_husband_is_stored(make, database):
    """``Women.husband`` is a column of the table, and a saved woman has her husband in it."""
    columns = database.columns("Women")
    assert "husband_id" in columns
    husband = make("Husband")
    woman = make("Women", husband=husband)
    assert _stored(database, woman, "husband_id") == _stored_key(database, columns["husband_id"], husband, "Husband")


def test_husband_passes_check(models, system_checks):
    """``manage.py check`` finds no error in ``Women.husband``, a link to one husband."""
    assert system_checks("Women.husband") == []
    husband = models.Women._meta.get_field("husband")
    assert husband.related_model == models.Husband
    assert husband.many_to_many is False


def test_any_number_of_unmarried_women(models, make, database):
    """Several women without a husband can be saved side by side."""
    for woman in [make("Women", husband=None) for _ in range(3)]:
        assert _again(models.Women, woman).husband is None
        assert _stored(database, woman, "husband_id") is None


def test_widow_stays(models, make, database):
    """A woman has her husband; when he is deleted she stays, and has none."""
    husband = make("Husband")
    woman = make("Women", husband=husband)
    assert _again(models.Women, woman).husband == husband
    _assert_linked(database, "Women", woman, "husband_id", "Husband", husband)
    _again(models.Husband, husband).delete()
    assert database.row(husband) is None
    assert database.row(woman) is not None
    assert _stored(database, woman, "husband_id") is None
    assert _again(models.Women, woman).husband is None


def test_reverse_is_one_object(models, make, database, accessor):
    """Seen from the husband, the wife is one object of ``Women`` and not a set of them: there can be no second."""
    husband = make("Husband")
    woman = make("Women", husband=husband)
    make("Women", husband=make("Husband"))
    found = getattr(_again(models.Husband, husband), accessor("Women.husband"))
    assert isinstance(found, models.Women)
    assert found == woman
    database.refuses("Women", unique="husband")


def test_reverse_is_called_wife(models, make, accessor):
    """The husband's side is called ``wife``, as an attribute and in ``filter()``."""
    assert accessor("Women.husband") == "wife"
    husband = make("Husband")
    woman = make("Women", husband=husband)
    make("Women", husband=make("Husband"))
    assert hasattr(_again(models.Husband, husband), "wife")
    name = _again(models.Women, woman).name  # as it was saved, in whatever table
    assert list(models.Husband._base_manager.filter(wife__name=name)) == [husband]


def test_second_wife_is_refused(make, database):
    """A woman who is given another woman's husband cannot be saved."""
    husband = make("Husband")
    make("Women", husband=husband)
    other = make("Women", husband=make("Husband"))
    other.husband = husband
    with pytest.raises((IntegrityError, ValidationError)):  # a save() may call full_clean()
        other.save()
    database.refuses("Women", unique="husband")  # not only save(): the database itself


def test_full_clean_accepts_no_husband(make):
    """``full_clean()`` has nothing against a woman without a husband."""
    woman = make("Women", husband=make("Husband"))
    woman.husband = None
    assert _errors(woman, "husband") == []


# -- best_man ----------------------------------------------------------------------------------------------


def test_best_man_is_stored(make, database):
    """``Women.best_man`` is a column of the table, and a saved woman has her best man in it."""
    columns = database.columns("Women")
    assert "best_man_id" in columns
    man = make("Husband")
    woman = make("Women", best_man=man)
    assert _stored(database, woman, "best_man_id") == _stored_key(database, columns["best_man_id"], man, "Husband")


def test_best_man_passes_check(models, system_checks):
    """``manage.py check`` finds no error in ``Women.best_man``, a link to one man."""
    assert system_checks("Women.best_man") == []
    best_man = models.Women._meta.get_field("best_man")
    assert best_man.related_model == models.Husband
    assert best_man.many_to_many is False


def test_best_man_is_optional(models, make, database):
    """Several women without a best man can be saved side by side, and ``full_clean()`` accepts that."""
    women = [make("Women", best_man=None) for _ in range(2)]
    for woman in women:
        assert _again(models.Women, woman).best_man is None
        assert _stored(database, woman, "best_man_id") is None
    assert _errors(women[0], "best_man") == []


def test_both_links_at_once(make, database):
    """A woman has a husband and a best man; when another one becomes her best man, the husband stays."""
    columns = database.columns("Women")
    married = _with_husband(make, columns)
    woman = make("Women", best_man=make("Husband"), **married)
    husband_id = database.row(woman).get("husband_id")
    for husband in married.values():
        assert husband_id == _stored_key(database, columns["husband_id"], husband, "Husband")
        make("Women", best_man=husband)  # one woman's husband may be another one's best man
    man = make("Husband")
    woman.best_man = man
    woman.save()
    row = database.row(woman)
    assert row["best_man_id"] == _stored_key(database, columns["best_man_id"], man, "Husband")
    assert row.get("husband_id") == husband_id


def test_woman_outlives_her_best_man(models, make, database):
    """A woman has her best man; when he is deleted she stays, and has none."""
    man = make("Husband")
    woman = make("Women", best_man=man)
    assert _again(models.Women, woman).best_man == man
    _assert_linked(database, "Women", woman, "best_man_id", "Husband", man)
    _again(models.Husband, man).delete()
    assert database.row(man) is None
    assert database.row(woman) is not None
    assert _stored(database, woman, "best_man_id") is None
    assert _again(models.Women, woman).best_man is None


def test_best_man_reverse_is_one_object(models, make, database, accessor):
    """Seen from the best man, the woman is one object of ``Women``: there can be no second."""
    man = make("Husband")
    woman = make("Women", best_man=man)
    make("Women", best_man=make("Husband"))
    found = getattr(_again(models.Husband, man), accessor("Women.best_man"))
    assert isinstance(found, models.Women)
    assert found == woman
    database.refuses("Women", unique="best_man")


def test_reverse_is_called_best_man_of(models, make, accessor):
    """The best man's side is called ``best_man_of``, as an attribute and in ``filter()``."""
    assert accessor("Women.best_man") == "best_man_of"
    man = make("Husband")
    woman = make("Women", best_man=man)
    make("Women", best_man=make("Husband"))
    assert hasattr(_again(models.Husband, man), "best_man_of")
    name = _again(models.Women, woman).name
    assert list(models.Husband._base_manager.filter(best_man_of__name=name)) == [man]


# -- passport ----------------------------------------------------------------------------------------------


def test_owner_is_stored(make, database):
    """``Passport.owner`` is a column of the table, and a saved passport has its owner in it."""
    columns = database.columns("Passport")
    assert "owner_id" in columns
    woman = make("Women")
    passport = make("Passport", owner=woman)
    assert _stored(database, passport, "owner_id") == _stored_key(database, columns["owner_id"], woman, "Women")


def test_passport_passes_check(models, system_checks):
    """``manage.py check`` finds no error in ``Passport.owner``, a link to one woman."""
    assert system_checks("Passport.owner") == []
    owner = models.Passport._meta.get_field("owner")
    assert owner.related_model == models.Women
    assert owner.many_to_many is False


def test_owner_is_required(make, database):
    """A passport without an owner cannot be saved."""
    with pytest.raises((IntegrityError, ValidationError)):
        make("Passport", owner=None)
    assert database.columns("Passport")["owner_id"]["null"] is False  # not only save(): the database itself


def test_passport_goes_with_its_owner(models, make, database):
    """A passport has its owner; when she is deleted it is deleted too, and no other one."""
    woman = make("Women")
    passport, other = make("Passport", owner=woman), make("Passport")
    assert _again(models.Passport, passport).owner == woman
    _assert_linked(database, "Passport", passport, "owner_id", "Women", woman)
    _again(models.Women, woman).delete()
    assert database.row(woman) is None
    assert database.row(passport) is None
    assert database.row(other) is not None


def test_passport_reverse_is_one_object(models, make, database, accessor):
    """Seen from the woman, the passport is one object of ``Passport``: there can be no second."""
    woman = make("Women")
    passport = make("Passport", owner=woman)
    make("Passport")
    found = getattr(_again(models.Women, woman), accessor("Passport.owner"))
    assert isinstance(found, models.Passport)
    assert found == passport
    database.refuses("Passport", unique="owner")


def test_reverse_is_called_passport(models, make, accessor):
    """The woman's side is called ``passport``, as an attribute and in ``filter()``."""
    assert accessor("Passport.owner") == "passport"
    woman = make("Women")
    passport = make("Passport", owner=woman)
    make("Passport")
    assert hasattr(_again(models.Women, woman), "passport")
    number = _again(models.Passport, passport).number
    assert list(models.Women._base_manager.filter(passport__number=number)) == [woman]


# -- profile -----------------------------------------------------------------------------------------------


def test_user_is_stored(models, make, database):
    """``Profile.user`` is a column of the table, and a saved profile has a user of this project in it."""
    columns = database.columns("Profile")
    assert "user_id" in columns
    user = make("accounts.User")
    profile = _profile(models, make, user)
    assert _stored(database, profile, "user_id") == _stored_key(database, columns["user_id"], user, "accounts.User")


def test_profile_passes_check(models, model, system_checks):
    """``manage.py check`` finds no error in ``Profile.user``, a link to one user of this project."""
    assert system_checks("Profile.user") == []
    user = models.Profile._meta.get_field("user")
    assert user.related_model == model("accounts.User")
    assert user.many_to_many is False


def test_user_is_the_key_of_the_profile(models, make, database):
    """A profile has the primary key of its user, and no number of its own."""
    user = make("accounts.User")
    assert _profile(models, make, user).pk == user.pk
    columns = database.columns("Profile")
    assert columns["user_id"]["primary_key"] is True
    assert "id" not in columns


def test_profile_goes_with_its_user(models, model, make, database):
    """A profile has its user; when the user is deleted it is deleted too, and no other one."""
    user = make("accounts.User")
    profile, other = _profile(models, make, user), _profile(models, make, make("accounts.User"))
    assert _again(models.Profile, profile).user == user
    _assert_linked(database, "Profile", profile, "user_id", "accounts.User", user)
    _again(model("accounts.User"), user).delete()
    assert database.row(user) is None
    assert database.row(profile) is None
    assert database.row(other) is not None


def test_profile_reverse_is_one_object(models, model, make, database, accessor):
    """Seen from the user, the profile is one object of ``Profile``: there can be no second."""
    user = make("accounts.User")
    profile = _profile(models, make, user)
    _profile(models, make, make("accounts.User"))
    found = getattr(_again(model("accounts.User"), user), accessor("Profile.user"))
    assert isinstance(found, models.Profile)
    assert found == profile
    database.refuses("Profile", unique="user")


def test_reverse_is_called_profile(models, model, make, accessor, fake):
    """The user's side is called ``profile``, as an attribute and in ``filter()``."""
    assert accessor("Profile.user") == "profile"
    user = make("accounts.User")
    profile = _profile(models, make, user)
    profile.bio = fake.text()
    profile.save()
    _profile(models, make, make("accounts.User"))
    assert hasattr(_again(model("accounts.User"), user), "profile")
    bio = _again(models.Profile, profile).bio
    assert list(model("accounts.User")._base_manager.filter(profile__bio=bio)) == [user]
