"""Why a submission, or a file of it, cannot be used: every such sentence, in both languages.

Names in them must have gone through ``names.shown``.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..core.errors import SubmissionError
from ..core.text import Text

_LISTED = 8


def _list(names: Sequence[str], more: str) -> str:
    rest = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (more.format(rest) if rest > 0 else "")


# --- the upload as a whole


def unsafe_name(name: str) -> SubmissionError:
    return SubmissionError(
        f"The archive holds a file whose name leads out of it or cannot be read safely: {name}. "
        "Pack the folder of your app once more.",
        f"В архиве есть файл, имя которого ведёт за его пределы или не читается однозначно: {name}. "
        "Упакуйте папку приложения ещё раз.",
    )


def bad_archive(name: str, kind: str) -> SubmissionError:
    return SubmissionError(
        f"{name} is not a {kind} archive, or it is damaged. Pack it again, or hand in the .py file itself.",
        f"{name} не является архивом {kind} или повреждён. Упакуйте его ещё раз или сдайте сам файл .py.",
    )


def locked_archive(name: str) -> SubmissionError:
    return SubmissionError(
        f"{name} in the archive is protected by a password. Pack it without one.",
        f"Файл {name} в архиве защищён паролем. Упакуйте архив без пароля.",
    )


def odd_compression(name: str) -> SubmissionError:
    return SubmissionError(
        f"{name} is compressed in an unusual way. Pack an ordinary zip (method Deflate).",
        f"Файл {name} сжат необычным способом. Упакуйте обычный zip (метод Deflate).",
    )


def too_large(name: str, kilobytes: int) -> SubmissionError:
    return SubmissionError(
        f"{name} is larger than {_size(kilobytes)[0]}.",
        f"{name} больше {_size(kilobytes)[1]}.",
    )


def too_large_together(kilobytes: int) -> SubmissionError:
    return SubmissionError(
        f"The files are larger than {_size(kilobytes)[0]} together. Hand in only what is asked for.",
        f"Файлы вместе больше {_size(kilobytes)[1]}. Сдайте только то, о чём сказано в задании.",
    )


def _size(kilobytes: int) -> tuple[str, str]:
    if kilobytes % 1024:
        return f"{kilobytes} KB", f"{kilobytes} КБ"
    return f"{kilobytes // 1024} MB", f"{kilobytes // 1024} МБ"


def too_many(limit: int) -> SubmissionError:
    return SubmissionError(
        f"There are more than {limit} files. Hand in only what is asked for.",
        f"Файлов больше {limit}. Сдайте только то, о чём сказано в задании.",
    )


def overlapping() -> SubmissionError:
    return SubmissionError(
        "Files in the archive overlap. Pack it once more.",
        "Файлы в архиве накладываются друг на друга. Упакуйте его ещё раз.",
    )


def not_plain(name: str) -> SubmissionError:
    return SubmissionError(
        f"{name} is not a plain file (a link, or a special file). Hand in the file itself.",
        f"{name} - не обычный файл (ссылка или специальный файл). Сдайте сам файл.",
    )


def hard_link(name: str) -> SubmissionError:
    return SubmissionError(
        f"{name} is the same file as another one elsewhere (a hard link). Hand in a copy of it.",
        f"{name} - это тот же файл, что и другой в ином месте (жёсткая ссылка). Сдайте его копию.",
    )


def unreadable(name: str) -> SubmissionError:
    return SubmissionError(
        f"{name} cannot be read: its permissions forbid it, or it was removed meanwhile.",
        f"{name} не читается: это запрещают права доступа, или файл тем временем удалён.",
    )


def not_a_source(name: str, asked: Sequence[str]) -> SubmissionError:
    files = ", ".join(asked)
    return SubmissionError(
        f"{name} is neither a Python file nor a notebook, a .zip or a .tar.gz. Hand in {files}, or an archive with it.",
        f"{name} - не файл Python, не блокнот и не архив .zip или .tar.gz. Сдайте {files} или архив с ним.",
    )


def several_archives(names: Sequence[str]) -> SubmissionError:
    return SubmissionError(
        f"There are several archives, so it is not clear which is meant: {_list(names, ' and {} more')}.",
        f"Архивов несколько, и непонятно, какой из них сдан: {_list(names, ' и ещё {}')}.",
    )


# --- finding the files


def not_found(asked: str, present: Sequence[str]) -> SubmissionError:
    if not present:
        return SubmissionError(f"There is no {asked}: nothing was handed in.", f"Нет файла {asked}: ничего не сдано.")
    return SubmissionError(
        f"There is no {asked}. These were handed in: {_list(present, ' and {} more')}.",
        f"Нет файла {asked}. Сдано: {_list(present, ' и ещё {}')}.",
    )


def several(asked: str, names: Sequence[str]) -> SubmissionError:
    return SubmissionError(
        f"There are several {asked}, so it is not clear which is meant: {_list(names, ' and {} more')}. Hand in one.",
        f"Файлов {asked} несколько, и непонятно, какой из них сдан: {_list(names, ' и ещё {}')}. Сдайте один.",
    )


def ambiguous(names: Sequence[str]) -> SubmissionError:
    return SubmissionError(
        f"These files have the same name, or nearly: {_list(names, ' and {} more')}. Hand in one of them.",
        f"У этих файлов одно и то же или почти одно и то же имя: {_list(names, ' и ещё {}')}. Сдайте один из них.",
    )


# --- notebooks


def bad_notebook(name: str) -> SubmissionError:
    return SubmissionError(
        f"{name} is not a notebook that can be read. Open it in Jupyter, save it, and hand it in again.",
        f"{name} - не блокнот или не читается. Откройте его в Jupyter, сохраните и сдайте ещё раз.",
    )


def crowded_notebook(name: str) -> SubmissionError:
    return SubmissionError(
        f"{name} holds too much beside its code. Clear all outputs in Jupyter, save it, and hand it in again.",
        f"В {name} слишком много всего, кроме кода. Очистите в Jupyter вывод всех ячеек, сохраните и сдайте ещё раз.",
    )


def no_marked_cell(name: str, target: str) -> SubmissionError:
    tag = target.removesuffix(".py")
    return SubmissionError(
        f"{name} has no solution cell, so there is no {target} in it. Use the notebook of the assignment, "
        f'or give the cells of your answer the tag "{tag}".',
        f"В {name} нет ячейки с решением, поэтому в нём нет {target}. Возьмите блокнот задания "
        f'или поставьте ячейкам с ответом метку "{tag}".',
    )


def taken_from_cells(cells: Sequence[int], target: str) -> Text:
    numbers = _list([str(number) for number in cells], " and {} more")
    russian = _list([str(number) for number in cells], " и ещё {}")
    return Text(f"Taken as {target}: cell {numbers}.", f"Взято как {target}: ячейка {russian}.")


def not_executed(dropped: Sequence[tuple[int, int, str]]) -> Text:
    """``dropped``: cell, line in it and first word of what only IPython could execute."""
    english = [f"{what} (cell {cell}, line {line})" for cell, line, what in dropped]
    russian = [f"{what} (ячейка {cell}, строка {line})" for cell, line, what in dropped]
    return Text(
        f"Not executed, since it is not Python: {_list(english, ' and {} more')}.",
        f"Не выполнялось, так как это не Python: {_list(russian, ' и ещё {}')}.",
    )


# --- the bytes of a source file


def wide_encoding(name: str) -> SubmissionError:
    return SubmissionError(
        f"{name} is not UTF-8: it is saved as UTF-16 or is not a text at all. Save it as UTF-8.",
        f"{name} - не UTF-8: файл сохранён в UTF-16 или это вообще не текст. Сохраните его в UTF-8.",
    )


def not_decodable(name: str, encoding: str, line: int) -> SubmissionError:
    return SubmissionError(
        f"{name}, line {line}: there are bytes that are not {encoding}. Save the file as UTF-8.",
        f"{name}, строка {line}: есть байты не в кодировке {encoding}. Сохраните файл в UTF-8.",
    )


def forbidden_cookie(name: str, cookie: str) -> SubmissionError:
    return SubmissionError(
        f'{name} declares the encoding "{cookie}", which is not accepted. Save the file as UTF-8.',
        f'{name} объявляет кодировку "{cookie}", которая не принимается. Сохраните файл в UTF-8.',
    )


def mark_and_cookie(name: str, cookie: str) -> SubmissionError:
    return SubmissionError(
        f'{name} begins with the mark of UTF-8 but declares "{cookie}", so Python does not read it. '
        "Remove the line with the declaration.",
        f'{name} начинается с метки UTF-8, но объявляет "{cookie}", поэтому Python его не читает. '
        "Уберите строку с объявлением.",
    )


# --- notes on single files


def note_of(error: SubmissionError) -> Text:
    return Text(error.en, error.ru)


def not_asked() -> Text:
    return Text("Not asked for, so it was not read.", "Этого файла в задании нет, он не читался.")


def other_taken(name: str) -> Text:
    return Text(f"Not taken: {name} was taken.", f"Не взят: взят {name}.")


def junk() -> Text:
    return Text(
        "Passed over: it belongs to your computer and not to the answer.",
        "Пропущено: это служебные файлы компьютера, а не ответ.",
    )


def too_deep() -> Text:
    return Text(
        "Not looked into: too many folders within each other.",
        "Не просмотрено: слишком много вложенных папок.",
    )


def special() -> Text:
    return Text("Not opened: a link or a special file.", "Не открыто: ссылка или специальный файл.")


def odd_module_name() -> Text:
    return Text(
        "Not taken: Python cannot import a file of that name.",
        "Не взят: Python не может импортировать файл с таким именем.",
    )


def found_as(name: str, target: str) -> Text:
    return Text(f"It is called {name}; it was taken as {target}.", f"Файл называется {name}; он взят как {target}.")


def not_taken_now() -> Text:
    return Text("Not taken: see the reason above.", "Не взят: причина указана выше.")


# --- a course folder


def linked_folder(name: str) -> Text:
    return Text(
        f"{name} is a link and not a folder, so it was not followed.",
        f"{name} - ссылка, а не папка, поэтому по ней не переходили.",
    )


def twin_folders(count: int, name: str) -> Text:
    return Text(
        f"{count} folders have this name ({name}), spelt with other letters of Unicode. Put what is in them into one.",
        f"Папок с таким именем ({name}) несколько: {count}; они записаны разными буквами Юникода. Объедините их.",
    )


def unsafe_folder(name: str) -> Text:
    return Text(
        f"The folder name {name} cannot be used for files of ours. Rename the folder.",
        f"Имя папки {name} нельзя использовать для файлов с результатами. Переименуйте папку.",
    )
