"""The worker's thread that nobody waits for: whatever happens to one course, the others go on."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from grader.web.lti import background, keys
from grader.web.lti.background import Background
from grader.web.lti.models import Context, Deployment, Invitation, Key, Login, Platform, Score
from tests.lti.connected import one_kind

pytestmark = one_kind


@pytest.fixture
def thread() -> Background:
    return Background("a worker", threading.Event())


def test_a_round_fills_sends_and_reads(course, lms, thread) -> None:
    course.launch("ann")
    course.attempt("ann")
    assert thread._round()
    assert lms.grade("ann", "week1").points == 20.0
    assert Context.objects.get().synced_at is not None


def test_a_course_whose_folder_is_broken_keeps_nobody_waiting(course, lms, thread, there, caplog) -> None:
    """Its scores and its roster wait until it is mended; the other course's go out."""
    course.launch("ann")
    course.attempt("ann")
    broken = Context.objects.create(
        deployment=Deployment.objects.get(), context_id="0", site=there.classroom.site, roster=lms.roster.url(),
        sync_due_at=timezone.now() - timedelta(hours=1),
    )  # fmt: skip
    toml = there.classroom.folder / "course.toml"
    whole = toml.read_text(encoding="utf-8")
    toml.write_text("this is [no TOML", encoding="utf-8")
    assert thread._round()
    assert lms.grade("ann", "week1").points == 20.0
    broken.refresh_from_db()
    assert broken.sync_trouble
    assert broken.synced_at is None
    toml.write_text(whole, encoding="utf-8")
    Context.objects.filter(pk=broken.pk).update(sync_due_at=timezone.now())
    assert thread._round()
    broken.refresh_from_db()
    assert (broken.sync_trouble, broken.synced_at is not None) == ("", True)


def test_an_error_of_ours_ends_no_thread(course, lms, caplog) -> None:
    """Two rounds: in the first one a score is broken beyond what anybody thought of."""
    course.launch("ann")
    course.attempt("ann")
    course.launch("bob")
    lms.stop()
    course.once()
    lms.restart()
    Score.objects.update(due_at=timezone.now(), in_doubt=[["no", "numbers"]], stamp=None)
    Platform.objects.update(quiet_until=None)
    lms.override("ann", "week1", 3.0)
    thread = Background("a worker", threading.Event())
    with caplog.at_level(logging.ERROR):
        assert not thread._round()
    assert "something of ours went wrong" in caplog.text
    Score.objects.update(in_doubt=[], due_at=timezone.now())
    assert thread._round()


def test_what_has_ended_is_swept(course, lms, thread, here) -> None:
    keys.signing()
    long_ago = timezone.now() - timedelta(days=40)
    for number, at in enumerate((long_ago, timezone.now() + timedelta(minutes=5))):
        Login.objects.create(
            state=f"s{number}", nonce=f"n{number}", browser="b", platform=course.platform, target="", asked={},
            expires_at=at,
        )  # fmt: skip
        Invitation.objects.create(digest=f"d{number}", made_by=here.users["olga"], expires_at=at)
    Key.objects.create(kid="old", sealed=b"", public={}, gone_at=long_ago)
    thread._round()
    assert list(Login.objects.values_list("state", flat=True)) == ["s1"]
    assert list(Invitation.objects.values_list("digest", flat=True)) == ["d1"]
    assert not Key.objects.filter(kid="old").exists()
    assert timedelta(0) < background._HOUSEKEEPING
