"""The line in front of the lanes: fair, bounded, and nothing in it is lost or done twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from grader.core.errors import GraderError
from grader.web import lines
from grader.web.models import State, Work
from tests.sandboxed import REFERENCE, submission


def enter(here, login, count=1):
    tried = submission(REFERENCE, login)
    return [lines.enter(here.classroom.site, here.people[login], "one_to_one", tried=tried) for _ in range(count)]


@pytest.fixture
def empty(here):
    Work.objects.all().delete()
    return here


def test_a_hundred_of_one_students_do_not_keep_anothers_first_waiting(empty):
    anns = enter(empty, "ann", 10)
    (bobs,) = enter(empty, "bob")
    assert lines.place(bobs) == 1
    assert lines.place(anns[-1]) == 10
    taken = [lines.take("w") for _ in range(3)]
    assert [work.pk for work in taken] == [anns[0].pk, bobs.pk, anns[1].pk]


def test_a_student_has_only_so_many_in_the_line(empty):
    enter(empty, "ann", lines.MOST_WAITING)
    with pytest.raises(lines.TooMany):
        enter(empty, "ann")
    enter(empty, "bob")


def test_nobody_takes_what_another_has_in_hand(empty):
    enter(empty, "ann")
    assert lines.take("one") is not None
    assert lines.take("two") is None


def test_what_a_dead_worker_had_is_taken_again_and_its_late_result_does_not_count(empty):
    enter(empty, "ann")
    first = lines.take("dead")
    Work.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    second = lines.take("alive")
    assert (second.pk, second.tries) == (first.pk, 2)
    with pytest.raises(GraderError, match="taken over"):
        lines.done(first, verdict=b"late")
    lines.done(second, verdict=b"in time")
    row = Work.objects.get()
    assert (row.state, bytes(row.verdict)) == (State.DONE, b"in time")


def test_who_lives_keeps_what_it_has(empty):
    enter(empty, "ann")
    lines.take("alive")
    Work.objects.update(lease_until=timezone.now() + timedelta(seconds=1))
    lines.renew("alive")
    assert Work.objects.get().lease_until > timezone.now() + lines.LEASE / 2


def test_who_ends_gives_back_what_it_has(empty):
    enter(empty, "ann")
    lines.take("ending")
    assert lines.give_back("ending") == 1
    row = Work.objects.get()
    assert (row.state, row.holder, row.lease_until) == (State.WAITING, "", None)
