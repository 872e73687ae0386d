"""``python manage.py playground``: see ``workbench.playground``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...playground import play


class Command(BaseCommand):
    """A shell on an empty database made from the models as they are."""

    help = "A Python shell on an empty database made from your models as they are, without migrations."
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lang", choices=("en", "ru"), help="the language of the first lines")

    def handle(self, **options: Any) -> None:
        raise SystemExit(play(options["lang"]))
