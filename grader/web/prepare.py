"""Makes a site ready to be served: its tables, its static files and, where asked, a course to look at.

python -m grader.web.prepare [--demo]
"""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grader.web.settings")
django.setup()

from django.conf import settings  # noqa: E402 - these are parts of the site
from django.core.management import call_command  # noqa: E402

from . import demo  # noqa: E402


def main() -> None:
    settings.COURSES.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if "--demo" in sys.argv[1:]:
        for name, password, what in demo.make():
            print(f"  {name:<10} {password:<14} {what}")


if __name__ == "__main__":
    main()
