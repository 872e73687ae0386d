"""From structured facts to sentences in both languages. The sentences stand in ``wording.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .core.report import CheckRun
from .core.text import Text
from .core.verdict import Json, Outcome

_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_NOTHING = Text("", "")

SYNTAX_ERRORS = ("SyntaxError", "IndentationError", "TabError")
OURS = Text(**_WORDS["no_score"]["ours"])

# What the box calls the other side of a link whose own name is taken (sandbox/subject/clashes.py).
_BY_ANOTHER_NAME = re.compile(r"""(['"]?)\b\w+_by_another_name\b\1""")


def _filled(words: Mapping[str, str], en: Mapping[str, Any], ru: Mapping[str, Any] | None = None) -> Text:
    """Both sentences with their names filled in. Values are put in as they are, never read as a format."""
    return Text(words["en"].format_map(en), words["ru"].format_map(ru if ru is not None else en))


def _shown(value: Any) -> str:
    return value if isinstance(value, str) and value.startswith("<") else repr(value)


def message(run: CheckRun, *, broken: Sequence[Json], titles: Mapping[str, Text], again: bool = False) -> Text:
    """What happened in a check, in a sentence; empty where it passed.

    ``again``: an error at import has been told in full, with another check.
    """
    if run.outcome is Outcome.PASSED:
        return _NOTHING
    return _without_our_names(_message(run, broken, titles, again=again))


def _without_our_names(text: Text) -> Text:
    words = _WORDS["taken"]
    return Text(_BY_ANOTHER_NAME.sub(words["en"], text.en), _BY_ANOTHER_NAME.sub(words["ru"], text.ru))


def _message(run: CheckRun, broken: Sequence[Json], titles: Mapping[str, Text], *, again: bool) -> Text:
    if run.failure == "missing" and run.skipped_because is not None:
        title = titles[run.skipped_because]
        return _filled(_WORDS["missing"], {"title": title.en}, {"title": title.ru})
    if run.failure == "import":
        return _filled(_WORDS["import_again"], {}) if again else import_message(run.happened)
    if run.failure == "incident":
        return _incident_message(run)
    if run.failure == "refuted":
        return _refuted_message(run)
    return _with_notes(_plain_message(run), run, broken)


def _plain_message(run: CheckRun) -> Text:  # noqa: PLR0911 - a table
    happened, expected = run.happened, run.expected
    match run.failure:
        case "not_equal":
            return _not_equal(expected.get("operator", "=="), expected.get("value"), happened.get("value"))
        case "not_in":
            return _filled(
                _WORDS["not_in"], {"wanted": _shown(expected.get("value")), "found": _shown(happened.get("value"))}
            )
        case "not_an_instance":
            return _filled(_WORDS["not_an_instance"], {"wanted": expected.get("value"), "found": happened.get("value")})
        case "not_raised":
            en, ru = (_alternatives(expected["exception"], word) for word in ("or", "или"))
            return _filled(_WORDS["not_raised"], {"exception": en}, {"exception": ru})
        case "raised":
            return _with_place(_WORDS["raised"], happened, happened.get("text"))
        case "not_true":
            return _filled(_WORDS["not_true"], {})
    return _filled(_WORDS["ours"], {})


def _not_equal(operator: str, wanted: Any, found: Any) -> Text:
    if operator == "==" and wanted == [] and isinstance(found, list):
        return _filled(_WORDS["not_empty"], {"found": _shown(found)})
    if (operator == "is not" and wanted is None) or (operator == "!=" and wanted == []):
        return _filled(_WORDS["empty"], {})
    words = _WORDS["not_equal" if operator == "==" else "not_so"]
    return _filled(words, {"operator": operator, "wanted": _shown(wanted), "found": _shown(found)})


def _alternatives(names: str, word: str) -> str:
    return f" {word} ".join(names.split(" | "))


def import_message(error: Json) -> Text:
    """Class, place and text of an error at import."""
    return _with_place(_WORDS["import"], error, error.get("message"))


def _with_place(words: Mapping[str, str], error: Json, text: Any) -> Text:
    place = _filled(_WORDS["place"], error) if error.get("file") and error.get("line") else _NOTHING
    facts = {"exception": error.get("exception"), "text": text}
    return _filled(words, facts | {"place": place.en}, facts | {"place": place.ru})


def _incident_message(run: CheckRun) -> Text:
    reason = _WORDS["reasons"][run.happened["incident"]]
    words = _WORDS["incident"][run.happened["place"]]
    return _filled(words, {"reason": reason["en"]}, {"reason": reason["ru"]})


def _refuted_message(run: CheckRun) -> Text:  # noqa: PLR0911 - a table
    words, facts = _WORDS["refuted"], {**run.expected}
    match run.expected, run.happened:
        case {"refuses": _}, {"accepted": _}:
            return _filled(words["refuses_accepted"], facts)
        case {"refuses": _}, {"no_row_with": _}:
            return _filled(words["refuses_no_row"], facts)
        case {"refuses": _}, {"error": error}:
            return _filled(words["refuses_error"], facts | {"error": error})
        case {"accepts": _}, {"error": error}:
            return _filled(words["accepts"], facts | {"error": error})
        case {"schema": _}, {"schema": found}:
            return _filled(words["schema"], {"schema": found})
        case {"queries": _}, {"queries": used}:
            return _filled(words["queries"], facts | {"used": used})
        case {"object": _}, {"value": value}:
            return _filled(words["object"], {"value": value})
        case {"declared": _}, _:
            return _filled(words["declared"], facts)
        case {"reverse_of": _}, _:
            return _filled(words["reverse_of"], facts)
    return _filled(_WORDS["not_true"], {})


def _with_notes(text: Text, run: CheckRun, broken: Sequence[Json]) -> Text:
    """A check that failed by an exception may have failed since a model has no table: say so."""
    if run.failure != "raised":
        return text
    for entry in broken:
        note = _filled(_WORDS["unresolved" if "target" in entry else "not_migrated"], entry)
        text = Text(text.en + note.en, text.ru + note.ru)
    return text
