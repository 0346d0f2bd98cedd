"""A workbook as a program that calculates would see it: every formula reckoned anew from the cells it names."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Value = float | str
PLACE = re.compile(r"([A-Z]+)([0-9]+)")
IF_ZERO = re.compile(r'IF\((\w+)=0,"–",(\w+)/(\w+)\)')


@dataclass
class Sheet:
    """What is written in the cells, by their place; of formulas what the file says they come to."""

    values: dict[str, Value] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)

    def reckon(self, place: str) -> Value:
        """The value of a cell from the formula, down to what was written."""
        if place not in self.formulas:
            return self.values.get(place, 0.0)
        formula = self.formulas[place]
        if found := IF_ZERO.fullmatch(formula):
            whole, part = self.reckon(found[1]), self.reckon(found[2])
            return "–" if whole == 0 else part / whole
        if formula.startswith("SUM("):
            return sum(self.reckon(one) for one in _places(formula[4:-1]))
        return self._plain(formula)

    def _plain(self, formula: str) -> float:
        """Sums and differences: "B6+B7-(B9+B10)"."""
        flat = re.sub(r"\(([^)]*)\)", lambda found: found[1].replace("+", "-"), formula)
        return sum((-1 if sign == "-" else 1) * self.reckon(place) for sign, place in re.findall(r"([+-]?)(\w+)", flat))


def read_sheets(content: bytes) -> dict[str, Sheet]:
    """All sheets by name, in order."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    has_strings = "xl/sharedStrings.xml" in archive.namelist()
    strings = ["".join(one.itertext()) for one in _xml(archive, "xl/sharedStrings.xml")] if has_strings else []
    names = [one.get("name", "") for one in _xml(archive, "xl/workbook.xml").iter(f"{NS}sheet")]
    return {
        name: _sheet(_xml(archive, f"xl/worksheets/sheet{number}.xml"), strings)
        for number, name in enumerate(names, start=1)
    }


def _sheet(root: ElementTree.Element, strings: list[str]) -> Sheet:
    sheet = Sheet()
    for cell in root.iter(f"{NS}c"):
        place, value, formula = cell.get("r", ""), cell.findtext(f"{NS}v"), cell.findtext(f"{NS}f")
        if cell.get("t") == "inlineStr":
            sheet.values[place] = "".join(cell.itertext())
        if formula is not None:
            sheet.formulas[place] = formula
        if value is not None:
            kind = cell.get("t", "n")
            sheet.values[place] = strings[int(value)] if kind == "s" else value if kind == "str" else float(value)
    return sheet


def _places(text: str) -> Iterator[str]:
    for part in text.split(","):
        first, _, last = part.partition(":")
        column, top = PLACE.fullmatch(first).groups()
        bottom = PLACE.fullmatch(last)[2] if last else top
        yield from (f"{column}{row}" for row in range(int(top), int(bottom) + 1))


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(name))
