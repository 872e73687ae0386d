"""``manage.py playground``: statements on an empty database, made from the models as they are."""

from __future__ import annotations

import pytest

MODELS = b"""
from django.db import models

class Women(models.Model):
    name = models.CharField(max_length=100)
    husband = models.OneToOneField("Husband", models.SET_NULL, null=True, blank=True, related_name="wife")

class Husband(models.Model):
    name = models.CharField(max_length=100)
    age = models.PositiveIntegerField()
"""


@pytest.fixture
def play(project):
    """Types these statements; answers what was printed, and what went wrong."""
    project.hand_in({"models.py": MODELS})
    project.leave_migrations()

    def typed(statements: str, *arguments: str, status: int = 0) -> tuple[list[str], str]:
        done = project.run("manage.py", "playground", *arguments, stdin=statements, PYTHONIOENCODING="utf-8")
        assert done.returncode == status, done.stderr.decode()
        return done.stdout.decode().splitlines(), done.stderr.decode()

    return typed


def test_values_are_echoed_without_prompts(play):
    said, wrong = play("husband = Husband.objects.create(name='Олег', age=41)\nhusband.pk\nhusband.name\n")
    assert said == ["1", "'Олег'"]
    assert wrong == ""


def test_an_exception_is_shown_and_the_next_statement_goes_on(play):
    said, wrong = play("1/0\nHusband.objects.create('Jack', 32)\n'on we go'\n")
    assert said == ["'on we go'"]
    assert wrong.count("Traceback") == 2
    assert "ZeroDivisionError" in wrong
    assert "TypeError" in wrong


def test_the_database_is_real(play):
    taken = (
        "h = Husband.objects.create(name='a', age=1)\nfor n in 'ab':\n    w = Women(name=n, husband=h)\n    w.save()\n"
    )
    said, wrong = play(taken + "Women.objects.count()\n")
    assert "IntegrityError: UNIQUE constraint failed: one_to_one_women.husband_id" in wrong
    assert said == ["1"]


def test_reset_empties_every_table(play):
    said, _ = play(
        "h = Husband.objects.create(name='a', age=1)\nw = Women.objects.create(name='b')\nreset()\n"
        "Husband.objects.count(), Women.objects.count()\nHusband.objects.create(name='c', age=1).pk\n"
    )
    assert said == ["(0, 0)", "1"]


def test_reset_within_a_transaction(play):
    said, wrong = play(
        "from django.db import transaction\nt = transaction.atomic()\nt.__enter__()\n"
        "w = Women.objects.create(name='b')\nreset()\nWomen.objects.count()\nw = Women.objects.create(name='c')\n"
        "Women.objects.count()\n"
    )
    assert said == ["0", "1"]
    assert wrong == ""


def test_connection_and_checks_are_there(play):
    said, _ = play(
        "connection.cursor().execute('SELECT count(*) FROM one_to_one_women').fetchone()\ncheck('Women.husband')\n"
    )
    assert said == ["(0,)", "[]"]


def test_blocks_and_long_statements(play):
    said, wrong = play(
        'class A:\n    x = 1\n\n    y = 2\nA.y\nif A.x == 2:\n    "two"\nelse:\n    "one"\n'
        'text = """a\n\nb"""\ntext\n[\n1,\n]\nfor n in (1, 2):\n    n'
    )
    assert said == ["2", "'one'", "'a\\n\\nb'", "[1]", "1", "2"]
    assert wrong == ""


def test_exit_ends_it(play):
    assert play("'before'\nexit()\n'after'\n")[0] == ["'before'"]


def test_nothing_is_kept(play, project):
    play("w = Women.objects.create(name='b')\n")
    assert play("Women.objects.count()\n")[0] == ["0"]
    assert not (project.folder / "db.sqlite3").exists()


def test_models_that_cannot_be_imported(play, project):
    project.hand_in({"models.py": MODELS + b"\n    agee = models.Integerfield()\n"})
    said, wrong = play("1\n", "--lang", "ru", status=1)
    assert said == []
    assert "Ваш код не удалось импортировать. Ошибка в файле models.py, строка 12: AttributeError" in wrong
    assert "Traceback" not in wrong


def test_a_field_that_points_to_nothing_is_told(play, project):
    project.hand_in({"models.py": MODELS.replace(b'"Husband", models', b'"Husbund", models')})
    said, wrong = play("Women.objects.create(name='b').pk\ncheck('Women.husband')\n", "--lang", "en")
    assert said == ["1", "['fields.E300']"]
    assert 'Women.husband points to "Husbund"' in wrong
