"""The ``grader`` command: options, help and exit statuses. What the verbs do is in ``commands/``."""

from __future__ import annotations

import typer

from ..reports.consoles import survive_old_consoles
from . import authoring, collecting, exports, grading, notebooks, records, regrading, serving

app = typer.Typer(
    name="grader",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: it reads the same in a pipe, in a log and on an old console
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def grader() -> None:
    """Grades Django model exercises against the real database, with the student's code in a box.

    \b
    One submission:   grader check models.py --assignment one_to_one
    A whole course:   grader grade examples/course
    Why that mark:    grader explain examples/course anna one_to_one
    From a platform:  grader collect submissions.zip --assignment one_to_one --course examples/course
    This machine:     grader doctor

    \b
    Marks made known: grader publish examples/course; then grader export csv examples/course
    A changed test:   grader regrade examples/course --preview; then --apply, or grader undo
    By hand:          grader adjust examples/course anna one_to_one 1.5 --why "a cleverer way"
    Who, when, why:   grader show, grader history, grader audit

    \b
    A new assignment: grader new polls_fk
    Is it sound:      grader verify polls_fk
    For students:     grader template polls_fk --zip
    As a notebook:    grader nbgrader source polls_fk --course mycourse
    For Gradescope:   grader gradescope polls_fk
    As a site:        grader serve --demo

    Exit status: 0 a verdict was reached, whatever the mark; 1 below --fail-under, or verify found a
    difference; 2 a mistake in what was asked for; 3 the grader failed or cannot isolate: no mark given.
    """


for verb in (
    collecting.collect,
    *(grading.check, grading.grade, grading.explain),
    *(records.publish, records.adjust, records.show, records.history, records.stats, records.audit, records.forget),
    *(regrading.regrade, regrading.undo),
    *(authoring.new, authoring.verify, authoring.tables, authoring.template, authoring.gradescope),
    *(serving.serve, serving.submit),
    grading.worker,
    grading.doctor,
):
    app.command()(verb)
app.add_typer(exports.export, name="export")
app.add_typer(notebooks.nbgrader, name="nbgrader")


def main() -> None:
    """The console entry point."""
    survive_old_consoles()
    app(prog_name="grader")
