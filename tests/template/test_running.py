"""What a student sees who runs her tests: words, languages, and what does not stop them."""

from __future__ import annotations

import re
import subprocess

import pytest

from grader.workbench.language import chosen_language
from tests.proving import only_when_proving

TESTS = "tests/test_public.py"
STUB_FIRST = "husband_is_stored"

FOREIGN_KEY = b"""
from django.db import models

class Women(models.Model):
    name = models.CharField(max_length=100)
    husband = models.ForeignKey("Husband", models.SET_NULL, null=True, blank=True, related_name="wife")

class Husband(models.Model):
    name = models.CharField(max_length=100)
    age = models.PositiveIntegerField()
"""


def test_the_grader_is_out_of_reach(project):
    """The guard that all tests here rely on."""
    found = project.run("-c", "import grader")
    assert found.returncode != 0
    assert b"a student has no grader" in found.stderr


def test_an_untouched_stub_fails_and_skips_and_says_why(project):
    outcomes = project.test("--lang", "ru")
    assert STUB_FIRST in outcomes.failed
    assert "second_wife_is_refused" in outcomes.skipped
    assert "'husband_id'" in outcomes.text
    assert 'Не запускалась: для неё нужна проверка "Муж женщины хранится в базе данных"' in outcomes.text
    assert "Пункт задания: husband.1. В классе Women есть поле husband" in outcomes.text
    assert "Traceback" not in outcomes.text
    assert "Warning" not in outcomes.text


def test_a_failed_check_speaks_as_the_grader_does(project, grading):
    """Title, sentence, facts and hint are those of a verdict."""
    project.hand_in({"models.py": FOREIGN_KEY})
    verdict = grading.verdict(FOREIGN_KEY.decode())
    ids = ("second_wife_is_refused", "reverse_is_one_object")
    text = project.test("--lang", "en", *(f"{TESTS}::test_{id_}" for id_ in ids), encoding="utf-8").text
    for id_ in ids:
        check = next(check for check in verdict.checks if check.id == id_)
        for sentence in (check.title.en, check.message.en, check.hint.en):
            assert sentence in text
        assert f"Brief: {check.brief}. " in text


def test_its_transcript_happens_in_the_playground(project):
    project.hand_in({"models.py": FOREIGN_KEY})
    text = project.test("--lang", "en", f"{TESTS}::test_reverse_is_one_object", encoding="utf-8").text
    script = "\n".join(re.findall(r"^((?:from |reset|husband|Women|women|isinstance|print).*)$", text, re.MULTILINE))
    played = project.run("manage.py", "playground", stdin=script)
    assert played.stdout.decode().split()[-1] == "False"
    assert played.stderr == b""


def test_a_model_that_cannot_be_imported_fails_every_check_with_file_and_line(project):
    project.hand_in({"models.py": b"from django.db import models\n\nimport tkinterr\n"})
    outcomes = project.test("--lang", "ru")
    assert not outcomes.passed
    assert not outcomes.skipped
    sentence = "Ваш код не удалось импортировать. Ошибка в файле models.py, строка 3: ModuleNotFoundError"
    assert outcomes.text.count(sentence) >= len(outcomes.failed)
    assert "Traceback" not in outcomes.text


def test_what_is_not_handed_in_is_not_there(project):
    """A helper beside the models would be missing where the work is graded."""
    project.hand_in({"models.py": b"from .helpers import Base\n", "helpers.py": b"Base = object\n"})
    outcomes = project.test("--lang", "en")
    assert "No module named 'one_to_one.helpers'" in outcomes.text
    assert "Note: one_to_one.helpers is not among the files that you hand in" in outcomes.text
    assert not outcomes.passed


def test_one_test_alone_runs_without_those_that_it_requires(project):
    project.hand_in({"models.py": FOREIGN_KEY})
    outcomes = project.test(f"{TESTS}::test_any_number_of_unmarried_women")
    assert outcomes.passed == {"any_number_of_unmarried_women"}


@only_when_proving("three runs of all tests")
def test_a_seed_brings_the_same_values_again(project):
    project.hand_in({"models.py": FOREIGN_KEY})
    first, again, other = (project.test("--seed", seed, "-k", "second_wife").text for seed in ("7", "7", "8"))

    def names(text):
        return re.findall(r"name='([^']*)'", text)

    assert names(first) == names(again) != []
    assert names(first) != names(other)


@pytest.mark.parametrize(
    ("option", "environment", "language"),
    [
        (None, {"LANG": "ru_RU.UTF-8"}, "ru"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LC_ALL": "de_DE.UTF-8", "LANG": "ru_RU.UTF-8"}, "en"),
        (None, {"LANG": "en_US.UTF-8", "FEEDBACK_LANG": "ru"}, "ru"),
        (None, {"LANG": "ru_RU.UTF-8", "FEEDBACK_LANG": "de"}, "ru"),
        ("en", {"FEEDBACK_LANG": "ru"}, "en"),
    ],
)
def test_the_language_is_the_systems_unless_one_is_asked_for(monkeypatch, option, environment, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "FEEDBACK_LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert chosen_language(option) == language


def test_what_a_student_prints_and_names_survives_an_old_console(project):
    source = FOREIGN_KEY.decode() + '\nprint("\u2192 \U0001f600")\nraise ValueError("\u2192 \U0001f600")\n'
    project.hand_in({"models.py": source.encode()})
    outcomes = project.test("-k", STUB_FIRST)
    assert "ValueError: -> \\U0001f600" in outcomes.text


def test_a_program_that_exits_is_a_failed_check_and_no_more(project):
    leaving = FOREIGN_KEY.replace(b"\nclass Husband", b"\n    def delete(self): raise SystemExit(3)\n\nclass Husband")
    project.hand_in({"models.py": leaving + b"\n    def delete(self, *args): raise SystemExit(3)\n"})
    outcomes = project.test("--lang", "en")
    assert "widow_stays" in outcomes.failed
    assert "any_number_of_unmarried_women" in outcomes.passed
    assert "SystemExit was raised in models.py" in outcomes.text


def test_the_word_to_choose_tests_by_chooses_some(assignment, made):
    tests = re.findall(r"^def (test_\w+)", made["tests/test_public.py"].decode(), re.MULTILINE)
    for readme in ("README.en.md", "README.ru.md"):
        [word] = re.findall(r"pytest -k (\w+) ", made[readme].decode())
        assert 0 < len([name for name in tests if word in name]) < len(tests)


def test_tests_of_ones_own_use_the_same_fixtures(project):
    project.hand_in({"models.py": FOREIGN_KEY})
    own = "def test_mine(models, make, database):\n    make('Husband')\n    assert database.count('Husband') == 1\n"
    (project.folder / "tests" / "test_mine.py").write_text(own)
    assert "mine" in project.test().passed


def test_django_of_the_environment_changes_nothing(project):
    """PyCharm sets the variable; with the app among the settings' apps a broken model would end pytest itself."""
    project.hand_in({"models.py": b"import nothing_like_that\n"})
    outcomes = project.test("-k", STUB_FIRST, DJANGO_SETTINGS_MODULE="config.settings")
    assert outcomes.failed == {STUB_FIRST}


# -- manage.py ---------------------------------------------------------------------------------------------


def _manage(project, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[bytes]:
    done = project.run("manage.py", *arguments, stdin=stdin, PYTHONIOENCODING="utf-8")
    assert done.returncode == 0, done.stderr.decode()
    return done


def test_the_project_is_an_ordinary_one_too(project):
    project.hand_in({"models.py": FOREIGN_KEY})
    assert b"no issues" in _manage(project, "check").stdout
    assert b"Create model Women" in _manage(project, "makemigrations").stdout
    _manage(project, "migrate")
    said = _manage(project, "shell", "-c", "from one_to_one.models import Women; print(Women.objects.count())")
    assert said.stdout.strip().endswith(b"0")
    assert (project.folder / "db.sqlite3").exists()
    assert (project.app / "migrations" / "0001_initial.py").exists()
    assert b"playground" in _manage(project, "help").stdout
