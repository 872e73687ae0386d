"""The class as a table: students by assignments, sorted, searched, filtered, and a page at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ..core.verdict import Status
from ..gradebook import audit
from ..gradebook.marks import UNGRADED, marks, publish
from ..gradebook.models import Person
from . import cells
from .access import OWNERS, STAFF, Visit, in_course
from .models import Cell
from .students import language

_ROWS = 50  # of a page
_TOTAL = ":total"  # no slug has a colon
ONLY = {
    "": gettext_lazy("everybody"),
    "missing": gettext_lazy("who has handed in nothing"),
    "ungraded": gettext_lazy("who waits for a verdict"),
    "trouble": gettext_lazy("where the grader failed"),
    "below": gettext_lazy("who has not all points"),
    "unpublished": gettext_lazy("whose mark is not published"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the table is wanted. ``sort``: "" (the name), ``:total`` or a slug; ``slug``: what ``only`` is about."""

    search: str = ""
    only: str = ""
    slug: str = ""
    sort: str = ""
    down: bool = False
    page: str = ""

    @classmethod
    def of(cls, request: HttpRequest, slugs: list[str]) -> Asked:
        """What makes no sense is left out."""
        given = request.GET
        return cls(
            given.get("q", "").strip()[:100],
            given.get("only", "") if given.get("only") in ONLY else "",
            given.get("a", "") if given.get("a") in slugs else "",
            given.get("sort", "") if given.get("sort") in (_TOTAL, *slugs) else "",
            given.get("down") == "1",
            given.get("page", ""),
        )

    @property
    def query(self) -> str:
        """As it stands in an address."""
        told = {"q": self.search, "only": self.only, "a": self.slug, "sort": self.sort, "down": "1" * self.down}
        told["page"] = self.page
        return "?" + urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True, slots=True)
class Column:
    """A heading that sorts. ``order``: as ``aria-sort`` has it."""

    title: str
    address: str
    order: str


@dataclass(frozen=True, slots=True)
class Row:
    """One student: a cell (None: there is nothing), with the address of its page, for each assignment."""

    person: Person
    cells: tuple[tuple[str, Cell | None], ...]
    total: float


@require_GET
@in_course(STAFF)
def classroom(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The class as a table; asked for by htmx, only the table."""
    found = cells.current(visit.classroom)
    titles = {slug: one.title.in_language(language()) for slug, one in visit.classroom.assignments.items()}
    asked = Asked.of(request, list(titles))
    page = _page(visit, found, asked, list(titles))
    context = {
        "visit": visit,
        "asked": asked,
        "only": ONLY.items(),
        "titles": titles,
        "columns": [_column(asked, sort, title) for sort, title in _headings(titles)],
        "rows": _rows(visit, found, list(titles), page),
        "page": page,
        "before": replace(asked, page=str(page.number - 1)).query if page.has_previous() else None,
        "after": replace(asked, page=str(page.number + 1)).query if page.has_next() else None,
        "waiting": found.filter(publishable=True).count(),
    }
    return render(request, "web/class_rows.html" if request.htmx else "web/class.html", context)


def _headings(titles: dict[str, str]) -> list[tuple[str, str]]:
    return [("", _("Student")), *titles.items(), (_TOTAL, _("Together"))]


def _column(asked: Asked, sort: str, title: str) -> Column:
    here = asked.sort == sort
    down = not asked.down if here else sort != ""  # points from above, names from A
    order = ("descending" if asked.down else "ascending") if here else "none"
    return Column(title, replace(asked, sort=sort, down=down, page="").query, order)


def _page(visit: Visit, found: QuerySet[Cell], asked: Asked, slugs: list[str]) -> Page[Any]:
    """Of the students' ids. Names are compared here: SQLite knows no capital letters but the English ones."""
    people = Person.objects.filter(course=visit.classroom.book.course, login__isnull=False)
    words = asked.search.casefold().split()
    wanted = _wanted(found, asked, slugs, set(people.filter(position__isnull=False).values_list("pk", flat=True)))
    chosen = [
        (pk, told)
        for pk, *told in people.values_list("pk", "last_name", "first_name", "login", "email")
        if pk in wanted and all(word in " ".join(told).casefold() for word in words)
    ]
    chosen.sort(key=lambda one: [str(name).casefold() for name in one[1]], reverse=asked.down and not asked.sort)
    if asked.sort:
        points = _points(found, asked.sort)
        least = float("-inf")  # whoever has none comes last, or first of all
        chosen.sort(key=lambda one: points.get(one[0], least), reverse=asked.down)
    return Paginator([pk for pk, _told in chosen], _ROWS).get_page(asked.page)


def _points(found: QuerySet[Cell], sort: str) -> dict[int, float]:
    if sort == _TOTAL:
        summed = found.filter(points__isnull=False).values("person_id").annotate(total=Sum("points"))
        return {one["person_id"]: one["total"] for one in summed}
    return dict(found.filter(slug=sort, points__isnull=False).values_list("person_id", "points"))


def _wanted(found: QuerySet[Cell], asked: Asked, slugs: list[str], roster: set[int]) -> set[int]:
    """The ids of those whom ``only`` means. Who has left the roster stays with what they did."""
    concerned = found.filter(slug=asked.slug) if asked.slug else found.filter(slug__in=slugs)
    match asked.only:
        case "":
            return roster | set(found.values_list("person_id", flat=True))
        case "missing":
            done = Counter(concerned.filter(attempts__gt=0).values_list("person_id", flat=True))
            return {pk for pk in roster if done[pk] < (1 if asked.slug else len(slugs))}
        case "ungraded":
            concerned = concerned.filter(status=UNGRADED)
        case "trouble":
            concerned = concerned.filter(status=Status.ERROR)
        case "below":
            concerned = concerned.filter(Q(points__isnull=True) | Q(points__lt=F("max_score")))
        case "unpublished":
            concerned = concerned.filter(publishable=True)
    return set(concerned.values_list("person_id", flat=True))


def _rows(visit: Visit, found: QuerySet[Cell], slugs: list[str], page: Page[Any]) -> list[Row]:
    people = Person.objects.in_bulk(list(page))
    by_place = {(one.person_id, one.slug): one for one in found.filter(person__in=people)}
    base = reverse("classroom", kwargs={"folder": visit.membership.site.folder})
    rows = []
    for pk in page:
        line = tuple((f"{base}{pk}/{slug}/", by_place.get((pk, slug))) for slug in slugs)
        rows.append(Row(people[pk], line, sum(cell.points or 0.0 for _, cell in line if cell)))
    return rows


@require_POST
@in_course(OWNERS)
def publish_marks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Make all marks known as they stand now, or those of one assignment."""
    wanted = request.POST.get("slug")
    found = marks(visit.classroom.book, visit.classroom.policy)
    count = publish(
        visit.classroom.book, [mark for (_login, slug), mark in found.items() if wanted in (None, "", slug)]
    )
    audit.anchor(visit.classroom.book)
    cells.current(visit.classroom)  # now, and not when the next page is asked for
    messages.success(request, _("%d marks were published.") % count)
    return redirect("classroom", folder=visit.membership.site.folder)
