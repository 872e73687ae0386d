"""One to one: the checks whose code students have."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError


def _again(model, obj):
    """The same object, read anew: what is remembered in memory cannot answer for the database."""
    return model._base_manager.get(pk=obj.pk)


def _stored_husband(database, woman):
    """What stands in the woman's row in the column of her husband."""
    row = database.row(woman)
    assert row is not None, "the woman has no row in the database"
    return row["husband_id"]


def _stored_key(database, husband):
    """What a link to the husband holds: the value of the column that it references, as the database writes it."""
    referenced = database.columns("Women")["husband_id"]["references_column"]
    columns = database.columns("Husband").items()
    name = next((name for name, column in columns if column["column"] == referenced), None)
    return database.row(husband).get(name)


def _husband_errors(woman):
    """What ``full_clean()`` finds wrong with her husband, whatever it says about other fields."""
    try:
        woman.full_clean()
    except ValidationError as error:
        return getattr(error, "error_dict", {}).get("husband", [])
    return []


def test_husband_is_stored(make, database):
    """``Women.husband`` is a column of the table, and a saved woman has her husband in it."""
    assert "husband_id" in database.columns("Women")
    husband = make("Husband")
    woman = make("Women", husband=husband)
    assert _stored_husband(database, woman) == _stored_key(database, husband)


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
        assert _stored_husband(database, woman) is None


def test_widow_stays(models, make, database):
    """A woman has her husband; when he is deleted she stays, and has none."""
    husband = make("Husband")
    woman = make("Women", husband=husband)
    assert _again(models.Women, woman).husband == husband
    _again(models.Husband, husband).delete()
    assert database.row(husband) is None
    assert database.row(woman) is not None
    assert _stored_husband(database, woman) is None
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
    assert _husband_errors(woman) == []
