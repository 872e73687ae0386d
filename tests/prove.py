"""``make prove``: every "Must show" of the issues done so far, at full size, a line each.

Each claim is a command of its own, so that a reader can run it alone. The last line counts; the exit status is 1
where one does not hold.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.lti.claims import LTI

ROOT = Path(__file__).parents[1]
NOBODY = 65534
_PRIVATE = 0o700
GRADER = [sys.executable, "-P", "-m", "grader"]

Claim = tuple[str, Callable[[], str]]  # what is claimed; runs it, raises where it fails, answers what was seen


class Failed(Exception):
    """A claim does not hold."""


def run(command: list[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None, status: int = 0) -> str:
    """A command's stdout; ``Failed`` with the end of what it said where its exit status is another."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode != status:
        raise Failed(f"{' '.join(command)}: exit {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def tests(*names: str, **more: str) -> Callable[[], str]:
    """Test files or folders, the slow ones too; ``more`` is added to their environment."""

    def prove() -> str:
        environment = {**os.environ, "GRADER_PROVE": "1", **more}
        said = run([sys.executable, "-m", "pytest", "-q", "--no-header", *names], env=environment)
        return said.strip().splitlines()[-1]

    return prove


def clean_clone_as_ordinary_user() -> str:
    """README's two commands on a clean clone, without root and without a system-wide bubblewrap."""
    if shutil.which("bwrap"):
        raise Failed("bubblewrap is installed system-wide here: remove it to see the wheel's at work")
    place = Path(tempfile.mkdtemp(prefix="prove-"))
    try:
        run(["git", "clone", "-q", str(ROOT), str(place / "clone")])
        place.chmod(0o755)
        as_user: list[str] = []
        if os.geteuid() == 0:
            run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(place)])
            as_user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        environment = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}
        environment |= {"HOME": str(place), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
        clone = place / "clone"
        graded = run([*as_user, "make", "grade"], cwd=clone, env=environment)
        tested = run([*as_user, "make", "test"], cwd=clone, env=environment)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    students = sorted(path.name for path in (ROOT / "examples" / "course" / "submitted").iterdir())
    missing = [student for student in students if student not in graded]
    if missing:
        raise Failed(f"no line for {missing}\n{graded}")
    return f"{len(students)} submissions, a line each; make test: {tested.strip().splitlines()[-1]}"


def check_prints_json_only() -> str:
    """The model answer: full score, isolation full, one JSON document and nothing else on stdout."""
    command = ["check", "solutions/one_to_one/reference", "--assignment", "one_to_one", "--format", "json"]
    verdict = json.loads(run([*GRADER, *command]))
    if verdict["score"] != verdict["max_score"] or verdict["isolation"]["level"] != "full":
        raise Failed(json.dumps(verdict)[:2000])
    return f"{verdict['score']} of {verdict['max_score']}, isolation {verdict['isolation']['level']}"


def verify() -> str:
    """Every named answer gets exactly its verdict."""
    return run([*GRADER, "verify"]).strip().splitlines()[-1]


def find_python(version: str) -> str | None:
    """A Python of that version that runs, on PATH or among pyenv's; None where there is none."""
    candidates = [shutil.which(f"python{version}")]
    if shutil.which("pyenv"):
        known = run(["pyenv", "versions", "--bare"]).split()
        homes = [run(["pyenv", "prefix", name]).strip() for name in known if name.startswith(f"{version}.")]
        candidates += [f"{home}/bin/python{version}" for home in homes]
    for candidate in candidates:
        if candidate and subprocess.run([candidate, "-V"], capture_output=True, check=False).returncode == 0:
            return candidate
    return None


def other_pythons() -> str:
    """The other supported Pythons, with the Django that they get, give every named answer its verdict."""
    seen = []
    for version in ("3.12", "3.13"):
        python = find_python(version)
        if python is None:
            raise Failed(f"Python {version} is not here")
        with tempfile.TemporaryDirectory(prefix="prove-") as folder:
            clone = Path(folder, "clone")
            run(["git", "clone", "-q", str(ROOT), str(clone)])
            run(["make", "setup", f"PYTHON={python}"], cwd=clone)
            command = ["check", "solutions/one_to_one/reference", "--assignment", "one_to_one", "--format", "json"]
            verdict = json.loads(run([".venv/bin/python", "-P", "-m", "grader", *command], cwd=clone))
            if verdict["score"] != verdict["max_score"]:
                raise Failed(json.dumps(verdict)[:2000])
            answers = run([".venv/bin/python", "-P", "-m", "grader", "verify"], cwd=clone).strip().splitlines()[-1]
            versions = verdict["environment"]
            seen.append(f"Python {versions['python']} with Django {versions['django']}: {answers}")
    return "; ".join(seen)


def interpreters() -> str:
    """The distribution's interpreter and one below a private home both run the box."""
    seen, private = [], False
    for name in filter(None, ("/usr/bin/python3", find_python("3.11"))):
        with tempfile.TemporaryDirectory(prefix="prove-") as folder:
            box = Path(folder)
            box.chmod(0o755)
            shutil.copytree(ROOT / ".box" / "packages", box / "packages")
            code = "import os, sys; print(os.path.realpath(sys._base_executable))"
            (box / "interpreter").write_text(run([name, "-c", code]), encoding="utf-8")
            said = run([*GRADER, "doctor"], env={**os.environ, "GRADER_BOX": str(box)})
            where = (box / "interpreter").read_text(encoding="utf-8").strip()
            home = os.stat(f"/{where.split('/')[1]}").st_mode & 0o777
            if "full" not in said:
                raise Failed(said)
            seen.append(f"{where} (below a folder of mode {home:o}): full")
            private |= home == _PRIVATE
    if not private:
        raise Failed(f"none of these is below a private home: {seen}")
    return "; ".join(seen)


def bench() -> str:
    """Every way to grade side by side, and a line for each target, whether it is met or not."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder, "bench.json")
        run([sys.executable, "-m", "benchmarks", "--long", "--json", str(result)])
        found = json.loads(result.read_text(encoding="utf-8"))
    return "\n       ".join([*found["lines"], f"milliseconds on a lane: {found['profile_ms']}"])


def mutants() -> str:
    """Every mutant of every model answer is killed, or stands in the list of equivalents with its reason."""
    return run([sys.executable, "-m", "tests.mutants"]).strip().splitlines()[-1]


def students_own_tests() -> str:
    """The student's own pytest ends as the grader does, for every answer, where the student installed it."""
    with tempfile.TemporaryDirectory(prefix="prove-") as folder:
        pythons = []
        for version in ("3.11", "3.13"):
            python = find_python(version)
            if python is None:
                raise Failed(f"Python {version} is not here")
            home = Path(folder, version)
            run([python, "-m", "venv", str(home)])
            wanted = ROOT / "student_template" / "one_to_one" / "requirements.txt"
            run([str(home / "bin" / "python"), "-m", "pip", "install", "-q", "-r", str(wanted)])
            pythons.append(str(home / "bin" / "python"))
        asked = "import sys, django; print(sys.version.split()[0], 'with Django', django.get_version())"
        seen = [run([python, "-c", asked]).strip() for python in pythons]
        said = tests("tests/template", TEMPLATE_PYTHONS=os.pathsep.join(pythons))()
    return f"{said} (Python {', '.join(seen)})"


def new_assignments() -> str:
    """On a clean clone: a new assignment, and a private variant of a shipped one, each passes ``verify`` at once."""
    seen = []
    with tempfile.TemporaryDirectory(prefix="prove-") as folder:
        clone = Path(folder, "clone")
        run(["git", "clone", "-q", str(ROOT), str(clone)])
        run(["make", "setup"], cwd=clone)
        grader = [".venv/bin/grader"]
        for slug, more in (
            ("polls_fk", []),
            ("ships", ["--from", "one_to_one", "--rename", "Women=Ship,Husband=Captain"]),
        ):
            run([*grader, "new", slug, *more], cwd=clone)
            seen.append(f"{slug}: {run([*grader, 'verify', slug], cwd=clone).strip().splitlines()[-1]}")
    return "; ".join(seen)


def whole_class(name: str) -> Callable[[], str]:
    """One of the claims about whole classes; see ``tests/prove_class.py``."""
    return lambda: run([sys.executable, "-m", "tests.prove_class", name]).strip()


def hostile_class(name: str) -> Callable[[], str]:
    """One of the claims about classes with attackers in them; see ``tests/prove_hostile.py``."""
    return lambda: run([sys.executable, "-m", "tests.prove_hostile", name]).strip()


def fuzz() -> str:
    """A minute of ``make fuzz``, a line for each target."""
    return "; ".join(line for line in run(["make", "fuzz", "SECONDS=60"]).splitlines() if "executions" in line)


def nbgrader() -> str:
    """See ``tests/prove_nbgrader.py``."""
    return run([sys.executable, "-m", "tests.prove_nbgrader"]).strip().splitlines()[-1]


def formgrader() -> str:
    """See ``tests/prove_formgrader.py``."""
    return run([sys.executable, "-m", "tests.prove_formgrader"]).strip().splitlines()[-1]


def gradescope() -> str:
    """See ``tests/prove_gradescope.py``."""
    return run([sys.executable, "-m", "tests.prove_gradescope"]).strip()


def load() -> str:
    """300 students within one minute, the worker killed in the middle, on either database."""
    said = [run([sys.executable, "-m", "benchmarks.load", "--database", one]) for one in ("sqlite", "postgresql")]
    return "\n       ".join(line.strip() for text in said for line in text.strip().splitlines())


def pages() -> str:
    """The pages of a large course; its last line says which take too long."""
    found = run([sys.executable, "-m", "benchmarks.pages"]).strip().splitlines()
    return "\n       ".join(line for line in found if not line.startswith("task_"))


CLAIMS: list[Claim] = [
    ("clean clone, ordinary user, no system bubblewrap: make grade, make test", clean_clone_as_ordinary_user),
    ("grader check --format json: full score, isolation full, only JSON", check_prints_json_only),
    ("make verify: every named answer gets exactly its verdict", verify),
    ("no gain, right incident, host and next submission unharmed: the whole corpus", tests("tests/hostile")),
    ("an endless loop: timeout within its limit plus one second", tests("tests/engine/test_timeouts.py")),
    ("what student code can see from inside, what its student sees of it", tests("tests/sandbox")),
    ("operations remotely and in-process; one session as fresh ones; turns", tests("tests/judge")),
    ("nothing left after a run, nor after kill -9; threads that end", tests("tests/engine/test_leftovers.py")),
    ("the interpreter of the distribution, and one below a private home", interpreters),
    ("other Pythons, and Django 6.1: every named answer", other_pythons),
    ("make bench", bench),
    ("make mutants: none survives unexplained", mutants),
    (
        "the course text: every statement has its check, the five wrong ones their diagnosis in Russian",
        tests("tests/docs", "tests/diagnoses"),
    ),
    ("a mistake in one task costs that task only", tests("tests/fairness")),
    ("the student's own pytest and the grader agree; transcripts show what the verdict says", students_own_tests),
    ("a new assignment and a renamed variant pass verify on a clean clone", new_assignments),
    ("the kit, and the language of feedback", tests("tests/cli")),
    ("the gradebook: what another hand did is found, nothing is done twice", tests("tests/gradebook")),
    ("2,000 submissions, killed three times, then finished; again in under two seconds", whole_class("local")),
    ("2,000 submissions through Celery while workers are killed and Redis restarts", whole_class("celery")),
    ("regrade: preview, apply, undo, audit on the shipped course", whole_class("regrade")),
    ("the class report of 200 students: one file, in Russian and English", whole_class("report")),
    ("20 notebooks and 20 files: nbgrader autograde and grader grade come to the same, cell by cell", nbgrader),
    (
        "forged notebooks: full marks from plain nbgrader, none from us; marks by hand survive two runs",
        tests("tests/lms/test_autograde.py", "tests/lms/test_gradebook_db.py"),
    ),
    (
        "nbgrader's exchange, there and back, by its own commands",
        tests("tests/lms/test_exchange.py"),
    ),
    (
        "exports re-read by Python's csv; a filled file differs in its own column only",
        tests("tests/lms/test_exports.py", "tests/cli/test_lms_exports.py", "tests/lms/test_nbgrader_export.py"),
    ),
    ("formgrader in Chromium: the points, our comment, and marks by hand that survive two more runs", formgrader),
    (
        "downloads of Moodle, Canvas and Gradescope: collected, graded, marks and pages back, as docs/howto says",
        tests("tests/cli/test_collect.py", "tests/cli/test_feedback_exports.py", "tests/docs/test_platforms.py"),
    ),
    ("Gradescope's autograder in its layout: the scores of grader check, and no zero for an error of ours", gradescope),
    ("make fuzz SECONDS=60: nothing found in the codec and in intake", fuzz),
    (
        "30 honest and 10 hostile submissions in three orders, on one lane and two: the same verdicts",
        hostile_class("orders"),
    ),
    ("200 students, 20 hostile, a process of the run killed every second: nothing lost", hostile_class("killed")),
    ("Celery on real Redis and PostgreSQL: what goes wrong on the way", tests("tests/distributed")),
    (
        "the site: students and staff in Chromium, axe-core and the keyboard on every page, roles, API by its document",
        tests("tests/web"),
    ),
    ("the site's container and units, as far as this machine goes", tests("tests/deploy")),
    *((title, tests(*(f"tests/lti/test_{name}.py" for name in names))) for title, names in LTI),
    ("300 students submit within a minute, the worker is killed: SQLite and PostgreSQL", load),
    ("a course of 2,000 students and 20 assignments: no page over 300 ms", pages),
]


def main() -> None:
    wanted = sys.argv[1:]
    shown = failed = 0
    for number, (title, prove) in enumerate(CLAIMS, 1):
        if wanted and str(number) not in wanted:
            continue
        began = time.monotonic()
        try:
            seen = prove()
            mark = "shown"
            shown += 1
        except Failed as error:
            seen, mark = str(error), "FAILED"
            failed += 1
        print(f"{mark}  {number}. {title} ({time.monotonic() - began:.0f} s)\n       {seen}", flush=True)
    print(f"{shown} shown, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
