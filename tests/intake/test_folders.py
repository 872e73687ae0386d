"""Hostile folders: nothing is followed, nothing special is opened, a file is read once."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from grader.core.errors import SubmissionError
from grader.core.submission import Submission
from grader.intake import folders
from grader.intake.uploads import read_submission
from tests.intake.builders import LIMITS, SOURCE, assignment, refused, taken


def read(path: Path) -> Submission:
    return read_submission(path, assignment(), LIMITS)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A student's folder, and another student's file beside it."""
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "models.py").write_bytes(b"SECRET = 1\n")
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.mark.parametrize("target", ["/etc/passwd", "../bob/models.py", "models.py", "nowhere"])
def test_a_link_is_not_followed(work: Path, target: str) -> None:
    """To a file of the machine, of another student, to itself, to nothing."""
    (work / "models.py").symlink_to(target)
    assert "not a plain file" in refused(read(work))


def test_a_linked_folder_is_not_entered(work: Path) -> None:
    """It is listed, and nothing in it is found."""
    (work / "one_to_one").symlink_to("../bob")
    (work / "loop").symlink_to(".")
    submission = read(work)
    assert "no models.py" in refused(submission)
    assert {file.path for file in submission.files} == {"one_to_one", "loop"}


def test_a_link_beside_the_answer_does_no_harm(work: Path) -> None:
    """The answer is read, the link is listed with its reason."""
    (work / "models.py").write_bytes(SOURCE)
    (work / "loop").symlink_to(".")
    submission = read(work)
    assert taken(submission) == {"models.py": SOURCE}
    assert [file.note.en for file in submission.files if file.note] == ["Not opened: a link or a special file."]


def test_a_pipe_is_not_waited_for(work: Path) -> None:
    """Opening it would block for ever."""
    os.mkfifo(work / "models.py")
    assert "not a plain file" in refused(read(work))
    assert "not a plain file" in refused(read(work / "models.py"))


def test_a_socket_is_refused(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no file to read."""
    monkeypatch.chdir(work)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("models.py")
        assert "not a plain file" in refused(read(work))


def test_a_hard_link_to_another_students_file_is_refused(work: Path) -> None:
    """A second name of a file cannot be told from the first, so neither is taken."""
    (work / "models.py").hardlink_to(work.parent / "bob" / "models.py")
    assert "hard link" in refused(read(work))


def test_a_link_at_the_path_itself_is_refused(work: Path) -> None:
    """Folder, file and archive alike."""
    for name in ("models.py", "work.zip"):
        (work / name).symlink_to("../bob/models.py")
        assert "not a plain file" in refused(read(work / name))
    (work / "folder.py").symlink_to("../bob")
    assert "not a plain file" in refused(read(work / "folder.py"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["models.py", "sub"])
def test_an_unreadable_file_or_folder_is_refused(work: Path, name: str) -> None:
    """The reason speaks of permissions."""
    path = work / name
    path.mkdir() if name == "sub" else path.write_bytes(SOURCE)
    path.chmod(0)
    assert "cannot be read" in refused(read(work))
    path.chmod(0o700)


def test_a_forbidden_file_is_the_students_and_a_broken_disk_is_ours(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EACCES becomes a reason; EIO stays an error, since nobody may be marked for it."""
    (work / "models.py").write_bytes(SOURCE)
    real = os.open

    def failing(number: int):
        def opens(path: str | Path, flags: int, **options: int) -> int:
            if str(path).endswith("models.py"):
                raise OSError(number, "simulated")
            return real(path, flags, **options)

        return opens

    monkeypatch.setattr(os, "open", failing(13))
    assert "cannot be read" in refused(read(work))
    monkeypatch.setattr(os, "open", failing(5))
    with pytest.raises(OSError, match="simulated"):
        read(work)


def test_a_file_exchanged_for_a_link_meanwhile_is_refused(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the opening: the descriptor itself is looked at once more."""
    path = work / "models.py"
    path.write_bytes(SOURCE)
    real = os.open

    def exchanged(name: str | Path, flags: int, **options: int) -> int:
        if str(name).endswith("models.py"):
            path.unlink()
            path.symlink_to("../bob/models.py")
        return real(name, flags, **options)

    monkeypatch.setattr(os, "open", exchanged)
    assert "not a plain file" in refused(read(work))


def test_a_deep_folder_is_not_followed_down(work: Path) -> None:
    """Beyond a depth no project has, folders are listed and not entered."""
    deep = work.joinpath(*["d"] * (folders.MAX_DEPTH + 5))
    deep.mkdir(parents=True)
    (work / "models.py").write_bytes(SOURCE)
    submission = read(work)
    assert taken(submission) == {"models.py": SOURCE}
    assert any(file.note and "too many folders" in file.note.en for file in submission.files)


def test_names_that_are_no_text_are_shown_escaped(work: Path) -> None:
    """Bytes that are not UTF-8, line ends, escape sequences, text that runs backwards."""
    for raw in (b"\xff\xfe.txt", b"a\nb.txt", b"\x1b[2J.txt", "x\u202eyp.txt".encode()):
        (Path(os.fsencode(work).decode()) / os.fsdecode(raw)).write_bytes(b"")
    (work / "models.py").write_bytes(SOURCE)
    shown = {file.path for file in read(work).files}
    assert shown == {r"\udcff\udcfe.txt", r"a\nb.txt", r"\x1b[2J.txt", r"x\u202eyp.txt", "models.py"}


def test_a_file_above_the_limit_is_refused_unread(work: Path) -> None:
    """Also one that claims to be endless."""
    with (work / "models.py").open("wb") as file:
        file.truncate(1 << 40)
    assert "larger than" in refused(read(work))
    assert "larger than" in refused(read(work / "models.py"))


def test_no_descriptor_is_left_open(work: Path) -> None:
    """Neither after a good folder nor after a refused one."""
    (work / "a" / "b").mkdir(parents=True)
    (work / "a" / "models.py").write_bytes(SOURCE)
    before = len(os.listdir("/proc/self/fd"))
    taken(read(work))
    os.mkfifo(work / "a" / "b" / "models.py")
    refused(read(work))
    assert len(os.listdir("/proc/self/fd")) == before


def test_read_beside_does_not_follow_its_folder(work: Path) -> None:
    """A folder that became a link is refused too."""
    (work / "link").symlink_to("../bob")
    with pytest.raises(SubmissionError, match="not a plain file"):
        folders.read_beside(work / "link", "models.py", 10)
