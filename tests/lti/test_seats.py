"""Who came by a launch: in which course, as whom, for how long, and in whose frames."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grader.gradebook.models import Person
from grader.web.lti.models import Account, Context, Deployment, Errand, Invitation, Link, Platform, Seat
from grader.web.models import Membership, Role
from grader.web.secret import digest
from tests.lti.double_launches import C
from tests.lti.walks import Walk

_CONTEXT = "http://purl.imsglobal.org/vocab/lis/v2/membership"

pytestmark = pytest.mark.parametrize("running", ["plain"], indirect=True)  # of the others see test_launch_cases


@pytest.fixture
def connected(double, here) -> Context:
    """The double's course is the course ``here``."""
    row: Context = Context.objects.create(
        deployment=Deployment.objects.get(),
        context_id=double.claims("ann", "week1", "n")[C + "context"]["id"],
        site=here.classroom.site,
    )
    return row


def _inside(address: str) -> str:
    """An address without the launch's own place in front of it."""
    found = re.fullmatch(r"/as/[0-9a-f]{16}(/.*)", address)
    assert found is not None, address
    return found[1]


def _launched(double, who: str = "ann", **headers: str) -> tuple[Walk, str]:
    """The launch, and the page that it leads to."""
    walk = Walk(double, double.login_request(who, "week1"), Client(headers=headers))
    answer = walk.browser.get(walk.must_get_in().url)
    assert answer.status_code == 302, answer.content.decode()
    return walk, answer.url


def test_a_student_comes_to_the_assignment(double, connected, here) -> None:
    walk, page = _launched(double)
    assert _inside(page) == "/c/here/a/one_to_one/"
    assert walk.browser.get(page).status_code == 200
    account = Account.objects.get()
    place = Membership.objects.get(user=account.user)
    assert (place.role, place.person.lms_user_id, place.person.first_name) == ("student", account.subject, "Ann")
    assert not account.user.has_usable_password()


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ([f"{_CONTEXT}#Instructor"], "instructor"),
        (["Instructor"], "instructor"),
        ([f"{_CONTEXT}#Administrator"], "instructor"),
        ([f"{_CONTEXT}/Instructor#PrimaryInstructor"], "instructor"),
        ([f"{_CONTEXT}#Instructor", f"{_CONTEXT}/Instructor#TeachingAssistant"], "assistant"),
        ([f"{_CONTEXT}#Learner", f"{_CONTEXT}/instructor#TeachingAssistant"], "assistant"),
        (["TeachingAssistant"], "assistant"),
        ([f"{_CONTEXT}#Learner"], "student"),
        ([], "student"),
        (["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor", f"{_CONTEXT}#Learner"], "student"),
        (["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"], "student"),
        (["http://purl.imsglobal.org/vocab/lis/v2/system/person#SysAdmin"], "student"),
        (["https://evil.example/membership#Instructor"], "student"),
        ([f"{_CONTEXT}#Instructor2"], "student"),
    ],
)
def test_rights_come_from_roles_in_the_course(double, connected, roles, role) -> None:
    walk = Walk(double, double.login_request("ann", "week1"))
    walk.post(id_token=double.sign(walk.claims | {C + "roles": roles}))
    assert Membership.objects.get(user__account__isnull=False).role == role


def test_a_role_that_changes(double, connected) -> None:
    for who, role in (("Learner", "student"), ("Instructor", "instructor"), ("Learner", "student")):
        walk = Walk(double, double.login_request("ann", "week1"))
        walk.post(id_token=double.sign(walk.claims | {C + "roles": [who]}))
        assert Membership.objects.get(user__account__isnull=False).role == role
    assert Person.objects.filter(lms_user_id=Account.objects.get().subject).count() == 1


@pytest.mark.parametrize("text", ["a\x00b\ud800c", "x" * 1000, "=1+1</script>\u202e"])
def test_names_that_no_database_keeps(double, connected, text) -> None:
    walk = Walk(double, double.login_request("ann", "week1"))
    answer = walk.post(id_token=double.sign(walk.claims | dict.fromkeys(("given_name", "family_name", "email"), text)))
    page = walk.browser.get(walk.browser.get(answer.url).url)
    assert page.status_code == 200
    person = Person.objects.get(lms_user_id=Account.objects.get().subject)
    assert person.first_name == text.replace("\x00", "").replace("\ud800", "?")[:255]


def test_an_owner_stays_one(double, connected, here) -> None:
    walk, _ = _launched(double, "teacher")
    Membership.objects.filter(user__account__isnull=False).update(role=Role.OWNER)
    walk.again().must_get_in()
    assert Membership.objects.get(user__account__isnull=False).role == "owner"


def test_the_roster_knows_them_by_their_id(double, connected, here) -> None:
    """Who is on the course's own roster with the platform's id is that person, and not a second one."""
    ann = here.people["ann"]
    Person.objects.filter(pk=ann.pk).update(lms_user_id=double.people["ann"].sub)
    here.users["ann"].set_unusable_password()
    here.users["ann"].save()
    _launched(double)
    assert Account.objects.get().user == here.users["ann"]
    assert Membership.objects.filter(person=ann).count() == 1


def test_nobody_with_a_password_is_taken_over(double, connected, here) -> None:
    Person.objects.filter(pk=here.people["ann"].pk).update(lms_user_id=double.people["ann"].sub)
    _launched(double)
    assert Account.objects.get().user != here.users["ann"]


def test_a_seat_is_good_for_its_course_and_nothing_else(double, connected, here, there) -> None:
    walk, page = _launched(double, "teacher")
    browser, place = walk.browser, page.removesuffix(_inside(page))
    assert browser.get(f"{place}/c/here/class/").status_code == 200
    assert browser.get(f"{place}/").url == f"{place}/c/here/class/"
    for elsewhere in ("/c/there/class/", "/tokens/", "/admin/", "/login/"):
        assert browser.get(f"{place}{elsewhere}").status_code == 403, elsewhere
        assert browser.get(f"{place}{elsewhere}", headers={"Sec-Fetch-Dest": "document"}).url == elsewhere
    for elsewhere in ("/c/here/class/", "/c/there/class/", "/tokens/", "/", "/admin/"):
        assert browser.get(elsewhere).status_code == 302, elsewhere  # to the login
    seat = Seat.objects.get()
    Membership.objects.create(user=seat.account.user, site=there.classroom.site, role=Role.INSTRUCTOR)
    assert browser.get(f"{place}/c/there/class/").status_code == 403
    other, elsewhere = _launched(double, "teacher")
    other.browser.cookies["grader_seat"] = browser.cookies["grader_seat"].value
    assert other.browser.get(elsewhere).status_code == 403  # no browser sends a cookie of another place


@pytest.mark.parametrize("ending", ["expired", "inactive platform", "inactive user", "left", "no cookie", "forged"])
def test_a_seat_ends(double, connected, ending) -> None:
    walk, page = _launched(double)
    match ending:
        case "expired":
            Seat.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        case "inactive platform":
            Platform.objects.update(active=False)
        case "inactive user":
            user = Account.objects.get().user
            user.is_active = False
            user.save()
        case "left":
            assert walk.browser.post(f"{page.removesuffix(_inside(page))}/c/here/lti/leave").status_code == 200
            assert not Seat.objects.exists()
        case "no cookie":
            del walk.browser.cookies["grader_seat"]
        case "forged":
            walk.browser.cookies["grader_seat"] = Seat.objects.get().digest
    assert walk.browser.get(page).status_code == 403
    own = walk.browser.get(page, headers={"Sec-Fetch-Dest": "document"}).url
    assert own == _inside(page)
    assert urlsplit(walk.browser.get(own).url).path == reverse("login")


def test_frames(double, connected) -> None:
    """In a frame of the platform, and of nobody else."""
    walk, page = _launched(double)
    answer = walk.browser.get(page)
    policy = answer.headers["Content-Security-Policy"]
    assert f"frame-ancestors {double.issuer} " in policy or f"frame-ancestors {double.issuer};" in f"{policy};"
    assert "X-Frame-Options" not in answer.headers
    other = Client().get(reverse("login"))
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
    assert other.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("dest", "framed"), [("iframe", True), ("document", False), (None, True)])
def test_cookies_of_a_frame(double, connected, dest, framed) -> None:
    headers = {"Sec-Fetch-Dest": dest} if dest else {}
    walk = Walk(double, double.login_request("ann", "week1"), Client(headers=headers))
    answer = walk.must_get_in()
    seat = answer.cookies["grader_seat"]
    assert (seat["samesite"], "Partitioned" in seat.OutputString()) == ("None" if framed else "Lax", framed)
    assert (seat["secure"], seat["httponly"]) == (True, True)
    page = walk.browser.get(answer.url).url
    csrf = walk.browser.get(page).cookies["csrftoken"]
    assert seat["path"] == csrf["path"] == page.removesuffix(_inside(page)) + "/"
    assert (csrf["samesite"], "Partitioned" in csrf.OutputString()) == ("None" if framed else "Lax", framed)


def test_without_cookies_a_window_of_its_own(double, connected) -> None:
    walk = Walk(double, double.login_request("ann", "week1"))
    address = walk.must_get_in().url
    frame = Client()  # which kept nothing
    page = frame.get(address)
    assert page.status_code == 200
    assert "Open in a new window" in page.content.decode()
    given = {name: page.context[name] for name in ("ticket", "next")}
    window = Client()
    opened = window.post(urlsplit(address).path, given).url
    assert _inside(opened) == "/c/here/a/one_to_one/"
    assert window.get(opened).status_code == 200
    assert Client().post(urlsplit(address).path, given).status_code == 403  # once
    assert frame.get(address).status_code == 403


def test_a_ticket_grows_old(double, connected) -> None:
    address = Walk(double, double.login_request("ann", "week1")).must_get_in().url
    Seat.objects.update(made_at=timezone.now() - timedelta(minutes=6))
    assert Client().get(address).status_code == 403


@pytest.mark.parametrize(
    "page", ["https://evil.example/", "//evil.example", "/c/there/", "/admin/", "javascript:1", ""]
)
def test_a_ticket_leads_nowhere_else(double, connected, page) -> None:
    walk = Walk(double, double.login_request("ann", "week1"))
    address = urlsplit(walk.must_get_in().url).path
    assert _inside(walk.browser.get(address, {"next": page}).url) == "/c/here/"
    answer = walk.browser.post(address.replace("lti/arrive", "lti/language"), {"language": "ru", "next": page})
    assert _inside(answer.url) == "/c/here/"


def test_the_language_of_the_launch(double, connected) -> None:
    walk = Walk(double, double.login_request("ann", "week1"))
    claims = walk.claims
    claims[C + "launch_presentation"] = {"locale": "ru-RU"}
    page = walk.browser.get(walk.post(id_token=double.sign(claims)).url).url
    assert '<html lang="ru">' in walk.browser.get(page).content.decode()
    place = page.removesuffix(_inside(page))
    walk.browser.post(f"{place}/c/here/lti/language", {"language": "en", "next": page})
    assert '<html lang="en">' in walk.browser.get(page).content.decode()


def test_a_password_login_elsewhere_is_untouched(double, connected, here, there) -> None:
    browser = Client()
    browser.force_login(there.users["otto"])
    walk = Walk(double, double.login_request("ann", "week1"), browser)
    page = browser.get(walk.must_get_in().url).url
    assert browser.get("/c/there/class/").status_code == 200
    assert browser.get("/c/here/class/").status_code == 404  # otto is nobody there
    assert browser.get(page).status_code == 200
    assert browser.get(f"{page.removesuffix(_inside(page))}/c/here/class/").status_code == 404  # there a student


# -- errands ------------------------------------------------------------------------------------------------


def test_students_wait_until_somebody_connects(double, site) -> None:
    answer = Walk(double, double.login_request("ann", "week1")).must_get_in()
    assert "lti/not_yet.html" in {one.name for one in answer.templates}
    assert not Errand.objects.exists()


def test_a_new_course(double, site) -> None:
    walk = Walk(double, double.login_request("teacher", "week1"))
    errand = walk.must_get_in().url
    answer = walk.browser.post(errand, {"title": "Django\x00 101"})
    page = walk.browser.get(answer.url).url
    place = Membership.objects.get()
    assert (place.role, place.site.title) == ("owner", "Django 101")
    assert _inside(page) == f"/c/{place.site.folder}/class/a/one_to_one/"
    assert walk.browser.get(page).status_code == 200
    assert walk.browser.get(errand).status_code == 403  # it is done
    student = Walk(double, double.login_request("ann", "week1"))
    assert student.browser.get(student.must_get_in().url).url.endswith("/a/one_to_one/")


@pytest.mark.parametrize("state", ["good", "used", "old", "made up", "an invitation to register"])
def test_a_code_connects_once(double, here, state) -> None:
    row = Invitation(
        digest=digest("code"),
        site=None if state == "an invitation to register" else here.classroom.site,
        made_by=here.users["olga"],
        expires_at=timezone.now() + timedelta(days=-1 if state == "old" else 1),
        used_at=timezone.now() if state == "used" else None,
    )
    row.save()
    walk = Walk(double, double.login_request("teacher", "week1"))
    answer = walk.browser.post(walk.must_get_in().url, {"code": "another" if state == "made up" else " code "})
    assert (Context.objects.get().site == here.classroom.site) == (state == "good")
    assert answer.status_code == (302 if state == "good" else 200)
    if state == "good":
        assert Membership.objects.get(user__account__isnull=False).role == "instructor"


def test_an_activity_without_an_assignment(double, connected) -> None:
    double.add_link("bare", maximum=None)
    walk = Walk(double, double.login_request("teacher", "bare"))
    errand = walk.must_get_in().url
    assert walk.browser.post(errand, {"assignment": "nothing"}).status_code == 200
    assert walk.browser.post(errand, {"assignment": "one_to_one"}).status_code == 302
    assert Link.objects.get().slug == "one_to_one"
    student = Walk(double, double.login_request("ann", "bare"))
    assert student.browser.get(student.must_get_in().url).url.endswith("/a/one_to_one/")


@pytest.mark.parametrize("custom", [{}, {"assignment": "unknown"}, {"assignment": "a\x00"}, {"assignment": 7}])
def test_what_a_link_does_not_know(double, connected, custom) -> None:
    """A choice that staff made stays, whatever else the link says."""
    Link.objects.create(context=connected, link_id="week1", slug="one_to_one")
    walk = Walk(double, double.login_request("ann", "week1"))
    walk.post(id_token=double.sign(walk.claims | {C + "custom": custom}))
    assert Link.objects.get().slug == "one_to_one"


def test_students_choose_nothing(double, connected) -> None:
    walk = Walk(double, double.deep_link_request("ann"))
    assert "lti/not_yet.html" in {one.name for one in walk.must_get_in().templates}
