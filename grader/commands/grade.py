"""``grader grade``: every submission of a course, whatever any of them does; nothing that is known is done twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from ..core.errors import GraderError
from ..core.verdict import Status, Verdict
from ..gradebook.models import Verdict as VerdictRow
from ..gradebook.packing import unpacked_verdict
from ..gradebook.roster import enrol
from ..reports.grades import GradeRow
from ..reports.safe import number, one_line
from .book import writing
from .classwork import Classwork, Wanted, read_classwork
from .coursework import store
from .feedback_files import FeedbackFiles
from .grading import Means, verdicts
from .marksheet import write_marksheet
from .progress import Screen
from .queue import Held, Item, Queue, queue_up
from .terms import Exit, tell


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    wanted: Wanted
    means: Means
    language: str | None  # of the feedback; None: the course's
    force: bool = False


@dataclass(slots=True)
class _Run:
    """One run over a course: what it does, and what came of it so far."""

    classwork: Classwork
    queue: Queue
    options: Options
    screen: Screen
    files: FeedbackFiles
    graded: int = 0
    troubles: list[Verdict] = field(default_factory=list)  # errors of ours


def grade_course(folder: Path, options: Options) -> Exit:
    """Grade a course and write its files. Raises ``UsageProblem``, ``AssignmentError``, ``GraderError``."""
    classwork = read_classwork(folder, options.wanted)
    language = options.language or classwork.course.language
    with writing(folder) as book:
        enrol(book, classwork.course.roster)
        isolation = options.means.min_isolation
        queue = queue_up(book, classwork, force=options.force, min_isolation=isolation, language=language)
        screen = Screen(total=len(queue.to_grade) + len(classwork.unreadable))
        run = _Run(
            classwork,
            queue,
            options,
            screen,
            FeedbackFiles(classwork.course.folder, language, options.wanted.assignments),
        )
        try:
            return _carry_out(run)
        except Exception:
            if run.graded:
                tell(
                    f"{run.graded} of {len(queue.to_grade)} submissions were graded before it stopped. Their marks are"
                    " kept in the gradebook, and the next run does what is left."
                )
            raise


def _carry_out(run: _Run) -> Exit:
    interrupted = False
    try:
        with run.screen:
            _tell_unchanged(run)
            run.files.refresh(run.queue.newest)
            for verdict in run.classwork.unreadable:
                _cannot_grade(run, verdict)
            for item, verdict in verdicts(run.queue.to_grade, run.options.means, run.files.course_key):
                _keep(run, item, verdict)
    except KeyboardInterrupt:
        interrupted = True
    finally:  # what has been graded is kept, whatever stopped the rest
        run.files.flush()
        if run.graded or not run.queue.to_grade or run.queue.unchanged:
            run.screen.matrix(_marksheet(run))
    run.screen.summary(run.classwork.unknown, run.classwork.refused)
    if not interrupted:
        run.files.enter_notebooks()
    return _ending(run, interrupted=interrupted)


def _tell_unchanged(run: _Run) -> None:
    """How many there are, and who of them somebody still has to look at."""
    unchanged = run.queue.unchanged
    run.screen.unchanged(Counter(known.status or "" for known in unchanged.values()))
    noted = {
        known.verdict: place for place, known in unchanged.items() if known.status != Status.GRADED or known.incident
    }
    for row in VerdictRow.objects.filter(pk__in=noted):
        run.screen.remind(*noted[row.pk], unpacked_verdict(row.document))


def _ending(run: _Run, *, interrupted: bool) -> Exit:
    total = len(run.queue.to_grade)
    if interrupted:
        tell(f"Stopped: {run.graded} of {total} submissions are graded, and their files are whole.")
        return Exit.INTERRUPTED
    if run.graded < total:
        raise GraderError(f"{total - run.graded} submissions got no verdict at all.")
    if run.queue.held:
        _tell_held(run)
    if run.troubles:
        return Exit.TROUBLE
    return Exit.BELOW if run.queue.held else Exit.DONE


def _tell_held(run: _Run) -> None:
    folder = run.classwork.course.folder
    lines = [
        f"  {one_line(login)}  {one_line(slug)}  {_points(held)}" for (login, slug), held in run.queue.held.items()
    ]
    tell(
        f"{len(lines)} marks are published and would be others now. Nothing was changed for them:\n"
        + "\n".join(lines)
        + f"\nTo see why: grader regrade {folder} --preview. To let them count: --apply, then grader publish {folder}."
    )


def _points(held: Held) -> str:
    return f"{_number(held.before.points)} -> {_number(held.after.points)}"


def _number(points: float | None) -> str:
    return "-" if points is None else number(points)


def _keep(run: _Run, item: Item, verdict: Verdict) -> None:
    # Whose verdict it is, is known from the folder it was found in, never from what came back.
    counts = run.queue.keep(item, verdict)
    if item.newest and counts:
        run.files.write(item, verdict)
    run.graded += 1
    if verdict.status is Status.ERROR:
        run.troubles.append(verdict)
    run.screen.show(*item.place, verdict)


def _cannot_grade(run: _Run, verdict: Verdict) -> None:
    assignment = run.classwork.known[verdict.assignment]
    store(run.classwork.course.folder, verdict.student, assignment, verdict, run.files.language)
    run.troubles.append(verdict)
    run.screen.show(verdict.student, verdict.assignment, verdict)


def _marksheet(run: _Run) -> list[GradeRow]:
    classwork = run.classwork
    troubled = {(verdict.student, verdict.assignment): verdict.status.value for verdict in run.troubles}
    wanted = run.options.wanted
    here = [one.place for one in classwork.handed_in] + list(troubled)
    return write_marksheet(
        run.queue.book,
        classwork.course,
        wanted.assignments,
        here=here if wanted.slug is None and wanted.student is None else None,
        troubled=troubled,
        maxima={slug: assignment.max_score for slug, assignment in classwork.known.items()},
    )
