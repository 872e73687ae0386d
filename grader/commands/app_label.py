"""An app's name in another app's name's place. ``one_to_one`` and ``parent_link`` are words of Django's too.

So a name is taken for the app's only where an app's name can stand.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache


def relabelled(text: str, old: str, new: str, models: Collection[str]) -> str:
    """``text`` with the app ``old`` called ``new``: in imports, labels, paths, tables and commands.

    ``models`` are the names of models in small letters, which tables are called after: ``one_to_one_women``.
    """

    def put(found: re.Match[str]) -> str:
        return found["address"] or (found["before"] or "") + new

    return _places(old, tuple(sorted(models))).sub(put, text)


@cache
def _places(old: str, models: tuple[str, ...]) -> re.Pattern[str]:
    name = re.escape(old)
    alone = r"(?<![\w.])"  # a part of no longer name, and no attribute: field.one_to_one
    tables = "|".join(map(re.escape, models)) or r"(?!)"
    keyed = r"\b(?:slug|app|app_label|label|name)\s*=\s*[\"']"
    called = r"\b(?:get_model|get_app_config|is_installed)\(\s*[\"']"
    places = [
        rf"{alone}{name}(?=\.[A-Za-z_])",  # one_to_one.models, "one_to_one.Husband"
        rf"(?<![\w.-]){name}(?=/)",  # one_to_one/models.py
        rf"{alone}{name}(?=_(?:{tables})\b)",  # one_to_one_women
        rf"(?<=\bfrom ){name}(?= import\b)",
        rf"(?<=\bimport ){name}\b(?!\.)",
        rf"(?<=--assignment ){name}\b",
    ]
    quoted = rf"(?P<before>{keyed}|{called}){name}(?=[\"'])"
    address = r"(?P<address>https?://[^\s\"'<>)\]`]+)"
    return re.compile(f"{address}|{quoted}|{'|'.join(places)}")
