"""A course of notebooks and files, graded by ``nbgrader autograde`` and by ``grader grade``, side by side.

python -m tests.prove_nbgrader
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.courses import answers, distinct
from grader.intake.coursekey import KEY_BYTES, KEY_FILE
from tests.lms.nbgraders import SLUG, answered, comments, hand_in, nbgrader, new_course, points, released
from tests.sandboxed import COURSE_KEY, ROOT

GRADER = [sys.executable, "-P", "-m", "grader"]
EACH = 20  # students who fill in the notebook, and as many who put a models.py beside it


class Wrong(Exception):
    """The two ways do not come to the same."""


def equal_marks() -> str:
    """20 notebooks and 20 ``models.py``: the marks of every cell, the comments, and how long each way took."""
    with tempfile.TemporaryDirectory(prefix="prove-") as folder:
        theirs, ours = Path(folder, "theirs"), Path(folder, "ours")
        assignments = new_course(theirs)
        new_course(ours)
        students = _hand_in(theirs, ours)
        for course in (theirs, ours):  # the same random data, which transcripts show
            (course / KEY_FILE).write_bytes(COURSE_KEY.ljust(KEY_BYTES))
            (course / KEY_FILE).chmod(0o600)
        began = time.perf_counter()
        nbgrader(theirs, "autograde", SLUG, "--create")
        between = time.perf_counter()
        command = [*GRADER, "grade", str(ours), "--assignments", str(assignments), "--jobs", "2"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        ended = time.perf_counter()
        if done.returncode:
            raise Wrong(f"grader grade: exit {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}")
        cells = _compared(theirs, ours, students)
    return (
        f"{len(students)} students, {cells} cells: equal; nbgrader autograde with our preprocessor"
        f" {between - began:.1f} s, grader grade {ended - between:.1f} s"
    )


def _hand_in(*courses: Path) -> list[str]:
    chance = random.Random(5)
    known = answers(SLUG)
    students = []
    for number in range(2 * EACH):
        source = distinct(chance.choice(known).source, number).decode()
        student = f"s{number:02d}"
        for course in courses:
            book = released(course)
            if number < EACH:
                hand_in(course, student, answered(book, source))
            else:
                hand_in(course, student, book, models=source)
        students.append(student)
    return students


def _compared(theirs: Path, ours: Path, students: list[str]) -> int:
    """How many cells there are; ``Wrong`` where one differs."""
    one, other = points(theirs), points(ours)
    if set(one) != set(students) or one != other:
        differ = {name: (one.get(name), other.get(name)) for name in students if one.get(name) != other.get(name)}
        raise Wrong(f"the marks differ: {differ}")
    for student in students:
        if comments(theirs, student) != comments(ours, student):
            raise Wrong(f"the comments of {student} differ: {comments(theirs, student)} {comments(ours, student)}")
    if len({tuple(marks.items()) for marks in one.values()}) < 3:
        raise Wrong("all answers have the same marks: that shows nothing")
    return sum(len(marks) for marks in one.values())


if __name__ == "__main__":
    print(equal_marks())
