"""Which of the files handed in are taken, and what is said of the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.core.submission import Submission
from grader.intake.uploads import read_submission
from tests.intake.builders import LIMITS, SOURCE, assignment, refused, taken, tarred, zipped

HandIn = Callable[..., Submission]
OTHER = b"# something else\n"


@pytest.fixture(params=["folder", "zip", "tar.gz"])
def hand_in_all_ways(request: pytest.FixtureRequest, hand_in: HandIn) -> HandIn:
    """The same files as a folder, as a zip and as a .tar.gz."""

    def reads(files: Mapping[str, bytes], *submit: str, app: str = "one_to_one") -> Submission:
        if request.param == "folder":
            return hand_in("work", files, *submit, app=app)
        pack = zipped if request.param == "zip" else tarred
        return hand_in(f"work.{request.param}", pack(files), *submit, app=app)

    return reads


@pytest.mark.parametrize(
    ("files", "target"),
    [
        ({"models.py": SOURCE}, "models.py"),
        ({"one_to_one/models.py": SOURCE}, "models.py"),
        ({"site/one_to_one/models.py": SOURCE, "other/models.py": OTHER, "models.py": OTHER}, "models.py"),
        ({"my_app/models.py": SOURCE, "accounts/models.py": OTHER}, "models.py"),
        ({"one_to_one/models.py": SOURCE, "one_to_one/migrations/0001_initial.py": OTHER}, "models.py"),
        ({"one_to_one/models/__init__.py": SOURCE}, "models/__init__.py"),
        ({"models/__init__.py": SOURCE, "accounts/models.py": OTHER}, "models/__init__.py"),
        ({"models/models.py": SOURCE}, "models.py"),
        ({"one_to_one/models.py": SOURCE, "models/__init__.py": OTHER}, "models.py"),
        ({"models.py": SOURCE, "models (1).py": OTHER}, "models.py"),
        ({"models.py": SOURCE, "venv/lib/site-packages/django/contrib/auth/models.py": OTHER}, "models.py"),
        ({"models.py": SOURCE, "__MACOSX/._models.py": OTHER, "._models.py": OTHER}, "models.py"),
        ({"models.py": SOURCE, "models.txt": OTHER, "models.pyc": OTHER, "mymodels.py": OTHER}, "models.py"),
    ],
)
def test_the_contracts_order_of_preference(hand_in_all_ways: HandIn, files: Mapping[str, bytes], target: str) -> None:
    """The app's own file first, then the only one anywhere; what is given or junk is never the answer."""
    submission = hand_in_all_ways(files)
    assert taken(submission) == {target: SOURCE}
    assert all(file.note for file in submission.files if not file.taken)


@pytest.mark.parametrize(
    "name", ["models (1).py", "models(2).py", "models.py.txt", "Models.py", "MODELS.PY", "models-1.py",
             "models (1).py.txt", "models - Copy.py", "models \u2014 копия.py", "\uff4dodels.py"]
)  # fmt: skip
def test_a_name_that_a_machine_changed_is_taken_with_a_note(hand_in_all_ways: HandIn, name: str) -> None:
    """A second download, Notepad's ending, Windows' capitals: taken, and the note says under which name."""
    submission = hand_in_all_ways({f"sub/{name}": SOURCE, "readme.md": OTHER})
    assert taken(submission) == {"models.py": SOURCE}
    note = submission.taken[0].note
    assert note
    assert "taken as models.py" in note.en
    assert "взят как models.py" in note.ru


def test_a_package_is_taken_whole(hand_in_all_ways: HandIn) -> None:
    """All its .py files with their places, and nothing that Python could not import."""
    files = {
        "one_to_one/models/__init__.py": b"1",
        "one_to_one/models/women.py": b"2",
        "one_to_one/models/sub/__init__.py": b"3",
        "one_to_one/models/models.py": b"4",
        "one_to_one/models/муж.py": b"5",
        "one_to_one/models/two words.py": b"6",
        "one_to_one/models/data.json": b"7",
        "one_to_one/models/__pycache__/women.cpython-311.pyc": b"8",
    }
    submission = hand_in_all_ways(files)
    assert {target: content.decode() for target, content in taken(submission).items()} == {
        "models/__init__.py": "1",
        "models/women.py": "2",
        "models/sub/__init__.py": "3",
        "models/models.py": "4",
        "models/муж.py": "5",
    }
    notes = {file.path.rpartition("/")[2]: file.note.en for file in submission.files if file.note}
    assert "cannot import" in notes["two words.py"]
    assert "Not asked for" in notes["data.json"]
    assert "Passed over" in notes["__pycache__"]


@pytest.mark.parametrize(
    "files",
    [
        {"app1/models.py": SOURCE, "app2/models.py": OTHER},
        {"one_to_one/models.py": SOURCE, "one_to_one/models/__init__.py": OTHER},
        {"a/one_to_one/models.py": SOURCE, "b/one_to_one/models.py": OTHER},
        {"models.py": SOURCE, "models/__init__.py": OTHER},
        {"models (1).py": SOURCE, "models (2).py": OTHER},
    ],
)
def test_several_are_refused_and_all_are_listed(hand_in_all_ways: HandIn, files: Mapping[str, bytes]) -> None:
    """Nobody guesses: the reason names each of them."""
    submission = hand_in_all_ways(files)
    reason = refused(submission)
    for name in files:
        assert name.removesuffix("__init__.py") in reason
        assert name in {file.path for file in submission.files}


@pytest.mark.parametrize(
    "files",
    [{"a/models.py": SOURCE, "a/MODELS.PY": OTHER}, {"é/models.py": SOURCE, "e\u0301/models.py": OTHER}],
)
def test_names_that_some_system_takes_for_one_are_refused(hand_in_all_ways: HandIn, files: Mapping[str, bytes]) -> None:
    """Capitals and composed letters tell no files apart."""
    assert "same name" in refused(hand_in_all_ways(files))


def test_nothing_to_take_is_refused_with_what_there_is(hand_in_all_ways: HandIn) -> None:
    """The reason names what was asked for and what came."""
    reason = refused(hand_in_all_ways({"views.py": OTHER, ".DS_Store": OTHER}))
    assert "no models.py" in reason
    assert "views.py" in reason
    assert ".DS_Store" not in reason


def test_another_file_can_be_asked_for(hand_in_all_ways: HandIn) -> None:
    """An assignment on services.py takes that, and leaves models.py, which is given."""
    files = {"fleet/services.py": SOURCE, "fleet/models.py": OTHER}
    assert taken(hand_in_all_ways(files, "services.py", app="fleet")) == {"services.py": SOURCE}


def test_two_files_can_be_asked_for(hand_in_all_ways: HandIn) -> None:
    """Both are taken; one that is missing is named."""
    files = {"a/models.py": SOURCE, "a/services/__init__.py": OTHER}
    both = ("models.py", "services.py")
    assert taken(hand_in_all_ways(files, *both)) == {"models.py": SOURCE, "services/__init__.py": OTHER}


def test_one_of_two_files_is_not_enough(hand_in: HandIn) -> None:
    """A missing one is named, also when a file came by itself."""
    both = ("models.py", "services.py")
    assert "no services.py" in refused(hand_in("work", {"models.py": SOURCE}, *both))
    assert "no models.py" in refused(hand_in("services.py", SOURCE, *both))


@pytest.mark.parametrize("name", ["models.py", "my_answer.py", "Иванов.PY", "models.py.txt", "тест (3).py"])
def test_a_file_by_itself_is_the_answer(hand_in: HandIn, name: str) -> None:
    """A file given by its path counts whatever it is called; another name gets a note."""
    submission = hand_in(name, SOURCE)
    assert taken(submission) == {"models.py": SOURCE}
    assert (submission.taken[0].note is None) == (name == "models.py")


@pytest.mark.parametrize(
    "name", ["answer.txt", "models.pyc", "work.rar", "work.7z", "work.tar", "db.sqlite3", "models"]
)
def test_another_kind_of_file_is_refused(hand_in: HandIn, name: str) -> None:
    """The reason says what can be handed in."""
    assert "neither a Python file nor" in refused(hand_in(name, SOURCE))


@pytest.mark.parametrize("files", [{"models.py": b""}, {"one_to_one/models.py": b""}])
def test_an_empty_file_is_an_answer(hand_in_all_ways: HandIn, files: Mapping[str, bytes]) -> None:
    """It is graded, and earns what an empty answer earns."""
    assert taken(hand_in_all_ways(files)) == {"models.py": b""}


@pytest.mark.parametrize(("name", "pack"), [("work.zip", zipped), ("work.tgz", tarred), ("домашняя.ZIP", zipped)])
def test_the_one_archive_in_a_folder_is_the_submission(
    hand_in: HandIn, name: str, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    """Beside nbgrader's timestamp, which is never part of it, and papers that nobody asked for."""
    files = {name: pack({"models.py": SOURCE}), "timestamp.txt": b"now", "report.pdf": OTHER}
    submission = hand_in("work", files)
    assert taken(submission) == {"models.py": SOURCE}
    assert {file.path for file in submission.files} == {"models.py", "report.pdf"}


def test_an_archive_with_a_decomposed_name_is_read(hand_in: HandIn) -> None:
    """macOS writes a letter and its accent apart; the file is opened by the name it has."""
    submission = hand_in("work", {"рабочи\u0438\u0306.zip": zipped({"models.py": SOURCE})})
    assert taken(submission) == {"models.py": SOURCE}


def test_loose_files_count_before_an_archive(hand_in: HandIn) -> None:
    """Where the answer lies open, an archive beside it is not looked into."""
    submission = hand_in("work", {"models.py": SOURCE, "old.zip": zipped({"models.py": OTHER})})
    assert taken(submission) == {"models.py": SOURCE}


def test_several_archives_are_refused(hand_in: HandIn) -> None:
    """Nobody guesses which is meant."""
    reason = refused(hand_in("work", {"a.zip": zipped({}), "b.tar.gz": tarred({})}))
    assert "a.zip" in reason
    assert "b.tar.gz" in reason


def test_an_archive_within_an_archive_is_not_opened(hand_in: HandIn) -> None:
    """Only the outer one is read."""
    assert "inner.zip" in refused(hand_in("w.zip", zipped({"inner.zip": zipped({"models.py": SOURCE})})))


def test_who_and_when_are_kept(tmp_path: Path) -> None:
    """Student, assignment and time of the hand-in arrive in the record."""
    path = tmp_path / "models.py"
    path.write_bytes(SOURCE)
    submission = read_submission(path, assignment(), LIMITS, student="alice")
    assert (submission.student, submission.assignment, submission.submitted_at) == (
        "alice",
        "one_to_one",
        None,
    )


def test_nothing_there_is_an_error_of_the_caller(tmp_path: Path) -> None:
    """A path that does not exist is no submission."""
    with pytest.raises(FileNotFoundError):
        read_submission(tmp_path / "nothing.py", assignment(), LIMITS)
