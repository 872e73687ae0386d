"""Files that hold nothing, for every assignment: saved too early, cut short on the way, emptied by accident."""

from __future__ import annotations

from .facts import Facts
from .finding import Finding, quoted

_TUTORIAL = "https://docs.python.org/3/tutorial/"


def file_is_empty(facts: Facts) -> list[Finding]:
    """Not one line of code in what was handed in: blanks, comments and null bytes at most."""
    if not _all_empty(facts):
        return []
    return [
        facts.says(
            en=f"{quoted(file)} is empty: hand it in once more. Save it in the editor first, and look at what you are "
            "about to upload.",
            ru=f"Файл {quoted(file)} пуст: сдайте его ещё раз. Сначала сохраните его в редакторе и проверьте, тот ли "
            "файл вы отправляете.",
            reference=f"{_TUTORIAL}modules.html",
        ).at(file, None)
        for file in _named(facts)
    ]


def file_defines_nothing(facts: Facts) -> list[Finding]:
    """Imports and values only: no class, no function."""
    made = [facts.files[file].get("making") for file in _named(facts)]
    if facts.error is not None or not made or any(count != 0 for count in made) or _all_empty(facts):
        return []
    return [
        facts.says(
            en=f"There is no class and no function in {quoted(file)}. Is it the right file, and was it saved? Hand it "
            "in once more.",
            ru=f"В файле {quoted(file)} нет ни одного класса и ни одной функции. Тот ли это файл, и был ли он "
            "сохранён? Сдайте его ещё раз.",
            reference=f"{_TUTORIAL}modules.html",
        ).at(file, None)
        for file in _named(facts)
    ]


def _named(facts: Facts) -> list[str]:
    """The files that are there to hold something."""
    return [file for file in facts.files if file.rpartition("/")[2] != "__init__.py"]


def _all_empty(facts: Facts) -> bool:
    names = _named(facts)
    return bool(names) and all(facts.files[file].get("filled") == 0 for file in names)


KINDS = (file_is_empty, file_defines_nothing)
