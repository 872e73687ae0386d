"""Some mutants of a model answer, graded as students' files are. ``make mutants`` grades them all."""

from __future__ import annotations

import pytest

from tests.mutants.catalogue import mutants_of
from tests.mutants.grading import Fate, judged
from tests.sandboxed import REFERENCE

pytestmark = pytest.mark.sandbox

MUTANTS = {mutant.name: mutant for mutant in mutants_of(REFERENCE)}


@pytest.mark.parametrize(
    "name",
    [
        "Women.husband: OneToOneField -> ForeignKey(unique=True)",
        "Women.husband: on_delete SET_NULL -> CASCADE",
        "Women.husband: blank dropped",
        "Women.husband: related_name dropped",
        "Women.husband: moved to Husband.wife",
        "Women.husband: a comma behind it",
    ],
)
def test_a_mutant_costs_points(grading, name):
    grave = judged(MUTANTS[name], grading.verdict(MUTANTS[name].text), {})
    assert grave.fate is Fate.KILLED
    assert list(grave.losses) == ["husband"]


def test_a_mutant_that_changes_nothing_costs_nothing(grading):
    """A one-to-one field is unique whatever it is told."""
    mutant = MUTANTS["Women.husband: unique added False"]
    grading.accepts(mutant.text)
