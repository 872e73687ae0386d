"""Every route against every role: who gets in, who is told that there is no such page, who is asked to log in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.web import stops

IN, GONE, LOGIN = "in", "gone", "login"
_CODES = {200: IN, 302: IN, 404: GONE}
_STAFF, _GRADERS, _OWNERS = ("olga", "ivan", "ada"), ("olga", "ivan"), ("olga",)
_MEMBERS = ("olga", "ivan", "ada", "ann", "bob")
_EVERYBODY = (*_MEMBERS, "otto", "eve")

# By name of the route: how it is asked for, and who gets in. Everybody else gets GONE, and who is not logged in LOGIN.
ROUTES = {
    "course": ("get", {}, ("ann", "bob")),
    "assignment": ("get", {"slug": "one_to_one"}, ("ann", "bob")),
    "submit": ("post", {"slug": "one_to_one"}, ("ann", "bob")),
    "draft": ("post", {"slug": "one_to_one"}, ("ann", "bob")),
    "work": ("get", {"pk": "work"}, ("ann",)),
    "attempt": ("get", {"pk": "submission"}, ("ann",)),
    "ask": ("post", {"pk": "submission"}, ()),  # nothing was checked there; see test_talk
    "reviews": ("get", {}, _STAFF),
    "answer": ("post", {"pk": "review"}, _STAFF),
    "comment": ("post", {"pk": "submission"}, _STAFF),
    "extend": ("post", {"person": "person", "slug": "one_to_one"}, _GRADERS),
    "people": ("get", {}, _STAFF),
    "import_roster": ("post", {}, _OWNERS),
    "invite": ("post", {}, _OWNERS),
    "close": ("post", {}, _OWNERS),
    "forget": ("post", {"person": "person"}, _OWNERS),
    "regrades": ("get", {}, _STAFF),
    "regrade": ("get", {"pk": "regrading"}, _STAFF),
    "start_regrade": ("post", {}, _GRADERS),
    "drop_regrade": ("post", {"pk": "regrading"}, _GRADERS),
    "apply_regrade": ("post", {"pk": "regrading"}, _OWNERS),
    "undo_regrade": ("post", {}, _OWNERS),
    "classroom": ("get", {}, _STAFF),
    "insight": ("get", {"slug": "one_to_one"}, _STAFF),
    "student": ("get", {"person": "person", "slug": "one_to_one"}, _STAFF),
    "submission": ("get", {"pk": "submission"}, _STAFF),
    "report": ("get", {}, _STAFF),
    "adjust": ("post", {"person": "person", "slug": "one_to_one"}, _GRADERS),
    "downloads": ("get", {}, _GRADERS),
    "for_platform": ("post", {}, _GRADERS),
    "export": ("get", {"kind": "csv"}, _GRADERS),
    "publish": ("post", {}, _OWNERS),
    "log": ("get", {}, _OWNERS),
}
FORMS = {
    "start_regrade": {"slug": "one_to_one"},
    "for_platform": {"slug": "one_to_one", "platform": "canvas"},
}  # what has to be sent along
# Outside of courses: (how, who gets in); LOGIN says whether the others are asked to log in.
OUTSIDE = {"home": _EVERYBODY}
OPEN = {"login", "welcome", "logout", "set_language", "healthy", "ready"}  # for everybody, logged in or not
OWN = {"tokens", "revoke"}  # of whoever is logged in, and nobody else's
BEARER = {"metrics"}  # of who bears the site's own token (test_metrics)


def test_every_route_has_a_row() -> None:
    """A new route without a row here would be open to nobody knows whom."""
    assert {route.name for route in stops.routes()} == {*ROUTES, *OUTSIDE, *OPEN, *OWN, *BEARER}


def test_every_page_has_a_stop(db) -> None:
    """What answers GET is a page, if it is no data. One that is no stop is looked at by nobody (test_accessibility)."""
    pages = {route.name for route in stops.routes() if _client(None).get(stops.address(route)).status_code != 405}
    assert pages - stops.DATA == {stop.name for stop in stops.STOPS} - {""}


def _address(name: str, here) -> str:
    ids = {
        "regrading": here.regrading.pk,
        "review": here.review.pk,
        "work": here.work.pk,
        "submission": here.submission.pk,
        "person": here.people["ann"].pk,
    }
    given = {key: ids.get(value, value) for key, value in ROUTES[name][1].items()}
    return reverse(name, kwargs={"folder": "here", **given})


def _client(user: object | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.mark.parametrize("name", ROUTES)
def test_who_gets_in(name, here, there) -> None:
    how, _, who = ROUTES[name]
    address = _address(name, here)
    found = {}
    for login, user in {**here.users, **there.users}.items():
        answer = getattr(_client(user), how)(address, FORMS.get(name))
        found[login] = _CODES[answer.status_code]
    assert found == {login: IN if login in who else GONE for login in _EVERYBODY}
    answer = getattr(_client(None), how)(address)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("login"))


def test_the_way_in(here, there) -> None:
    for user in {**here.users, **there.users}.values():
        assert _client(user).get(reverse("home")).status_code in (200, 302)
    assert _client(None).get(reverse("home")).url.startswith(reverse("login"))
    for name in ("healthy", "ready", "login"):
        assert _client(None).get(reverse(name)).status_code == 200
    assert _client(here.users["olga"]).get("/admin/").status_code == 302  # an owner of a course is no operator


def test_pages_of_a_course_show_nothing_of_another(here, there) -> None:
    """An owner of both places would still have to name the right course."""
    client = _client(there.users["otto"])
    person = here.people["ann"].pk
    for address in (
        reverse("student", kwargs={"folder": "there", "person": person, "slug": "one_to_one"}),
        reverse("submission", kwargs={"folder": "there", "pk": here.submission.pk}),
    ):
        assert client.get(address).status_code == 404
