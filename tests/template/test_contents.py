"""What a student's project holds, and above all what it does not hold."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from grader.commands.template import write_folder
from grader.core.assignment import Visibility
from grader.intake.solutions import BEGIN, END
from grader.template.archive import zipped
from grader.template.closure import kit_files
from grader.template.project import update_files
from tests.template.projects import CHECKOUT, SOLUTIONS

_UNIX_ONLY = {"crypt", "curses", "fcntl", "grp", "nis", "posix", "pty", "pwd", "readline", "resource", "syslog"}
_UNIX_ONLY |= {"spwd", "termios", "tty"}
_REGION = re.compile(rf"^[ \t]*{BEGIN}\n(.*?)^[ \t]*{END}$", re.MULTILINE | re.DOTALL)


def _whole(made):
    return b"\n".join([*(name.encode() for name in made), *made.values()]).decode()


def test_no_hidden_check_is_named(assignment, made):
    hidden = [check.id for check in assignment.checks if check.visibility is not Visibility.PUBLIC]
    named = set(re.findall(r"\w+", _whole(made)))
    assert not [id_ for id_ in hidden if id_ in named or f"test_{id_}" in named]


def test_the_public_checks_alone_are_described_in_their_order(assignment, made):
    described = json.loads(made["kit/checks.json"])["checks"]
    public = [check for check in assignment.checks if check.visibility is Visibility.PUBLIC]
    assert [check["id"] for check in described] == [check.id for check in public]
    assert [check["requires"] for check in described] == [list(check.requires) for check in public]


def test_the_public_checks_are_the_assignments_own_bytes(assignment, made):
    assert made["tests/test_public.py"] == (assignment.folder / "test_public.py").read_bytes()
    assert [name for name in made if name.startswith("tests/")] == ["tests/test_public.py"]


def test_no_trace_of_the_solution(assignment, made):
    answers = [path.read_text(encoding="utf-8") for path in (SOLUTIONS / assignment.slug / "reference").rglob("*.py")]
    regions = [region for answer in answers for region in _REGION.findall(answer)]
    assert regions
    mine = {name: content.decode() for name, content in made.items() if name.startswith(f"{assignment.app}/")}
    stubs = "\n".join(mine.values())
    assert BEGIN not in _whole(made)
    assert END not in _whole(made)
    for region in regions:
        assert region not in _whole(made)
        lines = [line.strip() for line in region.splitlines()]
        assert not [
            line for line in lines if re.search(r"OneToOneField|\.save\(|create\(|class \w+\(", line) and line in stubs
        ]


def test_no_path_of_this_machine(made):
    whole = _whole(made)
    for path in {str(CHECKOUT), sys.prefix, str(Path.home()), os.getcwd()}:
        assert path not in whole


def test_what_is_given_is_there(assignment, made):
    for place, content in assignment.given.items():
        assert made[f"{assignment.app}/{place}"] == content
    for name in assignment.submit:
        assert f"{assignment.app}/{name}" in made
        ast.parse(made[f"{assignment.app}/{name}"])


def test_texts_can_be_shown_on_an_old_russian_console(made):
    """Guillemets are not in its code page: there they are printed as quotation marks."""
    for name, content in made.items():
        if name.endswith((".md", ".toml", ".json", ".txt", ".ini")) or name.startswith("tests/"):
            shown = content.decode("utf-8").replace("\u00ab", '"').replace("\u00bb", '"')
            assert shown.encode("cp866").decode("cp866") == shown, name


def test_it_imports_nothing_that_a_students_python_lacks():
    """The standard library as Windows has it, Django and pytest; from the grader its own copies alone."""
    known = (sys.stdlib_module_names - _UNIX_ONLY) | {"django", "pytest", "_pytest"}
    for name, content in kit_files().items():
        if not name.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(content)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            else:
                continue
            assert not [module for module in names if module.partition(".")[0] not in known], name


def test_what_is_imported_is_there():
    """Every module that one of them imports is among them: nothing is found by luck, from beside the project."""
    files = set(kit_files())
    for name in (
        "judge/program.py",
        "judge/transcript.py",
        "sandbox/subject/wire.py",
        "wording.toml",
        "workbench/words.toml",
    ):
        assert name in files
    for absent in (
        "judge/session.py",
        "sandbox/launcher.py",
        "sandbox/subject/harden.py",
        "sandbox/subject/__main__.py",
    ):
        assert absent not in files


def test_three_packages_are_all_that_it_needs(made):
    named = re.findall(r"^[\w-]+", made["requirements.txt"].decode(), re.MULTILINE)
    assert named == ["Django", "pytest", "pytest-django"]
    ours = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert next(line for line in ours if line.startswith("Django")) in made["requirements.txt"].decode()


# -- the archives ------------------------------------------------------------------------------------------


def test_an_update_loses_a_student_nothing(assignment, made):
    """It holds nothing that is handed in, under whatever name, and no settings or database of hers."""
    updates = update_files(assignment, made)
    with zipfile.ZipFile(io.BytesIO(zipped(updates))) as archive:
        names = archive.namelist()
    stems = [f"{assignment.app}/{name.removesuffix('.py')}" for name in assignment.submit]
    assert not [name for name in names for stem in stems if name in (stem, f"{stem}.py") or name.startswith(f"{stem}/")]
    assert {"tests/test_public.py", "kit/checks.json", "conftest.py", "brief.ru.md"} <= set(names)
    assert not [name for name in names if name.startswith(("config/", "accounts/", ".git")) or "migrations" in name]


def test_a_whole_archive_unpacks_into_one_folder(assignment, made):
    with zipfile.ZipFile(io.BytesIO(zipped(made, assignment.slug))) as archive:
        assert {name.removeprefix(f"{assignment.slug}/"): archive.read(name) for name in archive.namelist()} == made
        assert all(name.startswith(f"{assignment.slug}/") for name in archive.namelist())


def test_the_same_files_make_the_same_archive(made):
    reversed_order = dict(reversed(made.items()))
    assert zipped(made) == zipped(reversed_order)


# -- writing -----------------------------------------------------------------------------------------------


def test_a_folder_is_replaced_as_a_whole(tmp_path):
    place = tmp_path / "project"
    write_folder(place, {"a/b.py": b"1", "old.py": b"2"})
    write_folder(place, {"a/b.py": b"3"})
    assert {path.name: path.read_bytes() for path in place.rglob("*") if path.is_file()} == {"b.py": b"3"}
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


@pytest.mark.parametrize("broken", ["first", "last"])
def test_a_folder_that_cannot_be_written_stays_as_it_was(tmp_path, monkeypatch, broken):
    place = tmp_path / "project"
    write_folder(place, {"a.py": b"1"})
    if broken == "first":
        with pytest.raises(OSError):
            write_folder(place, {"b.py": b"2", "b.py/c.py": b"3"})
    else:
        rename = Path.rename

        def refusing(self, target):
            if self.name == "fresh":
                raise OSError("no")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", refusing)
        with pytest.raises(OSError):
            write_folder(place, {"a.py": b"2"})
    assert (place / "a.py").read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["project"]
