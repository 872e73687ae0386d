"""What Prometheus reads: for who bears the token only; what it says is what the rows and requests say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from grader.web import lines, pulse
from grader.web.models import Pulse, State, Tally, Work
from tests.sandboxed import REFERENCE, submission

TOKEN = "a token for tests"


@pytest.fixture
def scrape(settings):
    settings.METRICS_TOKEN = TOKEN

    def scraped():
        answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        families = text_string_to_metric_families(answer.content.decode())
        return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}

    return scraped


@pytest.mark.parametrize("told", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}])
def test_without_the_token_there_is_no_such_page(settings, here, told):
    settings.METRICS_TOKEN = TOKEN
    client = Client()
    client.force_login(here.users["olga"])
    assert client.get("/metrics", headers=told).status_code == 404


@pytest.mark.parametrize("told", ["Bearer ", "Bearer", ""])
def test_where_no_token_is_set_nobody_has_it(settings, db, told):
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"Authorization": told}).status_code == 404


def test_the_line(here, scrape):
    Work.objects.all().delete()
    tried = submission(REFERENCE, "ann")
    rows = [lines.enter(here.classroom.site, here.people["ann"], "one_to_one", tried=tried) for _ in range(5)]
    Work.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(created_at=timezone.now() - timedelta(minutes=2))
    Work.objects.filter(pk=rows[3].pk).update(state=State.RUNNING)
    Work.objects.filter(pk=rows[4].pk).update(state=State.FAILED)
    found = scrape()
    assert {key[1]: value for key, value in found.items() if key[0] == "grader_work"} == {
        "waiting": 3,
        "running": 1,
        "failed": 1,
    }
    assert 119 < found["grader_work_oldest_waiting_seconds",] < 180
    Work.objects.all().delete()
    assert scrape()["grader_work_oldest_waiting_seconds",] == 0


def test_workers_that_were_seen_lately(db, scrape):
    assert scrape()["grader_workers_alive",] == 0
    pulse.beat("one", 2)
    pulse.beat("two", 4)
    pulse.beat("two", 3)
    found = scrape()
    assert (found["grader_workers_alive",], found["grader_lanes_alive",]) == (2, 5)
    Pulse.objects.filter(holder="one").update(seen_at=timezone.now() - lines.LEASE)
    assert scrape()["grader_workers_alive",] == 1
    assert Client().get("/readyz").json() == {"status": "ok", "workers": 1}
    pulse.ended("two")
    assert Client().get("/readyz").json() == {"status": "ok", "workers": 0}


def test_rows_of_workers_long_gone_do_not_stay(db):
    pulse.beat("gone", 1)
    Pulse.objects.update(seen_at=timezone.now() - timedelta(days=2))
    pulse.beat("here", 1)
    assert [row.holder for row in Pulse.objects.all()] == ["here"]


def test_gradings_are_a_histogram_by_status(db, scrape):
    for status, seconds in [("graded", 0.25), ("graded", 0.3), ("graded", 100.0), ("error", 3.0)]:
        pulse.count(status, seconds)
    found = scrape()
    graded = [found["grader_grading_seconds_bucket", le, "graded"] for le in ("0.25", "0.5", "64", "+Inf")]
    assert graded == [1, 2, 2, 3]
    assert found["grader_grading_seconds_sum", "graded"] == pytest.approx(100.55)
    assert (found["grader_grading_seconds_count", "graded"], found["grader_grading_seconds_count", "error"]) == (3, 1)
    assert Tally.objects.count() == 4


def test_requests_by_route_and_status(here, scrape):
    key = ("grader_request_seconds_count", "GET", "assignment", "200")
    before = scrape().get(key, 0)
    client = Client()
    client.force_login(here.users["ann"])
    for _ in range(3):
        client.get("/c/here/a/one_to_one/")
    found = scrape()
    assert found[key] == before + 3
    assert not any("here" in str(label) or "ann" in str(label) for one in found for label in one[1:])


def test_how_many_questions_a_scrape_asks(here, scrape, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        scrape()
