"""Every output of the grader, each with a hostile text wherever it holds a text of somebody's, read by another program.

``RENDERERS``: by name, what renders it and asserts what must hold of it, whatever the text is.
"""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import openpyxl
import pyte
from nbconvert.exporters import HTMLExporter
from rich.cells import cell_len
from rich.text import Text as Styled
from traitlets.config import Config

from grader.commands.export import tell_left_out
from grader.commands.explanation import Evidence, explanation
from grader.commands.progress import Screen
from grader.commands.terms import console, tell
from grader.core.statistics import AssignmentClass, ClassCheck, ClassDiagnosis, ClassStudent
from grader.core.text import Text
from grader.core.verdict import Diagnosis, FileEntry, Incident, IncidentKind, Outcome, Output, Status, Verdict
from grader.intake.names import archive_parts, shown
from grader.lms.downloads import canvas as canvas_names
from grader.lms.downloads import moodle as moodle_names
from grader.lms.exports import canvas, moodle, nbgrader
from grader.lms.exports.entries import Entry
from grader.lms.gradescope.results import results_text
from grader.lms.nbgrader.cells import comment, write_outputs
from grader.reports.class_report import class_report
from grader.reports.grades import COLUMNS, GradeRow, grades_text
from grader.reports.html import feedback
from grader.reports.jsontext import json_text, verdict_text
from grader.reports.stats import stats_text
from grader.reports.table import table
from grader.reports.terminal import verdict_report
from grader.reports.workbook import workbook
from grader.template.archive import zipped
from tests.hostile.rules import assert_plain
from tests.htmlpages import Reader
from tests.reports.samples import assignment, result, text, verdict

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
VIEWS = ((True, "ru"), (False, "en"))  # for staff, language: the others are made of the same
_STYLING = re.compile(r"\x1b\[[0-9;]*m")  # what rich writes for colours
_SIGNS = "=+-@"
_LARGEST_SCREEN = 300_000  # characters: larger ones are not drawn


# -- records that hold the text ----------------------------------------------------------------------------------------


def verdict_of(hostile: str) -> Verdict:
    """A verdict with that text wherever one can be that comes from a student; a transcript holds it in quotes only."""
    failed = result(
        "attacked",
        Outcome.FAILED,
        message=text(hostile),
        expected={"value": hostile, hostile: 1},
        happened={"rows": [[hostile, None, 10**400]], "file": hostile},
        transcript=f"Women.objects.create(name={hostile!r})",
        staff={"traceback": hostile, "seconds": 0.1},
    )
    silent = dataclasses.replace(failed, id="silent", message=Text("", ""))
    reference = hostile if hostile.startswith("https://") else "https://docs.djangoproject.com/"
    return verdict(
        failed,
        silent,
        student=hostile,
        reason=text(f"{shown(hostile)} is not what was asked for"),
        incident=Incident(IncidentKind.DIED, hostile, hostile),
        diagnoses=(Diagnosis("bad", text(hostile), hostile, 3, reference),),
        files=(FileEntry(hostile, "0" * 64, taken=False, reason=text(hostile)),),
        output=Output(hostile, truncated=True),
        staff={"hidden_output": hostile, "trouble": hostile},
    )


def class_of(hostile: str) -> AssignmentClass:
    """A class in which everybody is called so, and so is the assignment."""
    check = ClassCheck("stored", "husband", text("stored"), 2.0)
    people = tuple(
        ClassStudent(hostile, hostile, "graded", float(points), 1, {"stored": Outcome.PASSED}) for points in (1, 2)
    )
    missing = ClassStudent(hostile, "", "missing", None)
    mistake = ClassDiagnosis("foreign_key_instead", text("a foreign key"), 2)
    return AssignmentClass("one_to_one", text(hostile), 2.0, (check,), (*people, missing), (mistake,))


def row_of(hostile: str) -> GradeRow:
    return GradeRow(hostile, hostile, hostile, "one_to_one", "graded", 1.5, 2.0, "", "", NOW.isoformat())


def entries_of(hostile: str) -> list[Entry]:
    """Who may be called anything, and whose login, number or address is the text."""
    plain = Entry("anna", hostile, hostile, "anna@uni.test", "4711", "graded", 1.5)
    odd = [dataclasses.replace(plain, student=hostile), dataclasses.replace(plain, student="b", email=hostile)]
    return [plain, *odd, dataclasses.replace(plain, student="c", lms_user_id=hostile)]


# -- what other programs make of it ------------------------------------------------------------------------------------


def assert_told(hostile: str, seen: str) -> None:
    """All of it that can be seen is there, in pieces: nothing is left out silently. Large texts may be cut."""
    if len(hostile) < 300:
        pieces = re.split(r"[^\x21-\x7e]+", hostile)
        missing = [piece for piece in pieces if piece not in seen]
        assert not missing, (missing, seen[:2000])


def assert_obeys_nothing(raw: str) -> None:
    """What was written to a terminal is what a terminal shows, line by line; but for colours it was told nothing."""
    plain = _STYLING.sub("", raw)
    assert_plain(plain)
    assert_unpiled(plain)
    lines = [unicodedata.normalize("NFC", line.expandtabs(8)).rstrip() for line in plain.split("\n")]
    columns = max(map(cell_len, lines)) + 1
    if columns * len(lines) > _LARGEST_SCREEN:
        return
    emulated = pyte.Screen(columns, len(lines) + 1)
    pyte.Stream(emulated).feed(raw.replace("\n", "\r\n"))
    drawn = [unicodedata.normalize("NFC", line).rstrip() for line in emulated.display]
    assert drawn[: len(lines)] == lines
    assert (emulated.title, emulated.icon_name) == ("", "")


def assert_unpiled(seen: str) -> None:
    """No letter bears so many marks that they reach into other lines."""
    run = 0
    for char in seen:
        run = run + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        assert run <= 8, seen[:500]


def assert_same_shape(page: str, harmless: str) -> Reader:
    """The same elements with the same attributes, in the same order: the text made none, and changed none."""
    found, wanted = Reader(page), Reader(harmless)
    for name, attributes in (*found.tags, *wanted.tags):
        if name == "div":
            assert_plain(attributes.pop("aria-label", ""))  # it repeats a title
    links = [attributes.pop("href") for name, attributes in found.tags if name == "a"]
    for name, attributes in wanted.tags:
        if name == "a":
            attributes.pop("href")
    assert all(str(link).startswith("https://docs.djangoproject.com/") for link in links), links
    assert found.tags == wanted.tags
    for part in found.texts:
        assert_plain(part)
        assert_unpiled(part)
    return found


def assert_computes_nothing(data: str, columns: int, delimiter: str = ",") -> list[list[str]]:
    """As many cells as there should be; and no cell is a formula, in whatever country the file is opened."""
    csv.field_size_limit(1 << 24)
    rows = list(csv.reader(io.StringIO(data, newline=""), delimiter=delimiter, strict=True))
    assert {len(row) for row in rows} == {columns}, rows
    for reading in (",", ";", "\t", "|"):
        for cell in _cells(data, reading):
            bare = unicodedata.normalize("NFKC", cell).strip().lstrip('"').strip()
            assert not bare.startswith(tuple(_SIGNS)) or _is_number(bare), (reading, cell)
    odd = {char for char in data if unicodedata.category(char) == "Cc" and char not in "\n\r\t"}
    assert not odd, odd
    data.encode()
    return rows


def _cells(data: str, delimiter: str) -> Iterable[str]:
    """As a spreadsheet reads them: quotes mean something at the beginning of a cell only."""
    for row in csv.reader(io.StringIO(data, newline=""), delimiter=delimiter):
        yield from row
    yield from re.split(rf"[{re.escape(delimiter)}\r\n]", data)


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


# -- the outputs -------------------------------------------------------------------------------------------------------


def _printed(show: Callable[[], Any]) -> str:
    """What is written to a terminal that has colours."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        show()
    return out.getvalue()


def _report(styled: Styled) -> str:
    return _printed(lambda: console().print(styled, end=""))


def terminal(hostile: str) -> None:
    """Both views; only our own lines begin where lines of ours do."""
    for staff, language in VIEWS:
        raw = _report(verdict_report(verdict_of(hostile), language, assignment=assignment(), staff=staff))
        usual = _report(verdict_report(verdict_of("harmless"), language, assignment=assignment(), staff=staff))
        assert_obeys_nothing(raw)
        assert_told(hostile, raw)
        assert len(_outer(raw)) == len(_outer(usual)), _outer(raw)


def _outer(raw: str) -> list[str]:
    return [line for line in _STYLING.sub("", raw).split("\n") if line and not line.startswith("  ")]


def explained(hostile: str) -> None:
    pages = [
        _report(explanation(Evidence(verdict_of(one), one, NOW, assignment(), (None,)), "ru"))
        for one in (hostile, "harmless")
    ]
    assert_obeys_nothing(pages[0])
    assert_told(hostile, pages[0])
    assert len(_outer(pages[0])) == len(_outer(pages[1])), _outer(pages[0])


def progress(hostile: str) -> None:
    """The lines of a run, its table and its list of who needs attention."""
    for status, score in ((Status.GRADED, 1.0), (Status.REJECTED, None), (Status.ERROR, None)):
        raws = [_printed(lambda one=one: _run(one, status, score)) for one in (hostile, "harmless")]
        assert_obeys_nothing(raws[0])
        assert raws[0].count("\n") == raws[1].count("\n")


def _run(hostile: str, status: Status, score: float | None) -> None:
    screen = Screen(total=1)
    screen.show(hostile, hostile, dataclasses.replace(verdict_of(hostile), status=status, score=score))
    screen.matrix([row_of(hostile)])
    screen.summary({hostile: 1}, [])


def tables(hostile: str) -> None:
    raws = [
        _printed(lambda one=one: console().print(table(["student", one], [[one, "1"], [one, one]]), end=""))
        for one in (hostile, "harmless")
    ]
    assert_obeys_nothing(raws[0])
    assert raws[0].count("\n") == raws[1].count("\n") == 4


def statistics(hostile: str) -> None:
    assert_obeys_nothing(_printed(lambda: console().print(stats_text([class_of(hostile)], "ru"), end="")))


def messages(hostile: str) -> None:
    """What is said beside the answer: errors, warnings, and whom an export leaves out, and why."""
    assert_obeys_nothing(_printed(lambda: tell(f"Error: {hostile}")))
    raw = _printed(lambda: tell_left_out([(hostile, hostile), (hostile, "why")]))
    assert_obeys_nothing(raw)
    assert raw.count("\n") == 2


def page(hostile: str) -> None:
    for staff, language in VIEWS:
        pages = [
            feedback(verdict_of(one), language, assignment=assignment(), staff=staff) for one in (hostile, "harmless")
        ]
        assert_told(hostile, "".join(assert_same_shape(*pages).texts))
        pages[0].encode()


def report_of_a_class(hostile: str) -> None:
    pages = [class_report(one, [class_of(one)], "ru", made_at=NOW) for one in (hostile, "harmless")]
    assert_same_shape(*pages)
    pages[0].encode()


def grades(hostile: str) -> None:
    rows = assert_computes_nothing(grades_text([row_of(hostile)]), len(COLUMNS))
    assert len(rows) == 2
    assert_told(hostile, rows[1][1].replace("'", "") if "'" not in hostile else hostile)


def spreadsheet(hostile: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([row_of(hostile)])))
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.data_type == "f":
                    assert re.fullmatch(r"=SUM\(D\d+:D\d+\)", cell.value), cell.value
                assert cell.hyperlink is None
        name = sheet.cell(2, 2)
        assert name.data_type == "s"
        assert_plain(name.value)
        assert_told(hostile, name.value)


def platforms(hostile: str) -> None:
    """New files for Canvas and Moodle, and nbgrader's own: whose login would be computed is left out, and named."""
    moment = NOW.replace(tzinfo=None)
    line = nbgrader.Row(hostile, moment, moment, hostile, hostile, hostile, hostile, 1.0, 0.0, 1.0, 2.0)
    assert_computes_nothing(nbgrader.make([line]).decode(), 11)
    for export, columns in (
        (canvas.make(entries_of(hostile), hostile, max_score=2), 5),
        (moodle.make(entries_of(hostile), hostile), 4),
    ):
        rows = assert_computes_nothing(export.content.decode(), columns)
        assert export.count + len(export.left_out) == 4
        assert export.count >= 1
        assert len(rows) == export.count + (2 if columns == 5 else 1)


def json_verdict(hostile: str) -> None:
    """Text that every reader takes, that steers no terminal, and that says the same."""
    for staff in (False, True):
        for written in (verdict_text(verdict_of(hostile), staff=staff), verdict_text(verdict_of(hostile), indent=None)):
            assert_plain(written)
            read = json.loads(written, parse_constant=_no_constant)
            assert read["student"] == _writable(hostile)
            assert read["output"]["text"] == _writable(hostile)
    assert json.loads(json_text({hostile: float("nan")})) == {_writable(hostile): "nan"}


def _no_constant(name: str) -> None:
    raise AssertionError(name)


def _writable(hostile: str) -> str:
    """Half letters cannot be written; two of them may make a whole one."""
    return hostile.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def gradescope(hostile: str) -> None:
    """Nothing in it is HTML or Markdown, and says so."""
    written = results_text(verdict_of(hostile), "ru", assignment=assignment())
    assert_plain(written)
    data = json.loads(written, parse_constant=_no_constant)
    assert {data[name] for name in data if name.endswith("_format")} == {"text"}
    assert not [name for test in data["tests"] for name in test if name.endswith("format")]
    for said in (data["output"], *(test[key] for test in data["tests"] for key in ("output", "name"))):
        assert_plain(said)
        assert_unpiled(said)
    assert_told(hostile, data["output"])


def notebook(hostile: str) -> None:
    """What nbgrader's own feedback page makes of our outputs, and of our comment, which is Markdown to it."""
    pages = [_notebook_page(one) for one in (hostile, "harmless")]
    found, wanted = (_Loose(one) for one in pages)
    assert found.names == wanted.names
    assert_told(hostile, "".join(found.texts))


def _notebook_page(hostile: str) -> str:
    told = verdict_of(hostile)
    facts = {"schema_version": 3, "locked": False, "task": False, "points": 2.0, "score": 0.0}
    answer = nbformat.v4.new_code_cell("x = 1", metadata={"nbgrader": {**facts, "grade_id": "models", "solution": True,
                                       "grade": False, "comment": comment(told, "en")}})  # fmt: skip
    check = nbformat.v4.new_code_cell("# a check", metadata={"nbgrader": {**facts, "grade_id": "attacked",
                                      "solution": False, "grade": True}})  # fmt: skip
    book = nbformat.v4.new_notebook(cells=[answer, check])
    assert write_outputs(book, told, "en") == []
    nbformat.validate(book)
    for output in book.cells[1].outputs:
        assert_plain("\n".join(output.traceback))
    facts_of_all = {"score": 0, "max_score": 2, "late_penalty": 0, "comments": [], "scores": [], "index": [],
                    "notebook": "x", "assignment": "x", "student": "x"}  # fmt: skip
    resources: Any = {"nbgrader": facts_of_all, "metadata": {"name": "x"}}
    written, _ = _exporter().from_notebook_node(book, resources=resources)
    body: str = written[written.index("<body") :]
    return body.replace(answer.id, "id").replace(check.id, "id")


@cache
def _exporter() -> HTMLExporter:
    import nbgrader as package

    config = Config()
    config.HTMLExporter.template_name = "feedback"
    templates = Path(package.__file__).parent / "server_extensions" / "formgrader" / "templates"
    config.HTMLExporter.extra_template_basedirs = [str(templates)]
    config.HTMLExporter.extra_template_paths = [str(templates.parent / "static/node_modules/bootstrap/dist/css")]
    return HTMLExporter(config=config)


class _Loose:
    """Elements of a page that others make, but for those that only make a text of several lines."""

    def __init__(self, body: str) -> None:
        import html.parser

        names: list[tuple[str, tuple[str, ...]]] = []
        texts: list[str] = []

        class Parser(html.parser.HTMLParser):
            def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
                if tag not in {"p", "br"} or attrs:
                    names.append((tag, tuple(name for name, _ in attrs)))

            def handle_data(self, data: str) -> None:
                texts.append(data)

        Parser().feed(body)
        self.names, self.texts = names, texts


def archive(hostile: str) -> None:
    """Pages go back under the platform's own name of a submission: one file each, in no folder but the archive's."""
    handle = hostile.replace("/", "").replace("\\", "").encode("utf-8", "replace").decode()
    for name in (moodle_names.feedback_name(handle, "one_to_one"), canvas_names.feedback_name(handle, "one_to_one")):
        if len(name.encode()) < 1 << 16:
            with zipfile.ZipFile(io.BytesIO(zipped({name: b"page"}))) as opened:
                (member,) = opened.namelist()
                assert len(archive_parts(member)) == 1
                assert opened.testzip() is None


RENDERERS: dict[str, Callable[[str], None]] = {
    render.__name__: render
    for render in (
        terminal, explained, progress, tables, statistics, messages, page, report_of_a_class, grades, spreadsheet,
        platforms, json_verdict, gradescope, notebook, archive,
    )
}  # fmt: skip
