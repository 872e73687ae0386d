"""An assignment's folder, read into an ``Assignment``.

Whatever is wrong with the folder is one ``AssignmentError`` that names the file, the key or line, and what
helps.
"""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from ..core.assignment import Assignment, CheckSpec, Task, Visibility
from ..core.errors import AssignmentError
from ..core.limits import LIMIT_NAMES, Limits
from ..core.text import LANGUAGES, Text
from .asked import read_asked
from .tables import Table, nearest, read_toml
from .testfiles import CheckTest, read_tests

PUBLIC, HIDDEN = "test_public.py", "test_hidden.py"
DIAGNOSES = "diagnoses*.py"
HIDDEN_SHARE = Fraction(2, 5)  # of the points may lie in checks that are not public

_TOP_KEYS = ("slug", "app", "submit", "title", "limits", "task", "check")
_CHECK_KEYS = tuple(field.name for field in dataclasses.fields(CheckSpec) if field.name != "id")
_BRIEF_LINE = re.compile(r"^[ \t]*(?:[-*][ \t]+)?\*\*([a-z0-9_]+\.\d+)\*\*[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def find_assignment(slug: str, root: Path) -> Assignment:
    """The assignment of that slug in ``root``; ``AssignmentError`` names the known slugs and the nearest."""
    known = sorted(file.parent.name for file in root.glob("*/assignment.toml"))
    if slug in known:  # compared and not joined to a path: a slug may come from anywhere
        return load_assignment(root / slug)
    hint = nearest(slug, known)
    listed = f" (known: {', '.join(known)})" if known and "did you mean" in hint else ""
    raise AssignmentError(str(root), None, f'there is no assignment "{slug}"{hint}{listed}')


def load_assignment(folder: Path) -> Assignment:
    """The assignment in ``folder``, all of it checked. Raises ``AssignmentError``; never imports a test."""
    file = folder / "assignment.toml"
    if not folder.is_dir():
        raise AssignmentError(str(folder), None, "there is no such folder")
    table = Table(str(file), read_toml(file), _TOP_KEYS)
    tasks = tuple(_tasks(table))
    tests = _tests(folder)
    checks = _checks(table, tasks, tests)
    _refuse_checks_without_test(table, checks, tests)
    brief = _brief(folder)
    _refuse_missing_brief_lines(table, folder, checks, brief)
    _refuse_impossible_requirements(table, checks)
    _refuse_hidden_majority(table, checks)
    submit, given = _submit(table), _given(folder)
    _refuse_what_nobody_gives(table, submit, given)
    _refuse_unreadable_diagnoses(folder)
    return Assignment(
        slug=_slug(table, folder),
        app=_name(table, "app"),
        submit=submit,
        title=table.bilingual("title"),
        tasks=tasks,
        checks=_in_running_order([checks[test_id] for test_id in tests]),
        folder=folder,
        digest=_digest(folder),
        limits=_limits(table),
        brief={line: Text(**{language: texts[line] for language, texts in brief.items()}) for line in brief["en"]},
        given=given,
        tables=read_asked(folder),
    )


def _name(table: Table, key: str) -> str:
    name = table.text(key)
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise table.error(key, f'must be a Python name in small letters, not "{name}"')
    return name


def _slug(table: Table, folder: Path) -> str:
    slug = _name(table, "slug")
    if slug != folder.resolve().name:
        raise table.error("slug", f'is "{slug}", but the folder is called "{folder.resolve().name}"')
    return slug


def _submit(table: Table) -> tuple[str, ...]:
    files = table.texts("submit")
    if not files:
        raise table.error("submit", "names no file")
    for name in files:
        stem = name.removesuffix(".py")
        if stem == name or not _NAME.fullmatch(stem):
            raise table.error("submit", f'must hold names such as "models.py", not "{name}"')
    return files


def _given(folder: Path) -> dict[str, bytes]:
    """The files of ``given/`` by their place in the app: ``{"models.py": ...}``."""
    home = folder / "given"
    files = sorted(path for path in home.glob("**/*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in files}


def _refuse_what_nobody_gives(table: Table, submit: Sequence[str], given: Mapping[str, bytes]) -> None:
    for name in submit:
        stem = name.removesuffix(".py")
        twins = [place for place in given if place == name or place.startswith(f"{stem}/")]
        if twins:
            raise table.error("submit", f'"{name}" is handed in, and given too: there is {twins[0]} in given/')
    if not {"models.py", "models/__init__.py"} & (set(submit) | set(given)):
        raise table.error("submit", 'there are no models: name "models.py" here, or put it into given/')


def _refuse_unreadable_diagnoses(folder: Path) -> None:
    """Parsed only: who grades imports them, and no mark depends on it."""
    for path in sorted(folder.glob(DIAGNOSES)):
        try:
            ast.parse(path.read_bytes(), path.name)
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or 1
            raise AssignmentError(f"{path}:{line}", None, f"is not Python: {getattr(error, 'msg', error)}") from error


def _limits(table: Table) -> Mapping[str, int | float]:
    if "limits" not in table.data:
        return {}
    limits = table.table("limits", LIMIT_NAMES)
    whole = {field.name for field in dataclasses.fields(Limits) if field.type in (int, "int")}
    for name in limits.data:
        if name in whole:
            limits.value(name, int)
    return {name: limits.positive(name) for name in limits.data}


def _tasks(table: Table) -> Iterator[Task]:
    seen: set[str] = set()
    for number, data in enumerate(table.value("task", list), start=1):
        at = f"task[{number}]"
        if type(data) is not dict:
            raise AssignmentError(table.file, at, "must be a table: write [[task]]")
        task_id = Table(table.file, data, ("id", "title"), at).text("id")
        if task_id in seen:
            raise AssignmentError(table.file, f"{at}.id", f'a second task "{task_id}"')
        seen.add(task_id)
        yield Task(task_id, Table(table.file, data, ("id", "title"), f"task.{task_id}").bilingual("title"))
    if not seen:
        raise table.error("task", "there is no task")


def _tests(folder: Path) -> dict[str, CheckTest]:
    """All tests by check id, in their order: the public file first."""
    tests: dict[str, CheckTest] = {}
    for name in (PUBLIC, HIDDEN):
        path = folder / name
        if name == PUBLIC and not path.is_file():
            raise AssignmentError(str(path), None, "there is no such file")
        for test in read_tests(path) if path.is_file() else ():
            if test.id in tests:
                raise AssignmentError(test.where, f"test_{test.id}", f"is already in {tests[test.id].where}")
            tests[test.id] = test
    return tests


def _checks(table: Table, tasks: Sequence[Task], tests: Mapping[str, CheckTest]) -> dict[str, CheckSpec]:
    ids = table.value("check", dict)
    if not ids:
        raise table.error("check", "there is no check")
    parent = table.table("check", tuple(ids))
    task_ids = [task.id for task in tasks]
    return {check_id: _check(parent.table(check_id, _CHECK_KEYS), check_id, task_ids, tests) for check_id in ids}


def _check(table: Table, check_id: str, tasks: Sequence[str], tests: Mapping[str, CheckTest]) -> CheckSpec:
    test = tests.get(check_id)
    if test is None:
        similar = nearest(f"test_{check_id}", [f"test_{known}" for known in tests])
        raise AssignmentError(table.file, table.at, f"there is no test_{check_id} in {PUBLIC} or {HIDDEN}{similar}")
    task = table.text("task")
    if task not in tasks:
        raise table.error("task", f'there is no task "{task}"{nearest(task, tasks)}')
    return CheckSpec(
        id=check_id,
        task=task,
        brief=table.text("brief"),
        points=float(table.positive("points")),
        visibility=_visibility(table, test),
        title=table.bilingual("title"),
        hint=table.bilingual("hint"),
        requires=table.texts("requires") if "requires" in table.data else (),
        reference=table.optional_text("reference"),
        gate=table.optional_text("gate"),
    )


def _visibility(table: Table, test: CheckTest) -> Visibility:
    if "visibility" not in table.data and test.file == HIDDEN:
        return Visibility.AFTER_DUE
    written = table.text("visibility")
    allowed = [Visibility.PUBLIC] if test.file == PUBLIC else [Visibility.AFTER_DUE, Visibility.HIDDEN]
    if written not in list(Visibility):
        raise table.error("visibility", f'there is no visibility "{written}"{nearest(written, list(Visibility))}')
    if written not in allowed:
        names = " or ".join(f'"{visibility}"' for visibility in allowed)
        raise table.error("visibility", f'must be {names}, not "{written}": its test is at {test.where}')
    return Visibility(written)


def _refuse_checks_without_test(table: Table, checks: Mapping[str, CheckSpec], tests: Mapping[str, CheckTest]) -> None:
    for test in tests.values():
        if test.id not in checks:
            near = nearest(test.id, checks)
            raise AssignmentError(test.where, f"test_{test.id}", f"there is no [check.{test.id}] in {table.file}{near}")


def _brief(folder: Path) -> dict[str, dict[str, str]]:
    """The numbered lines of the brief, by language."""
    found = {}
    for language in LANGUAGES:
        path = folder / f"brief.{language}.md"
        try:
            found[language] = dict(_BRIEF_LINE.findall(path.read_text("utf-8")))
        except FileNotFoundError:
            raise AssignmentError(str(path), None, "there is no such file") from None
        except UnicodeDecodeError as error:
            raise AssignmentError(str(path), None, f"is not UTF-8 (byte {error.start})") from error
    return found


def _refuse_missing_brief_lines(
    table: Table, folder: Path, checks: Mapping[str, CheckSpec], brief: Mapping[str, Mapping[str, str]]
) -> None:
    for language, lines in brief.items():
        for check in checks.values():
            if check.brief not in lines:
                problem = f'there is no line "**{check.brief}**" in brief.{language}.md{nearest(check.brief, lines)}'
                raise table.error(f"check.{check.id}.brief", problem)
    for here, there in (LANGUAGES, tuple(reversed(LANGUAGES))):
        if lacking := sorted(brief[here].keys() - brief[there].keys()):
            problem = f'has no line "**{lacking[0]}**", and brief.{here}.md has one'
            raise AssignmentError(str(folder / f"brief.{there}.md"), None, problem)


def _refuse_impossible_requirements(table: Table, checks: Mapping[str, CheckSpec]) -> None:
    for check in checks.values():
        key = f"check.{check.id}.requires"
        for required in check.requires:
            if required not in checks:
                raise table.error(key, f'there is no check "{required}"{nearest(required, checks)}')
            if required == check.id:
                raise table.error(key, "names the check itself")
            if check.visibility is Visibility.PUBLIC and checks[required].visibility is not Visibility.PUBLIC:
                problem = f'"{required}" is in {HIDDEN}, which runs after all of {PUBLIC}'
                raise table.error(key, problem)
    for check in checks.values():
        if circle := _circle(check.id, checks):
            raise table.error(f"check.{check.id}.requires", f"goes round in a circle: {' -> '.join(circle)}")


def _circle(start: str, checks: Mapping[str, CheckSpec]) -> list[str] | None:
    """A way from ``start`` back to it along ``requires``, or None."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for required in checks[way[-1]].requires:
            if required == start:
                return [*way, start]
            if required not in seen:
                seen.add(required)
                ways.append([*way, required])
    return None


def _refuse_hidden_majority(table: Table, checks: Mapping[str, CheckSpec]) -> None:
    points = {check.id: Fraction(str(check.points)) for check in checks.values()}
    hidden = sum(points[check.id] for check in checks.values() if check.visibility is not Visibility.PUBLIC)
    total = sum(points.values())
    if hidden > total * HIDDEN_SHARE:
        share = f"{float(hidden):g} of {float(total):g} points"
        problem = f"{share} lie in checks that are not public; {float(HIDDEN_SHARE):.0%} may at most"
        raise table.error("check", problem)


def _in_running_order(checks: list[CheckSpec]) -> tuple[CheckSpec, ...]:
    """The order of the files; a check that stands before what it requires is moved just behind it."""
    waiting = list(checks)
    done: dict[str, CheckSpec] = {}
    while waiting:  # no circle is left, so that one of them can always run
        check = next(check for check in waiting if done.keys() >= set(check.requires))
        waiting.remove(check)
        done[check.id] = check
    return tuple(done.values())


def _digest(folder: Path) -> str:
    """Hex SHA-256 over names and bytes of all that can change a verdict; the briefs and ``tables.toml`` cannot."""
    files = [folder / "assignment.toml", *folder.glob(DIAGNOSES), *folder.glob("test_*.py")]
    files += (path for path in folder.glob("given/**/*") if "__pycache__" not in path.parts)
    whole = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file()):
        content = path.read_bytes()
        whole.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()
