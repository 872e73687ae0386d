"""Parent link: the checks whose code students do not have."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError


def _again(model, obj):
    """The same object, read anew: what is remembered in memory cannot answer for the database."""
    return model._base_manager.get(pk=obj.pk)


def _link(models, child):
    """The field that ties a row of the class to her row among the women, whoever wrote it, whatever its name."""
    assert models.Women in child._meta.get_parent_list()
    link = child._meta.get_ancestor_link(models.Women)
    assert link is not None  # a proxy has none
    return link


def _as_woman(models, obj, child):
    """The same person as one of the women, read anew by the link of her class ``child``."""
    link = child._meta.get_ancestor_link(models.Women)
    key = obj.pk if link is None else getattr(obj, link.attname)  # a proxy has no link: it is the same row
    return models.Women._base_manager.get(pk=key)


def _errors(obj, field):
    """What ``full_clean()`` finds wrong with that field, whatever it says about others."""
    try:
        obj.full_clean()
    except ValidationError as error:
        return getattr(error, "error_dict", {}).get(field, [])
    return []


def test_another_woman_is_no_singer(models, make, accessor):
    """From a woman who is no singer, ``woman.singer`` raises ``ObjectDoesNotExist`` and ``hasattr`` is False."""
    name = accessor(f"Singer.{_link(models, models.Singer).name}")
    make("Singer")
    woman = make("Women")
    with pytest.raises(ObjectDoesNotExist):
        getattr(_again(models.Women, woman), name)
    assert not hasattr(_again(models.Women, woman), name)


def test_singers_are_among_the_women(models, make, database):
    """All women are singers and others; all singers are the singers only."""
    woman, singer = make("Women"), make("Singer")
    women = list(models.Women._base_manager.all())
    assert woman in women
    assert _as_woman(models, singer, models.Singer) in women
    assert len(women) == database.count("Women")
    assert list(models.Singer._base_manager.all()) == [singer]


def test_sponsor_is_found_by_her_woman(models, make):
    """``Sponsor.objects.get(woman=woman)`` is the sponsor that this woman is, by the name that the link has."""
    link = _link(models, models.Sponsor)
    assert ([link.name] if link.auto_created and link.name.endswith("_ptr") else []) == []  # it is written by hand
    sponsor, other = make("Sponsor"), make("Women")
    make("Sponsor")
    sponsors = models.Sponsor._base_manager
    assert sponsors.get(**{link.name: _as_woman(models, sponsor, models.Sponsor)}) == sponsor
    assert sponsors.filter(**{link.name: other}).count() == 0


def test_full_clean_accepts_no_ward(make):
    """``full_clean()`` has nothing against a guardian without a ward."""
    guardian = make("Guardian", ward=make("Women"))
    guardian.ward = None
    assert _errors(guardian, "ward") == []
