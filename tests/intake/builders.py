"""A valid tiny assignment to break, uploads to hand in, and the limits that hold for them."""

from __future__ import annotations

import io
import tarfile
import tomllib
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from grader.core.assignment import Assignment
from grader.core.limits import Limits
from grader.core.submission import Submission
from grader.core.text import Text

ROOT = Path(__file__).parents[2]
SOURCE = b"from django.db import models\n"

# The same keys as grader/sandbox/limits.toml, whose values the tests must not repeat.
LIMITS = Limits(
    **{
        key: value
        for table in tomllib.loads((ROOT / "grader/sandbox/limits.toml").read_text("utf-8")).values()
        for key, value in table.items()
    }
)

TOML = """\
slug = "tiny"
app = "tiny"
submit = ["models.py"]
title = { en = "Tiny", ru = "Малое" }

[limits]
cpu_seconds = 2

[[task]]
id = "husband"
title = { en = "Husband", ru = "Муж" }

[check.stored]
task = "husband"
brief = "husband.1"
points = 2
visibility = "public"
title = { en = "Stored", ru = "Сохраняется" }
hint = { en = "A field", ru = "Поле" }

[check.unique]
task = "husband"
brief = "husband.2"
points = 4.5
visibility = "public"
requires = ["stored"]
title = { en = "Unique", ru = "Единственный" }
hint = { en = "OneToOneField", ru = "OneToOneField" }
reference = "https://docs.djangoproject.com/"
gate = "nothing else can be seen without it"

[check.quiet]
task = "husband"
brief = "husband.2"
points = 1
title = { en = "Quiet", ru = "Тихий" }
hint = { en = "Ask", ru = "Спросите" }
"""

PUBLIC = """\
\"\"\"What everybody sees.\"\"\"
import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError
from django.db.models import ProtectedError, RestrictedError

NAMES = ["Анна", "Anna"]


def _pair(make):
    return make("Husband"), make("Women")


@pytest.mark.parametrize("name, age", [("Anna", 1)])
def test_stored(models, make, fake, name, age, times=2):
    assert models.Women is not None
    assert None is not make("Women", name=name)


def test_unique(database, accessor, queries, system_checks, services, model):
    with pytest.raises(IntegrityError):
        pass
"""

HIDDEN = """\
def test_quiet(models):
    assert models
"""

BRIEF = """\
# Tiny

**husband.1** A woman may have a husband.
- **husband.2** He has one wife. See **husband.9**.
"""


def write_assignment(folder: Path, **files: str) -> Path:
    """A valid assignment in ``folder``/tiny; ``test_public="..."`` and the like replace its files."""
    known = {
        "assignment.toml": TOML,
        "test_public.py": PUBLIC,
        "test_hidden.py": HIDDEN,
        "brief.en.md": BRIEF,
        "brief.ru.md": BRIEF,
    }
    home = folder / "tiny"
    home.mkdir(parents=True)
    for name, text in known.items():
        (home / name).write_text(files.get(name.partition(".")[0], text), "utf-8")
    return home


def assignment(*submit: str, app: str = "one_to_one") -> Assignment:
    """An assignment that asks for these files (``models.py`` where none is named) and has no checks."""
    title = Text("x", "x")
    return Assignment(app, app, submit or ("models.py",), title, (), (), Path(), "0" * 64, {})


def zipped(members: Mapping[str, bytes] | Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """A zip with these members, in this order; the same name may come twice."""
    pairs = members.items() if isinstance(members, Mapping) else members
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a duplicate name
        for name, content in pairs:
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(
    members: Mapping[str, bytes] | Iterable[tuple[str | tarfile.TarInfo, bytes]],
    form: int = tarfile.PAX_FORMAT,
) -> bytes:
    """A .tar.gz with these members, in this order."""
    pairs = members.items() if isinstance(members, Mapping) else members
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", format=form) as archive:
        for name, content in pairs:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            if info.isreg():
                info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def taken(submission: Submission) -> dict[str | None, bytes]:
    """Target and bytes of what was taken from a submission that can be used."""
    assert submission.problem is None, submission.problem.en
    return {file.target: file.content for file in submission.taken}


def refused(submission: Submission) -> str:
    """The English reason of a submission that cannot be used; nothing of it is taken."""
    assert submission.problem is not None
    assert not submission.taken
    assert submission.problem.ru
    submission.problem.ru.encode("cp866", errors="backslashreplace")
    return submission.problem.en
