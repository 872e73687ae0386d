"""``python -m tests.mutants``: every mutant of every model answer must be killed, or be known to change nothing.

Exit status: 0 none survived; 1 one did, or equivalent.toml is wrong; 2 a mistake in what was asked for; 3 the grader
failed or cannot isolate; 130 stopped.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Generator, Sequence

from grader.commands.answers import REFERENCE
from grader.commands.terms import CHECKOUT, PRACTICE, Exit, UsageProblem, console, key_from, tell
from grader.core.errors import AssignmentError, GraderError, IsolationError
from grader.core.verdict import Verdict
from grader.engine.local import grade_all

from .grading import Fate, Grave, Proof, full_marks, judged, prepare
from .report import progress, show, summary

ASSIGNMENTS, SOLUTIONS = CHECKOUT / "assignments", CHECKOUT / "solutions"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; answers its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("slug", nargs="?", help="only this assignment")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="how many to grade at once")
    parser.add_argument("--list", action="store_true", help="name the mutants and grade none")
    options = parser.parse_args(arguments)
    try:
        proofs = [prepare(slug, assignments=ASSIGNMENTS, solutions=SOLUTIONS) for slug in _slugs(options.slug)]
        if options.list:
            return _list(proofs)
        return prove(proofs, jobs=options.jobs)
    except (AssignmentError, UsageProblem) as error:
        tell(f"Error: {error}")
        return Exit.USAGE
    except IsolationError as error:
        tell(f"Nothing was graded: {error.problem}\n{error.remedy}")
        return Exit.TROUBLE
    except GraderError as error:
        tell(f"The grader failed: {error}")
        return Exit.TROUBLE
    except KeyboardInterrupt:
        tell("Stopped.")
        return Exit.INTERRUPTED


def prove(proofs: Sequence[Proof], *, jobs: int) -> int:
    """Grade model answers and mutants, show each mutant's end and the sums. Answers the exit status."""
    work = [(each, proof.assignment) for proof in proofs for each in (proof.reference, *proof.submissions)]
    out = console()
    verdicts = grade_all(work, jobs=jobs, course_key=key_from(PRACTICE))
    done: dict[int, Verdict] = {}
    first, clean, errors = 0, True, 0
    try:
        with progress(out, len(work)) as bar:
            task = bar.add_task("", total=len(work))
            for proof in proofs:
                graves: list[Grave] = []
                for index in range(len(proof.mutants) + 1):  # in the order of the file, though they end in any
                    while first + index not in done:
                        number, verdict = next(verdicts)
                        done[number] = verdict
                        bar.advance(task)
                    if index:
                        grave = judged(proof.mutants[index - 1], done[first + index], proof.equivalents)
                        graves.append(grave)
                        show(out, grave)
                is_right = full_marks(done[first])
                clean &= summary(out, proof, graves, reference_is_right=is_right)
                errors += sum(grave.fate is Fate.ERROR for grave in graves)
                first += len(proof.mutants) + 1
    except StopIteration:
        raise GraderError("some mutants got no verdict at all") from None
    finally:
        if isinstance(verdicts, Generator):
            verdicts.close()  # now, and not when somebody collects it: lanes end with it
    out.print(f"\n{sum(len(proof.mutants) for proof in proofs)} mutants of {len(proofs)} model answers")
    if errors:
        return Exit.TROUBLE
    return Exit.DONE if clean else Exit.BELOW


def _slugs(slug: str | None) -> list[str]:
    if slug is not None:
        return [slug]
    return sorted(folder.parent.name for folder in SOLUTIONS.glob(f"*/{REFERENCE}"))


def _list(proofs: Sequence[Proof]) -> int:
    out = console()
    for proof in proofs:
        for mutant in proof.mutants:
            out.print(f"{proof.assignment.slug}  {mutant.name}")
        out.print(f"{proof.assignment.slug}: {len(proof.mutants)} mutants\n")
    return Exit.DONE


if __name__ == "__main__":
    sys.exit(main())
