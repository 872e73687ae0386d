"""The box without namespaces: what it is worth, when it is used, and what it leaves behind.

The grader lies in a folder that every user may read, with a Python that every user may run: without namespaces, that is
what it needs. It runs as in a container (``contained``), and as an ordinary user where the tests are run by root.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.interpreter import box_folder
from tests.proving import PROVING, only_when_proving
from tests.sandboxed import FOREIGN_KEY, REFERENCE, ROOT

pytestmark = pytest.mark.sandbox

_ORDINARY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
_ALIKE = ("status", "incident", "score", "max_score", "checks", "diagnoses", "files", "output")
_LEAVE_SECONDS = 10
_FILTERED = ("--min-isolation", "filtered")


@dataclass(frozen=True)
class Container:
    """A copy of the grader that everybody may read, and an empty folder for temporary files."""

    home: Path

    @property
    def temporary(self) -> Path:
        return self.home / "tmp"

    def command(self, *arguments: str, namespaces: bool = False, landlock: bool = True) -> list[str]:
        contained = [] if namespaces else [sys.executable, "-P", "-m", "tests.sandbox.contained"]
        if not landlock:
            contained.append("--without-landlock")
        return [*contained, sys.executable, "-P", "-m", "grader", *arguments]

    @cached_property
    def foreign_key(self) -> Any:
        """The verdict of that answer in the filtered box, for all tests that look at one."""
        return self.check(FOREIGN_KEY, *_FILTERED)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{self.home}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "GRADER_BOX": f"{self.home}/box",
            "TMPDIR": f"{self.temporary}",
            "HOME": f"{self.temporary}",
        }

    def run(self, *arguments: str, user: list[str] | None = None, **layers: bool) -> Any:
        """``layers``: ``namespaces`` and ``landlock``, which of them there are."""
        command = [*(user or []), *self.command(*arguments, **layers)]
        return subprocess.run(
            command, env=self.environment, cwd=self.home, capture_output=True, text=True, check=False, timeout=120
        )

    def left(self, *expected: str) -> list[str]:
        """What else lies in the folder for temporary files. The box may end a moment after the grader."""
        until = time.monotonic() + _LEAVE_SECONDS
        while (found := sorted(set(os.listdir(self.temporary)) - set(expected))) and time.monotonic() < until:
            time.sleep(0.02)
        return found

    def check(self, source: str, *options: str, user: list[str] | None = None, **layers: bool) -> Any:
        """The verdict of a file as staff read it."""
        models = self.home / "models.py"
        models.write_text(source, encoding="utf-8")
        arguments = ("check", str(models), "--assignment", "one_to_one", "--format", "json", "--staff", *options)
        done = self.run(*arguments, user=user, **layers)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def container() -> Iterator[Container]:
    home = Path(tempfile.mkdtemp(prefix="container-"))  # pytest's own folders are nobody else's
    try:
        for part in ("grader", "tests", "assignments", "solutions"):
            shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns("__pycache__", "hostile"))
        shutil.copytree(box_folder() / "packages", home / "box" / "packages")
        (home / "box" / "interpreter").write_text(_readable_python() + "\n", encoding="utf-8")
        (home / "tmp").mkdir()
        subprocess.run(["chmod", "-R", "a+rX", home], check=True)
        (home / "tmp").chmod(0o1777)
        yield Container(home)
    finally:
        shutil.rmtree(home)


def _readable_python() -> str:
    """A Python that a user without rights may run: that of the box, or else the distribution's."""
    chosen = (box_folder() / "interpreter").read_text(encoding="utf-8").strip()
    for program in (chosen, "/usr/bin/python3"):
        if _runs(program):
            return program
    raise AssertionError(f"neither {chosen} nor /usr/bin/python3 can be run by an ordinary user")


def _runs(program: str) -> bool:
    """Whether an ordinary user can run it. Another program is asked: ``setpriv`` itself still has root's rights."""
    asked = subprocess.run([*_ORDINARY, "test", "-x", os.path.realpath(program)], check=False)
    return asked.returncode == 0


@pytest.mark.parametrize("source", [FOREIGN_KEY, *([REFERENCE, "import os\nos.fork()\n"] if PROVING else [])])
def test_a_verdict_is_the_same_as_in_the_full_box(container: Container, source: str) -> None:
    """All that differs is what it says of its isolation."""
    filtered = container.foreign_key if source == FOREIGN_KEY else container.check(source, *_FILTERED)
    filtered, full = deepcopy(filtered), container.check(source, namespaces=True)
    assert (filtered["isolation"]["level"], full["isolation"]["level"]) == ("filtered", "full")
    for verdict in (filtered, full):
        for check in verdict["checks"]:
            del check["staff"]  # times, among others
    assert {name: filtered[name] for name in _ALIKE} == {name: full[name] for name in _ALIKE}


def test_a_weaker_box_is_not_chosen_silently(container: Container) -> None:
    """Exit 3, the cause, and both ways out."""
    (container.home / "models.py").write_text(REFERENCE, encoding="utf-8")
    done = container.run("check", "models.py", "--assignment", "one_to_one")
    assert done.returncode == 3
    assert not done.stdout
    for words in ("no box can be made here", "deploy/seccomp-worker.json", "--min-isolation filtered"):
        assert words in done.stderr


def test_a_box_with_namespaces_is_taken_where_there_are_any(container: Container) -> None:
    """What is said to do is the weakest, not what is wished for."""
    assert container.check(REFERENCE, *_FILTERED, namespaces=True)["isolation"]["level"] == "full"


def test_less_than_filtered_is_called_none(container: Container) -> None:
    """Without Landlock the host's files can be read: refused as ``filtered``, looked at as ``none``, and no mark."""
    (container.home / "models.py").write_text(REFERENCE, encoding="utf-8")
    asked = ("check", "models.py", "--assignment", "one_to_one", *_FILTERED)
    done = container.run(*asked, landlock=False)
    assert done.returncode == 3
    assert "host_files" in done.stderr
    verdict = container.check(REFERENCE, "--min-isolation", "none", landlock=False)
    assert verdict["isolation"]["level"] == "none"
    assert {"host_files", "home", "write_outside"} & set(verdict["isolation"]["missing"])
    done = container.run("grade", ".", "--min-isolation", "none", landlock=False)
    assert done.returncode == 2
    assert "no mark is given without isolation" in done.stderr


@only_when_proving("starts the grader three times; the levels themselves are tested beside it")
@pytest.mark.parametrize(
    ("layers", "level"), [({"landlock": False}, "none"), ({}, "filtered"), ({"namespaces": True}, "full")]
)
def test_doctor_says_which_level_this_machine_gives(container: Container, layers: Any, level: str) -> None:
    """And exits with 3 where it is not the one that is asked for by default."""
    done = container.run("doctor", **layers)
    assert f"isolation          {level}" in done.stdout, done.stdout + done.stderr
    assert done.returncode == (0 if level == "full" else 3)


def test_staff_are_told_what_is_missing(container: Container) -> None:
    """The level, what the self-test found possible, and nothing else of it."""
    isolation = container.foreign_key["isolation"]
    assert set(isolation["missing"]) <= {"disk_quota", "not_first_process"}
    assert len(isolation["self_test"]) > 20


def test_nothing_is_left_behind(container: Container) -> None:
    """Neither what a submission wrote, nor the folder of the box, nor a process."""
    deep = "for n in range(200):\n    os.mkdir('d', 0o700 if n % 2 else 0o300)\n    os.chdir('d')\n"
    written = "import os\nopen('x', 'w').write('y')\nos.mkdir('shut', 0)\n"
    container.check(written + deep, *_FILTERED)
    assert container.left() == []


def test_what_takes_too_much_room_is_ended(container: Container) -> None:
    """Without a disk of its own, the supervisor looks what a submission writes."""
    filling = "import time\nfor n in range(64):\n    open(str(n), 'wb').write(bytes(4 << 20))\n    time.sleep(0.02)\n"
    verdict = container.check(filling, *_FILTERED)
    assert verdict["score"] == 0
    assert verdict["incident"]["kind"] == "output"
    assert "wrote too much to files" in verdict["checks"][0]["message"]["en"]
    assert container.left() == []


def test_the_folder_of_a_killed_box_is_cleared_by_the_next(container: Container) -> None:
    """Of such a name, of that user, held by nobody, and not of this very minute; everything else stays."""
    stale, young, other = (
        container.temporary / name for name in ("django-grader-box-1", "django-grader-box-2", "box-3")
    )
    for folder in (stale, young, other):
        (folder / "work" / "deep").mkdir(parents=True)
        os.chown(folder, *(2 * [_uid()]))
    for folder in (stale, other):
        os.utime(folder, (1_000_000_000, 1_000_000_000))
    for folder in (stale, *stale.rglob("*")):
        os.chown(folder, *(2 * [_uid()]))
    container.check(REFERENCE, *_FILTERED)
    assert container.left("box-3", "django-grader-box-2") == []
    for folder in (young, other):
        shutil.rmtree(folder)


def _uid() -> int:
    return 65534 if os.geteuid() == 0 else os.geteuid()


@pytest.mark.skipif(not _ORDINARY, reason="the tests are run by an ordinary user: so are all the others here")
def test_an_ordinary_user_gets_the_same(container: Container) -> None:
    """No right of root's is needed."""
    if not _runs(sys.executable):
        pytest.skip(f"an ordinary user cannot run {os.path.realpath(sys.executable)}")
    assert container.check(FOREIGN_KEY, *_FILTERED, user=_ORDINARY)["score"] == container.check(FOREIGN_KEY)["score"]
