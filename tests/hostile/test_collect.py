"""Class archives with an attacker's submission in them: nobody else's work is lost, replaced or put down to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from grader.cli import app
from grader.lms.downloads.platforms import Platform
from tests.hostile.classes import EVES, HONEST, ROSTER
from tests.hostile.heads import Built, built
from tests.hostile.rules import assert_plain, tree

ATTACKS = built("collect", {"platform", "eve", "says"}, {"alone", "ask", "because"})


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "students.csv").write_text(ROSTER, encoding="utf-8")
    return folder


def collect(archive: Path, course: Path, *more: str):
    command = ["collect", str(archive), "-a", "one_to_one", "--course", str(course), *more]
    result = CliRunner().invoke(app, command, prog_name="grader")
    assert_plain(result.stdout)
    assert_plain(result.stderr)
    assert "Traceback" not in result.output, result.output
    return result


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_attack(attack: Built, course: Path, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """The honest ones' files are placed as theirs, byte by byte, and the attacker's as nobody else's."""
    head = attack.head
    record_property("required", f"hers {head['eve']}, all others' placed{', once asked' * ('ask' in head)}")
    archive = attack.module.build(tmp_path)
    platform = Platform(head["platform"])
    if "ask" in head:
        refused = collect(archive, course)
        assert refused.exit_code == 2
        assert f"--platform {platform}" in refused.stderr
        assert set(tree(course)) == {"students.csv", ".grader-lock"}
    done = collect(archive, course, *(["--platform", platform] if "ask" in head else []))
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(f"{platform.name.capitalize()}: ")
    placed = tree(course / "submitted")
    for student, files in ({} if "alone" in head else HONEST).items():
        for name, content in files.items():
            assert placed.pop(f"{student}/one_to_one/{name}") == content
    placed = {path: content for path, content in placed.items() if not path.endswith("timestamp.txt")}
    assert {path.partition("/")[0] for path in placed} == ({"eve"} if head["eve"] == "placed" else set())
    assert head["eve"] == "left out" or EVES in placed.values()
    assert head.get("because", "") in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {archive.name, "course"}
    record_property("observed", done.stdout.strip())


def test_every_attack_says_how_it_must_end() -> None:
    """A misspelt first line must not make an attack that proves nothing."""
    assert len(ATTACKS) >= 8
    for attack in ATTACKS:
        assert attack.head["eve"] in {"placed", "left out"}, attack.name
        assert ("because" in attack.head) == (attack.head["eve"] == "left out"), attack.name
