"""The checks of ``one_to_one`` as plain pytest-django tests, run in the student's own process."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, connection, transaction
from one_to_one.models import Husband, Women

pytestmark = pytest.mark.django_db


@pytest.fixture
def husband():
    return Husband.objects.create(name="Oleg", age=41)


@pytest.fixture
def woman(husband):
    return Women.objects.create(name="Anna", husband=husband)


def test_husband_is_stored(woman, husband):
    assert Women.objects.get(pk=woman.pk).husband_id == husband.pk


def test_husband_passes_check():
    assert [error for error in Women.check() if error.obj is Women._meta.get_field("husband")] == []


def test_any_number_of_unmarried_women():
    for name in ("Anna", "Inna", "Vera"):
        Women.objects.create(name=name)
    assert Women.objects.filter(husband=None).count() == 3


def test_widow_stays(woman, husband):
    husband.delete()
    assert Women.objects.get(pk=woman.pk).husband is None


def test_reverse_is_one_object(woman, husband):
    assert Husband.objects.get(pk=husband.pk).wife == woman


def test_reverse_is_called_wife(woman, husband):
    assert list(Husband.objects.filter(wife__name="Anna")) == [husband]


def test_missing_reverse_raises(husband):
    with pytest.raises(ObjectDoesNotExist):
        _ = husband.wife
    assert not hasattr(husband, "wife")


def test_second_wife_is_refused(woman, husband):
    with transaction.atomic(), pytest.raises(IntegrityError):
        Women.objects.create(name="Inna", husband=husband)


def test_second_wife_is_refused_by_database(woman, husband):
    with connection.cursor() as cursor, transaction.atomic(), pytest.raises(IntegrityError):
        cursor.execute("INSERT INTO one_to_one_women (name, husband_id) VALUES ('Inna', %s)", [husband.pk])


def test_full_clean_accepts_no_husband():
    Women(name="Vera").full_clean()


def test_full_clean_refuses_a_taken_husband(woman, husband):
    with pytest.raises(ValidationError) as caught:
        Women(name="Inna", husband=husband).full_clean()
    assert "husband" in caught.value.error_dict
