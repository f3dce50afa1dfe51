"""The sheet that an annotated workbook begins with: what it comes to, every finding, and every rule as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ..curriculum.model import text_in
from ..curriculum.workbook.cells import LONGEST, Value
from ..curriculum.workbook.names import is_validation, language_of, name_of
from ..curriculum.workbook.sheets import write_cell
from ..namespaces import ESCO_ATTRIBUTION
from ..validation.grades import Grade
from ..validation.report import Report, State
from ..validation.rules import Severity
from ..words import Wording, words
from .validation_comments import COLOURS, cell_at, printable
from .validation_data import more_words
from .validation_fixes import fix_lines
from .validation_grade import grade_sentence
from .validation_text import verdict
from .validation_words import STATES, VERDICTS, WEIGHTS, about_fixes, about_rules, about_texts

_WIDTHS = (11, 12, 30, 60, 45, 60)
_HEAD_FILL = PatternFill("solid", fgColor="FF1F3864")
_FONT = "Calibri"
_PLAIN = Font(name=_FONT)
_HEAD = Font(name=_FONT, bold=True, color="FFFFFFFF")
_LINK = Font(name=_FONT, color="FF0563C1", underline="single")
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
_LINE_HEIGHT, _MOST_LINES = 15.0, 20


def summary_title(book: Workbook) -> str:
    """Return what the sheet is called in the language of the workbook's own sheets."""
    return name_of("sheet", "validation", language_of(book.sheetnames))


def summarise(book: Workbook, report: Report, lost: Sequence[str] = ()) -> None:
    """Put the sheet in front of the others, in place of one from an earlier run. lost: what the copy does not keep."""
    for title in [title for title in book.sheetnames if is_validation(title)]:
        del book[title]
    writer = _Writer(book, book.create_sheet(summary_title(book), 0))
    wording = words(report.language)
    _tell(writer, report, lost, wording)
    _findings(writer, report, wording)
    if report.grade is not None:
        _criteria(writer, report.grade, wording)
    _evidence(writer, report, wording)
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = False
    book.active = 0


class _Writer:
    """Writes rows, one below the other."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self.book = book
        self.sheet = sheet
        self.row = 0
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for number, width in enumerate(_WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width

    def line(self, *values: object, font: Font | None = None) -> list[Cell | MergedCell]:
        """Write a row; no text is a formula, whatever it begins with."""
        self.row += 1
        made = []
        for column, value in enumerate(values, 1):
            cell = self.sheet.cell(self.row, column)
            write_cell(cell, _cell_value(value))
            cell.alignment = _TOP
            cell.font = font or _PLAIN
            made.append(cell)
        texts = [(str(value or ""), width) for value, width in zip(values, _WIDTHS, strict=False)]
        lines = max((sum(1 + len(part) // width for part in text.split("\n")) for text, width in texts), default=1)
        self.sheet.row_dimensions[self.row].height = _LINE_HEIGHT * min(lines, _MOST_LINES)
        return made

    def wide(self, text: str, font: Font | None = None) -> None:
        """Write a sentence across all columns."""
        (cell,) = self.line(text, font=font)
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=len(_WIDTHS))
        lines = 1 + len(text) // sum(_WIDTHS)
        self.sheet.row_dimensions[self.row].height = _LINE_HEIGHT * lines * (1.4 if font is not None else 1)
        cell.alignment = _TOP

    def head(self, title: str, headings: Sequence[str]) -> None:
        """Write the heading of a table."""
        self.row += 1
        self.wide(title, Font(name=_FONT, bold=True, size=12))
        for cell in self.line(*headings, font=_HEAD):
            cell.fill = _HEAD_FILL

    def table(self, title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Write a table."""
        self.head(title, headings)
        for row in rows:
            self.line(*row)

    def link(self, cell: Cell | MergedCell, place: str) -> None:
        """Make a cell lead to another one, if the workbook has it."""
        target = cell_at(self.book, place)
        if target is not None and isinstance(cell, Cell):
            title = quote_sheetname(place.rpartition("!")[0])
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{title}!{target.coordinate}", display=place)
            cell.font = _LINK


def _tell(writer: _Writer, report: Report, lost: Sequence[str], wording: Wording) -> None:
    gettext = wording.gettext
    writer.wide(str(report.title), Font(name=_FONT, bold=True, size=14))
    writer.wide(verdict(report, wording), Font(name=_FONT, bold=True, size=12))
    if report.grade is not None:
        writer.wide(grade_sentence(report.grade, wording))
    writer.wide(
        gettext(
            "Rules: %(sets)s. ESCO %(version)s. <%(curriculum)s>",
            sets=", ".join(report.rule_sets),
            version=report.esco_version,
            curriculum=report.subject,
        )
    )
    for caption in (*about_rules(report, wording), *about_texts(report, wording), *about_fixes(report, wording)):
        writer.wide(caption)
    writer.wide(gettext("This sheet is not read back; nor are the comments and colours."))
    writer.wide(ESCO_ATTRIBUTION)
    for what in lost:
        writer.wide(gettext("Not kept in this copy: %(what)s", what=what))
    states = (gettext(STATES[state]) for state in State)
    writer.head(gettext("Rules"), (gettext("weight"), *states, gettext("findings")))
    for severity in Severity:
        counts = [Decimal(report.count(state, severity)) for state in State]
        found = Decimal(report.found(severity))
        cells = writer.line(gettext(WEIGHTS[severity]), *counts, found)
        cells[0].fill = PatternFill("solid", fgColor=COLOURS[severity])


def _findings(writer: _Writer, report: Report, wording: Wording) -> None:
    gettext = wording.gettext
    if not report.problems and not any(report.findings()):
        return
    headings = (
        gettext("weight"), gettext("rule"), gettext("where"), gettext("what"), gettext("what to do"), gettext("fixes"),
    )  # fmt: skip
    writer.head(gettext("Findings"), headings)
    for problem in report.problems:
        weight = Severity.MUST if problem.breaking else Severity.SHOULD
        cells = writer.line(gettext("not read"), "", problem.place, problem.message, problem.remedy)
        cells[0].fill = PatternFill("solid", fgColor=COLOURS[weight])
        writer.link(cells[2], problem.place)
    for severity in Severity:
        for finding in report.findings(severity):
            fixes = "\n".join(fix_lines(report, finding))
            where = finding.place or str(finding.focus_label)
            weight_word = gettext(WEIGHTS[severity])
            cells = writer.line(weight_word, finding.rule.id, where, finding.message, finding.remedy, fixes)
            cells[0].fill = PatternFill("solid", fgColor=COLOURS[severity])
            if finding.place:
                writer.link(cells[2], finding.place)
        for result in report.results:
            if result.more and result.rule.severity is severity:
                more = more_words(result, report.language)
                cells = writer.line(gettext(WEIGHTS[severity]), result.rule.id, "", more)
                cells[0].fill = PatternFill("solid", fgColor=COLOURS[severity])


def _criteria(writer: _Writer, grade: Grade, wording: Wording) -> None:
    gettext = wording.gettext
    writer.table(
        gettext("Criteria of the quality label"),
        (gettext("criterion"), gettext("points"), gettext("verdict"), gettext("says"), gettext("why not")),
        [
            [
                result.criterion.code,
                gettext("%(count)s of %(all)s", count=result.earned, all=result.criterion.points),
                gettext(VERDICTS[result.verdict]),
                result.label,
                "\n".join(result.why),
            ]
            for result in grade.criteria
        ],
    )


def _evidence(writer: _Writer, report: Report, wording: Wording) -> None:
    gettext = wording.gettext
    headings = (
        gettext("weight"), gettext("rule"), gettext("state"), gettext("says"), gettext("name"), gettext("checked on"),
    )  # fmt: skip
    writer.table(
        gettext("All rules, met or not"),
        headings,
        [
            [
                gettext(WEIGHTS[result.rule.severity]),
                result.rule.id,
                gettext(STATES[result.state]),
                text_in(result.rule.description, report.language),
                text_in(result.rule.name, report.language),
                Decimal(result.checked),
            ]
            for result in report.results
        ],
    )


def _cell_value(value: object) -> Value:
    return value if isinstance(value, Decimal) else printable(str(value or ""))[:LONGEST] or None
