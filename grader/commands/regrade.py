"""``grader regrade`` and ``grader undo``: an assignment that was changed, and marks that follow with eyes open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..core.submission import Submission
from ..core.verdict import Status
from ..gradebook import models, regrading
from ..gradebook.connection import Gradebook
from ..gradebook.packing import unpacked_submission
from ..gradebook.recording import record
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
from .regraded import Difference, Found, Regrade, regrade_of
from .terms import Exit, UsageProblem, console, tell


def regrade(folder: Path, wanted: Wanted, means: Means, *, apply: bool) -> Exit:
    """Grade what may count with the assignments as they are now. Nothing counts before it is applied."""
    course = open_course(folder)
    with writing(folder) as book:
        run = _prepare(book, course, wanted)
        _grade(run, means, folder)
        differences = run.explained(run.differences())
        _tell(differences, run.places)
        if apply and run.changes:
            regrading.apply(book, run.changes)
            show_in_files(book, course, wanted.assignments, [one.row for one in run.items(run.attempts)])
            known = sum(one.after.published is not None for one in differences)
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


def _prepare(book: Gradebook, course: Course, wanted: Wanted) -> Regrade:
    rows = models.Assignment.objects.filter(course=book.course).values_list("slug", flat=True)
    slugs = [slug for slug in sorted(rows) if wanted.slug in (None, slug) and is_ours(slug, wanted.assignments)]
    known = {slug: find_assignment(slug, wanted.assignments) for slug in slugs}
    run = regrade_of(book, course, known, student=wanted.student)
    if not run.handed_in:
        raise UsageProblem(f"Nothing that was handed in is kept in the gradebook of {course.folder} for that.")
    return run


def _grade(run: Regrade, means: Means, folder: Path) -> None:
    """Find or reach a verdict for each attempt. What was reached is kept, though it does not count."""
    work: list[tuple[Item, Submission]] = [
        (item, unpacked_submission(item.row.files, *item.place))
        for item in run.items(run.use_known(means.min_isolation))
    ]
    with bar(console(stderr=True), len(work)) as progress:
        task = progress.add_task("grading", total=len(work))
        for item, verdict in verdicts(work, means, course_key(folder)):
            progress.advance(task)
            if verdict.status is Status.ERROR:
                run.failed.append(item)
            else:
                row = record(run.book, item.row, item.key, verdict, in_force=False).row
                run.found[item.row.pk] = Found(row.pk, row.status, row.score)


def _tell(differences: Sequence[Difference], marks: int) -> None:
    """A line for each mark that would change, and how many of ``marks`` would not."""
    out = console()
    for one in differences:
        known = "  published" if one.after.published else ""
        who, was, now = "  ".join(map(one_line, one.place)), points_of(one.before.points), points_of(one.after.points)
        out.print(f"{who}  {was} -> {now}  ({one.by:+g}){known}: {one.reasons}")
    up, changed = sum(one.by > 0 for one in differences), len(differences)
    out.print(f"{changed} marks would change: {up} up, {changed - up} down or gone; {marks - changed} stay.")
