"""Archives as Moodle, Canvas and Gradescope make them: each by the rules of the platform's own source."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

MADE = (2026, 3, 1, 12, 0, 0)
Moment = tuple[int, int, int, int, int, int]
Files = Mapping[str, bytes | str]


def packed(path: Path, members: Iterable[tuple[str | zipfile.ZipInfo, bytes | str]], made: Moment = MADE) -> Path:
    """A zip of these members. ``made``: the time that each bears whose name is given as a text."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, made)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return path


def moodle_name(name: str, number: int, *, old: bool = False, plugin: str = "file") -> str:
    """A submission's folder. Moodle's clean_filename drops quotes and signs; before 4.1 an underscore ended it."""
    cleaned = re.sub(r"[&<>\"`|':\\/]", "", name.replace("_", " "))
    return f"{cleaned}_{number}_assignsubmission_{plugin}" + "_" * old


def moodle(
    path: Path,
    people: Iterable[tuple[str, int, Files]],
    *,
    made: Moment = MADE,
    old: bool = False,
    flat: bool = False,
    plugin: str = "file",
) -> Path:
    """``people``: full name, participant's number, files. ``flat``: with "download as folders" switched off."""
    between = "_" if flat else "/"
    members = [
        (f"{moodle_name(name, number, old=old and not flat, plugin=plugin)}{between}{file}", content)
        for name, number, files in people
        for file, content in files.items()
    ]
    return packed(path, members, made)


class _Unflagged(zipfile.ZipInfo):
    """A name in UTF-8 without the flag that says so: rubyzip writes it like that."""

    __slots__ = ()

    def _encodeFilenameFlags(self):  # noqa: N802 - zipfile's own name
        return self.filename.encode(), self.flag_bits & ~0x800


def canvas_name(sortable: str, user: int | str, attachment: int, file: str, *, late: bool = False) -> str:
    """``content_zipper.rb``: in small letters, without what is no letter, digit or underscore."""
    parts = [re.sub(r"_(\d+)_", r"\1", sortable).lower(), "LATE" if late else None, str(user)]
    who = re.sub(r"\W", "", "_".join(part for part in parts if part))
    return f"{who}_{attachment}_" + re.sub(r"[\x00/\\:*?\"<>|]+", "_", file)


def canvas(path: Path, files: Iterable[tuple[str, bytes | str]]) -> Path:
    """``files``: names as ``canvas_name`` makes them, and contents."""
    return packed(path, [(_Unflagged(name, MADE), content) for name, content in files])


def gradescope(path: Path, metadata: str, files: Files, *, root: str = "assignment_5837402_export") -> Path:
    """``metadata``: what stands in submission_metadata.yml; ``files``: by their place below the root."""
    members = [
        (f"{root}/submission_metadata.yml", metadata),
        *((f"{root}/{name}", data) for name, data in files.items()),
    ]
    return packed(path, members)


METADATA = """\
---
submission_409194023:
  :submitters:
  - :name: Анна Кузнецова
    :sid: '4713'
    :email: anna@uni.test
  :created_at: 2026-04-26 17:34:00.861687000 Z
  :score: 2.0
  :status: processed
  :results:
    score: 2.0
    output: |-
      =====
      it's "fine": {}
    tests: []
  :history:
  - :id: 409190000
    :created_at: 2026-04-25 10:00:00.000000000 Z
    :score: 1.0
submission_500000001:
  :submitters:
  - :name: Ann O'Brien
    :sid: 4711
    :email: ann@uni.test
  - :name: Eve
    :sid:
    :email: Eve@Uni.test
  :created_at: 2026-04-27 08:00:00.000000000 +03:00
submission_600000002:
  :submitters: []
submission_700000003:
  :submitters:
  - :name: Nobody
    :sid: '1'
"""
