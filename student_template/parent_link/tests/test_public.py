"""Parent link: the checks whose code students have."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

_NO_PILLOW = "fields.E210"  # an ImageField where Pillow is not installed: no mistake of a model


def _again(model, obj):
    """The same object, read anew: what is remembered in memory cannot answer for the database."""
    return model._base_manager.get(pk=obj.pk)


def _link(models, child):
    """The field that ties a row of the class to her row among the women, whoever wrote it, whatever its name."""
    assert models.Women in child._meta.get_parent_list()
    link = child._meta.get_ancestor_link(models.Women)
    assert link is not None  # a proxy has none
    return link


def _hidden(link):
    """``["women_ptr"]`` where Django made that field because nobody had spelt it out, else ``[]``."""
    return [link.name] if link.auto_created and link.name.endswith("_ptr") else []


def _as_woman(models, obj, child):
    """The same person as one of the women, read anew by the link of her class ``child``."""
    link = child._meta.get_ancestor_link(models.Women)
    key = obj.pk if link is None else getattr(obj, link.attname)  # a proxy has no link: it is the same row
    return models.Women._base_manager.get(pk=key)


def _name_in(database, woman, otherwise):
    """The name in her row; ``otherwise`` where a class above holds the names."""
    row = database.row(woman)
    assert row is not None
    return row.get("name", otherwise)


def _inherited(columns):
    """Which of the women's own columns stand among these."""
    return [name for name in ("name", "city") if name in columns]


def _errors(child, label, system_checks):
    """The system-check errors of a class and of the fields that it declares itself."""
    own = [field.name for field in child._meta.local_fields]
    found = [error for name in own for error in system_checks(f"{label}.{name}") if error != _NO_PILLOW]
    errors = [*system_checks(label), *found]
    if errors:
        child.check()  # judged by nobody: it is what a student can do to see the same
    return errors


# -- implicit ----------------------------------------------------------------------------------------------


def test_singer_is_a_woman(models, make, database):
    """A singer can be saved, and she is an object of ``Women`` too."""
    singer = make("Singer")
    assert isinstance(singer, models.Women)
    assert database.row(singer) is not None


def test_genre_is_stored(models, make, database):
    """``Singer.genre`` is a column of the singers' own table."""
    assert "genre" in database.columns("Singer")
    singer = make("Singer", genre="jazz")
    stored = database.row(singer)["genre"]
    assert stored == _again(models.Singer, singer).genre
    assert isinstance(stored, str)


def test_singer_passes_check(models, system_checks):
    """``manage.py check`` finds no error in the class ``Singer`` and its fields."""
    assert _errors(models.Singer, "Singer", system_checks) == []


def test_one_row_in_each_table(models, make, database):
    """One singer makes one row among the singers and one among the women; her name stands in one place only."""
    singer = make("Singer")
    assert _inherited(database.columns("Singer")) == []
    assert database.count("Singer") == 1
    woman = _as_woman(models, singer, models.Singer)
    assert database.row(woman) is not None
    assert models.Women._base_manager.filter(name=woman.name).count() == 1


def test_key_is_women_ptr(models, make, database):
    """The singers' primary key is ``women_ptr``, the key of the woman."""
    assert _link(models, models.Singer).name == "women_ptr"
    keys = [name for name, column in database.columns("Singer").items() if column["primary_key"]]
    assert keys == ["women_ptr_id"]
    singer = make("Singer")
    assert singer.pk == _as_woman(models, singer, models.Singer).pk


def test_woman_is_read_as_singer(models, make):
    """``woman.singer`` is the singer that this woman is."""
    singer = make("Singer")
    make("Singer")
    found = _as_woman(models, singer, models.Singer).singer
    assert isinstance(found, models.Singer)
    assert found == singer


def test_name_is_edited_through_the_singer(models, make, database, fake):
    """A new name that is given to the singer stands in the woman's row, and in no other woman's."""
    singer, other = make("Singer"), make("Women")
    before, others = _as_woman(models, singer, models.Singer).name, _again(models.Women, other).name
    singer = _again(models.Singer, singer)
    singer.name = fake.name()
    singer.save()
    woman = _as_woman(models, singer, models.Singer)
    assert woman.name != before
    assert woman.name == singer.name
    assert _name_in(database, woman, singer.name) == singer.name
    assert _again(models.Women, other).name == others


# -- explicit ----------------------------------------------------------------------------------------------


def test_sponsor_is_a_woman(models, make, database):
    """A sponsor can be saved, and she is an object of ``Women`` too."""
    sponsor = make("Sponsor")
    assert isinstance(sponsor, models.Women)
    assert database.row(sponsor) is not None


def test_company_is_stored(models, make, database):
    """``Sponsor.company`` is a column of the sponsors' own table."""
    assert "company" in database.columns("Sponsor")
    sponsor = make("Sponsor", company="Melodia")
    stored = database.row(sponsor)["company"]
    assert stored == _again(models.Sponsor, sponsor).company
    assert isinstance(stored, str)


def test_sponsor_passes_check(models, system_checks):
    """``manage.py check`` finds no error in the class ``Sponsor`` and the link that was written for it."""
    assert _errors(models.Sponsor, "Sponsor", system_checks) == []
    if _hidden(_link(models, models.Sponsor)):  # what was meant to be the link is something else, or is not there
        assert system_checks("Sponsor.woman") == []


def test_link_is_the_parent_link(models):
    """The link from sponsors to women that was written by hand is the parent link, and Django made no other."""
    link = _link(models, models.Sponsor)
    assert _hidden(link) == []
    assert link.remote_field.parent_link is True
    assert link.related_model._meta.concrete_model == models.Women


def test_link_is_called_woman(models):
    """The parent link of sponsors is called ``woman``."""
    assert _link(models, models.Sponsor).name == "woman"


def test_no_hidden_column(models, make, database):
    """The sponsors' table has no column of a link that Django added by itself."""
    link = _link(models, models.Sponsor)
    spelt_out = [] if _hidden(link) else [link.attname]
    columns = database.columns("Sponsor")
    assert link.attname in columns
    assert [name for name in columns if name.endswith("_ptr_id") and name not in spelt_out] == []
    assert database.row(make("Sponsor")) is not None


def test_link_is_the_key(models, make, database):
    """The link is the sponsors' primary key: a sponsor has the key of the woman that she is."""
    link = _link(models, models.Sponsor)
    assert _hidden(link) == []
    keys = [name for name, column in database.columns("Sponsor").items() if column["primary_key"]]
    assert keys == [link.attname]
    sponsor = make("Sponsor")
    assert sponsor.pk == _as_woman(models, sponsor, models.Sponsor).pk


def test_deleted_woman_is_no_sponsor_any_more(models, make, database):
    """When a woman is deleted, what made her a sponsor is deleted too; other sponsors stay."""
    sponsor, other = make("Sponsor"), make("Sponsor")
    before = database.count("Sponsor")
    woman = _as_woman(models, sponsor, models.Sponsor)
    assert database.row(sponsor) is not None  # those rows, and no others, are looked for afterwards
    assert database.row(woman) is not None
    woman.delete()
    assert database.row(woman) is None
    assert database.row(sponsor) is None
    assert database.count("Sponsor") == before - 1
    assert database.row(other) is not None


def test_woman_is_read_as_sponsor(models, make, accessor):
    """From the woman one gets to the sponsor that she is; from a woman who is none, to nothing."""
    name = accessor(f"Sponsor.{_link(models, models.Sponsor).name}")
    sponsor, other = make("Sponsor"), make("Women")
    found = getattr(_as_woman(models, sponsor, models.Sponsor), name)
    assert isinstance(found, models.Sponsor)
    assert found == sponsor
    with pytest.raises(ObjectDoesNotExist):
        getattr(_again(models.Women, other), name)


def test_reverse_is_called_sponsor(models, make, accessor):
    """The woman's side of the parent link is called ``sponsor``, as an attribute and in ``filter()``."""
    assert accessor(f"Sponsor.{_link(models, models.Sponsor).name}") == "sponsor"
    sponsor = make("Sponsor")
    make("Sponsor")
    woman = _as_woman(models, sponsor, models.Sponsor)
    assert hasattr(woman, "sponsor")
    assert list(models.Women._base_manager.filter(sponsor=sponsor)) == [woman]


# -- second_link -------------------------------------------------------------------------------------------


def test_guardian_is_a_woman(models, make, database):
    """A guardian can be saved, and she is an object of ``Women`` too, with a row of her own in both tables."""
    guardian = make("Guardian")
    assert isinstance(guardian, models.Women)
    assert _inherited(database.columns("Guardian")) == []
    assert database.row(guardian) is not None
    assert database.row(_as_woman(models, guardian, models.Guardian)) is not None


def test_ward_is_stored(models, make, database):
    """``Guardian.ward`` is a column of the guardians' table, and a saved guardian has her ward in it."""
    assert "ward_id" in database.columns("Guardian")
    ward = make("Women")
    guardian = make("Guardian", ward=ward)
    assert database.row(guardian)["ward_id"] is not None
    assert _again(models.Guardian, guardian).ward == ward


def test_guardian_passes_check(models, system_checks):
    """``manage.py check`` finds no error in the class ``Guardian``, its ward and its parent link."""
    assert _errors(models.Guardian, "Guardian", system_checks) == []
    assert system_checks("Guardian.ward") == []


def test_ward_is_not_the_parent_link(models, make, database):
    """A guardian and her ward are two women: a ward adds nothing to the guardian and loses nothing to her."""
    assert _link(models, models.Guardian).name != "ward"
    ward = make("Women")
    name, city = _again(models.Women, ward).name, _again(models.Women, ward).city
    guardian = make("Guardian", ward=ward)
    woman = _as_woman(models, guardian, models.Guardian)
    assert woman != ward
    assert database.row(woman) is not None
    ward = _again(models.Women, ward)
    assert [ward.name, ward.city] == [name, city]


def test_ward_is_optional(models, make, database):
    """Several guardians without a ward can be saved side by side."""
    for guardian in [make("Guardian", ward=None) for _ in range(3)]:
        assert database.row(guardian)["ward_id"] is None
        assert _again(models.Guardian, guardian).ward is None


def test_protector_is_one_object(models, make, database, accessor):
    """Seen from the ward, the guardian is one object of ``Guardian``: there can be no second."""
    ward = make("Women")
    guardian = make("Guardian", ward=ward)
    make("Guardian", ward=make("Women"))
    found = getattr(_again(models.Women, ward), accessor("Guardian.ward"))
    assert isinstance(found, models.Guardian)
    assert found == guardian
    database.refuses("Guardian", unique="ward")


def test_reverse_is_called_protector(models, make, accessor):
    """The ward's side is called ``protector``, as an attribute and in ``filter()``."""
    assert accessor("Guardian.ward") == "protector"
    ward = make("Women")
    guardian = make("Guardian", ward=ward)
    make("Guardian", ward=make("Women"))
    assert hasattr(_again(models.Women, ward), "protector")
    assert list(models.Women._base_manager.filter(protector=guardian)) == [ward]


def test_guardian_outlives_her_ward(models, make, database):
    """When her ward is deleted the guardian stays, and has none."""
    ward = make("Women")
    guardian = make("Guardian", ward=ward)
    assert database.row(guardian)["ward_id"] in database.row(ward).values()  # the rows that are looked for afterwards
    _again(models.Women, ward).delete()
    assert database.row(ward) is None
    assert database.row(guardian) is not None
    assert database.row(guardian)["ward_id"] is None
    assert _again(models.Guardian, guardian).ward is None
