"""Facts come out of the box and may be anything; whoever asks for what is not there gets None."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from grader.diagnosis.facts import read_facts
from grader.diagnosis.finding import Finding
from grader.diagnosis.run import diagnose
from tests.diagnoses.made import ASSIGNMENTS, ONE_TO_ONE, facts, field, model, report

SOURCE = """from django.db import models


class Married(models.Model):
    husband = models.OneToOneField("Husband", models.SET(None), null=True, related_name="wuman")

    class Meta:
        abstract = True


class Women(Married):
    name = models.CharField(max_length=100)
    age: models.IntegerField()


class Husband(models.Model):
    name = models.CharField(max_length=100),
"""
MODELS = [
    model(
        "Women",
        field("husband", "OneToOneField", to="one_to_one.husband", on_delete="SET", null=True, related_name="wuman"),
        constraints=[
            {"django": "django.db.models.constraints.UniqueConstraint", "kwargs": {"fields": ["name", "husband"]}}
        ],
    ),
    model("Husband"),
]

json_data = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["name", "fields", "bases", "options", "kind", "call", "args", "keywords", "in", "line", "entries"]
            )
            | st.text(max_size=3),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


def test_a_field_knows_its_options_and_its_line():
    """What Django understood, and the line in the abstract class that wrote it."""
    found = facts(SOURCE, models=MODELS).field("Women", "husband")
    assert found is not None
    assert (found.kind, found.null, found.blank, found.reverse) == ("OneToOneField", True, False, "wuman")
    assert found.on_delete == "SET"
    assert found.leads_to("Husband")
    assert not found.leads_to("Women")
    assert (found.file, found.line) == ("models.py", 5)


def test_a_constraint_over_two_fields_is_not_one_over_the_first():
    women = facts(SOURCE, models=MODELS).model("Women")
    assert women is not None
    assert women.unique_together("husband", "name")
    assert not women.unique_together("husband")


def test_what_is_not_there_is_none():
    known = facts(SOURCE, models=MODELS)
    assert known.model("Wife") is None
    assert known.field("Wife", "name") is None
    assert known.field("Women", "name") is None
    assert known.failure("no_such_check") is None
    assert known.unresolved_field("Women", "husband") is None


def test_commas_and_annotations_are_seen():
    source = facts(SOURCE).source
    assert [entry.kind for entry in source.fields("Women")] == ["assign", "annotation"]
    assert [entry.comma for entry in source.fields("Husband")] == [True]


def test_the_nearest_name_is_found():
    """In another letter case before anything else, and none where nothing is near."""
    assert facts().nearest("OnetoOneField", ["ForeignKey", "OneToOneField"]) == "OneToOneField"
    assert facts().nearest("husband", ["Husbands", "Husband"]) == "Husband"
    assert facts().nearest("tractor", ["Women", "Husband"]) is None


def test_a_hidden_checks_failure_tells_no_value():
    """A student's code could put a hidden value into the text, the class or the line of an exception."""
    hidden = "second_wife_is_refused_by_database"
    told = {"exception": "Secret_Anna_41", "text": "Anna, 41", "file": "models.py", "line": 41}
    public = "second_wife_is_refused"
    known = facts(failed={hidden: told, public: told})
    failure = known.failure(hidden)
    assert failure is not None
    assert (failure.exception, failure.text, failure.file, failure.line) == ("", "", None, None)
    shown = known.failure(public)
    assert shown is not None
    assert (shown.exception, shown.line) == ("Secret_Anna_41", 41)


def test_a_hidden_checks_well_known_exception_is_kept():
    known = facts(
        failed={"missing_reverse_raises": {"exception": "Husband.wife.RelatedObjectDoesNotExist", "text": "x"}}
    )
    failure = known.failure("missing_reverse_raises")
    assert failure is not None
    assert (failure.exception, failure.text) == ("RelatedObjectDoesNotExist", "")


@given(json_data, json_data, json_data)
def test_no_shape_of_facts_breaks_a_diagnosis(models, checks, source):
    """Whatever the box tells, every diagnosis of every assignment answers or stays silent."""
    for assignment in ASSIGNMENTS.values():
        failed = tuple(check.id for check in assignment.checks)
        made = report(failed=failed, assignment=assignment)
        told = {
            "models": models,
            "system_checks": checks,
            "source": {"entries": source, "files": source, "unparsed": source},
        }
        _, troubles = diagnose(replace(made, facts=told), assignment)
        assert troubles == []


@given(st.text(max_size=50))
def test_any_name_can_be_printed(name):
    """A console of code page 866 can show what a student has invented."""
    shown = Finding(f"yours is {name}", f"у вас «{name}»").printable()
    assert shown.ru.replace("«", "").replace("»", "").encode("cp866")
    assert shown.en.isprintable()


def test_facts_of_nothing():
    """After an incident there are none."""
    known = read_facts(replace(report(), facts={}), ONE_TO_ONE)
    assert known.models == {}
    assert known.source.entries == ()
