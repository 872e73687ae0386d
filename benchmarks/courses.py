"""Invented classes: right and wrong named answers, each made a file of its own, with the score that it must get."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_FIRST = ("Anna", "Oleg", "Maria", "Jack", "Lucy", "Tom", "Инна", "Павел", "Вера", "Дмитрий", "Ольга", "Emma")
_LAST = ("Ivanova", "Smith", "Turner", "Brown", "Petrov", "Сидорова", "Кузнецов", "Орлова", "Müller", "Novak")
_RIGHT = 0.4  # of a class hands in the model answer, the others one of the named wrong or odd ones


@dataclass(frozen=True, slots=True)
class Answer:
    """A named answer: its ``models.py`` and the score that it must get."""

    name: str
    source: bytes
    score: float


def answers(slug: str = "one_to_one") -> list[Answer]:
    """The named answers that are one file and are graded alike with every version of Django; the model answer first."""
    found = []
    for note in sorted((ROOT / "solutions" / slug).glob("*/verdict.toml")):
        folder, told = note.parent, tomllib.loads(note.read_text(encoding="utf-8"))
        files = sorted(path.name for path in folder.iterdir() if path.name != "verdict.toml")
        if files == ["models.py"] and not {"django", "status", "incident"} & told.keys():
            found.append(Answer(folder.name, (folder / "models.py").read_bytes(), float(told["score"])))
    return sorted(found, key=lambda answer: answer.name != "reference")


def make_course(folder: Path, submissions: int, *, slug: str = "one_to_one", seed: int = 1) -> dict[str, float]:
    """Write a course with a roster and so many submissions. Answers the score of each student, by id.

    The same seed makes the same class.
    """
    chance = random.Random(seed)
    known = answers(slug)
    expected, roster = {}, ["id,last_name,first_name\n"]
    for number in range(submissions):
        answer = known[0] if chance.random() < _RIGHT else chance.choice(known[1:])
        student = f"s{number:06d}"
        home = folder / "submitted" / student / slug
        home.mkdir(parents=True)
        (home / "models.py").write_bytes(distinct(answer.source, number))
        roster.append(f"{student},{chance.choice(_LAST)},{chance.choice(_FIRST)}\n")
        expected[student] = answer.score
    (folder / "students.csv").write_text("".join(roster), encoding="utf-8")
    return expected


def distinct(source: bytes, number: int) -> bytes:
    """The same program as another file, so that nothing can be used again."""
    return source + f"\n# submission {number}\n".encode()


def sources(count: int, first: int = 0, slug: str = "one_to_one") -> Iterator[bytes]:
    """So many distinct files of the model answer."""
    model = answers(slug)[0].source
    for number in range(first, first + count):
        yield distinct(model, number)
