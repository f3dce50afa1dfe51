"""Findings as comments and colours of the cells that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException
from openpyxl.worksheet.worksheet import Worksheet

from ..curriculum.model import text_in
from ..validation.report import Finding, Report
from ..validation.rules import Severity
from ..words import Wording, words
from .validation_fixes import fix_lines
from .validation_kept import cells
from .validation_words import WEIGHTS

COLOURS = {Severity.MUST: "FFF8CBAD", Severity.SHOULD: "FFFFE699", Severity.MAY: "FFBDD7EE"}
"""Colours of cells by weight; the comment says the weight in a word."""
MARK = "— bwise-kg validate —"
"""Begins what is ours in a comment; what stands before it is the author's own."""
AUTHOR = "bwise-kg"
LONGEST = 4_000
"""Characters of findings in a comment; Excel shows no more than 32,767."""

_WIDTH, _LINE, _PER_LINE, _TALLEST = 420, 18, 62, 900
_LIGHT = {"FFFFFFFF", "00FFFFFF"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said at a cell. text: begins with the weight in a word."""

    severity: Severity
    text: str


def marks_of(report: Report) -> dict[str, list[Mark]]:
    """Return what is said at each place, what weighs most first."""
    found: dict[str, list[Mark]] = {}
    wording = words(report.language)
    not_read = wording.gettext("not read")
    for problem in report.problems:
        weight = Severity.MUST if problem.breaking else Severity.SHOULD
        said = f"[{not_read}] {problem.message}\n→ {problem.remedy}"
        found.setdefault(problem.place, []).append(Mark(weight, said))
    for severity in Severity:
        for finding in report.findings(severity):
            if finding.place:
                said = finding_text(finding, report, wording)
                here = found.setdefault(finding.place, [])
                if all(mark.text != said for mark in here):
                    here.append(Mark(severity, said))
    return found


def finding_text(finding: Finding, report: Report, wording: Wording) -> str:
    """Return a finding in lines: weight, rule, message, remedy, fixes."""
    name, label = text_in(finding.rule.name, report.language), wording.gettext("Fix:")
    lines = [f"[{wording.gettext(WEIGHTS[finding.severity])}] {finding.rule.id} {name}", str(finding.message)]
    lines += [f"→ {finding.remedy}"] if finding.remedy else []
    lines += [f"{label} {line}" for line in fix_lines(report, finding)]
    return "\n".join(lines)


def clear(book: Workbook) -> None:
    """Take out what an earlier run wrote into cells, and give notes room for their text again."""
    for sheet in book.worksheets:
        for cell in cells(sheet):
            note = cell.comment
            if note is None:
                continue
            own, ours, _ = note.text.partition(MARK)
            if ours and cell.fill.fgColor.rgb in COLOURS.values():
                cell.fill = PatternFill()
            cell.comment = _comment(own.rstrip(), note.author) if own.strip() else None


def annotate(book: Workbook, marks: Mapping[str, Iterable[Mark]], summary: str, wording: Wording) -> None:
    """Write what is said into comments and colours. summary: title of the sheet that says all of it."""
    for place, said in marks.items():
        cell = cell_at(book, place)
        if cell is None:
            continue
        here = list(said)
        text = _joined([mark.text for mark in here], summary, wording)
        own = f"{cell.comment.text}\n\n" if cell.comment else ""
        cell.comment = _comment(f"{own}{MARK}\n{text}", cell.comment.author if cell.comment else AUTHOR)
        cell.fill = PatternFill("solid", fgColor=COLOURS[min((m.severity for m in here), key=list(Severity).index)])
        if cell.font.color is not None and cell.font.color.rgb in _LIGHT:
            font = cell.font
            cell.font = Font(name=font.name, size=font.size, bold=font.bold, italic=font.italic, color="FF000000")


def cell_at(book: Workbook, place: str) -> Cell | None:
    """Return the cell that a place names, e.g. ``Outcomes!F14``; None if the workbook has no such sheet."""
    title, _, name = place.rpartition("!")
    if title not in book.sheetnames or not isinstance(book[title], Worksheet):
        return None
    try:
        coordinate_from_string(name)
    except CellCoordinatesException:
        return None
    sheet = book[title]
    cell = sheet[name]
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if name in area)
        cell = sheet.cell(area.min_row, area.min_col)
    return cell if isinstance(cell, Cell) else None


def printable(text: str) -> str:
    """Return a text without the characters that the format has no place for."""
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)


def _joined(texts: list[str], summary: str, wording: Wording) -> str:
    shown: list[str] = []
    for text in texts:
        if shown and sum(map(len, shown)) + len(text) > LONGEST:
            break
        shown.append(text if len(text) <= LONGEST else f"{text[:LONGEST]} …")
    if len(shown) < len(texts):
        more = wording.ngettext(
            "and %(count)s more: see the sheet %(sheet)s",
            "and %(count)s more: see the sheet %(sheet)s",
            len(texts) - len(shown),
            sheet=repr(summary),
        )
        shown.append(more)
    return "\n\n".join(shown)


def _comment(text: str, author: str | None) -> Comment:
    shown = printable(text)
    lines = sum(1 + len(line) // _PER_LINE for line in shown.split("\n"))
    return Comment(shown, author or AUTHOR, height=min(_TALLEST, 24 + lines * _LINE), width=_WIDTH)
