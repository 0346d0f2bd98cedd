"""The Dinsos's workbook of all hubs: a sheet of hubs, one for each section with every hub's line under the sum, and
what there is to say. Sums are formulas over the hubs' lines; words from a hub never become formulas."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from puskesos.rules.recap import Chosen, Summed, SummedSection, sum_month
from puskesos.rules.recap_bundle import FIRST, Bundle, month_label
from puskesos.rules.report_small import LEGEND
from puskesos.sheets.writing import clean_text, sheet_name

TITLE = "REKAP LAPORAN BULANAN PUSKESOS"
APART = "Bulan tidak dijumlahkan: sisa kasus dan orang yang dihitung sekali sebulan tidak dapat ditambah."
HIDES = f"{LEGEND} Angka tersembunyi tidak ikut dijumlahkan; banyaknya ada di kolom terakhir."
A4 = 9


def recap_book(chosen: Chosen, refused: Sequence[tuple[str, str]]) -> bytes:
    """The workbook as XLSX."""
    import xlsxwriter  # only when something is written: it takes some megabytes

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"title": TITLE})
        writer = _Writer(workbook)
        months = [sum_month(chosen.of(month)) for month in chosen.months]
        writer.hubs(chosen)
        for code in sorted({section.code for month in months for section in month}):
            writer.section([section for month in months for section in month if section.code == code])
        writer.findings(chosen, refused)
        writer.definitions(chosen)
    return target.getvalue()


class _Writer:
    """The sheets, one method for each kind."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        look = {"border": 1, "valign": "top"}
        number = {**look, "num_format": "#,##0", "align": "right"}
        self._formats = {
            "title": workbook.add_format({"bold": True, "font_size": 14}),
            "mark": workbook.add_format({}),
            "head": workbook.add_format({**look, "bold": True, "text_wrap": True}),
            "text": workbook.add_format({**look, "num_format": "@", "text_wrap": True}),
            "strong": workbook.add_format({**look, "num_format": "@", "bold": True}),
            "number": workbook.add_format(number),
            "sum": workbook.add_format({**number, "bold": True}),
        }

    def hubs(self, chosen: Chosen) -> None:
        """A line for each hub and month with the figures of the first section, and their sum for each month."""
        sheet, top = self._sheet("Hub", (11, 30, 22, 14, 12, 16), APART)
        first = [(month, _first(sum_month(chosen.of(month)))) for month in chosen.months]
        keys = {one.key: one.title for _, section in first for one in section.columns}
        heads = ("Kode", "Hub", "Kecamatan", "Bulan", "Penutupan ke", "Sidik laporan", *keys.values(), "Relawan")
        self._heads(sheet, top, heads)
        row = top + 1
        for month in chosen.months:
            begin = row
            for one in chosen.of(month):
                facts = (one.hub, one.hub_name, one.district, one.month_label)
                self._texts(sheet, row, facts, "text")
                sheet.write_number(row, 4, one.revision, self._formats["number"])
                self._text(sheet, row, 5, one.fingerprint[:12], "text")
                for place, figure in enumerate(_figures(one, keys), start=6):
                    sheet.write_number(row, place, figure, self._formats["number"])
                row += 1
            self._texts(sheet, row, ("", "Jumlah", "", month_label(month), "", ""), "strong")
            sums = [sum(column) for column in zip(*(_figures(one, keys) for one in chosen.of(month)), strict=True)]
            for place, figure in enumerate(sums, start=6):
                self._sum(sheet, row, place, begin, row - 1, figure)
            row += 1
        sheet.freeze_panes(top + 1, 2)

    def section(self, months: Sequence[SummedSection]) -> None:
        """All months of a section one below the other; the hubs' lines fold away under each sum."""
        hides = any(one.hides for one in months)
        columns = {column.key: column.words for one in months for column in one.columns}
        widths = (14, 34, 28, *(10 for _ in columns))
        sheet, top = self._sheet(f"{months[0].code} {months[0].title}", widths, HIDES if hides else APART)
        last = ("Angka tersembunyi",) if hides else ()
        self._heads(sheet, top, ("Bulan", "Baris", "Hub", *columns.values(), *last))
        sheet.outline_settings(True, False, True, False)
        row = top + 1
        for one in months:
            places = {column.key: place for place, column in enumerate(one.columns)}
            where = [places.get(key) for key in columns]
            for line in (*one.lines, one.total):
                row = self._line(sheet, row, one.month, line, where, hides=hides)
        sheet.freeze_panes(top + 1, 3)

    def findings(self, chosen: Chosen, refused: Sequence[tuple[str, str]]) -> None:
        sheet, top = self._sheet("Catatan", (40, 120), "Yang perlu ditanyakan kepada hub.")
        self._heads(sheet, top, ("Berkas", "Catatan"))
        lines = [*refused, *(("", text) for text in chosen.findings)]
        lines += [
            (f"{one.hub} {one.hub_name}, {one.month_label}: {label}", text)
            for one in chosen.bundles
            for label, text in zip(("kendala", "usul"), one.notes, strict=True)
            if text
        ]
        for row, line in enumerate(lines or [("", "Tidak ada.")], start=top + 1):
            self._texts(sheet, row, line, "text")

    def definitions(self, chosen: Chosen) -> None:
        """As the newest report says them; a hub with an older program may have counted by other words."""
        sheet, top = self._sheet("Definisi", (26, 120), "Menurut laporan terbaru.")
        self._heads(sheet, top, ("Angka", "Arti"))
        newest = max(chosen.bundles, key=lambda one: (one.closed_at, one.hub))
        for row, (_, label, text) in enumerate(newest.definitions, start=top + 1):
            self._texts(sheet, row, (label, text), "text")

    def _line(
        self, sheet: Any, row: int, month: str, line: Summed, where: Sequence[int | None], *, hides: bool
    ) -> int:
        """The sum, and below it the lines of the hubs; returns the next free row."""
        first, last = row + 1, row + len(line.parts)
        self._texts(sheet, row, (month_label(month), line.label, f"{len(line.parts)} hub"), "strong")
        for place, inner in enumerate(where, start=3):
            self._sum(sheet, row, place, first, last, 0 if inner is None else line.figures[inner])
        if hides:
            self._sum(sheet, row, len(where) + 3, first, last, line.hidden)
        for below, part in enumerate(line.parts, start=first):
            sheet.set_row(below, None, None, {"level": 1})
            self._texts(sheet, below, (month_label(month), line.label, f"{part.hub} {part.hub_name}"), "text")
            for place, inner in enumerate(where, start=3):
                self._cell(sheet, below, place, 0 if inner is None else part.cells[inner])
            if hides:
                hidden = sum(1 for cell in part.cells if isinstance(cell, str))
                sheet.write_number(below, len(where) + 3, hidden, self._formats["number"])
        return last + 1

    def _sheet(self, title: str, widths: Sequence[int], mark: str) -> tuple[Any, int]:
        sheet = self._workbook.add_worksheet(sheet_name(title))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        self._text(sheet, 0, 0, TITLE, "title")
        self._text(sheet, 1, 0, mark, "mark")
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
        sheet.set_footer("&RHalaman &P dari &N")
        return sheet, 3

    def _heads(self, sheet: Any, row: int, titles: Sequence[str]) -> None:
        self._texts(sheet, row, titles, "head")

    def _texts(self, sheet: Any, row: int, texts: Sequence[str], look: str) -> None:
        for place, text in enumerate(texts):
            self._text(sheet, row, place, text, look)

    def _text(self, sheet: Any, row: int, place: int, text: str, look: str) -> None:
        sheet.write_string(row, place, clean_text(text), self._formats[look])

    def _cell(self, sheet: Any, row: int, place: int, cell: int | str | None) -> None:
        if isinstance(cell, int):
            sheet.write_number(row, place, cell, self._formats["number"])
        else:
            self._text(sheet, row, place, cell or "", "text")

    def _sum(self, sheet: Any, row: int, place: int, first: int, last: int, figure: int) -> None:
        """A formula from places alone, with what it comes to."""
        at = _letters(place)
        sheet.write_formula(row, place, f"=SUM({at}{first + 1}:{at}{last + 1})", self._formats["sum"], figure)


def _first(sections: Sequence[SummedSection]) -> SummedSection:
    return next(one for one in sections if one.code == FIRST)


def _figures(bundle: Bundle, keys: dict[str, str]) -> list[int]:
    return [*(bundle.figure(key) for key in keys), bundle.volunteers]


def _letters(place: int) -> str:
    """Like "B"; a sheet has fewer than 26 · 27 columns."""
    before, letter = divmod(place, 26)
    return f"{chr(64 + before) if before else ''}{chr(65 + letter)}"
