"""What a run prints: each mutant as it ends, then the sums and whatever needs somebody."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from grader.reports.safe import number

from .catalogue import Mutant
from .grading import Fate, Grave, Proof, costly

_STYLES = {Fate.KILLED: "green", Fate.EQUIVALENT: "yellow"}


def progress(console: Console, total: int) -> Progress:
    """A bar below the lines, on a terminal only."""
    return Progress(
        TextColumn("grading mutants"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal or total == 0,
    )


def show(console: Console, grave: Grave) -> None:
    """One line for one mutant."""
    line = Text(f"{grave.fate:<10}", _STYLES.get(grave.fate, "bold red")).append(f" {grave.mutant.name}", "default")
    console.print(line)
    if losses := lost(grave):
        console.print(f"           {losses}")
    if grave.reason:
        console.print(f"           {grave.reason}")


def lost(grave: Grave) -> str:
    """How many checks fell, of which task, and what they were worth."""
    if not grave.imports:
        return "cannot be imported"
    parts = (
        f"{task}: {loss.checks} check{'s' * (loss.checks != 1)}, {number(loss.points)} points"
        for task, loss in grave.losses.items()
    )
    return "; ".join(parts)


def changed_lines(mutant: Mutant) -> Iterator[str]:
    """What a mutant changed, as a diff without a header."""
    lines = difflib.unified_diff(mutant.before.splitlines(), mutant.text.splitlines(), lineterm="", n=1)
    return (line for line in lines if not line.startswith(("---", "+++")))


def summary(console: Console, proof: Proof, graves: Sequence[Grave], *, reference_is_right: bool) -> bool:
    """The sums of one assignment and its problems. Answers whether there are none."""
    slug = proof.assignment.slug
    fates = Counter(grave.fate for grave in graves)
    survived = fates[Fate.SURVIVED] + fates[Fate.EQUIVALENT]
    killed = fates[Fate.KILLED] + fates[Fate.MISTAKEN]
    console.print(
        f"\n{slug}: {len(graves)} mutants, {killed} killed, {survived} survived,"
        f" {fates[Fate.EQUIVALENT]} of them known to be equivalent"
    )
    strange = costly(graves, [task.id for task in proof.assignment.tasks])
    for grave, tasks in strange:
        console.print(f"  warning: costs other tasks: {grave.mutant.name} ({', '.join(tasks)})")
    problems = list(_problems(proof, graves, reference_is_right=reference_is_right))
    for problem in problems:
        console.print(Text(f"  {problem}", "bold red"))
    return not problems


def _problems(proof: Proof, graves: Sequence[Grave], *, reference_is_right: bool) -> Iterator[str]:
    if not reference_is_right:
        yield "the model answer itself does not get full marks: what its mutants get proves nothing"
    for grave in graves:
        if grave.fate is Fate.SURVIVED:
            yield "\n      ".join([f"survived: {grave.mutant.name}", *changed_lines(grave.mutant)])
        elif grave.fate is Fate.MISTAKEN:
            yield f"killed, though equivalent.toml says that it changes nothing: {grave.mutant.name}"
        elif grave.fate is Fate.ERROR:
            yield f"the grader failed: {grave.mutant.name}: {grave.reason}"
    for name in proof.equivalents:
        if name not in {grave.mutant.name for grave in graves}:
            yield f"equivalent.toml names a mutant that there is not: {name}"
