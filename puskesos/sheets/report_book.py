"""The month's report as a workbook: a sheet for each section, figures as numbers, sums and shares as formulas.

A formula is made here from places in the sheet alone, never from a text; what it comes to is written beside it, so that
programs that do not calculate show the same.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from puskesos.rules.report import FLOW_IN, FLOW_OUT, C, Counted
from puskesos.rules.report_balance import Correction
from puskesos.rules.report_grid import Cell, Grid, Head, Line, counted_in
from puskesos.rules.report_tables import Table
from puskesos.rules.report_targets import Targets, grids_of
from puskesos.rules.share import SHARES, share_of
from puskesos.sheets.writing import clean_text, sheet_name

BLACK_RULE, A4 = 1, 9
LONGEST_FOOT = 200
NOTHING = "–"


@dataclass(frozen=True)
class ReportBook:
    """What goes in. `marks` stand above each table: hub and month, how the figures stand, who took the file and when;
    `cover` are label and text of the first sheet."""

    title: str
    marks: Sequence[str]
    cover: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    corrections: Sequence[Correction]
    definitions: Mapping[str, str]
    leaves: bool = False
    targets: Targets | None = None


def report_book(book: ReportBook) -> bytes:
    """The workbook as XLSX."""
    import xlsxwriter  # only when something is written: it takes some megabytes

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"title": clean_text(book.title), "comments": clean_text(book.marks[-1])})
        writer = _Writer(workbook, book)
        writer.cover()
        first, *others = book.tables
        writer.figures(first)
        for grid in grids_of(others, book.targets, leaves=book.leaves):
            writer.table(grid)
        writer.corrections()
        writer.definitions()
    return target.getvalue()


class _Writer:
    """The sheets of one workbook, one method for each kind."""

    def __init__(self, workbook: Any, book: ReportBook) -> None:
        self._workbook, self._book = workbook, book
        look = {"border": BLACK_RULE, "valign": "top"}
        self._formats = {
            "title": workbook.add_format({"bold": True, "font_size": 14}),
            "mark": workbook.add_format({}),
            "head": workbook.add_format({**look, "bold": True, "text_wrap": True}),
            "text": workbook.add_format({**look, "num_format": "@", "text_wrap": True}),
            "number": workbook.add_format({**look, "num_format": "#,##0", "align": "right"}),
            "share": workbook.add_format({**look, "num_format": "0%", "align": "right"}),
            "total": workbook.add_format({**look, "num_format": "#,##0", "bold": True, "align": "right", "top": 2}),
            "total share": workbook.add_format({**look, "num_format": "0%", "bold": True, "align": "right", "top": 2}),
        }

    def cover(self) -> None:
        sheet, row = self._sheet("Ringkasan", (26, 90))
        for label, text in self._book.cover:
            self._text(sheet, row, 0, label, "head")
            self._text(sheet, row, 1, text, "text")
            row += 1

    def figures(self, table: Table) -> None:
        """The first section: a line for each figure, with its share of what was finished and what it means."""
        sheet, top = self._sheet(_name(table), (26, 12, 14, 100))
        self._heads(sheet, top, ("Angka", "Jumlah", "Dari selesai", "Arti"))
        found = dict(zip(counted_in(table), table.total, strict=True))
        rows = {counted: row for row, counted in enumerate(found, start=top + 1)}
        for counted, row in rows.items():
            self._text(sheet, row, 0, counted.label, "text")
            sheet.write_number(row, 1, found[counted], self._formats["number"])
            if counted in SHARES:
                share = share_of(found[counted], found[C.SELESAI])
                self._share(sheet, row, 2, (_at(row, 1), _at(rows[C.SELESAI], 1)), share, "share")
            self._text(sheet, row, 3, self._book.definitions.get(str(counted), ""), "text")
        self._balance(sheet, max(rows.values()) + 1, rows)

    def table(self, grid: Grid) -> None:
        """A section with lines, and their sum below."""
        sheet, top = self._sheet(_name(grid), (40, *(10 for _ in grid.heads)))
        titles = [f"{head.group} {head.title}".strip() for head in grid.heads]
        self._heads(sheet, top, (grid.section.by.label if grid.section.by else "", *titles))
        if not grid.lines:
            self._text(sheet, top + 1, 0, "Tidak ada pada bulan ini.", "mark")
            return
        for row, line in enumerate(grid.lines, start=top + 1):
            self._line(sheet, row, line, grid.heads)
        last = top + len(grid.lines)
        self._total(sheet, grid, top + 1, last)
        sheet.freeze_panes(top + 1, 1)
        if grid.legend:
            self._text(sheet, last + 3, 0, grid.legend, "mark")

    def corrections(self) -> None:
        sheet, top = self._sheet("Koreksi", (20, 26, 14, 14, 14))
        self._heads(sheet, top, ("Bulan", "Angka", "Dilaporkan", "Sekarang", "Selisih"))
        for row, one in enumerate(self._book.corrections, start=top + 1):
            self._text(sheet, row, 0, one.month_label, "text")
            self._text(sheet, row, 1, one.label, "text")
            sheet.write_number(row, 2, one.known, self._formats["number"])
            sheet.write_number(row, 3, one.now, self._formats["number"])
            sheet.write_formula(row, 4, f"={_at(row, 3)}-{_at(row, 2)}", self._formats["number"], one.difference)

    def definitions(self) -> None:
        sheet, top = self._sheet("Definisi", (26, 120))
        self._heads(sheet, top, ("Angka", "Arti"))
        for row, counted in enumerate(Counted, start=top + 1):
            self._text(sheet, row, 0, counted.label, "text")
            self._text(sheet, row, 1, self._book.definitions.get(str(counted), ""), "text")

    def _sheet(self, title: str, widths: Sequence[int]) -> tuple[Any, int]:
        """A new sheet with the marks above, ready to print, and the row where its table begins."""
        sheet = self._workbook.add_worksheet(sheet_name(title))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for row, text in enumerate((self._book.title, *self._book.marks)):
            self._text(sheet, row, 0, text, "mark" if row else "title")
        top = len(self._book.marks) + 2
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        foot = clean_text(self._book.marks[-1])[:LONGEST_FOOT].replace("&", "&&")
        sheet.set_footer(f"&L{foot}&RHalaman &P dari &N")
        return sheet, top

    def _heads(self, sheet: Any, row: int, titles: Sequence[str]) -> None:
        for place, title in enumerate(titles):
            self._text(sheet, row, place, title, "head")

    def _line(self, sheet: Any, row: int, line: Line, heads: Sequence[Head]) -> None:
        self._text(sheet, row, 0, line.label, "text")
        for place, (head, cell) in enumerate(zip(heads, line.cells, strict=True)):
            at = place + 1
            if head.share and isinstance(line.cells[head.share[1]], int):
                self._share(sheet, row, at, tuple(_at(row, one + 1) for one in head.share), cell, "share")
            elif head.sums and all(isinstance(line.cells[one], int) for one in head.sums):
                summed = _sum(_at(row, one + 1) for one in head.sums)
                sheet.write_formula(row, at, summed, self._formats["number"], cell)
            else:
                self._cell(sheet, row, at, cell, "number")

    def _total(self, sheet: Any, grid: Grid, first: int, last: int) -> None:
        """The sum of each column; where a line hides its figure, the sum as a number."""
        row = last + 1
        self._text(sheet, row, 0, grid.total.label, "head")
        for place, (head, cell) in enumerate(zip(grid.heads, grid.total.cells, strict=True)):
            at = place + 1
            if head.share and isinstance(grid.total.cells[head.share[1]], int):
                self._share(sheet, row, at, tuple(_at(row, one + 1) for one in head.share), cell, "total share")
            elif isinstance(cell, int) and all(isinstance(line.cells[place], int) for line in grid.lines):
                formula = f"=SUM({_at(first, at)}:{_at(last, at)})"
                sheet.write_formula(row, at, formula, self._formats["total"], cell)
            else:
                self._cell(sheet, row, at, cell, "total")

    def _balance(self, sheet: Any, row: int, rows: Mapping[Counted, int]) -> None:
        """What came in less what went out and is still there: always zero."""
        into, out = ("+".join(_at(rows[one], 1) for one in side) for side in (FLOW_IN, FLOW_OUT))
        self._text(sheet, row, 0, "Periksa neraca", "head")
        sheet.write_formula(row, 1, f"={into}-({out})", self._formats["total"], 0)
        words = "Sisa lalu + masuk + dibuka lagi − selesai − tidak dilayani − batal/duplikat − sisa akhir; harus nol."
        self._text(sheet, row, 3, words, "text")

    def _share(self, sheet: Any, row: int, at: int, places: Sequence[str], cell: Cell, look: str) -> None:
        part, whole = places
        shown = NOTHING if cell is None else cell
        sheet.write_formula(row, at, f'=IF({whole}=0,"{NOTHING}",{part}/{whole})', self._formats[look], shown)

    def _cell(self, sheet: Any, row: int, at: int, cell: Cell, look: str) -> None:
        if isinstance(cell, int):
            sheet.write_number(row, at, cell, self._formats[look])
        else:
            self._text(sheet, row, at, cell or NOTHING, look)

    def _text(self, sheet: Any, row: int, at: int, text: str, look: str) -> None:
        sheet.write_string(row, at, clean_text(text), self._formats[look])


def _name(table: Table | Grid) -> str:
    return f"{table.section.code} {table.section.title}"


def _at(row: int, place: int) -> str:
    """Like "B7"; a table has fewer than 26 · 27 columns."""
    before, letter = divmod(place, 26)
    return f"{chr(64 + before) if before else ''}{chr(65 + letter)}{row + 1}"


def _sum(places: Any) -> str:
    return f"=SUM({','.join(places)})"
