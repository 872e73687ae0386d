"""The files of one student's project, by their place in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from ..core.assignment import Assignment, CheckSpec, Visibility
from ..core.errors import AssignmentError
from ..core.text import LANGUAGES
from ..intake.solutions import stub_of
from ..reports.safe import number
from .closure import PACKAGE, kit_files

REFERENCE = "reference"

_SKELETON = Path(__file__).with_name("skeleton")
_ACCOUNTS = PACKAGE / "sandbox" / "subject" / "apps" / "accounts"
_SUFFIX = ".template"
_HIDDEN = {"gitignore": ".gitignore"}  # what begins with a dot is left out where a package is made
_KIT_DOCSTRING = b'"""What runs your tests. Nothing of it is yours to change: an update replaces it."""\n'


def template_files(assignment: Assignment, answer: Mapping[str, bytes]) -> dict[str, bytes]:
    """The whole project, sorted. ``answer``: the submitted files of the model answer, by place in the app.

    Raises ``AssignmentError`` where the marks of the model answer do not pair.
    """
    app = assignment.app
    files = _skeleton(assignment)
    files |= {f"accounts/{name}": content for name, content in _tree(_ACCOUNTS).items()}
    files |= {f"kit/{name}": content for name, content in kit_files().items()}
    files["kit/__init__.py"] = _KIT_DOCSTRING
    files["kit/checks.json"] = _checks(assignment)
    files["tests/test_public.py"] = (assignment.folder / "test_public.py").read_bytes()
    for language in LANGUAGES:
        files[f"brief.{language}.md"] = (assignment.folder / f"brief.{language}.md").read_bytes()
    files[f"{app}/__init__.py"] = files[f"{app}/migrations/__init__.py"] = b""
    for place, content in {**_stubs(answer), **assignment.given}.items():
        files[f"{app}/{place}"] = content
    return dict(sorted(files.items()))


def update_files(assignment: Assignment, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of a project's files that are never a student's own: unpacked over her work they lose her nothing."""
    given = {f"{assignment.app}/{place}" for place in assignment.given}
    return {
        name: content
        for name, content in files.items()
        if name in given or name.startswith(("kit/", "tests/", "brief.", "README.")) or name in _MACHINERY
    }


_MACHINERY = {"conftest.py", "manage.py", "pytest.ini"}


def _skeleton(assignment: Assignment) -> dict[str, bytes]:
    first = next((check.id for check in assignment.checks if check.visibility is Visibility.PUBLIC), "name")
    facts = {
        "app": assignment.app,
        "slug": assignment.slug,
        "submit": ", ".join(f"{assignment.app}/{name}" for name in assignment.submit),
        "points": number(assignment.max_score),
        "word": f"{first.partition('_')[0]:<15}",  # some test bears it, whatever the assignment
        "title_en": assignment.title.en,
        "title_ru": assignment.title.ru,
    }
    found = {}
    for name, content in _tree(_SKELETON).items():
        place = name.removesuffix(_SUFFIX)
        found[_HIDDEN.get(place, place)] = Template(content.decode("utf-8")).substitute(facts).encode()
    return found


def _tree(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _stubs(answer: Mapping[str, bytes]) -> dict[str, bytes]:
    stubs = {}
    for place, content in answer.items():
        try:
            source = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise AssignmentError(place, None, f"the model answer is not UTF-8 (byte {error.start})") from error
        stubs[place] = stub_of(source, f"{REFERENCE}/{place}").encode()
    return stubs


# -- what the tests know of the assignment -------------------------------------------------------------------


def _checks(assignment: Assignment) -> bytes:
    """``kit/checks.json``: nothing in it speaks of a check that students do not see."""
    public = [check for check in assignment.checks if check.visibility is Visibility.PUBLIC]
    asked = {check.brief for check in public}
    data = {
        "slug": assignment.slug,
        "app": assignment.app,
        "modules": list(assignment.modules),
        "models_given": "models.py" not in assignment.submit,
        "files": [*assignment.submit, *assignment.given],
        "max_score": assignment.max_score,
        "limits": dict(assignment.limits),
        "brief": {line: said.to_json() for line, said in assignment.brief.items() if line in asked},
        "checks": [_described(check) for check in public],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _described(check: CheckSpec) -> dict[str, Any]:
    return {
        "id": check.id,
        "task": check.task,
        "brief": check.brief,
        "points": check.points,
        "title": check.title.to_json(),
        "hint": check.hint.to_json(),
        "requires": list(check.requires),
        "reference": check.reference,
    }
