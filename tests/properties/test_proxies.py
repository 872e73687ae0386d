"""Whatever a subject answers: no check passes that the witness contradicts, and none fails by a fault of ours."""

from __future__ import annotations

import importlib.util
import inspect
import itertools
import json
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.core.assignment import Assignment
from grader.core.errors import Lost
from grader.judge import loading
from grader.judge.failure import Failure, failure_of
from grader.judge.fixtures import Fixtures
from grader.judge.program import Program
from grader.judge.remote import connect
from grader.judge.scenery import checked_fields
from grader.judge.transcript import transcript_of
from grader.reports.jsontext import json_text
from grader.sandbox.launcher import Zygote
from grader.sandbox.limits import default_limits
from tests.hostile.arena import answer
from tests.properties.liar import LIES, SHIFTS, Forwarding, Liar, Mimic
from tests.proving import PROVING
from tests.sandboxed import ASSIGNMENT, WEAKEST, load_assignment

# the warning would stand in place of the example that it finds too long
pytestmark = [pytest.mark.sandbox, pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")]
EVERY = [check.id for check in load_assignment(ASSIGNMENT).checks]
LIMITS = default_limits().replaced({"cpu_seconds": 3600})  # a box stays open for thousands of examples
APP = "one_to_one"
_LONG = 3600.0  # seconds
some = settings(
    max_examples=200 if PROVING else 8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
many = settings(some, max_examples=2000 if PROVING else 80)

# What needs a row that the subject was asked to write: this one has written none.
NEEDS_ROWS = (
    "husband_is_stored any_number_of_unmarried_women widow_stays reverse_is_one_object second_wife_is_refused "
    "second_wife_is_refused_by_database best_man_is_stored best_man_is_optional both_links_at_once "
    "woman_outlives_her_best_man best_man_of_one_woman best_man_reverse_is_one_object owner_is_stored "
    "one_passport_at_most passport_goes_with_its_owner passport_reverse_is_one_object user_is_stored "
    "profile_goes_with_its_user profile_reverse_is_one_object"
).split()
# What rests on the tables alone, which are right here, or on rows that must not be there.
NEEDS_NONE = ["owner_is_required", "profile_is_not_a_user", "user_is_the_key_of_the_profile"]
# Named answers, and checks that their database refutes while their program does all that it is asked.
REFUTED = {
    "foreign_key": ["reverse_is_one_object", "second_wife_is_refused", "second_wife_is_refused_by_database"],
    "best_man_foreign_key": ["best_man_reverse_is_one_object", "best_man_of_one_woman"],
    "passport_foreign_key": ["passport_reverse_is_one_object", "one_passport_at_most"],
    "profile_foreign_key": ["profile_reverse_is_one_object", "user_is_the_key_of_the_profile"],
    "many_to_many": ["husband_is_stored"],
    "best_man_many_to_many": ["best_man_is_stored"],
    "best_man_required": ["best_man_is_optional", "woman_outlives_her_best_man"],
    "passport_many_to_many": ["owner_is_stored"],
    "profile_many_to_many": ["user_is_stored"],
    "cascade": ["widow_stays"],
    "protect": ["widow_stays"],
    "required_and_cascade": ["any_number_of_unmarried_women", "widow_stays"],
    "best_man_forgotten_at_marriage": ["both_links_at_once"],
    "best_man_cascade": ["woman_outlives_her_best_man"],
    "passport_optional": ["owner_is_required", "passport_goes_with_its_owner"],
    "passport_protect": ["passport_goes_with_its_owner"],
    "profile_protect": ["profile_goes_with_its_user"],
    "profile_is_an_abstract_user": ["profile_is_not_a_user"],
}
_REFUTATIONS = [(base, name) for base, names in REFUTED.items() for name in names]


class World:
    """A real box with the tables of one answer in it; its program is honest."""

    def __init__(self, zygote: Zygote, name: str) -> None:
        self._zygote, self._source = zygote, answer(name).encode()
        self._open()

    def _open(self) -> None:
        self.family = self._zygote.family(LIMITS)
        self.template = Program(self.family, LIMITS, time.monotonic() + _LONG)
        connect(self.template)
        self.facts = loading.load(self.template, APP, {"models.py": self._source})
        loading.migrate(self.template, APP, self.facts)
        for model in (*self.template.models, "accounts.User"):
            self.template.known_fields[model] = checked_fields(self.template.subject("fields", model, evidence=None))

    def close(self) -> None:
        self.family.end(kill=True)

    def program(self, subject: Any = None) -> Program:
        """A program whose database is the witness's, and whose subject may be another than the honest one."""
        pair = SimpleNamespace(subject=subject or self.family.subject, witness=self.family.witness)
        made = Program(pair, LIMITS, time.monotonic() + _LONG)
        made.app, made.tables = self.template.app, self.template.tables
        made.models, made.known_fields = dict(self.template.models), dict(self.template.known_fields)
        connect(made)
        return made

    def forwarding(self) -> Forwarding:
        """The honest program, to lie in front of. A new one, where the last lie was too much for it."""
        if self.family.subject.lost or self.family.witness.lost:
            self.close()
            self._open()
        return Forwarding(self.family.subject, time.monotonic() + _LONG)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    box = Zygote(WEAKEST)
    yield box
    box.close()


@pytest.fixture(scope="module")
def worlds(zygote: Zygote) -> Iterator[Callable[[str], World]]:
    """The box of a named answer; it stays open for all tests."""
    made: dict[str, World] = {}
    yield lambda name: made.get(name) or made.setdefault(name, World(zygote, name))
    for world in made.values():
        world.close()


# -- running a check as the session does, without pytest's session around it ---------------------------------


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return load_assignment(ASSIGNMENT)


@pytest.fixture(scope="module")
def checks(assignment: Assignment) -> dict[str, Callable[..., None]]:
    """The functions of the assignment's checks, by id."""
    found = {}
    for name in ("test_public", "test_hidden"):
        spec = importlib.util.spec_from_file_location(name, assignment.folder / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found |= {key.removeprefix("test_"): value for key, value in vars(module).items() if key.startswith("test_")}
    return found


def fixture(fixtures: Fixtures, name: str) -> Any:
    function = vars(Fixtures)[name]._get_wrapped_function()
    needed = [parameter for parameter in inspect.signature(function).parameters if parameter != "self"]
    return function(fixtures, **{parameter: fixture(fixtures, parameter) for parameter in needed})


def outcome(world: World, program: Program, check: Callable[..., None], assignment: Assignment) -> Failure | None:
    """What the session would make of the check: None where it passes."""
    fixtures = Fixtures()
    fixtures.program, fixtures.facts, fixtures.seed = program, world.facts, 7
    try:
        program.next_check(7)
        check(**{name: fixture(fixtures, name) for name in inspect.signature(check).parameters})
    except BaseException as error:  # noqa: BLE001 - as pytest does
        caught = pytest.ExceptionInfo.from_exception(error)
        if isinstance(error, Lost):
            program.lost = program.lost or error
        failure = failure_of(caught, None, program.not_an_instance, assignment.folder)
    else:
        failure = None
    return Failure("incident") if program.lost is not None else failure


def assert_told(failure: Failure, program: Program) -> None:
    """No fault of ours, and nothing in it that a report could not be made of."""
    assert failure.kind != "ours", failure.traceback
    if program.lost is None:
        transcript_of(failure, program, APP).encode()
    json_text([failure.expected, failure.happened], indent=None).encode()
    json.dumps([failure.expected, failure.happened])


# -- the properties ----------------------------------------------------------------------------------------


def test_an_honest_program_passes_them_all(worlds, checks, assignment) -> None:
    """So that what follows is not true of whatever is asked."""
    world = worlds("reference")
    failed = {name: outcome(world, world.program(), check, assignment) for name, check in checks.items()}
    assert not {name: failure for name, failure in failed.items() if failure is not None}


def test_the_lists_hold_every_check_that_asks_the_witness(worlds, checks, assignment) -> None:
    """A new check must be put in one of them, and each is refuted for some answer."""
    world, asked = worlds("reference"), set()
    for name, check in checks.items():
        program = world.program()
        outcome(world, program, check, assignment)
        if any(step.fact for step in program.steps):
            asked.add(name)
    assert asked == {*NEEDS_ROWS, *NEEDS_NONE}
    assert asked == set(itertools.chain(*REFUTED.values()))


@many
@given(st.sampled_from(NEEDS_ROWS), LIES)
def test_no_answer_stands_for_a_row(worlds, checks, assignment, name: str, lies) -> None:
    """A subject that writes nothing passes no check that looks for a row, whatever it says."""
    world = worlds("reference")
    program = world.program(Liar(Mimic(APP), lies))
    found = outcome(world, program, checks[name], assignment)
    assert found is not None, told(program)
    assert_told(found, program)


@pytest.mark.parametrize(("base", "name"), _REFUTATIONS if PROVING else _REFUTATIONS[::2])
@some
@given(LIES, SHIFTS)
def test_no_answer_changes_a_fact(worlds, checks, assignment, base: str, name: str, lies, shift) -> None:
    """A program that does all it is asked, with the wrong tables, passes no check that they refute."""
    world = worlds(base)
    program = world.program(Liar(world.forwarding(), lies, shift))
    found = outcome(world, program, checks[name], assignment)
    assert found is not None, told(program)
    assert_told(found, program)


@many
@given(st.sampled_from(EVERY), st.sampled_from(["forwarding", "mimic"]), LIES)
def test_no_answer_makes_a_fault_of_ours(worlds, checks, assignment, name: str, behind: str, lies) -> None:
    """Every check passes or fails: no subject can get itself an error in place of a mark."""
    world = worlds("reference")
    program = world.program(Liar(Mimic(APP) if behind == "mimic" else world.forwarding(), lies))
    found = outcome(world, program, checks[name], assignment)
    if found is not None:
        assert_told(found, program)


def told(program: Program) -> str:
    """What was asked and said, a line each."""
    return "\n".join(f"{step.operation} {step.arguments} -> {step.value!r}" for step in program.steps)
