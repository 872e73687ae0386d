"""Django's commands, and one more: python manage.py playground."""

import os
import sys


def main():
    if sys.argv[1:2] == ["playground"]:
        # it loads your models itself, and says it plainly where they cannot be imported
        os.environ["DJANGO_SETTINGS_MODULE"] = "kit.workbench.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed in this Python (" + sys.executable + "). See README.en.md, README.ru.md.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
