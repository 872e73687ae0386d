"""Every route against every role: who gets in, who is told that there is no such page, who is asked to log in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from grader.gradebook.marks import adjust, marks, publish
from grader.gradebook.models import Actor, Publication
from grader.web.lti.models import Account, Context, Deployment, Link, Platform, Score
from tests.web import stops
from tests.web.test_api import token
from tests.web.verdicts import attempt

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
    "lms": ("get", {}, _STAFF),
    "lms_code": ("post", {}, _OWNERS),
    "lms_when": ("post", {"pk": "context"}, _OWNERS),
    "lms_part": ("post", {"pk": "context"}, _OWNERS),
    "lms_sync": ("post", {"pk": "context"}, _GRADERS),
    "lms_resend": ("post", {"pk": "score"}, _GRADERS),
}
FORMS = {
    "submit": {"what": "try"},
    "start_regrade": {"slug": "one_to_one"},
    "for_platform": {"slug": "one_to_one", "platform": "canvas"},
}  # what has to be sent along
# Outside of courses: (how, who gets in); LOGIN says whether the others are asked to log in.
OUTSIDE = {"home": _EVERYBODY}
OPEN = {"login", "welcome", "logout", "set_language", "healthy", "ready"}  # for everybody, logged in or not
OWN = {"tokens", "revoke"}  # of whoever is logged in, and nobody else's
BEARER = {"metrics"}  # of who bears the site's own token (test_metrics)

LAUNCHED = stops.LAUNCHED | {"lti_keys"}  # for who comes from a platform (tests/lti)


def test_every_route_has_a_row() -> None:
    """A new route without a row here would be open to nobody knows whom."""
    assert {route.name for route in stops.routes()} == {*ROUTES, *OUTSIDE, *OPEN, *OWN, *BEARER, *LAUNCHED}


def test_every_page_has_a_stop(db) -> None:
    """What answers GET is a page, if it is no data. One that is no stop is looked at by nobody (test_accessibility)."""
    pages = {route.name for route in stops.routes() if _client(None).get(stops.address(route)).status_code != 405}
    assert pages - stops.DATA - stops.LAUNCHED == {stop.name for stop in stops.STOPS} - {""}


def _address(name: str, here) -> str:
    ids = {
        "regrading": here.regrading.pk,
        "review": here.review.pk,
        "work": here.work.pk,
        "submission": here.submission.pk,
        "person": here.people["ann"].pk,
    }
    if name.startswith("lms_") and ROUTES[name][1]:
        ids |= _connected(here)
    given = {key: ids.get(value, value) for key, value in ROUTES[name][1].items()}
    return reverse(name, kwargs={"folder": "here", **given})


def _connected(here) -> dict[str, int]:
    """A platform's course that is this one, and a score of ann's that goes there."""
    platform = Platform.objects.create(name="A platform", issuer="https://lms.example", client_id="1", active=True)
    deployment = Deployment.objects.create(platform=platform, deployment_id="1")
    context = Context.objects.create(deployment=deployment, site=here.classroom.site, roster="https://lms.example/r")
    told = Publication.objects.create(
        person=here.people["ann"],
        assignment=here.submission.assignment,
        status="graded",
        points=1.0,
        max_score=2.0,
        by=Actor.objects.first(),
    )
    score = Score.objects.create(
        link=Link.objects.create(context=context, link_id="1", slug="one_to_one"),
        account=Account.objects.create(platform=platform, subject="1", user=here.users["ann"]),
        person=here.people["ann"],
        publication=told,
    )
    return {"context": context.pk, "score": score.pk}


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


def test_a_student_sees_points_by_hand_when_they_are_published(here) -> None:
    """Until then neither on a page nor through the API."""
    row, book = attempt(here, "bob"), here.classroom.book
    most = here.classroom.assignments["one_to_one"].max_score
    adjust(book, here.people["bob"], row.assignment, -3, "copied")
    client, headers = _client(here.users["bob"]), token(here.users["bob"])
    addresses = [
        reverse("course", kwargs={"folder": "here"}),
        reverse("assignment", kwargs={"folder": "here", "slug": "one_to_one"}),
        reverse("attempt", kwargs={"folder": "here", "pk": row.pk}),
    ]
    own, less = f"{most:g} / {most:g}", f"{most - 3:g} / {most:g}"
    for address in addresses:
        page = client.get(address).content.decode()
        assert own in page
        assert less not in page
    assert Client().get("/api/courses/here/assignments", headers=headers).json()[0]["points"] == most
    assert Client().get("/api/courses/here/marks", headers=headers).json() == []
    publish(book, list(marks(book, here.classroom.policy, login="bob").values()))
    for address in addresses[:2]:
        page = client.get(address).content.decode()
        assert own in page
        assert less in page
    assert Client().get("/api/courses/here/marks", headers=headers).json()[0]["points"] == most - 3
    assert "copied" not in "".join(client.get(address).content.decode() for address in addresses)
