"""Django's settings for the tests and the playground: those of the box, where the student's app is loaded later.

With the app among ``INSTALLED_APPS`` one wrong line in a model would end every command before it begins.
"""

from pathlib import Path

from ..sandbox.subject import project

PROJECT = Path(__file__).resolve().parents[2]

globals().update(project.settings_in(PROJECT))
INSTALLED_APPS = [*project.settings_in(PROJECT)["INSTALLED_APPS"], __package__]  # it brings the playground
