"""The API: who gets in with which token, what it answers, and that it describes itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from grader.gradebook.models import Submission
from grader.web.models import Site, Token
from grader.web.secret import digest
from tests.sandboxed import REFERENCE

# By name of the operation: how it is asked for. What is another's or another course's is 404 for everybody else.
OPERATIONS = {
    "courses": ("get", "/api/courses"),
    "assignments": ("get", "/api/courses/here/assignments"),
    "submit": ("post", "/api/courses/here/assignments/one_to_one/submissions"),
    "work": ("get", "/api/courses/here/work/{work}"),
    "history": ("get", "/api/courses/here/assignments/one_to_one/submissions"),
    "published": ("get", "/api/courses/here/marks"),
}


def token(user, *, may_submit=True, days=1, revoked=False):
    secret = f"dmg_{user}_{may_submit}_{days}_{revoked}"
    Token.objects.create(
        user=user,
        name="test",
        hint=secret[:10],
        digest=digest(secret),
        may_submit=may_submit,
        expires_at=timezone.now() + timedelta(days=days),
        revoked_at=timezone.now() if revoked else None,
    )
    return {"Authorization": f"Bearer {secret}"}


def ask(name, headers, here, client=None):
    how, path = OPERATIONS[name]
    data = {"upload": SimpleUploadedFile("models.py", REFERENCE.encode())} if how == "post" else {}
    return getattr(client or Client(), how)(path.format(work=here.work.pk), data, headers=headers)


def test_every_operation_has_a_row():
    (api,) = [entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "api"]
    names = {entry.name for entry in api.url_patterns if isinstance(entry, URLPattern)}
    described = {"openapi-json", "openapi-view", "api-root"}
    shared = {"history", "submit"}  # one address
    assert names - described <= {*OPERATIONS}
    assert {*OPERATIONS} - names <= shared


@pytest.mark.parametrize("name", OPERATIONS)
def test_who_gets_in(name, here, there):
    found = {login: ask(name, token(user), here).status_code for login, user in {**here.users, **there.users}.items()}
    good = 202 if name == "submit" else 200
    students = {"ann", "bob"} if name != "work" else {"ann"}
    if name == "courses":
        students = set(found)
    assert found == {login: good if login in students else 404 for login in found}
    for headers in ({}, {"Authorization": "Bearer dmg_guessed"}, {"Authorization": "Basic YTpi"}):
        assert ask(name, headers, here).status_code == 401


def test_a_session_is_no_token(here):
    """Else another site's page could submit in the name of whoever is logged in."""
    client = Client()
    client.force_login(here.users["ann"])
    assert ask("submit", {}, here, client).status_code == 401


@pytest.mark.parametrize("how", [{"revoked": True}, {"days": -1}])
def test_a_token_that_has_ended_opens_nothing(how, here):
    assert ask("courses", token(here.users["ann"], **how), here).status_code == 401


def test_a_token_that_may_only_read_submits_nothing(here):
    headers = token(here.users["bob"], may_submit=False)
    assert ask("history", headers, here).status_code == 200
    answer = ask("submit", headers, here)
    assert (answer.status_code, answer.json()["detail"]) == (403, "This token may only read.")
    assert not Submission.objects.filter(person=here.people["bob"]).exists()


def test_attempts_run_out_and_a_course_ends(here):
    headers = token(here.users["bob"])
    answers = [ask("submit", headers, here) for _ in range(4)]
    assert [one.status_code for one in answers] == [202, 202, 202, 409]
    assert [one.json()["attempt"] for one in answers[:3]] == [1, 2, 3]
    Site.objects.update(closed=True)
    assert "over" in ask("submit", headers, here).json()["detail"]


def test_a_try_uses_no_attempt(here):
    data = {"upload": SimpleUploadedFile("models.py", REFERENCE.encode())}
    answer = Client().post(f"{OPERATIONS['submit'][1]}?only_try=true", data, headers=token(here.users["bob"]))
    assert (answer.status_code, answer.json()["attempt"]) == (202, None)
    assert not Submission.objects.filter(person=here.people["bob"]).exists()


def test_a_verdict_is_the_students_view(here):
    here.work.state = "done"
    here.work.save()
    answer = ask("work", token(here.users["ann"]), here).json()
    assert answer["verdict"]["status"] == "error"
    assert "nothing was run" not in str(answer)


def test_a_token_is_made_shown_once_and_revoked(here):
    client = Client()
    client.force_login(here.users["bob"])
    page = client.post(reverse("tokens"), {"name": "laptop", "days": "30", "may_submit": "on"}).content.decode()
    secret = page.partition("dmg_")[2].partition("<")[0]
    headers = {"Authorization": f"Bearer dmg_{secret}"}
    assert ask("courses", headers, here).status_code == 200
    assert f"dmg_{secret}" not in client.get(reverse("tokens")).content.decode()
    row = Token.objects.get()
    assert secret not in str(vars(row))
    other = Client()
    other.force_login(here.users["ann"])
    assert other.post(reverse("revoke", args=[row.pk])).status_code == 404
    client.post(reverse("revoke", args=[row.pk]))
    assert ask("courses", headers, here).status_code == 401


def test_it_describes_itself(here):
    document = Client().get("/api/openapi.json").json()
    assert len(document["paths"]) == 5
    assert "200" in document["paths"]["/api/courses"]["get"]["responses"]
    page = Client().get("/api/docs")
    assert page.status_code == 200
    assert "http" not in page.content.decode().replace("http://testserver", "").replace("https://", "")[:2000]
