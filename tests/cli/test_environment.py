"""What lies around in a teacher's shell does not disturb the command."""

from __future__ import annotations

import os
import subprocess
import sys

from grader.commands.terms import CHECKOUT


def test_the_settings_of_another_django_project_are_not_ours(course):
    done = subprocess.run(
        [sys.executable, "-P", "-m", "grader", "history", str(course)],
        cwd=CHECKOUT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "mysite.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
