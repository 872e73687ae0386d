"""From structured facts to sentences in both languages. The sentences stand in ``wording.toml``."""

from __future__ import annotations

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


def _filled(words: Mapping[str, str], en: Mapping[str, Any], ru: Mapping[str, Any] | None = None) -> Text:
    """Both sentences with their names filled in. Values are put in as they are, never read as a format."""
    return Text(words["en"].format_map(en), words["ru"].format_map(ru if ru is not None else en))


def _shown(value: Any) -> str:
    return value if isinstance(value, str) and value.startswith("<") else repr(value)


def message(run: CheckRun, *, broken: Sequence[Json], titles: Mapping[str, Text]) -> Text:
    """What happened in a check, in a sentence; empty where it passed."""
    if run.outcome is Outcome.PASSED:
        return _NOTHING
    if run.failure == "missing" and run.skipped_because is not None:
        title = titles[run.skipped_because]
        return _filled(_WORDS["missing"], {"title": title.en}, {"title": title.ru})
    if run.failure == "import":
        return import_message(run.happened)
    if run.failure == "incident":
        return _incident_message(run)
    if run.failure == "refuted":
        return _refuted_message(run)
    return _with_notes(_plain_message(run), run, broken)


def _plain_message(run: CheckRun) -> Text:  # noqa: PLR0911 - a table
    happened, expected = run.happened, run.expected
    match run.failure:
        case "not_equal":
            operator = expected.get("operator", "==")
            words = _WORDS["not_equal" if operator == "==" else "not_so"]
            wanted, found = _shown(expected.get("value")), _shown(happened.get("value"))
            return _filled(words, {"operator": operator, "wanted": wanted, "found": found})
        case "not_in":
            return _filled(
                _WORDS["not_in"], {"wanted": _shown(expected.get("value")), "found": _shown(happened.get("value"))}
            )
        case "not_an_instance":
            return _filled(_WORDS["not_an_instance"], {"wanted": expected.get("value"), "found": happened.get("value")})
        case "not_raised":
            return _filled(_WORDS["not_raised"], expected)
        case "raised":
            return _with_place(_WORDS["raised"], happened, happened.get("text"))
        case "not_true":
            return _filled(_WORDS["not_true"], {})
    return _filled(_WORDS["ours"], {})


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
