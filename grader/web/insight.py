"""One assignment as its class did in it: counted by the database, so that thousands of students cost no more to see."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import mean, median

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ..core.assignment import Assignment, CheckSpec
from ..core.verdict import Outcome, Status
from ..gradebook.models import CheckResult, Person, Submission, Verdict
from ..gradebook.packing import unpacked_verdict
from . import cells
from .access import STAFF, Visit, in_course
from .models import Cell
from .students import language

_BINS, _ROWS, _COMMONEST = 10, 50, 10
SIGNS = {Outcome.PASSED: "+", Outcome.FAILED: "x", Outcome.SKIPPED: "-", Outcome.ERROR: "!"}  # no colour is needed


@dataclass(frozen=True, slots=True)
class Bar:
    """A line with a bar: ``value`` of ``most``, and what is written beside it."""

    label: str
    value: float
    most: float
    told: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One student: (outcome, its sign) for each check; of those who have no verdict none."""

    name: str
    cell: Cell
    outcomes: tuple[tuple[str, str], ...]


@require_GET
@in_course(STAFF)
def insight(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """Distribution, hardest checks, commonest diagnoses, attempts until all was right, and students by checks."""
    spec = visit.classroom.assignments.get(slug)
    if spec is None:
        raise Http404
    found = cells.current(visit.classroom).filter(slug=slug)
    points = sorted(found.filter(points__isnull=False).values_list("points", flat=True))
    heat, page = _heat(found, spec, request.GET.get("page", ""))
    context = {
        "visit": visit,
        "spec": spec,
        "title": spec.title.in_language(language()),
        "handed_in": found.filter(attempts__gt=0).count(),
        "graded": len(points),
        "mean": mean(points) if points else None,
        "median": median(points) if points else None,
        "max_score": spec.max_score,
        "distribution": _distribution(points, spec.max_score),
        "checks": _checks(found, spec),
        "diagnoses": _diagnoses(found),
        "attempts": _attempts(visit, spec),
        "columns": spec.checks,
        "heat": heat,
        "page": page,
    }
    return render(request, "web/insight.html", context)


def _distribution(points: list[float], most: float) -> list[Bar]:
    """Ten steps from nothing to all points; points given by hand beyond all are in the last."""
    counted = Counter(min(_BINS - 1, int(one / most * _BINS + 1e-9)) for one in points) if most else Counter()
    highest = max(counted.values(), default=1)
    step = most / _BINS
    return [
        Bar(f"{number * step:g} - {(number + 1) * step:g}", counted[number], highest, str(counted[number]))
        for number in range(_BINS)
    ]


def _checks(found: QuerySet[Cell], spec: Assignment) -> list[tuple[CheckSpec, str, Bar]]:
    """The hardest first. A check that was skipped was not passed."""
    results = CheckResult.objects.filter(verdict__in=found.values("verdict_id"))
    counted = results.values("check_id").annotate(all=Count("pk"), passed=Count("pk", filter=Q(outcome="passed")))
    rates = {one["check_id"]: (one["passed"], one["all"]) for one in counted}
    rows = []
    for check in spec.checks:
        passed, asked = rates.get(check.id, (0, 0))
        if asked:
            title = check.title.in_language(language())
            rows.append((check, title, Bar(check.id, passed, asked, f"{100 * passed / asked:.0f} %")))
    return sorted(rows, key=lambda row: row[2].value / row[2].most)


def _diagnoses(found: QuerySet[Cell]) -> list[Bar]:
    """The commonest, in the words that one of their students read."""
    counted: Counter[str] = Counter()
    example: dict[str, int] = {}
    verdicts = Verdict.objects.filter(pk__in=found.values("verdict_id")).exclude(diagnoses=[])
    for pk, ids in verdicts.values_list("pk", "diagnoses"):
        counted.update(set(ids))
        example |= dict.fromkeys(ids, pk)
    most = counted.most_common(_COMMONEST)
    documents = {
        row.pk: unpacked_verdict(row.document)
        for row in Verdict.objects.filter(pk__in={example[id_] for id_, _ in most})
    }
    words = {
        id_: next(one.message.in_language(language()) for one in documents[example[id_]].diagnoses if one.id == id_)
        for id_, _ in most
    }
    return [Bar(words[id_], count, most[0][1], str(count)) for id_, count in most]


def _attempts(visit: Visit, spec: Assignment) -> list[Bar]:
    """At which attempt students had all points for the first time."""
    full = Submission.objects.filter(
        assignment__course=visit.classroom.book.course, assignment__slug=spec.slug, verdict__status=Status.GRADED
    ).filter(verdict__score__gte=round(spec.max_score, 3))
    counted = Counter(full.values("person").annotate(first=Min("attempt")).values_list("first", flat=True))
    highest = max(counted.values(), default=1)
    return [Bar(str(number), count, highest, str(count)) for number, count in sorted(counted.items())]


def _heat(found: QuerySet[Cell], spec: Assignment, number: str) -> tuple[list[HeatRow], Page[int]]:
    """Who has the fewest points first: there help is needed."""
    ordered = (
        found.filter(verdict__isnull=False, points__isnull=False).order_by("points", "pk").values_list("pk", flat=True)
    )
    page = Paginator(ordered, _ROWS).get_page(number)
    shown = list(found.filter(pk__in=list(page)).order_by("points", "pk"))
    outcomes: defaultdict[int, dict[str, str]] = defaultdict(dict)
    results = CheckResult.objects.filter(verdict__in=[cell.verdict_id for cell in shown])
    for verdict, check, outcome in results.values_list("verdict_id", "check_id", "outcome"):
        outcomes[verdict][check] = outcome
    people = Person.objects.in_bulk([cell.person_id for cell in shown])
    return [
        HeatRow(
            _name(people[cell.person_id]),
            cell,
            tuple((one, SIGNS.get(Outcome(one), "") if one else "") for one in _line(outcomes[cell.verdict_id], spec)),
        )
        for cell in shown
    ], page


def _line(outcomes: dict[str, str], spec: Assignment) -> list[str]:
    return [outcomes.get(check.id, "") for check in spec.checks]


def _name(person: Person) -> str:
    return f"{person.last_name} {person.first_name}".strip() or str(person.login)
