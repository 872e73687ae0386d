"""Files that cannot be read or imported: syntax, names, modules. For every assignment.

``explain`` asks the functions of ``KINDS`` in their order: an error at import has one explanation.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Sequence

from .. import wording
from .django_names import FIELDS, HOMES, MODULES
from .facts import Facts, Failure
from .finding import Finding, quoted

_DOCS = "https://docs.djangoproject.com/en/5.2/"
_TUTORIAL = "https://docs.python.org/3/tutorial/"

_OF_THE_NETWORK = ("URLError", "gaierror", "HTTPError", "ConnectionError", "ConnectionRefusedError", "herror")

Kind = Callable[[Facts, Failure], Finding | None]


def tabs_and_spaces(facts: Facts, error: Failure) -> Finding | None:
    """Pasted code whose lines begin in two ways."""
    indents = facts.files.get(error.file or "", {})
    tabs, spaces = indents.get("tabs") or 0, indents.get("spaces") or 0
    if error.exception != "TabError" and not (error.exception == "IndentationError" and tabs and spaces):
        return None
    counted_en = f" In your file {tabs} lines begin with a tab and {spaces} with spaces." if tabs and spaces else ""
    counted_ru = f" В вашем файле с табуляции строк: {tabs}, с пробелов: {spaces}." if tabs and spaces else ""
    return error.says(
        en="Tabs and spaces are mixed at the beginnings of lines; Python does not guess which of them means "
        f"what.{counted_en} "
        "That happens when code is pasted from a lecture or a page. Replace every tab by four spaces: "
        'in VS Code "Convert Indentation to Spaces", in PyCharm Edit - Convert Indents - To Spaces.',
        ru=f"В началах строк перемешаны табуляция и пробелы; Python не угадывает, что из них что значит.{counted_ru} "
        "Так бывает, когда код вставлен из конспекта или с сайта. Замените каждую табуляцию четырьмя пробелами: "
        "в VS Code это команда «Convert Indentation to Spaces», в PyCharm - Edit, Convert Indents, To Spaces.",
        reference="https://docs.python.org/3/reference/lexical_analysis.html#indentation",
    )


def wrong_indentation(facts: Facts, error: Failure) -> Finding | None:
    if error.exception != "IndentationError":
        return None
    return error.says(
        en=f"The line is not indented as Python expects it: {quoted(error.text)}. What belongs to a class or a "
        "function "
        "stands four spaces further to the right than its first line, and all lines of one block begin in the same "
        "column.",
        ru=f"У строки не тот отступ, которого ждёт Python: {quoted(error.text)}. Всё, что относится к классу или "
        "функции, "
        "стоит на четыре пробела правее их первой строки, и все строки одного блока начинаются с одного столбца.",
        reference=f"{_TUTORIAL}controlflow.html",
    )


_SYNTAX: tuple[tuple[str, str, str], ...] = (
    (
        r"forgot a comma",
        "it looks as if a comma is missing between two arguments",
        "похоже, между двумя аргументами не хватает запятой",
    ),
    (r"was never closed", "a bracket is opened and never closed", "скобка открыта и нигде не закрыта"),
    (r"unmatched|does not match", "a bracket is closed that does not fit", "закрывающая скобка не подходит к открытой"),
    (r"expected ':'", "a colon is missing at the end of the line", "в конце строки не хватает двоеточия"),
    (r"unterminated", "the quotation marks are opened and not closed", "кавычки открыты, но не закрыты"),
    (
        r"invalid (non-printable )?character",
        "a character from a formatted text was pasted: write plain straight quotes, hyphens and spaces",
        "вставлен символ из оформленного текста: пишите обычные прямые кавычки, дефисы и пробелы",
    ),
    (r"keyword argument repeated", "one argument is given twice", "один и тот же аргумент указан дважды"),
    (
        r"positional argument follows",
        "an argument without a name stands after one with a name; those with names come last",
        "аргумент без имени стоит после аргумента с именем; именованные идут последними",
    ),
    (r"Maybe you meant '=='", "one = assigns; two == compare", "один знак = присваивает, сравнивают двумя: =="),
    (
        r"cannot assign",
        "a value cannot be given to what stands left of =",
        "слева от = стоит то, чему нельзя присвоить значение",
    ),
)


def syntax_error(facts: Facts, error: Failure) -> Finding | None:
    """The line, Python's own words, and for the frequent ones what they mean."""
    if error.exception not in wording.SYNTAX_ERRORS:
        return None
    line = quoted(facts.unparsed.get(error.file or "", {}).get("text") or "")
    en, ru = next(((en, ru) for pattern, en, ru in _SYNTAX if re.search(pattern, error.text)), ("", ""))
    if re.match(r"def__|class[A-Z]", line.replace(" ", "")) and not re.match(r"(def|class)\s", line):
        en, ru = "a space is missing after def or class", "после def или class не хватает пробела"
    shown_en, shown_ru = (f": {line}" if line else ""), (f": {line}" if line else "")
    return error.says(
        en=f'Python cannot read this line{shown_en}. It says "{quoted(error.text)}"'
        + (f": {en}." if en else ".")
        + " Look at the end of the line before it, too. As long as one line cannot be read, nothing of the file can be "
        "checked.",
        ru=f"Python не может прочитать эту строку{shown_ru}. Его сообщение: «{quoted(error.text)}»"
        + (f" - {ru}." if ru else ".")
        + " Посмотрите и на конец предыдущей строки. Пока хотя бы одна строка не читается, проверить нельзя ничего.",
        reference=f"{_TUTORIAL}errors.html#syntax-errors",
    )


def cascade_from_tkinter(facts: Facts, error: Failure) -> Finding | None:
    """An editor's automatic import of a name that another library has, too."""
    entry = next((entry for entry in facts.source.of("import") if entry.module.partition(".")[0] == "tkinter"), None)
    about_it = "tkinter" in error.text or "on_delete must be callable" in error.text
    if entry is None or not about_it:
        return None
    return entry.says(
        en=f"{quoted(entry.name or entry.module)} is imported from tkinter, a library for windows and buttons: editors "
        "add that line by "
        "themselves. There CASCADE is only a text. Delete the line and write models.CASCADE.",
        ru=f"{quoted(entry.name or entry.module)} импортируется из tkinter, библиотеки окон и кнопок: редакторы сами "
        "добавляют такую "
        "строку. Там CASCADE - просто текст. Удалите строку и пишите models.CASCADE.",
        reference=f"{_DOCS}ref/models/fields/#django.db.models.ForeignKey.on_delete",
    )


def module_not_installed(facts: Facts, error: Failure) -> Finding | None:
    found = re.search(r"No module named '([^']+)'", error.text)
    if error.exception != "ModuleNotFoundError" or found is None:
        return None
    name = found[1]
    app = facts.assignment.app
    known = facts.nearest(name, [*MODULES, app, f"{app}.models", "accounts.models"])
    if known is not None and known != name:
        en, ru = f"Did you mean {quoted(known)}?", f"Может быть, имелся в виду {quoted(known)}?"
    else:
        en = "Only Python itself and Django are installed here. Delete the import and do without that package."
        ru = "Здесь есть только сам Python и Django. Удалите этот импорт и обойдитесь без этого пакета."
    return error.says(
        en=f'The import of "{quoted(name)}" failed: this module is not installed where work is graded. {en}',
        ru=f"Не удался импорт «{quoted(name)}»: там, где проверяют задания, такого модуля нет. {ru}",
        reference=f"{_TUTORIAL}modules.html",
    )


def name_not_in_module(facts: Facts, error: Failure) -> Finding | None:
    """``from django.db.models import OneToOnefield``; ``from .models import Captian``."""
    found = re.search(r"cannot import name '([^']+)' from (partially initialized module )?'([^']+)'", error.text)
    if found is None:
        return None
    name, circle, module = found[1], found[2], found[3]
    if circle:
        return error.says(
            en=f'This file imports "{quoted(name)}" from itself, or from a file that imports this one. A class of the '
            "same "
            "file needs no import; delete the line.",
            ru=f"Файл импортирует «{quoted(name)}» сам из себя или из файла, который импортирует его. Класс из того же "
            "файла "
            "импортировать не нужно: удалите эту строку.",
            reference=f"{_TUTORIAL}modules.html",
        )
    own = facts.given_classes if module == f"{facts.assignment.app}.models" else []
    known = facts.nearest(name, [*own, *FIELDS] if own or module == "django.db.models" else list(HOMES))
    home = HOMES.get(name)
    if home is not None and home != module:
        en, ru = f"Write: from {home} import {name}", f"Пишите: from {home} import {name}"
    elif known is not None:
        en, ru = f"Did you mean {quoted(known)}?", f"Может быть, имелось в виду {quoted(known)}?"
    else:
        en, ru = "Check the spelling, capital letters included.", "Проверьте написание, в том числе большие буквы."
    return error.says(
        en=f'There is no "{quoted(name)}" in {quoted(module)}. {en}',
        ru=f"В модуле {quoted(module)} нет имени «{quoted(name)}». {ru}",
        reference=f"{_TUTORIAL}modules.html",
    )


def name_misspelt_in_models(facts: Facts, error: Failure) -> Finding | None:
    """``models.OnetoOneField``."""
    found = re.search(r"module '([^']+)' has no attribute '([^']+)'", error.text)
    if error.exception != "AttributeError" or found is None:
        return None
    module, name = found[1], found[2]
    known = facts.nearest(name, FIELDS) if module == "django.db.models" else None
    en = f" Did you mean {quoted(known)}?" if known else " Check the spelling, capital letters included."
    ru = (
        f" Может быть, имелось в виду {quoted(known)}?" if known else " Проверьте написание, в том числе большие буквы."
    )
    return error.says(
        en=f'There is no "{quoted(name)}" in {quoted(module)}.{en}',
        ru=f"В {quoted(module)} нет имени «{quoted(name)}».{ru}",
        reference=f"{_DOCS}ref/models/fields/",
    )


def class_used_before_it_is_defined(facts: Facts, error: Failure) -> Finding | None:
    name = _undefined(error)
    found = facts.source.class_(name) if name else None
    if found is None or (found.line or 0) <= (error.line or 0):
        return None
    return error.says(
        en=f"The class {quoted(name)} stands further down, in line {found.line}: when Python reads this line, it does "
        "not exist yet. "
        f'Name it in quotes, "{quoted(name)}": Django finds it later. Or move the class up.',
        ru=f"Класс {quoted(name)} стоит ниже, в строке {found.line}: когда Python читает эту строку, его ещё нет. "
        f'Напишите его имя в кавычках, "{quoted(name)}": Django найдёт его потом. Или перенесите класс выше.',
        reference=f"{_DOCS}ref/models/fields/#foreignkey",
    )


def name_not_imported(facts: Facts, error: Failure) -> Finding | None:
    name = _undefined(error)
    home = HOMES.get(name or "")
    if not name or home is None:
        return None
    return error.says(
        en=f'"{name}" is used and never imported. Add at the top of the file: from {home} import {name}',
        ru=f"Имя «{name}» используется, но не импортировано. Добавьте в начало файла: from {home} import {name}",
        reference=f"{_TUTORIAL}modules.html",
    )


def name_misspelt(facts: Facts, error: Failure) -> Finding | None:
    """A name that nothing in the file has."""
    name = _undefined(error)
    if not name:
        return None
    known = facts.nearest(name, [*sorted(facts.source.names), *FIELDS, *dir(builtins)])
    en = f"Did you mean {quoted(known)}?" if known else "Check the spelling, or import it."
    ru = f"Может быть, имелось в виду {quoted(known)}?" if known else "Проверьте написание или импортируйте его."
    return error.says(
        en=f'Nothing in this file is called "{quoted(name)}". {en}',
        ru=f"В этом файле ничего не называется «{quoted(name)}». {ru}",
        reference=f"{_TUTORIAL}errors.html#exceptions",
    )


def nothing_from_elsewhere(_facts: Facts, error: Failure) -> Finding | None:
    """What the box refuses: the network, other programs, files of others."""
    if error.exception in _OF_THE_NETWORK:
        en, ru = "there is no network", "нет сети"
    elif error.exception == "PermissionError" and "Operation not permitted" in error.text:
        en = "a program has no network, starts no other program and changes no file but its own"
        ru = "у программы нет сети, она не запускает другие программы и меняет только свои файлы"
    else:
        return None
    return error.says(
        en=f"Where work is graded, {en}, and this line wants it while the file is imported: {quoted(error.text)}. The "
        "task needs nothing of the kind: delete the line.",
        ru=f"Там, где проверяют задания, {ru}, а этой строке это нужно уже при импорте файла: {quoted(error.text)}. "
        "Для задания ничего такого не нужно: удалите строку.",
        reference=f"{_TUTORIAL}modules.html",
    )


def import_error(facts: Facts, error: Failure) -> Finding | None:
    """Whatever has no better explanation: the exception, word for word."""
    words = wording.import_message(
        {"exception": error.exception, "message": quoted(error.text), "file": error.file, "line": error.line}
    )
    return error.says(en=words.en, ru=words.ru)


def _undefined(error: Failure) -> str | None:
    found = re.search(r"name '([^']+)' is not defined", error.text)
    return found[1] if error.exception == "NameError" and found else None


KINDS: Sequence[Kind] = (
    tabs_and_spaces,
    wrong_indentation,
    syntax_error,
    cascade_from_tkinter,
    module_not_installed,
    name_not_in_module,
    name_misspelt_in_models,
    class_used_before_it_is_defined,
    name_not_imported,
    name_misspelt,
    nothing_from_elsewhere,
)
