"""Platforms that the site in this process knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.web.lti.models import Platform
from tests.lti.connected import Connected, KeyServer, key_server, read_our_keys
from tests.lti.double import Double
from tests.lti.walks import TOOL, registered
from tests.proving import PROVING
from tests.web.conftest import here, site, there  # noqa: F401 - fixtures, asked for by name

KINDS = ("plain", "moodle", "canvas")
HERE = KINDS if PROVING else ("moodle",)  # whose manners are the farthest from what one would expect


@pytest.fixture(scope="module", params=HERE)
def running(request: pytest.FixtureRequest) -> Iterator[Double]:
    with Double(request.param, tool=TOOL) as double:
        double.add_link("week1", custom={"assignment": "one_to_one"}, maximum=20.0)
        yield double


@pytest.fixture
def double(running: Double, db: None, site, settings) -> Double:  # noqa: F811
    """One of each kind, registered."""
    settings.LTI_TEST_ORIGINS = frozenset({running.url})
    registered(running)
    return running


@pytest.fixture
def platform(double: Double) -> Platform:
    return Platform.objects.get(client_id=double.client_id)


# -- for what goes to platforms: a platform of one's own for each test, that reads our keys --------------------


@pytest.fixture(scope="module")
def our_keys() -> Iterator[KeyServer]:
    with key_server() as found:
        yield found


@pytest.fixture(params=HERE)
def lms(request, our_keys, db, site, settings) -> Iterator[Double]:  # noqa: F811
    with Double(request.param, tool=TOOL) as found:
        found.add_link("week1", custom={"assignment": "one_to_one"}, maximum=20.0)
        settings.LTI_TEST_ORIGINS = frozenset({found.url})
        registered(found)
        read_our_keys(found, our_keys)
        yield found


@pytest.fixture
def course(here, lms) -> Connected:  # noqa: F811
    """The course ``here``, connected with it by the first launch."""
    return Connected(here, lms)
