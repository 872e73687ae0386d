"""From a student's file through the box to a diagnosis; and nothing that a file holds makes one cost anything."""

from __future__ import annotations

import pytest

from tests.sandboxed import ROOT, Grading

pytestmark = pytest.mark.sandbox

SOLUTIONS = ROOT / "solutions" / "one_to_one"
REFERENCE, FOREIGN_KEY = ((SOLUTIONS / name / "models.py").read_text("utf-8") for name in ("reference", "foreign_key"))
DEEP = "f(" * 90 + "1" + ")" * 90
WIDE = "\n".join(f"a{number} = [g(x) for x in range({number})]" for number in range(4000))


def test_a_foreign_key_is_named_with_its_line(whole: Grading):
    """Kindly, in both languages, with a page to read."""
    verdict = whole.verdict(FOREIGN_KEY)
    assert [diagnosis.id for diagnosis in verdict.diagnoses] == ["foreign_key_instead"]
    found = verdict.diagnoses[0]
    assert "OneToOneField" in found.message.en
    assert "Связь один к одному" in found.message.ru
    assert FOREIGN_KEY.splitlines()[(found.line or 0) - 1].strip().startswith("husband = models.ForeignKey(")
    assert found.reference == "https://docs.djangoproject.com/en/5.2/ref/models/fields/#onetoonefield"


@pytest.mark.parametrize(
    "oddity",
    [
        f"def never():\n    return {DEEP}\n",
        f"def never():\n    pass\n{WIDE.replace('g(x)', 'x')}\n",
        "ВСЁ = '«кавычки» \\x1b[31m'\n",
    ],
    ids=["nested deeply", "very long", "odd text"],
)
def test_an_odd_file_gets_the_same_mark_as_without(whole: Grading, oddity: str):
    """Whatever the outline makes of it, no point and no incident come of that."""
    plain, odd = whole.verdict(FOREIGN_KEY), whole.verdict(f"{FOREIGN_KEY}\n\n{oddity}")
    assert odd.score == plain.score
    assert odd.incident is None
    assert odd.staff["diagnoses_that_failed"] == []


def test_a_file_that_claims_another_class_fools_only_its_author(whole: Grading):
    """Names in the source are quoted, never run or looked up in the grader."""
    source = REFERENCE.replace('related_name="wife"', 'related_name="eval"')
    verdict = whole.verdict(source)
    assert "reverse_name_differs" in [diagnosis.id for diagnosis in verdict.diagnoses]
    assert "«eval»" in verdict.diagnoses[0].message.ru


def test_a_program_that_ends_itself_gets_its_mark_without_source_facts(whole: Grading):
    """After an incident nothing more is asked, and the verdict stands."""
    ending = "\n\n    def save(self, *args, **kwargs):\n        import os\n        os._exit(0)\n\n\nclass Husband("
    verdict = whole.verdict(FOREIGN_KEY.replace("\n\n\nclass Husband(", ending, 1))
    assert verdict.incident is not None
    assert verdict.diagnoses == ()


def test_the_name_that_the_box_gives_to_a_taken_side_is_told_to_nobody(whole: Grading):
    """Two links claim ``wife``; a query that fails lists what Django knows, the later link's made name among it."""
    asking = "\n\n    def save(self, *args, **kwargs):\n        Husband.objects.get(tractor=1)\n\n\nclass Husband("
    source = REFERENCE.replace('related_name="best_man_of"', 'related_name="wife"')
    source = source.replace("\n\n\nclass Husband(", asking, 1)
    verdict = whole.verdict(source)
    said = {entry.id: entry.message for entry in verdict.diagnoses}
    assert "lookup_misspelt" in said
    assert "The name wife is taken already." in said["lookup_misspelt"].en
    assert not [entry for entry in said.values() if "another_name" in entry.en + entry.ru]
