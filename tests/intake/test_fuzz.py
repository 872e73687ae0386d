"""Any bytes under any name become a submission or a reason, and never an exception."""

from __future__ import annotations

import gzip
import io
import tarfile
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.core.submission import Submission
from grader.intake.uploads import read_submission
from tests.intake.builders import LIMITS, SOURCE, assignment, tarred, zipped

quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])

pieces = st.sampled_from(
    ["models.py", "models", "__init__.py", "one_to_one", "..", "venv", "MODELS.PY", "models (1).py",
     "é", "e\u0301", "C:", "\0", "\u202e", "x" * 200, "", "accounts", "a.zip"],
)  # fmt: skip
member_names = st.one_of(st.lists(pieces, min_size=1, max_size=5).map("/".join), st.text(max_size=20))
contents = st.one_of(st.binary(max_size=40), st.just(SOURCE))
members = st.lists(st.tuples(member_names, contents), max_size=6)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def usable_or_refused(folder: Path, name: str, data: bytes) -> Submission:
    path = folder / name
    path.write_bytes(data)
    submission = read_submission(path, assignment(), LIMITS)
    assert (submission.problem is None) == bool(submission.taken)
    for file in submission.files:
        assert file.path.isprintable()
        assert file.taken or file.note
    for file in submission.taken:
        assert file.target == "models.py" or (file.target or "").startswith("models/")
        assert ".." not in (file.target or "").split("/")
    return submission


@quick
@given(st.sampled_from(["models.py", "x.py", "x.zip", "x.tar.gz", "x.bin"]), st.binary(max_size=2000))
def test_any_bytes(folder: Path, name: str, data: bytes) -> None:
    """As a source, as an archive and as something else."""
    usable_or_refused(folder, name, data)


@quick
@given(members)
def test_any_members_of_a_zip(folder: Path, files: list[tuple[str, bytes]]) -> None:
    """Any names, in any order, repeated or not."""
    try:
        data = zipped(files)
    except (UnicodeEncodeError, IndexError):
        return  # zipfile itself cannot write it
    usable_or_refused(folder, "x.zip", data)


@quick
@given(members, st.sampled_from([tarfile.PAX_FORMAT, tarfile.GNU_FORMAT]))
def test_any_members_of_a_tar(folder: Path, files: list[tuple[str, bytes]], form: int) -> None:
    """The same, in both forms of tar."""
    usable_or_refused(folder, "x.tar.gz", tarred(files, form))


_good_zip = zipped({"one_to_one/models.py": SOURCE, "notes.txt": b"x" * 100})
_good_tar = io.BytesIO()
with tarfile.open(fileobj=_good_tar, mode="w") as _archive:
    for _name in ("x" * 120, "one_to_one/models.py"):
        _info = tarfile.TarInfo(_name)
        _info.size = len(SOURCE)
        _archive.addfile(_info, io.BytesIO(SOURCE))

changes = st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), min_size=1, max_size=6)


def damaged(data: bytes, places: list[tuple[int, int]]) -> bytes:
    whole = bytearray(data)
    for at, value in places:
        whole[at % len(whole)] = value
    return bytes(whole)


@quick
@given(changes)
def test_any_damage_to_a_zip(folder: Path, places: list[tuple[int, int]]) -> None:
    """A few bytes changed anywhere in a good archive."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of odd names since 3.13
        usable_or_refused(folder, "x.zip", damaged(_good_zip, places))


@quick
@given(changes)
def test_any_damage_to_a_tar(folder: Path, places: list[tuple[int, int]]) -> None:
    """A few bytes changed in the tar, and packed so that the checksum of gzip agrees."""
    usable_or_refused(folder, "x.tar.gz", gzip.compress(damaged(_good_tar.getvalue(), places), 1))


@quick
@given(st.binary(max_size=300))
def test_zip_and_zipfile_agree_on_what_is_none(folder: Path, tail: bytes) -> None:
    """Bytes behind a good archive may make it unreadable, and never give other content."""
    submission = usable_or_refused(folder, "x.zip", _good_zip + tail)
    if submission.problem is None and zipfile.is_zipfile(folder / "x.zip"):
        assert submission.taken[0].content == SOURCE
