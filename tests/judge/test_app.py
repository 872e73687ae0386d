"""What is put into a student's app, what of it is imported, and whose reverse names are kept apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from grader.judge import loading
from grader.judge.program import Program
from grader.judge.remote import Module, connect
from grader.sandbox.launcher import Family, Zygote
from grader.sandbox.limits import default_limits

pytestmark = pytest.mark.sandbox
Start = Callable[..., tuple[Program, dict[str, object]]]

SHIPS = """
from django.db import models

class Ship(models.Model):
    name = models.CharField(max_length=100)
"""


@pytest.fixture
def start(zygote: Zygote) -> Iterator[Start]:
    families: list[Family] = []

    def started(files: dict[str, str], modules: list[str]) -> tuple[Program, dict[str, object]]:
        families.append(zygote.family(default_limits()))
        program = Program(families[-1], default_limits(), time.monotonic() + 60)
        connect(program)
        sources = {name: text.encode() for name, text in files.items()}
        facts = loading.load(program, "ships", sources)
        if facts["error"] is None:
            loading.migrate(program, "ships", facts)
            facts["error"] = loading.load_modules(program, modules, models_given=bool(modules))
        return program, facts

    yield started
    for family in families:
        family.end(kill=True)


def test_a_submitted_module_is_imported_beside_given_models(start: Start) -> None:
    """``services`` is another module than ``models``, and both are there."""
    services = "from .models import Ship\n\ndef build(name):\n    return Ship.objects.create(name=name)\n"
    program, facts = start({"models.py": SHIPS, "services.py": services}, ["services"])
    assert facts["error"] is None
    program.next_check(7)
    assert Module(program, "services").build("Aurora").name == "Aurora"
    assert Module(program).Ship._meta.model_name == "ship"
    with pytest.raises(AttributeError):
        Module(program).build  # noqa: B018


def test_an_error_in_a_submitted_module_names_its_line(start: Start) -> None:
    """The import fails there, and not in the given models."""
    _, facts = start({"models.py": SHIPS, "services.py": "\n\nimport no_such_thing\n"}, ["services"])
    error = facts["error"]
    assert isinstance(error, dict)
    assert (error["exception"], error["file"], error["line"]) == ("ModuleNotFoundError", "services.py", 3)


def test_a_submitted_module_has_no_say_in_the_tables_of_given_models(start: Start) -> None:
    """What it does to their fields at import comes after they were described."""
    forged = "from .models import Ship\n\nShip._meta.get_field('name').max_length = 3\n"
    _, facts = start({"models.py": SHIPS, "services.py": forged}, ["services"])
    assert '"max_length":100' in str(facts["described"]).replace(" ", "")


CREW = """
from django.db import models

class Ship(models.Model):
    first = models.OneToOneField("Captain", models.CASCADE, related_name="ship")
    later = models.{kind}("Captain", {on_delete} related_name="{name}")

class Captain(models.Model):
    name = models.CharField(max_length=100)
"""


@pytest.mark.parametrize("kind", ["OneToOneField", "ForeignKey", "ManyToManyField"])
@pytest.mark.parametrize("name", ["ship", "name"])
def test_a_reverse_name_that_is_taken_costs_only_the_later_field(kind: str, name: str, start: Start) -> None:
    """The first field, and the target's own one, answer as if the later did not exist."""
    on_delete = "" if kind == "ManyToManyField" else "models.CASCADE, null=True,"
    program, facts = start({"models.py": CREW.format(kind=kind, on_delete=on_delete, name=name)}, [])
    program.next_check(7)
    models = Module(program)
    captain = models.Captain.objects.create(name="Olga")
    ship = models.Ship.objects.create(first=captain)
    read = models.Captain.objects.get(pk=captain.pk)
    assert (read.name, read.ship) == ("Olga", ship)
    assert list(models.Captain.objects.filter(ship__first=captain)) == [captain]
    assert program.subject("accessor", "Ship.first") == "ship"
    other = program.subject("accessor", "Ship.later")
    assert other not in {"ship", "name"}
    assert hasattr(read, other) is (kind != "OneToOneField")
    charged = {field for _, model, field in facts["checks"] if model == "Ship"}
    assert charged == {"later"}
