"""Every route of the site; and of its pages, where each is in the demo, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

ELSEWHERE = (
    "admin",
    "api",
)  # the operators' pages are Django's own, for superusers; the API is for programs (test_api)


@dataclass(frozen=True, slots=True)
class Stop:
    """``who`` looks at a page of the route ``name``. "" is nobody who is known, or no route.

    ``path``: with what is known only when the demo is there in braces.
    """

    name: str
    who: str
    path: str


_COURSE, _CLASS = "/c/demo", "/c/demo/class"
STOPS = (
    Stop("login", "", "/login/"),
    Stop("welcome", "", "{invitation}"),
    Stop("welcome", "", "/welcome/MQ/used-already/"),
    Stop("home", "guest", "/"),
    Stop("tokens", "student", "/tokens/"),
    Stop("course", "student", f"{_COURSE}/"),
    Stop("assignment", "student", f"{_COURSE}/a/one_to_one/"),
    Stop("assignment", "student", f"{_COURSE}/a/parent_link/"),
    Stop("work", "student", f"{_COURSE}/work/{{work}}/"),
    Stop("attempt", "student", f"{_COURSE}/attempt/{{attempt}}/"),
    Stop("classroom", "teacher", f"{_CLASS}/"),
    Stop("classroom", "assistant", f"{_CLASS}/?q=nobody&sort=:total"),
    Stop("insight", "teacher", f"{_CLASS}/a/one_to_one/"),
    Stop("student", "teacher", f"{_CLASS}/{{person}}/one_to_one/"),
    Stop("student", "assistant", f"{_CLASS}/{{person}}/link_and_save/"),
    Stop("submission", "teacher", f"{_CLASS}/submission/{{attempt}}/"),
    Stop("submission", "assistant", f"{_CLASS}/submission/{{attempt}}/?as=student"),
    Stop("reviews", "teacher", f"{_CLASS}/reviews/"),
    Stop("people", "teacher", f"{_CLASS}/people/"),
    Stop("people", "assistant", f"{_CLASS}/people/"),
    Stop("downloads", "teacher", f"{_CLASS}/downloads/"),
    Stop("regrades", "teacher", f"{_CLASS}/regrades/"),
    Stop("regrade", "teacher", f"{_CLASS}/regrades/{{regrade}}/"),
    Stop("report", "teacher", f"{_CLASS}/report/"),
    Stop("log", "teacher", f"{_CLASS}/log/?check=1"),
    Stop("lms", "teacher", f"{_CLASS}/lms/"),
    Stop("lms", "assistant", f"{_CLASS}/lms/"),
    Stop("", "teacher", "/there/is/none"),
)
# What is answered to GET and is no page for people; the last one only leads back.
DATA = {"healthy", "ready", "metrics", "export", "set_language", "lti_keys"}
# Pages of a launch, which nobody opens without one: tests/lti/test_pages.py looks at them.
LAUNCHED = {"lti_login", "lti_launch", "lti_errand", "lti_register", "lti_arrive", "lti_language", "lti_leave"}


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """All of our own."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif entry.namespace not in ELSEWHERE:
            yield from routes(entry)


def address(route: URLPattern) -> str:
    """Some address of it, of what need not be there."""
    wanted = {"slug": "x", "pk": 1, "person": 1, "kind": "csv", "uidb64": "MQ", "token": "x-y", "secret": "x"}.items()
    for kwargs in ({}, {"folder": "demo"}):
        try:
            return reverse(str(route.name), kwargs=kwargs | {k: v for k, v in wanted if k in route.pattern.converters})
        except NoReverseMatch:
            continue
    raise NoReverseMatch(route.name)
