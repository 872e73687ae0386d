"""Keys are changed for new ones, on both sides and under load, and no launch, answer or token request fails of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
import requests
from jwt import PyJWKSet, decode

from grader.web.lti.keysets import ASKED_EVERY
from tests.lti.double import Double
from tests.lti.double_server import Fault
from tests.lti.framed import connect, register, site_of
from tests.lti.posts import gets_in_once, got_in, of_link, put_in
from tests.proving import only_when_proving
from tests.servers import postgresql
from tests.web.sites import Served

pytestmark = only_when_proving("a minute; each key is looked up in test_launch_cases")

_THREADS = 8
_MEMBERS = """
from grader.lms.lti import nrps
from grader.lms.lti.platform import Services
from grader.web.lti import keys, keysets
from grader.web.lti.models import Context
context = Context.objects.exclude(roster="").get()
services = Services(keysets.outside(), lambda claims: keys.signing().sign(claims))
print(len(list(nrps.members(services, context.deployment.platform.facts, context.roster))))
"""
_ROTATE = "from datetime import timedelta; from grader.web.lti import keys; keys.rotate({})"
_A_DAY_LATER = """
from datetime import timedelta
from django.db.models import F
from grader.web.lti.models import Key
Key.objects.update(signs_from=F("signs_from") - timedelta(days=1, seconds=1))
Key.objects.exclude(gone_at=None).update(gone_at=F("gone_at") - timedelta(days=1, seconds=1))
"""
_KEYS_ARE_OLD = """
from django.utils import timezone
from grader.web.lti.models import Platform
Platform.objects.update(key_set_until=timezone.now(), key_set_asked_at=None)
"""


@dataclass
class Pair:
    site: Served
    double: Double


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("rotation") / "site"
    with Double("plain") as double, pytest.MonkeyPatch.context() as patch, site_of(folder, double.url) as site:
        patch.setenv("GRADER_DEBUG", "1")  # of Served.shell too
        patch.setenv("LTI_TEST_ORIGINS", double.url)
        _prepare(site, double)
        yield Pair(site, double)


def _prepare(site: Served, double: Double) -> None:
    double.tool = site.url
    double.add_link("week1", custom={"assignment": "one_to_one"})
    register(site, double.registration())
    connect(site, double.issuer, double.course.id)
    assert got_in(of_link(double).post())


def _at_once(work: Callable[[int], object]) -> list[object]:
    """By eight threads that begin together."""
    gate = threading.Barrier(_THREADS)

    def one(number: int) -> object:
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(one, range(_THREADS)))


def _let_it_be_asked(pair: Pair) -> None:
    """The time until an unknown key may be asked for again, passed over."""
    pair.site.shell("from grader.web.lti.models import Platform; Platform.objects.update(key_set_asked_at=None)")


def test_the_platform_has_a_new_key(pair: Pair) -> None:
    """The old one is gone at once. Eight launches come with the new one at the same time: one asks, the others wait."""
    for _ in range(3):
        _let_it_be_asked(pair)
        key, before = pair.double.rotate(), len(pair.double.asked_of("keys"))
        launches = [of_link(pair.double) for _ in range(_THREADS)]
        assert {one.kid for one in launches} == {key.kid}
        answers = _at_once(lambda number: launches[number].post())  # noqa: B023 - ended when this round ends
        assert [one.text for one in answers if not got_in(one)] == []
        assert len(pair.double.asked_of("keys")) == before + 1


def test_a_key_changes_under_way(pair: Pair) -> None:
    """The platform keeps the old one published: launches that were signed with it are on their way."""
    _let_it_be_asked(pair)
    kids: set[str] = set()

    def launch(number: int) -> list[str]:
        refused = []
        for turn in range(4):
            one = of_link(pair.double, "ann" if number % 2 else "bob")
            if (number, turn) == (0, 1):
                pair.double.rotate(keep_old=True)
            answer = one.post()
            kids.add(one.kid)
            refused += [] if got_in(answer) else [answer.text]
        return refused

    assert [told for told in _at_once(launch) if told] == []
    assert len(kids) == 2


def test_a_platform_whose_keys_cannot_be_read(pair: Pair) -> None:
    for fault in (Fault(500), Fault(200, body="no keys"), Fault(200, {"Content-Type": "application/json"}, "{}"), None):
        pair.site.shell(_KEYS_ARE_OLD)
        before = len(pair.double.asked_of("keys"))
        if fault is not None:
            pair.double.faults.always["keys"] = lambda _request, fault=fault: fault
        else:
            pair.double.faults.clear()
        assert got_in(of_link(pair.double).post())
        assert len(pair.double.asked_of("keys")) == before + 1
    assert got_in(of_link(pair.double).post())


def test_a_flood_of_unknown_keys(pair: Pair) -> None:
    """Whoever forges launches cannot make us flood a platform, nor keep out who comes with a good one."""
    began = time.monotonic()
    _let_it_be_asked(pair)
    before = len(pair.double.asked_of("keys"))

    def flood(number: int) -> list[int]:
        told = []
        for turn in range(5):
            good = of_link(pair.double, "ann" if number % 2 else "bob")
            forged = pair.double.sign({}, headers={"kid": f"nobody-{number}-{turn}"})
            told += [good.post(id_token=forged).status_code, good.post().status_code]
        return told

    assert _at_once(flood) == [[403, 302] * 5] * _THREADS
    most = 1 + (time.monotonic() - began) // ASKED_EVERY.total_seconds()
    assert 1 <= len(pair.double.asked_of("keys")) - before <= most


def test_our_key_changes(pair: Pair) -> None:
    """With a day's notice: what a platform keeps of our key set verifies until the new key signs."""
    kept = PyJWKSet.from_dict(requests.get(f"{pair.site.url}/lti/keys", timeout=20).json())
    pair.site.shell(_ROTATE.format(""))
    assert put_in(pair.site, pair.double).ok
    sent = [one.body for one in pair.double.asked_of("content")][-1].decode()
    token = dict(part.split("=") for part in sent.split("&"))["JWT"]
    assert any(_verifies(token, one.key) for one in kept.keys)
    pair.site.shell(_A_DAY_LATER)
    assert put_in(pair.site, pair.double).ok
    sent = [one.body for one in pair.double.asked_of("content")][-1].decode()
    token = dict(part.split("=") for part in sent.split("&"))["JWT"]
    assert not any(_verifies(token, one.key) for one in kept.keys)
    published = {one["kid"] for one in requests.get(f"{pair.site.url}/lti/keys", timeout=20).json()["keys"]}
    assert {one.key_id for one in kept.keys} <= published
    assert int(pair.site.shell(_MEMBERS)) == len(pair.double.members)


def _verifies(token: str, key: object) -> bool:
    try:
        decode(token, key, algorithms=["RS256"], options={"verify_aud": False})
    except Exception:  # noqa: BLE001 - whatever is wrong with it
        return False
    return True


def test_our_key_changes_at_once(pair: Pair) -> None:
    """Without notice, while answers are on their way: those that were signed with the old key verify too."""
    rotating = threading.Thread(target=lambda: pair.site.shell(_ROTATE.format("notice=timedelta(0)")))

    def work(number: int) -> list[bool]:
        if number == 0:
            rotating.start()
        return [put_in(pair.site, pair.double).ok for _ in range(3)]

    before = requests.get(f"{pair.site.url}/lti/keys", timeout=20).json()["keys"]
    assert _at_once(work) == [[True] * 3] * _THREADS
    rotating.join()
    assert put_in(pair.site, pair.double).ok
    assert len(requests.get(f"{pair.site.url}/lti/keys", timeout=20).json()["keys"]) == len(before) + 1
    assert int(pair.site.shell(_MEMBERS)) == len(pair.double.members)


def test_a_launch_that_is_posted_twice_at_once_gets_in_once_on_postgresql(tmp_path) -> None:
    place = tmp_path / "database"
    place.mkdir()
    with (
        postgresql(place) as url,
        Double("plain") as double,
        site_of(tmp_path / "site", double.url, DATABASE_URL=url) as site,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("DATABASE_URL", url)
        _prepare(site, double)
        gets_in_once(double)
