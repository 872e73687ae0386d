"""Guessing passwords: who fails too often has to wait, and is told how long; nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as given
from django.core import mail
from django.db.models import F
from django.test import Client, RequestFactory
from django.urls import reverse

from grader.web.throttle import address

TRIES = given.AXES_FAILURE_LIMIT


def log_in(name: str, password: str, *, where: str = "192.0.2.1", to: str = "login", **headers):
    return Client(REMOTE_ADDR=where, headers=headers).post(reverse(to), {"username": name, "password": password})


def fail(name: str, count: int = TRIES, **how):
    return [log_in(name, f"guess {number}", **how) for number in range(count)][-1]


def test_who_fails_too_often_has_to_wait(here):
    assert fail("ann", TRIES - 1).status_code == 200
    answer = log_in("ann", "one guess more")
    assert answer.status_code == 429
    assert "Try again in 15 minutes" in answer.content.decode()
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert "Content-Security-Policy" in answer.headers


def test_until_then_the_right_password_is_not_taken_and_waiting_gets_no_longer(here):
    fail("ann")
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=10))
    answer = log_in("ann", "x")
    assert answer.status_code == 429
    assert 200 < int(answer.headers["Retry-After"]) <= 5 * 60
    assert "Try again in 5 minutes" in answer.content.decode()
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=5))
    assert log_in("ann", "x").status_code == 302
    assert not AccessAttempt.objects.exists()


def test_it_is_told_in_russian(here):
    answer = fail("ann", **{"Accept-Language": "ru"})
    assert "Попробуйте снова через 15 минут." in answer.content.decode()


def test_others_are_not_kept_out(here):
    """Neither a neighbour behind the same address, nor the one whose name was used, from an address of their own."""
    fail("ann")
    assert log_in("bob", "x").status_code == 302
    assert log_in("ann", "x", where="192.0.2.2").status_code == 302
    assert log_in("ann", "x").status_code == 429


def test_who_gets_in_starts_anew(here):
    fail("ann", TRIES - 1)
    assert log_in("ann", "x").status_code == 302
    assert fail("ann", TRIES - 1).status_code == 200


def test_names_that_nobody_has_answer_alike(here):
    """Else guessing would tell who is in the course."""
    assert fail("nobody", TRIES - 1).content.count(b'role="alert"') == 1
    assert log_in("nobody", "x").status_code == 429


def test_the_operators_door_is_the_same(admin_user):
    fail(admin_user.username, to="admin:login")
    assert log_in(admin_user.username, "password", to="admin:login").status_code == 429
    assert log_in(admin_user.username, "password").status_code == 429


def test_neither_passwords_nor_names_are_written_elsewhere(here, caplog):
    with caplog.at_level("DEBUG"):
        fail("ann")
    assert "guess" not in caplog.text
    assert "ann" not in caplog.text
    row = AccessAttempt.objects.get()
    assert "guess" not in str(vars(row))
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),  # nobody's word counts where there is no proxy
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.1.1.1, 203.0.113.9", "203.0.113.9"),  # what the caller wrote stands before
        (2, "1.1.1.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "<script>", "192.0.2.1"),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_whose_address_counts(settings, proxies, forwarded, expected):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": forwarded})
    assert address(request) == expected


def test_a_local_socket_has_no_address(settings):
    settings.PROXIES = 0
    assert address(RequestFactory().get("/", REMOTE_ADDR="")) is None
