"""An instructor puts assignments into a platform's course; the platform verifies the answer with our key set."""

from __future__ import annotations

import pytest
import requests

from grader.web.lti.models import Context, Errand, Link
from tests.lti.double_launches import DL, DeepLink
from tests.lti.walking import Browser, arrive, form_of
from tests.lti.walks import TOOL, registered


@pytest.fixture
def served(running, transactional_db, live_server, here, settings):
    """The site on a port of its own, with the double's course connected. The double keeps its links to itself."""
    settings.LTI_TEST_ORIGINS = frozenset({running.url})
    running.tool = live_server.url
    platform = registered(running)
    course = running.claims("teacher", "week1", "n")["https://purl.imsglobal.org/spec/lti/claim/context"]["id"]
    deployment = platform.deployments.get()
    Context.objects.create(deployment=deployment, context_id=course, site=here.classroom.site)
    before = set(running.course.links)
    running.returned.clear()
    yield running
    running.tool = TOOL
    for name in set(running.course.links) - before:
        del running.course.links[name]


def _picked(double, deep: DeepLink, **chosen: object) -> requests.Response:
    """The page of ours after the instructor's choice: the answer, on its way."""
    session = Browser()
    launched = _arrived(session, double, deep).post()
    return session.post(f"{double.tool}{launched.headers['Location']}", data=chosen, timeout=20)


def _arrived(session, double, deep, who: str = "teacher"):
    return arrive(session, double.deep_link_request(who, deep, lti_storage_target=None))


def test_several_with_their_columns(served) -> None:
    deep = DeepLink(data='keep <this> & "that"')
    page = _picked(served, deep, assignment=["one_to_one"])
    action, fields = form_of(page)
    assert action.startswith(served.url)
    assert requests.post(action, data=fields, timeout=20).status_code == 200
    (claims,) = served.returned
    (item,) = claims[DL + "content_items"]
    assert item == {
        "type": "ltiResourceLink",
        "url": served.launch_url,
        "title": "One to one",
        "custom": {"assignment": "one_to_one"},
        "lineItem": {"label": "One to one", "scoreMaximum": 20, "resourceId": "one_to_one", "tag": "grader"},
    }
    assert claims[DL + "data"] == deep.data


def test_the_new_link_leads_to_the_assignment(served) -> None:
    action, fields = form_of(_picked(served, DeepLink(), assignment=["one_to_one"]))
    requests.post(action, data=fields, timeout=20)
    (new,) = set(served.course.links) - {"week1"}
    session = Browser()
    answer = arrive(session, served.login_request("ann", new, lti_storage_target=None)).post()
    assert "one_to_one" in answer.headers["Location"]
    link = Link.objects.get(link_id=new)
    assert link.slug == "one_to_one"
    assert link.line_item.startswith(served.url)


def test_nothing_at_all(served) -> None:
    action, fields = form_of(_picked(served, DeepLink(), nothing="1"))
    assert requests.post(action, data=fields, timeout=20).status_code == 200
    assert served.returned[0][DL + "content_items"] == []


@pytest.mark.parametrize("chosen", [{}, {"assignment": ["unknown"]}, {"assignment": [""]}])
def test_a_choice_that_is_none(served, chosen) -> None:
    page = _picked(served, DeepLink(), **chosen)
    assert "Choose one of the assignments." in page.text
    assert Errand.objects.get().used_at is None


def test_no_column_where_none_is_wanted(served) -> None:
    action, fields = form_of(_picked(served, DeepLink(accept_lineitem=False), assignment=["one_to_one"]))
    requests.post(action, data=fields, timeout=20)
    assert "lineItem" not in served.returned[0][DL + "content_items"][0]


def test_a_platform_that_takes_no_links(served) -> None:
    session = Browser()
    launched = _arrived(session, served, DeepLink(accept_types=("file", "html"))).post()
    page = session.get(f"{served.tool}{launched.headers['Location']}", timeout=20)
    assert "takes no links here" in page.text
    assert "one_to_one" not in page.text


def test_an_answer_is_given_once(served) -> None:
    session = Browser()
    errand = f"{served.tool}{_arrived(session, served, DeepLink()).post().headers['Location']}"
    first = session.post(errand, data={"assignment": "one_to_one"}, timeout=20)
    assert 'name="JWT"' in first.text
    assert session.post(errand, data={"assignment": "one_to_one"}, timeout=20).status_code == 403


def test_where_the_form_may_go(served) -> None:
    page = _picked(served, DeepLink(), assignment=["one_to_one"])
    policy = dict(one.split(None, 1) for one in page.headers["Content-Security-Policy"].split("; "))
    assert policy["form-action"] == f"'self' {policy['frame-ancestors']}"
    assert served.url in policy["form-action"].split()
    assert page.headers["Cache-Control"] == "no-store"
