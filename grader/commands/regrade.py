"""``grader regrade`` and ``grader undo``: an assignment that was changed, and marks that follow with eyes open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..core.assignment import Assignment
from ..core.policy import Counts
from ..core.submission import Submission
from ..core.verdict import Status
from ..gradebook import models, regrading
from ..gradebook.connection import Gradebook
from ..gradebook.marks import Mark, marks
from ..gradebook.packing import unpacked_submission
from ..gradebook.recording import record, reusable
from ..gradebook.roster import Place, assignments
from ..intake.assignments import find_assignment
from ..intake.course import Course
from ..intake.coursekey import course_key
from ..reports.safe import one_line
from .book import writing
from .classwork import Wanted, is_ours, open_course
from .feedback_files import FeedbackFiles
from .grading import Means, verdicts
from .marksheet import write_marksheet
from .progress import bar
from .publish import points_of
from .queue import Item, item_of
from .terms import Exit, UsageProblem, console, tell


@dataclass(slots=True)
class _Regrade:
    """One regrade: the attempts it is about, and the verdicts they would get."""

    book: Gradebook
    course: Course
    known: Mapping[str, Assignment]
    items: list[Item]
    before: Mapping[Place, Mark]
    found: dict[int, models.Verdict] = field(default_factory=dict)  # by submission's id
    failed: list[Item] = field(default_factory=list)  # errors of ours

    @property
    def changes(self) -> list[tuple[Item, models.Verdict]]:
        """Attempts for which another verdict would count than does now."""
        return [
            (item, self.found[item.row.pk])
            for item in self.items
            if item.row.pk in self.found and self.found[item.row.pk].pk != item.row.verdict_id
        ]


def regrade(folder: Path, wanted: Wanted, means: Means, *, apply: bool) -> Exit:
    """Grade what may count with the assignments as they are now. Nothing counts before it is applied."""
    course = open_course(folder)
    with writing(folder) as book:
        run = _prepare(book, course, wanted)
        _grade(run, means, folder)
        after = _marks_after(run)
        _tell(run, after)
        if apply and run.changes:
            regrading.apply(book, [(item.row, verdict) for item, verdict in run.changes])
            show_in_files(book, course, wanted.assignments, [item.row for item in run.items])
            known = sum(
                mark.published is not None for place, mark in after.items() if _differs(run.before[place], mark)
            )
            console().print(f"Applied. To take it back: grader undo {folder}")
            if known:
                tell(
                    f"{known} of these marks are published as they were. To make the new ones: grader publish {folder}"
                )
        elif run.changes:
            console().print(f"Nothing was changed. To let it count: grader regrade {folder} --apply")
    for item in run.failed:
        tell(f"could not be graded, and stays as it was: {' '.join(map(one_line, item.place))}")
    return Exit.TROUBLE if run.failed else Exit.DONE


def undo(folder: Path, *, assignments_folder: Path) -> Exit:
    """Take the last applied regrade back. ``UsageProblem`` where there is none."""
    course = open_course(folder)
    with writing(folder) as book:
        undone = regrading.undo(book)
        if undone is None:
            raise UsageProblem(f"There is no regrade in {folder} that could be taken back.")
        show_in_files(book, course, assignments_folder, undone.taken_back)
    console().print(f"Taken back: {len(undone.taken_back)} attempts have the verdict again that they had before.")
    for row in undone.left:
        tell(f"left as it is, since it was graded again later: {one_line(str(row))}")
    return Exit.DONE


def show_in_files(book: Gradebook, course: Course, assignments_folder: Path, rows: Sequence[models.Submission]) -> None:
    """Bring ``graded/``, ``evidence/`` and ``grades.csv`` in step with the verdicts that count now."""
    files = FeedbackFiles(course.folder, course.language, assignments_folder)
    slugs = {row.assignment.slug for row in rows}
    known = {slug: find_assignment(slug, assignments_folder) for slug in slugs if is_ours(slug, assignments_folder)}
    fresh = models.Submission.objects.filter(pk__in=[row.pk for row in rows])
    newest = _newest(book)
    fresh = fresh.select_related("person", "assignment", "verdict").defer("files")
    files.refresh(
        item_of(row, known, newest=True) for row in fresh if row.pk in newest and row.assignment.slug in known
    )
    files.flush()
    files.enter_notebooks()
    write_marksheet(book, course, assignments_folder)


def _newest(book: Gradebook) -> set[int]:
    rows = models.Submission.objects.filter(person__course=book.course).order_by("attempt")
    last = {(person, slug): pk for person, slug, pk in rows.values_list("person_id", "assignment_id", "pk")}
    return set(last.values())


# -- what is regraded --------------------------------------------------------------------------------------


def _prepare(book: Gradebook, course: Course, wanted: Wanted) -> _Regrade:
    rows = models.Submission.objects.filter(person__course=book.course, person__login__isnull=False)
    rows = rows.exclude(files=b"").select_related("person", "assignment", "verdict").defer("files", "verdict__document")
    if wanted.slug is not None:
        rows = rows.filter(assignment__slug=wanted.slug)
    if wanted.student is not None:
        rows = rows.filter(person__login=wanted.student)
    found = [row for row in rows.order_by("pk") if is_ours(row.assignment.slug, wanted.assignments)]
    if not found:
        raise UsageProblem(f"Nothing that was handed in is kept in the gradebook of {course.folder} for that.")
    known = {slug: find_assignment(slug, wanted.assignments) for slug in sorted({row.assignment.slug for row in found})}
    assignments(book, known.values())
    before = marks(book, course.policy_of)
    items = [item_of(row, known) for row in found if _may_count(row, before, course)]
    return _Regrade(book, course, known, items, before)


def _may_count(row: models.Submission, before: Mapping[Place, Mark], course: Course) -> bool:
    """Whether the attempt's verdict can be part of a mark: all where the best counts, else the one that does now."""
    if row.verdict is not None and row.verdict.status == Status.REJECTED:
        return False  # no test ever saw it
    if course.policy_of(row.assignment.slug).counts is Counts.BEST:
        return True
    mark = before[row.person.login, row.assignment.slug]
    counts_now = mark.counting is not None and bool(row.pk == mark.counting.submission)
    return counts_now or _is_last(row, mark)


def _is_last(row: models.Submission, mark: Mark) -> bool:
    return bool(row.attempt == max(one.attempt.number for one in mark.tried))


def _grade(run: _Regrade, means: Means, folder: Path) -> None:
    """Find or reach a verdict for each attempt. What was reached is kept, though it does not count."""
    known = reusable(run.book, {item.key for item in run.items}, means.min_isolation)
    work: list[tuple[Item, Submission]] = []
    for item in run.items:
        row = known.get((item.row.pk, item.key))
        if row is not None:
            run.found[item.row.pk] = row
        else:
            work.append((item, unpacked_submission(item.row.files, *item.place)))
    with bar(console(stderr=True), len(work)) as progress:
        task = progress.add_task("grading", total=len(work))
        for item, verdict in verdicts(work, means, course_key(folder)):
            progress.advance(task)
            if verdict.status is Status.ERROR:
                run.failed.append(item)
            else:
                run.found[item.row.pk] = record(run.book, item.row, item.key, verdict, in_force=False).row


# -- what would change -------------------------------------------------------------------------------------


def _marks_after(run: _Regrade) -> dict[Place, Mark]:
    """The marks of all those attempts as they would be; the highest score may be another one too."""
    after = {item.place: run.before[item.place] for item in run.items}
    for item, row in run.changes:
        policy = run.course.policy_of(item.assignment.slug)
        after[item.place] = after[item.place].with_verdict(item.row.pk, Status(row.status), row.score, policy)
    return after


def _differs(before: Mark, after: Mark) -> bool:
    return (before.points, before.status) != (after.points, after.status)


def _tell(run: _Regrade, after: Mapping[Place, Mark]) -> None:
    out = console()
    changed = {place: mark for place, mark in after.items() if _differs(run.before[place], mark)}
    reasons = _reasons(run, changed)
    up = 0
    for place, mark in sorted(changed.items()):
        was, now = run.before[place].points, mark.points
        difference = (now or 0.0) - (was or 0.0)
        up += difference > 0
        known = "  published" if mark.published else ""
        who = "  ".join(map(one_line, place))
        out.print(f"{who}  {points_of(was)} -> {points_of(now)}  ({difference:+g}){known}: {reasons[place]}")
    same = len(after) - len(changed)
    out.print(f"{len(changed)} marks would change: {up} up, {len(changed) - up} down or gone; {same} stay.")


def _reasons(run: _Regrade, changed: Mapping[Place, Mark]) -> dict[Place, str]:
    """By whose and which mark: the checks that ended otherwise, or are new, gone or worth other points."""
    found: dict[Place, list[str]] = {place: [] for place in changed}
    for item, row in run.changes:
        if item.place in found:
            found[item.place] += _changed_checks(item.row.verdict, row)
    return {place: ", ".join(dict.fromkeys(reasons)) or "other points in total" for place, reasons in found.items()}


def _changed_checks(before: models.Verdict | None, after: models.Verdict) -> list[str]:
    was, now = _results(before), _results(after)
    told = []
    for check in {**was, **now}:
        if check not in now:
            told.append(f"{check} is gone")
        elif check not in was:
            told.append(f"{check} is new: {now[check][0]}")
        elif was[check][0] != now[check][0]:
            told.append(f"{check} {was[check][0]} -> {now[check][0]}")
        elif was[check][1] != now[check][1]:
            told.append(f"{check} {points_of(was[check][1])} -> {points_of(now[check][1])} points")
    return told


def _results(row: models.Verdict | None) -> dict[str, tuple[str, float]]:
    if row is None:
        return {}
    results = models.CheckResult.objects.filter(verdict_id=row.pk).order_by("pk")
    return {check: (outcome, points) for check, outcome, points in results.values_list("check_id", "outcome", "points")}
