"""Invented classes: the same seed makes the same class, and each file is one of its own."""

from __future__ import annotations

from benchmarks.courses import answers, make_course, sources


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_class_is_made_again_by_its_seed(tmp_path):
    first = make_course(tmp_path / "a", 20)
    assert make_course(tmp_path / "b", 20) == first
    assert make_course(tmp_path / "c", 20, seed=2) != first
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_no_two_submissions_are_the_same(tmp_path):
    make_course(tmp_path, 50)
    handed_in = [content for name, content in files(tmp_path).items() if name.endswith("models.py")]
    assert len(set(handed_in)) == 50
    assert len(set(sources(10))) == 10


def test_right_and_wrong_answers_are_among_them(tmp_path):
    scores = set(make_course(tmp_path, 100).values())
    assert 20.0 in scores
    assert len(scores) > 5
    assert answers()[0].name == "reference"
