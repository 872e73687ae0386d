"""Digests of submissions."""

from __future__ import annotations

from grader.core.submission import SourceFile, Submission


def submission(*files: SourceFile) -> Submission:
    return Submission("alice", "one_to_one", files)


def test_equal_code_has_an_equal_digest() -> None:
    """Only places and bytes of what is taken count: not the order, the name handed in, or other files."""
    one = SourceFile("models/a.py", b"1", "models/a.py")
    two = SourceFile("b (1).py", b"2", "models/b.py")
    same = SourceFile("x/models/b.py", b"2", "models/b.py")
    assert submission(one, two).digest == submission(same, one, SourceFile("notes.txt", b"3")).digest


def test_bytes_cannot_move_between_files() -> None:
    """Moving a byte from one file to the next makes another submission."""
    first = submission(SourceFile("a", b"12", "a.py"), SourceFile("b", b"3", "b.py"))
    second = submission(SourceFile("a", b"1", "a.py"), SourceFile("b", b"23", "b.py"))
    assert first.digest != second.digest
