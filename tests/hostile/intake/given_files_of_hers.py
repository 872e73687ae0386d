# outcome: graded
# score: full
# says: what is given is not taken from her: no settings, no checks, no Django
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    lies = {name: b"raise SystemExit\n" for name in (
        "conftest.py", "test_public.py", "test_hidden.py", "settings.py", "manage.py", "django/__init__.py", "sitecustomize.py",
        "usercustomize.py", "pytest.ini", "assignment.toml", "accounts/models.py", "one_to_one/__init__.py", "one_to_one/apps.py",
    )}
    return put(folder, "work.zip", zipped({"one_to_one/models.py": ANSWER, **lies}))
