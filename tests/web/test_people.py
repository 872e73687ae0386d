"""The roster, invitations, the end of a course, and forgetting somebody: what is done, and to whom it is not."""

from __future__ import annotations

import csv
import io

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from grader.gradebook import audit
from grader.gradebook.models import Person, Submission
from grader.web import cells, lines
from grader.web.models import Allowance, Cell, Comment, Draft, Membership, Review, Role, Site, Work
from tests.sandboxed import REFERENCE, submission

ROSTER = "id,last_name,first_name,email\nann,O'Brien,Anna,\nnew,Новый,Пётр,new@uni.test\n"


def at(name, folder="here", **given):
    return reverse(name, kwargs={"folder": folder, **given})


@pytest.fixture
def olga(here):
    return client(here.users["olga"])


def client(user):
    found = Client()
    found.force_login(user)
    return found


def told(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def upload(owner, text=ROSTER, **more):
    file = SimpleUploadedFile("students.csv", text if isinstance(text, bytes) else text.encode())
    return owner.post(at("import_roster"), {"roster": file} | more, follow=True)


def take(owner, text=ROSTER):
    return told(owner.post(at("import_roster"), {"text": text, "sure": "1"}, follow=True))


# -- the roster --------------------------------------------------------------------------------------------


def test_a_roster_is_looked_at_before_it_is_taken(here, olga):
    before = (here.classroom.folder / "students.csv").read_text()
    page = told(upload(olga))
    assert "What this file would change" in page
    assert (here.classroom.folder / "students.csv").read_text() == before
    assert not Person.objects.filter(login="new").exists()
    assert "2 students are in the course" in take(olga)
    assert (here.classroom.folder / "students.csv").read_text() == ROSTER
    person = Person.objects.get(login="new")
    assert (person.last_name, person.position) == ("Новый", 2)
    assert Membership.objects.get(person=person).user.username == "new"
    bob = Person.objects.get(login="bob")
    assert (bob.position, Membership.objects.filter(person=bob).exists()) == (None, True)
    assert audit.verify(here.classroom.book) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name\nann\n", "unknown column"),
        ("id\nann\nann\n", "second student"),
        ("id\n../x\n", "cannot be used"),
        (b"id\n\xff\xfe\n", "not UTF-8"),
        ("id\n", "nobody in this file"),
        ('id\n"ann\n', "is not CSV"),
    ],
)
def test_a_file_with_a_mistake_changes_nothing(here, olga, text, words):
    before = (here.classroom.folder / "students.csv").read_bytes(), Person.objects.count()
    assert words in told(upload(olga, text, sure="1"))
    assert ((here.classroom.folder / "students.csv").read_bytes(), Person.objects.count()) == before


def test_staff_of_the_course_become_no_students(here, olga):
    assert "not as students: ada" in take(olga, "id\nann\nada\n")
    assert Membership.objects.get(user=here.users["ada"]).role == Role.ASSISTANT


# -- invitations -------------------------------------------------------------------------------------------


def invitations(owner):
    answer = owner.post(at("invite"))
    return {row["id"]: row for row in csv.DictReader(io.StringIO(answer.content.decode()))}


def test_a_link_works_once(here, olga):
    take(olga)
    (row,) = invitations(olga).values()  # ann and bob have chosen passwords
    assert (row["id"], row["email"]) == ("new", "new@uni.test")
    guest = Client()
    page = guest.get(row["link"], follow=True)
    assert "You are new here" in told(page)
    chosen = {"new_password1": "a fine long one", "new_password2": "a fine long one"}
    done = guest.post(page.redirect_chain[-1][0], chosen, follow=True)
    assert "Course here" in told(done)
    assert Client().login(request=done.wsgi_request, username="new", password="a fine long one")
    assert "was used already" in told(Client().get(row["link"], follow=True))
    assert invitations(olga) == {}


def test_nobody_elses_account_can_be_taken_by_a_link(here, there, olga):
    """Of another course, of staff, of an operator: an owner could enter any name in a roster."""
    get_user_model().objects.create_user("operator", is_staff=True)
    get_user_model().objects.create_superuser("root", password=None)
    eve = there.users["eve"]
    eve.set_unusable_password()
    eve.save()
    take(olga, "id\nann\neve\notto\noperator\nroot\nfree\n")
    assert set(invitations(olga)) == {"free"}


# -- the end -----------------------------------------------------------------------------------------------


def test_a_closed_course_takes_nothing_and_tries_go_on(here, olga):
    olga.post(at("close"), {"closed": "1"})
    bob = client(here.users["bob"])
    page = told(bob.get(at("assignment", slug="one_to_one")))
    assert "This course is over" in page
    given = {"text:models.py": REFERENCE}
    answer = bob.post(at("submit", slug="one_to_one"), given | {"what": "submit"}, follow=True)
    assert "Nothing was handed in" in told(answer)
    assert not Submission.objects.filter(person=here.people["bob"]).exists()
    bob.post(at("submit", slug="one_to_one"), given | {"what": "try"})
    assert Work.objects.filter(person=here.people["bob"], submission=None).count() == 1
    olga.post(at("close"), {"closed": "0"})
    assert not Site.objects.get(folder="here").closed


def test_who_is_forgotten_is_nowhere(here, olga):
    ann = here.people["ann"]
    Draft.objects.create(person=ann, slug="one_to_one", name="models.py", text="draft of O'Brien")
    Comment.objects.create(submission=here.submission, author=here.users["ada"], text="to O'Brien")
    lines.enter(here.classroom.site, ann, "one_to_one", tried=submission(REFERENCE, "ann"))
    AccessAttempt.objects.create(username="ann", ip_address="127.0.0.1", failures_since_start=1)
    cells.current(here.classroom)
    assert "has to be typed" in told(olga.post(at("forget", person=ann.pk), {"login": "Ann"}, follow=True))
    assert Person.objects.get(pk=ann.pk).login == "ann"
    olga.post(at("forget", person=ann.pk), {"login": "ann"})
    for model in (Work, Draft, Allowance, Cell, Comment, Review, Submission):
        assert not model.objects.exists(), model
    assert not get_user_model().objects.filter(username="ann").exists()
    assert not AccessAttempt.objects.filter(username="ann").exists()
    assert (here.classroom.folder / "students.csv").read_text() == "id,last_name,first_name\nbob,Braun,Bob\n"
    assert "O&#x27;Brien" not in told(olga.get(at("people")))
    assert audit.verify(here.classroom.book) == []


def test_an_account_that_is_needed_elsewhere_stays(here, there, olga):
    Membership.objects.create(user=here.users["ann"], site=there.classroom.site, role=Role.ASSISTANT)
    olga.post(at("forget", person=here.people["ann"].pk), {"login": "ann"})
    assert list(here.users["ann"].memberships.values_list("site__folder", flat=True)) == ["there"]
