"""Any bytes under any name become a submission or a reason, within the limits, and never an exception."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import tarfile
import tracemalloc
import warnings
import zipfile
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.core.submission import Submission
from grader.intake.uploads import read_content, read_submission
from tests.intake.builders import LIMITS, SOURCE, assignment, tarred, zipped
from tests.properties.strategies import members, notebooks, trees, upload_names
from tests.proving import PROVING, only_when_proving

quick = settings(
    max_examples=3000 if PROVING else 100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
ASKED = assignment()
SECRET = b"SECRET = 'of somebody else'\n"
_MOST_MEMORY_MB = 300  # of one upload
_MOST_LISTED = 2 * LIMITS.archive_members  # files of one upload, junk included


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("uploads")


def usable_or_refused(found: Submission) -> Submission:
    """What holds of every upload: taken or refused with a reason, no path outside the app, within the limits."""
    assert (found.problem is None) == bool(found.taken)
    if found.problem is not None:
        assert found.problem.en.isprintable()
        assert found.problem.ru.isprintable()
    assert len(found.files) <= _MOST_LISTED
    for file in found.files:
        assert file.path.isprintable()
        assert file.taken or file.note
        assert SECRET not in file.content
    for file in found.taken:
        target = PurePosixPath(file.target or "/")
        assert target == PurePosixPath("models.py") or target.parts[0] == "models"
        assert not target.is_absolute()
        assert ".." not in target.parts
        assert target.suffix == ".py"
        assert len(file.content) <= LIMITS.source_kb * 1024
    assert sum(len(file.content) for file in found.taken) <= LIMITS.sources_kb * 1024
    assert len({file.target for file in found.taken}) == len(found.taken)
    found.digest.encode()
    return found


def handed_in(folder: Path, name: str, data: bytes) -> Submission:
    """From the disk and from memory, as it comes to a site: the same."""
    path = folder / name
    path.write_bytes(data)
    found = usable_or_refused(read_submission(path, ASKED, LIMITS))
    assert usable_or_refused(read_content(name, data, ASKED, LIMITS)) == found
    return found


@quick
@given(st.sampled_from(["models.py", "x.py", "x.zip", "x.tar.gz", "x.bin"]), st.binary(max_size=2000))
def test_any_bytes(folder: Path, name: str, data: bytes) -> None:
    """As a source, as an archive and as something else."""
    handed_in(folder, name, data)


@quick
@given(members)
def test_any_members_of_a_zip(folder: Path, files: list[tuple[str, bytes]]) -> None:
    """Any names, in any order, repeated or not."""
    try:
        data = zipped(files)
    except (UnicodeEncodeError, IndexError):
        return  # zipfile itself cannot write it
    handed_in(folder, "x.zip", data)


@quick
@given(members, st.sampled_from([tarfile.PAX_FORMAT, tarfile.GNU_FORMAT]))
def test_any_members_of_a_tar(folder: Path, files: list[tuple[str, bytes]], form: int) -> None:
    """The same, in both forms of tar."""
    handed_in(folder, "x.tar.gz", tarred(files, form))


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
        handed_in(folder, "x.zip", damaged(_good_zip, places))


@quick
@given(changes)
def test_any_damage_to_a_tar(folder: Path, places: list[tuple[int, int]]) -> None:
    """A few bytes changed in the tar, and packed so that the checksum of gzip agrees."""
    handed_in(folder, "x.tar.gz", gzip.compress(damaged(_good_tar.getvalue(), places), 1))


@quick
@given(st.binary(max_size=300))
def test_zip_and_zipfile_agree_on_what_is_none(folder: Path, tail: bytes) -> None:
    """Bytes behind a good archive may make it unreadable, and never give other content."""
    submission = handed_in(folder, "x.zip", _good_zip + tail)
    if submission.problem is None and zipfile.is_zipfile(folder / "x.zip"):
        assert submission.taken[0].content == SOURCE


@quick
@given(notebooks, st.sampled_from(["alone", "zip", "tar", "folder"]))
def test_any_notebook(folder: Path, book: bytes, way: str) -> None:
    """By itself, in both kinds of archive, and in a folder."""
    if way == "folder":
        with TemporaryDirectory(dir=folder) as home:
            Path(home, "hw.ipynb").write_bytes(book)
            found = usable_or_refused(read_submission(Path(home), ASKED, LIMITS))
        for file in found.taken:
            file.content.decode()
        return
    members = {"work/hw.ipynb": book, "work/notes.txt": b"x"}
    name, data = {
        "alone": ("hw.ipynb", book),
        "zip": ("hw.zip", zipped(members)),
        "tar": ("hw.tgz", tarred(members)),
    }[way]
    handed_in(folder, name, data)


@quick
@given(st.text(max_size=40) | upload_names, st.binary(max_size=60) | st.just(SOURCE))
def test_any_name_of_an_upload(name: str, data: bytes) -> None:
    """As a browser may send it: nothing is opened by that name."""
    usable_or_refused(read_content(name, data, ASKED, LIMITS))


@quick
@given(trees)
def test_any_folder(folder: Path, tree: list[tuple[list[bytes], str, bytes]]) -> None:
    """Files of any name, links that lead out, second names of files elsewhere, pipes: what is outside stays there."""
    with TemporaryDirectory(dir=folder) as place:
        outside = Path(place, "outside.py")
        outside.write_bytes(SECRET)
        home = Path(place, "handed-in")
        home.mkdir()
        for parts, kind, content in tree:
            plant(os.fsencode(home), parts, kind, content, os.fsencode(outside))
        usable_or_refused(read_submission(home, ASKED, LIMITS))
        assert outside.read_bytes() == SECRET


def plant(home: bytes, parts: list[bytes], kind: str, content: bytes, outside: bytes) -> None:
    """Puts one thing into a folder, where nothing stands and no link leads out of it by now."""
    path = os.path.join(home, *parts)
    with contextlib.suppress(FileExistsError, NotADirectoryError):
        if os.path.lexists(path) or not os.path.realpath(os.path.dirname(path)).startswith(os.path.realpath(home)):
            return
        os.makedirs(os.path.dirname(path), exist_ok=True)
        match kind:
            case "file":
                Path(os.fsdecode(path)).write_bytes(content)
            case "link":
                os.symlink(outside, path)
            case "link to a folder":
                os.symlink(os.path.dirname(outside), path)
            case "second name":
                os.link(outside, path)
            case "pipe":
                os.mkfifo(path)
            case "folder":
                os.mkdir(path)


_BOMBS = {
    "zip of zeros": ("x.zip", lambda: zipped({"models.py": bytes(200 << 20)})),
    "zip of many zeros": ("x.zip", lambda: zipped({f"a{number}/models.py": bytes(1 << 20) for number in range(100)})),
    "tar of zeros": ("x.tgz", lambda: tarred({"models.py": bytes(200 << 20)})),
    "tar of junk": ("x.tgz", lambda: tarred({"venv/x.py": bytes(200 << 20), "models.py": SOURCE})),
    "zip of many files": ("x.zip", lambda: zipped({f"f{number}.txt": b"" for number in range(30_000)})),
    "deep notebook": ("x.ipynb", lambda: b'{"cells":' + b"[" * 9_000_000),
    "notebook of lists": ("x.ipynb", lambda: b'{"cells":[' + b"[]," * 3_000_000 + b"[]]}"),
    "notebook of objects": ("x.ipynb", lambda: b'{"nbformat":4,"cells":[' + b"{}," * 490_000 + b"{}]}"),
}


@only_when_proving("memory is counted object by object, which takes long")
@pytest.mark.parametrize("name", _BOMBS)
def test_the_memory_of_an_upload_is_bounded(name: str) -> None:
    """Whatever it would become: a small multiple of what an archive may have."""
    upload, make = _BOMBS[name]
    data = make()
    tracemalloc.start()
    try:
        found = usable_or_refused(read_content(upload, data, ASKED, LIMITS))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.problem is not None or name == "tar of junk"
    assert peak < _MOST_MEMORY_MB << 20, f"{peak >> 20} MB"
