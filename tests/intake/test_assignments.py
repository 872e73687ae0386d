"""The loader of assignments: a valid one is read, each mistake is one clear error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.core.assignment import Visibility
from grader.core.errors import AssignmentError
from grader.core.text import Text
from grader.intake.assignments import find_assignment, load_assignment
from tests.intake.builders import BRIEF, HIDDEN, PUBLIC, TOML, write_assignment


def error_of(folder: Path) -> AssignmentError:
    with pytest.raises(AssignmentError) as caught:
        load_assignment(folder)
    return caught.value


def broken_toml(tmp_path: Path, old: str, new: str) -> AssignmentError:
    """The error for the tiny assignment with one thing changed in its TOML."""
    assert TOML.count(old) >= 1, old
    return error_of(write_assignment(tmp_path, assignment=TOML.replace(old, new, 1)))


def broken_test(tmp_path: Path, addition: str) -> AssignmentError:
    """The error for the tiny assignment with something added to its public tests."""
    return error_of(write_assignment(tmp_path, test_public=PUBLIC + addition))


def test_a_valid_assignment_is_read_whole(tmp_path: Path) -> None:
    """Every key of the TOML arrives in its place."""
    some = load_assignment(write_assignment(tmp_path))
    assert (some.slug, some.app, some.submit, some.max_score) == ("tiny", "tiny", ("models.py",), 7.5)
    assert some.title == Text("Tiny", "Малое")
    assert some.limits == {"cpu_seconds": 2}
    assert [check.id for check in some.checks] == ["stored", "unique", "quiet"]
    unique = some.check("unique")
    assert (unique.points, unique.requires, unique.visibility) == (4.5, ("stored",), Visibility.PUBLIC)
    assert unique.gate == "nothing else can be seen without it"
    assert unique.reference == "https://docs.djangoproject.com/"


def test_a_hidden_check_opens_after_the_due_date_unless_it_says_more(tmp_path: Path) -> None:
    """The default visibility in test_hidden.py is after_due; "hidden" may be asked for."""
    assert load_assignment(write_assignment(tmp_path)).check("quiet").visibility is Visibility.AFTER_DUE
    toml = TOML + 'visibility = "hidden"\n'
    hidden = load_assignment(write_assignment(tmp_path / "b", assignment=toml))
    assert hidden.check("quiet").visibility is Visibility.HIDDEN


@pytest.mark.parametrize(
    ("given", "submit", "problem"),
    [
        ("models.py", "models.py", '"models.py" is handed in, and given too: there is models.py in given/'),
        ("models/__init__.py", "models.py", '"models.py" is handed in, and given too'),
        ("other.py", "services.py", "there are no models"),
    ],
)
def test_what_is_given_and_what_is_handed_in_do_not_overlap(
    given: str, submit: str, problem: str, tmp_path: Path
) -> None:
    """A file that a student hands in is not given, and models come from one of the two."""
    toml = TOML.replace('submit = ["models.py"]', f'submit = ["{submit}"]')
    folder = write_assignment(tmp_path, assignment=toml)
    place = folder / "given" / given
    place.parent.mkdir(parents=True)
    place.write_text("", encoding="utf-8")
    assert problem in str(error_of(folder))


def test_given_files_and_submitted_modules_are_read(tmp_path: Path) -> None:
    """Given files by their place in the app; of what is handed in, the modules beside the models."""
    toml = TOML.replace('submit = ["models.py"]', 'submit = ["services.py"]')
    folder = write_assignment(tmp_path, assignment=toml)
    (folder / "given" / "parts").mkdir(parents=True)
    (folder / "given" / "models.py").write_bytes(b"x = 1\n")
    (folder / "given" / "parts" / "more.py").write_bytes(b"")
    some = load_assignment(folder)
    assert some.given == {"models.py": b"x = 1\n", "parts/more.py": b""}
    assert some.modules == ("services",)


def test_an_assignment_may_have_no_hidden_tests(tmp_path: Path) -> None:
    """test_hidden.py is optional, and so is [limits]."""
    folder = write_assignment(tmp_path, assignment=TOML.split("[check.quiet]", maxsplit=1)[0])
    (folder / "test_hidden.py").unlink()
    assert len(load_assignment(folder).checks) == 2


@pytest.mark.parametrize(
    ("old", "new", "key", "problem"),
    [
        ("submit =", "sumbit =", "sumbit", 'did you mean "submit"'),
        ("points = 2", "points = 2\nrequire = []", "check.stored.require", 'did you mean "requires"'),
        ('id = "husband"', 'id = "husband"\ntitel = "x"', "task[1].titel", 'did you mean "title"'),
        ('ru = "Муж"', 'de = "Mann"', "task.husband.title.de", "unknown key; known: en, ru"),
        ("cpu_seconds = 2", "cpu_second = 2", "limits.cpu_second", 'did you mean "cpu_seconds"'),
        ('app = "tiny"', "", "app", "is missing"),
        ("points = 2\n", "", "check.stored.points", "is missing"),
        (', ru = "Сохраняется"', "", "check.stored.title.ru", "is missing"),
        ('id = "husband"', "", "task[1].id", "is missing"),
        ('visibility = "public"', "", "check.stored.visibility", "is missing"),
        ('slug = "tiny"', "slug = 5", "slug", "must be a text, not a whole number"),
        ('submit = ["models.py"]', 'submit = "models.py"', "submit", "must be a list, not a text"),
        ('submit = ["models.py"]', "submit = [1]", "submit", "must be a list of texts"),
        ("points = 2", 'points = "2"', "check.stored.points", "must be a number, not a text"),
        ("points = 2", "points = true", "check.stored.points", "must be a number, not true or false"),
        ("points = 2", "points = 2024-01-01", "check.stored.points", "must be a number, not a date or time"),
        ("points = 2", "points = 0", "check.stored.points", "above zero, not 0"),
        ("points = 2", "points = -1.5", "check.stored.points", "above zero, not -1.5"),
        ("points = 2", "points = nan", "check.stored.points", "above zero"),
        ("points = 2", "points = inf", "check.stored.points", "above zero"),
        ("points = 2", "points = 1" + "0" * 400, "check.stored.points", "above zero"),
        ("cpu_seconds = 2", "cpu_seconds = 2.5", "limits.cpu_seconds", "must be a whole number"),
        ("cpu_seconds = 2", "cpu_seconds = 0", "limits.cpu_seconds", "above zero"),
        ("cpu_seconds = 2", "call_seconds = true", "limits.call_seconds", "must be a number"),
        ('title = { en = "Tiny", ru = "Малое" }', 'title = "Tiny"', "title", "must be a table"),
        ('en = "Tiny"', 'en = " "', "title.en", "is empty"),
        ('slug = "tiny"', 'slug = "Tiny"', "slug", "Python name in small letters"),
        ('slug = "tiny"', 'slug = "other"', "slug", 'the folder is called "tiny"'),
        ('app = "tiny"', 'app = "class"', "app", "Python name"),
        ('submit = ["models.py"]', "submit = []", "submit", "names no file"),
        ('submit = ["models.py"]', 'submit = ["../models.py"]', "submit", 'not "../models.py"'),
        ('submit = ["models.py"]', 'submit = ["models.py", "models.py"]', "submit", "twice"),
        ('task = "husband"', 'task = "husbund"', "check.stored.task", 'did you mean "husband"'),
        ('brief = "husband.1"', 'brief = "husband.3"', "check.stored.brief", "**husband.3**"),
        ('brief = "husband.1"', 'brief = "husband.9"', "check.stored.brief", "brief.en.md"),
        ('requires = ["stored"]', 'requires = ["stord"]', "check.unique.requires", 'did you mean "stored"'),
        ('requires = ["stored"]', 'requires = ["unique"]', "check.unique.requires", "itself"),
        ('requires = ["stored"]', 'requires = ["quiet"]', "check.unique.requires", "runs after"),
        ("points = 2\n", 'points = 2\nrequires = ["unique"]\n', "check.stored.requires",
         "circle: stored -> unique -> stored"),
        ('visibility = "public"', 'visibility = "hidden"', "check.stored.visibility", 'must be "pub'),
        ('visibility = "public"', 'visibility = "publik"', "check.stored.visibility", 'mean "public"'),
        ('gate = "nothing else can be seen without it"', "gate = 1", "check.unique.gate", "a text"),
        ("[check.quiet]", "[check.quite]", "check.quite", 'did you mean "test_quiet"'),
        ("points = 1\n", "points = 4.4\n", "check", "may at most"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_toml_is_named_with_its_key(
    tmp_path: Path, old: str, new: str, key: str, problem: str
) -> None:
    """One error, with the file, the dotted key and what helps."""
    error = broken_toml(tmp_path, old, new)
    assert (Path(error.file).name, error.key) == ("assignment.toml", key)
    assert problem in error.problem


def test_exactly_forty_percent_may_be_hidden(tmp_path: Path) -> None:
    """The share is compared exactly, whatever binary fractions make of it."""
    toml = TOML.replace("points = 2", "points = 0.1").replace("points = 4.5", "points = 0.2")
    load_assignment(write_assignment(tmp_path, assignment=toml.replace("points = 1\n", "points = 0.2\n")))
    error = error_of(write_assignment(tmp_path / "b", assignment=toml.replace("points = 1\n", "points = 0.201\n")))
    assert "0.201 of 0.501 points" in error.problem


def test_a_hidden_check_that_says_public_is_refused(tmp_path: Path) -> None:
    """What stands in test_hidden.py is not public."""
    error = error_of(write_assignment(tmp_path, assignment=TOML + 'visibility = "public"\n'))
    assert error.key == "check.quiet.visibility"
    assert "test_hidden.py:1" in error.problem


def test_a_second_task_of_the_same_id_is_refused(tmp_path: Path) -> None:
    """Task ids are unique."""
    double = '[[task]]\nid = "husband"\ntitle = { en = "x", ru = "x" }\n\n[check.stored]'
    assert broken_toml(tmp_path, "[check.stored]", double).key == "task[2].id"


@pytest.mark.parametrize("old", ["[check.stored]", "[[task]]"])
def test_an_assignment_without_checks_or_tasks_is_refused(tmp_path: Path, old: str) -> None:
    """An empty file of tables is a mistake and not an assignment of zero points."""
    toml = TOML[: TOML.index(old)]
    assert error_of(write_assignment(tmp_path, assignment=toml)).problem == "is missing"
    top = toml[: toml.index("[limits]")]
    with_task = '[[task]]\nid = "husband"\ntitle = { en = "x", ru = "x" }\n'
    empty = "task = []\n" + top if old == "[[task]]" else "check = {}\n" + top + with_task
    assert "there is no" in error_of(write_assignment(tmp_path / "b", assignment=empty)).problem


def test_tasks_must_be_tables(tmp_path: Path) -> None:
    """``task = ["husband"]`` is answered with how to write it."""
    toml = 'task = ["husband"]\n' + TOML[: TOML.index("[[task]]")] + TOML[TOML.index("[check.stored]") :]
    assert "[[task]]" in error_of(write_assignment(tmp_path, assignment=toml)).problem


def test_a_test_without_a_check_is_refused(tmp_path: Path) -> None:
    """The error names the line of the test and the check that is nearly called so."""
    error = broken_test(tmp_path, "\n\ndef test_unikue(models):\n    pass\n")
    assert re.search(r"test_public\.py:25$", error.file)
    assert "[check.unikue]" in error.problem
    assert 'did you mean "unique"' in error.problem


@pytest.mark.parametrize("name", ["assignment.toml", "test_public.py", "brief.en.md", "brief.ru.md"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    """Every file that an assignment must have is asked for by name."""
    folder = write_assignment(tmp_path)
    (folder / name).unlink()
    error = error_of(folder)
    assert Path(error.file).name == name
    assert error.problem == "there is no such file"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A folder that is not there is an error of the same kind."""
    assert error_of(tmp_path / "nowhere").problem == "there is no such folder"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("assignment.toml", b"slug = ", "is not TOML"),
        ("assignment.toml", b'slug = "\xff"', "is not UTF-8"),
        ("brief.ru.md", "**husband.1** Муж".encode("cp1251"), "is not UTF-8"),
    ],
)
def test_an_undecodable_file_is_named(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    """Broken TOML and bytes that are not UTF-8 lead to the file and no traceback."""
    folder = write_assignment(tmp_path)
    (folder / name).write_bytes(content)
    error = error_of(folder)
    assert Path(error.file).name == name
    assert problem in error.problem


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_brief_must_number_its_lines_in_both_languages(tmp_path: Path, language: str) -> None:
    """A number that only one brief has is missing, whichever it is."""
    folder = write_assignment(tmp_path)
    (folder / f"brief.{language}.md").write_text(BRIEF.replace("**husband.1**", "husband.1"), "utf-8")
    error = error_of(folder)
    assert error.key == "check.stored.brief"
    assert f"brief.{language}.md" in error.problem


@pytest.mark.parametrize(
    ("addition", "problem"),
    [
        ("import os\n", "may not import os"),
        ("import django.db\n", "may not import django.db"),
        ("import pytest as p\n", 'write "import pytest"'),
        ("from os import path\n", "may not import path from os"),
        ("from .other import x\n", "may not import x from .other"),
        ("from django.db import models\n", "only DatabaseError, IntegrityError"),
        ("from django.db.models import Model\n", "only ProtectedError, RestrictedError"),
        ("from django.core.exceptions import *\n", "may not import *"),
        ("def _helper():\n    import sys\n", "may not import sys"),
        ("def _helper(a, b):\n    return a is b\n", "write =="),
        ("def _helper(a):\n    return a is not 5\n", "write =="),
        ("def _helper(a, b):\n    return a is None is b is a\n", "write =="),
        ("class TestMore:\n    pass\n", "may stand here"),
        ("if True:\n    X = 1\n", "may stand here"),
        ("async def test_more(models):\n    pass\n", "may stand here"),
        ("pytestmark = pytest.mark.skip\n", "may stand here"),
        ("print('x')\n", "may stand here"),
        ("def more(models):\n    pass\n", "a helper _..."),
        ("@pytest.fixture\ndef _mine():\n    pass\n", "no decorators"),
        ("@pytest.mark.skip\ndef test_more(models):\n    pass\n", "only decorator"),
        ("@pytest.mark.parametrize(NAMES, [])\ndef test_more(models):\n    pass\n", "plain texts"),
        ("@pytest.mark.parametrize()\ndef test_more(models):\n    pass\n", "plain texts"),
        ("@pytest.mark.parametrize(5, [])\ndef test_more(models):\n    pass\n", "plain texts"),
        ("def test_more(modles):\n    pass\n", 'did you mean "models"'),
        ("def test_more(tmp_path):\n    pass\n", 'no fixture "tmp_path"'),
        ("def test_more(*models):\n    pass\n", "by name only"),
        ("def test_more(*, request, x=1):\n    pass\n", 'no fixture "request"'),
        ("def test_stored(models):\n    pass\n", "is already in"),
        ("def test_more(:\n", "is not Python"),
    ],
)
def test_what_may_not_stand_in_a_test_file_is_named_with_its_line(tmp_path: Path, addition: str, problem: str) -> None:
    """The file is read as syntax only; the error leads to file and line."""
    error = broken_test(tmp_path, "\n\n" + addition)
    found = re.search(r"test_public\.py:(\d+)$", error.file)
    assert found
    assert int(found[1]) > PUBLIC.count("\n")
    assert problem in error.problem


@pytest.mark.parametrize("decorator", ['("x", "y")', '["x", "y"]', '"x,y"', 'argnames="x, y"'])
def test_parametrized_arguments_are_no_fixtures(tmp_path: Path, decorator: str) -> None:
    """Every way to name the arguments of parametrize is understood."""
    more = f"\n\n@pytest.mark.parametrize({decorator}, argvalues=[])\ndef test_more(models, x, y):\n    pass\n"
    assert "there is no [check.more]" in broken_test(tmp_path, more).problem


def test_a_test_twice_in_both_files_is_refused(tmp_path: Path) -> None:
    """A check has one test, in one of the two files."""
    hidden = HIDDEN + "\n\ndef test_stored(models):\n    pass\n"
    error = error_of(write_assignment(tmp_path, test_hidden=hidden))
    assert re.search(r"test_hidden\.py:5$", error.file)
    assert "test_public.py:" in error.problem


def test_a_test_file_is_never_run(tmp_path: Path) -> None:
    """Loading an assignment does not import its tests."""
    public = PUBLIC.replace("NAMES = ", "BOOM = 1 / 0\nNAMES = ")
    load_assignment(write_assignment(tmp_path, test_public=public))


def chain(tmp_path: Path, order: str, requires: dict[str, str]) -> list[str]:
    """The running order of checks that stand in the public file in ``order`` and require each other so."""
    toml = TOML.split("[check.stored]", maxsplit=1)[0]
    one = TOML[TOML.index("[check.stored]") : TOML.index("[check.unique]")]
    for name in sorted(order):
        needed = ", ".join(f'"{required}"' for required in requires.get(name, ""))
        toml += one.replace("check.stored", f"check.{name}") + f"requires = [{needed}]\n"
    public = "\n\n".join(f"def test_{name}(models):\n    pass" for name in order)
    folder = write_assignment(tmp_path, assignment=toml, test_public=public, test_hidden="")
    return [check.id for check in load_assignment(folder).checks]


@pytest.mark.parametrize(
    ("order", "requires", "expected"),
    [
        ("cab", {}, "cab"),
        ("abc", {"a": "c"}, "bca"),
        ("abcd", {"a": "b"}, "bacd"),
        ("abcd", {"a": "b", "b": "c"}, "cbad"),
        ("abcd", {"b": "a", "d": "ac"}, "abcd"),
    ],
)
def test_checks_run_in_the_order_of_the_file_behind_what_they_require(
    tmp_path: Path, order: str, requires: dict[str, str], expected: str
) -> None:
    """A check moves just behind its requirement; the others keep their order."""
    assert "".join(chain(tmp_path, order, requires)) == expected


def test_a_long_circle_is_shown(tmp_path: Path) -> None:
    """The whole way round is in the message, and no check beside it."""
    with pytest.raises(AssignmentError, match="circle: a -> b -> c -> a"):
        chain(tmp_path, "abcd", {"a": "b", "b": "c", "c": "a", "d": "a"})


def test_the_digest_follows_what_can_change_a_verdict(tmp_path: Path) -> None:
    """TOML, tests, diagnoses and given files are in it, the briefs and compiled files are not."""
    folder = write_assignment(tmp_path)
    digests = [load_assignment(folder).digest]
    (folder / "brief.en.md").write_text(BRIEF + "\nMore words.\n", "utf-8")
    (folder / "given" / "__pycache__").mkdir(parents=True)
    (folder / "given" / "__pycache__" / "models.pyc").write_bytes(b"x")
    assert load_assignment(folder).digest == digests[0]
    for name in (
        "given/apps.py",
        "given/app/models.py",
        "diagnoses.py",
        "test_public.py",
        "assignment.toml",
    ):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text("utf-8") if path.exists() else "") + "\n", "utf-8")
        digests.append(load_assignment(folder).digest)
    assert len(set(digests)) == len(digests)


def test_the_digest_does_not_depend_on_the_place(tmp_path: Path) -> None:
    """The same assignment elsewhere on the disk has the same digest."""
    places = [write_assignment(tmp_path / name) for name in ("b", "a")]
    assert len({load_assignment(place).digest for place in places}) == 1


def test_an_assignment_is_found_by_its_slug(tmp_path: Path) -> None:
    """find_assignment loads the folder of that name."""
    write_assignment(tmp_path)
    assert find_assignment("tiny", tmp_path).slug == "tiny"


@pytest.mark.parametrize("slug", ["tinny", "../tiny", ""])
def test_an_unknown_slug_names_the_known_ones(tmp_path: Path, slug: str) -> None:
    """The error lists what there is; a path is not a slug."""
    write_assignment(tmp_path)
    with pytest.raises(AssignmentError, match="tiny") as caught:
        find_assignment(slug, tmp_path)
    assert f'"{slug}"' in caught.value.problem


def test_the_nearest_slug_is_proposed(tmp_path: Path) -> None:
    """A slip of the finger is answered with the slug that was meant."""
    write_assignment(tmp_path)
    with pytest.raises(AssignmentError, match='did you mean "tiny"'):
        find_assignment("tinny", tmp_path)
