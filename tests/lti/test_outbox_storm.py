"""Marks while the platform answers 500, 429 and nothing, and restarts, and workers are killed.

Two workers send, as processes; marks are published meanwhile. Each student's last one arrives, and none that is older
after one that is newer.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from werkzeug.wrappers import Request

from tests.lti.connected import key_server
from tests.lti.double import Double
from tests.lti.double_course import LEARNS
from tests.lti.double_server import Fault
from tests.lti.double_tokens import SCOPES
from tests.lti.storming import MAXIMUM, StormSite
from tests.proving import PROVING, only_when_proving
from tests.servers import postgresql

STUDENTS, MARKS = (500, 4) if PROVING else (30, 3)
PATIENCE = 900.0 if PROVING else 120.0
_OFTEN = 0.02 if PROVING else 0.05  # of requests for scores that go wrong, each of them quiet for some seconds


class Weather:
    """What goes wrong: by chance, from a seed that is told. ``seen``: how often what did."""

    def __init__(self) -> None:
        self.seed = random.randrange(2**32)
        self._random, self.seen = random.Random(self.seed), Counter[str]()

    def __call__(self, _request: Request) -> Fault | None:
        if self._random.random() > _OFTEN:
            return None
        kinds = {
            "500": Fault(500),
            "429": Fault(429, {"Retry-After": "1"}),
            "closed": Fault(close=True),
            "answer lost": Fault(close=True, after=True),
            "500 after all": Fault(500, after=True),
        }
        if PROVING:
            kinds["no answer in time"] = Fault(seconds=11.0)
        name = self._random.choice(list(kinds))
        self.seen[name] += 1
        return kinds[name]


@contextmanager
def stormy(folder, kind: str, **environment: str) -> Iterator[tuple[Double, StormSite]]:
    with Double(kind, tool="http://127.0.0.1:1") as double, key_server() as server:
        double.add_link("week1", maximum=MAXIMUM)
        people = [double.add_person(f"s{number:03}", LEARNS) for number in range(STUDENTS)]
        site = StormSite(folder, double.url, **environment)
        about = {"platform": double.registration(), "scopes": [one for one in SCOPES if "lti-ags" in one]}
        about |= {"line_item": double.grading.item_url(double.line_item("week1").number)}
        server.told = site.ask("begin", about | {"subjects": [one.sub for one in people]})
        double.tool_keys = server.url
        yield double, site


def carry_on(double: Double, site: StormSite, weather: Weather) -> None:
    """Marks, one round after the other, in all that weather; the workers end, one of them by force in the middle."""
    double.faults.always["scores"] = weather
    workers = {name: site.worker(name) for name in ("one", "two")}
    try:
        for number in range(MARKS):
            assert site.ask("publish", float(number + 1)) == STUDENTS
            _until(lambda wanted=number: len(double.asked_of("scores")) > STUDENTS * wanted // 2, 60)
            if number == 0:
                for name, worker in list(workers.items()):
                    worker.kill()
                    worker.wait()
                    workers[name] = site.worker(name)
            if number == 1:
                double.stop()
                time.sleep(3)
                double.restart()
        _until(lambda: _arrived(double) == STUDENTS, PATIENCE)
        _until(lambda: site.ask("left").get("sent") == STUDENTS, PATIENCE)
    finally:
        for one in workers.values():
            one.terminate()
        assert [one.wait(60) for one in workers.values()] == [0, 0], site.said[-3000:]


def _arrived(double: Double) -> int:
    return sum(double.grade(f"s{number:03}", "week1").points == MARKS for number in range(STUDENTS))


def _until(happened, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.2)


def look(double: Double, site: StormSite, weather: Weather, seconds: float) -> None:
    """At what the platform was sent."""
    rounds = []
    for number in range(STUDENTS):
        taken = double.grade(f"s{number:03}", "week1").scores
        given = [one["scoreGiven"] for one in taken]
        assert given == sorted(set(given)), f"seed {weather.seed}: {given}"  # neither twice nor in another order
        assert given[-1] == MARKS
        stamps = [datetime.fromisoformat(one["timestamp"]) for one in taken]
        assert all(later - before >= timedelta(seconds=0.999) for before, later in pairwise(stamps))
        rounds.append(len(given))
    assert "Traceback" not in site.said, site.said[-3000:]
    answers = Counter(str(one.status or "closed") for one in double.asked_of("scores"))
    print(  # noqa: T201 - what was seen, with -s
        f"\n{double.manners.kind}: {STUDENTS} students, {MARKS} marks each in {seconds:.0f} s; "
        f"{sum(rounds)} scores taken, {len(double.asked_of('scores'))} sent, answered {dict(sorted(answers.items()))}; "
        f"weather {dict(weather.seen)}, seed {weather.seed}"
    )


@pytest.mark.parametrize(
    ("kind", "database"),
    [
        ("moodle", "sqlite"),
        pytest.param("canvas", "sqlite", marks=only_when_proving("the same of another platform")),
        pytest.param("moodle", "postgresql", marks=only_when_proving("the same on another database")),
    ],
)
def test_each_last_mark_arrives_and_nothing_older_after_it(tmp_path, kind, database) -> None:
    with ExitStack() as stack:
        own = {}
        if database == "postgresql":
            data = tmp_path / "postgresql"
            data.mkdir()
            own["DATABASE_URL"] = stack.enter_context(postgresql(data))
        double, site = stack.enter_context(stormy(tmp_path / "site", kind, **own))
        weather, began = Weather(), time.monotonic()
        carry_on(double, site, weather)
        look(double, site, weather, time.monotonic() - began)
