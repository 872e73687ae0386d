"""The bare work, the limit of what grading can cost: no box, no border, nothing between the checks and the models.

    python -m benchmarks.bare [ROUNDS]

A warm process (Python, Django, pytest and the given apps loaded, their tables made) forks once for each submission. The
fork imports the submitted file as an app, runs Django's system checks, finds the migration and applies it, and
calls the eleven checks of ``naive/test_husband.py`` as plain functions, each within a transaction that is rolled
back. What is measured is the fork's own CPU time, as the kernel tells whoever waits for it.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

NAIVE = Path(__file__).with_name("naive")
_APPS = Path(__file__).parents[1] / "grader" / "sandbox" / "subject" / "apps"
_WARM_UP = 3


def measure(rounds: int) -> list[float]:
    """CPU seconds of each of ``rounds`` submissions, the model answer each time."""
    command = [sys.executable, "-m", "benchmarks.bare", str(rounds)]
    done = subprocess.run(command, cwd=NAIVE.parents[1], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout}\n{done.stderr}")
    found: list[float] = json.loads(done.stdout)
    return found


def _warm() -> None:
    """Everything but the app itself, as a grader would keep it in memory."""
    import django
    from django.conf import settings

    sys.path[:0] = [str(NAIVE), str(_APPS)]
    import settings as naive  # the naive project's own

    given = {name: value for name, value in vars(naive).items() if name.isupper()}
    settings.configure(**given | {"INSTALLED_APPS": given["INSTALLED_APPS"][:-1]})
    django.setup()
    importlib.import_module("pytest")
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _grade(app: Path) -> None:
    """One submission, in a fork."""
    sys.path.insert(0, str(app))
    from django.apps import AppConfig, apps
    from django.core import checks
    from django.db import transaction

    apps.app_configs["one_to_one"] = config = AppConfig.create("one_to_one")
    config.apps = apps
    config.import_models()
    apps.clear_cache()
    checks.run_checks(app_configs=[config])
    _migrate()
    tests = importlib.import_module("one_to_one_checks")
    for name, test in vars(tests).items():
        if name.startswith("test_"):
            with transaction.atomic():
                _call(tests, test, {})
                transaction.set_rollback(True)


def _call(tests: Any, function: Callable[..., Any], made: dict[str, Any]) -> Any:
    """Calls a check or a fixture with what it asks for, each fixture made once."""
    for name in inspect.signature(function).parameters:
        if name not in made:
            fixture = getattr(tests, name)
            # pytest hands a fixture's function to nobody, since calling it by hand is nearly always a mistake
            made[name] = _call(tests, fixture._get_wrapped_function(), made)  # noqa: SLF001
    return function(**{name: made[name] for name in inspect.signature(function).parameters})


def _migrate() -> None:
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.questioner import MigrationQuestioner
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(connection)
    state = loader.project_state()
    detector = MigrationAutodetector(state, ProjectState.from_apps(apps), MigrationQuestioner({"one_to_one"}))
    for migration in detector.changes(loader.graph)["one_to_one"]:
        with connection.schema_editor() as editor:
            state = migration.apply(state, editor)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    _warm()
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder, "one_to_one")
        (app / "migrations").mkdir(parents=True)
        for name in ("__init__.py", "migrations/__init__.py"):
            (app / name).touch()
        answer = NAIVE.parents[1] / "solutions" / "one_to_one" / "reference" / "models.py"
        (app / "models.py").write_bytes(answer.read_bytes())
        Path(folder, "one_to_one_checks.py").write_bytes((NAIVE / "test_husband.py").read_bytes())
        seconds = [_forked(Path(folder)) for _ in range(rounds + _WARM_UP)]
    print(json.dumps(seconds[_WARM_UP:]))


def _forked(folder: Path) -> float:
    child = os.fork()
    if not child:
        status = 1
        try:
            _grade(folder)
            status = 0
        finally:
            if status:
                import traceback

                traceback.print_exc()
            os._exit(status)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit("the bare work failed")
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
