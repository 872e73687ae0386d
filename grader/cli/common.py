"""What the verbs' declarations share: options, and how each kind of error becomes an exit status."""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated

import typer

from ..commands.terms import CHECKOUT, Exit, Isolation, Language, UsageProblem, tell
from ..core.errors import AssignmentError, GraderError, IsolationError

DEFAULT_BROKER = "redis://127.0.0.1:6379/0"
ASSIGNMENTS = CHECKOUT / "assignments"
SOLUTIONS = CHECKOUT / "solutions"

AssignmentsOption = Annotated[
    Path,
    typer.Option(
        "--assignments",
        envvar="GRADER_ASSIGNMENTS",
        metavar="DIR",
        file_okay=False,
        exists=True,
        help="The folder that holds the assignments.",
        show_default="assignments/ beside the grader",
    ),
]
SolutionsOption = Annotated[
    Path,
    typer.Option(
        "--solutions",
        envvar="GRADER_SOLUTIONS",
        metavar="DIR",
        help="The named answers.",
        show_default="solutions/ beside the grader",
    ),
]
IsolationOption = Annotated[
    Isolation,
    typer.Option(
        "--min-isolation",
        help="The weakest box that will do; a weaker one is never chosen silently.",
    ),
]


def _worth_a_mark(level: Isolation) -> Isolation:
    if level is Isolation.NONE:
        raise typer.BadParameter("no mark is given without isolation. To look at one submission: grader check")
    return level


MarksIsolationOption = Annotated[
    Isolation,
    typer.Option(
        "--min-isolation",
        help="The weakest box that will do; a weaker one is never chosen silently, and none is never enough for marks.",
        callback=_worth_a_mark,
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, metavar="N", help="How many to grade at once.", show_default="cores"),
]
LanguageOption = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        envvar="FEEDBACK_LANG",
        help="The language of what is said about a submission.",
        show_default="the course's, or en",
    ),
]


@unique
class Engine(StrEnum):
    """Where submissions are graded."""

    LOCAL = "local"
    CELERY = "celery"


EngineOption = Annotated[
    Engine, typer.Option("--engine", help="local: lanes on this machine; celery: workers (grader worker) anywhere.")
]
BrokerOption = Annotated[
    str | None,
    typer.Option(
        "--broker",
        envvar=["GRADER_BROKER", "CELERY_BROKER_URL"],
        metavar="URL",
        help="Where Celery's messages go.",
        show_default="redis://127.0.0.1:6379/0",
    ),
]


def broker_of(engine: Engine, broker: str | None) -> str | None:
    """The broker of an engine that has one. ``UsageProblem`` where the database cannot be shared."""
    if engine is Engine.LOCAL:
        return None
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise UsageProblem(
            "Celery workers share the gradebook: put it into PostgreSQL with DATABASE_URL=postgresql://..."
            " (docs/howto/celery.md)."
        )
    return broker or DEFAULT_BROKER


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


_REMEDIES = {
    errno.ENOSPC: "Make room on the disk, and run this again.",
    errno.EDQUOT: "Your share of the disk is used up: make room, and run this again.",
    errno.EFBIG: "Files may not be so large here: raise the limit (ulimit -f), and run this again.",
    errno.EROFS: "That disk can only be read: copy the course to where you may write, and run this again.",
    errno.EACCES: "You may not write there: change its owner or its permissions, and run this again.",
    errno.EPERM: "You may not write there: change its owner or its permissions, and run this again.",
}
_REMEDY = "When that is mended, run this again."


def _named(error: OSError) -> str:
    """``No space left on device: grades.csv``, as far as it is known."""
    return ": ".join(str(part) for part in (error.strerror or error, error.filename2 or error.filename) if part)


@contextmanager
def exit_status() -> Iterator[None]:
    """Turn each kind of error into its exit status and a message without a traceback."""
    try:
        yield
    except IsolationError as error:
        tell(f"Nothing was graded: {error.problem}\n{error.remedy}")
        raise typer.Exit(Exit.TROUBLE) from error
    except (AssignmentError, UsageProblem) as error:
        tell(f"Error: {error}")
        raise typer.Exit(Exit.USAGE) from error
    except GraderError as error:
        tell(f"The grader failed: {error}")
        raise typer.Exit(Exit.TROUBLE) from error
    except KeyboardInterrupt as error:
        tell("Stopped.")
        raise typer.Exit(Exit.INTERRUPTED) from error
    except BrokenPipeError:
        raise  # whoever read our output has had enough; typer ends quietly
    except OSError as error:
        tell(f"The grader failed: {_named(error)}. {_REMEDIES.get(error.errno or 0, _REMEDY)}")
        raise typer.Exit(Exit.TROUBLE) from error
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        tell(traceback.format_exc().rstrip())
        tell("The grader failed: this is a fault of its own. Please report what stands above.")
        raise typer.Exit(Exit.TROUBLE) from error
