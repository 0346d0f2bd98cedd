"""Reading the cells of a register: each into our own form, or a sentence that says what is wrong and what to do.

Whatever a cell holds, reading never fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from puskesos.rules.register_cell import Cell, CellError, show_cell
from puskesos.rules.register_dates import find_date, from_1904, read_date
from puskesos.rules.register_headings import COMBINED, FIELDS
from puskesos.rules.register_numbers import read_identity_number, read_phone
from puskesos.rules.register_value import Value
from puskesos.rules.register_words import NOTHING, TABLES, labels, squeeze

__all__ = ["Value", "read_row", "read_value"]

LENGTHS = {"name": 100, "head_name": 100, "alias": 60, "birth_place": 60, "occupation": 60, "decile_period": 40} | {
    "address": 160, "landmark": 160, "id_card_address": 160, "dusun": 100, "village": 100, "district": 100,
    "id_card_village": 100, "id_card_district": 100, "id_card_regency": 100, "note": 500,
}  # fmt: skip
NAMES = frozenset({"name", "head_name", "alias"})
DAYS = {"birth_date": False, "status_on": False, "since": True, "until": True}  # whether a day may lie ahead
RT_RW = frozenset({"rt", "rw", "id_card_rt", "id_card_rw"})
OLDEST_AGE = 120
_DASHES = frozenset("-–—_.,/ ")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u00a0\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff]+")
_PREFIX = re.compile(r"^(?:desa|kelurahan|kel|ds|kecamatan|kec)[.\s]+(?=\S)", re.IGNORECASE)


def read_row(
    columns: Mapping[int, str], cells: Sequence[Cell], *, today: date, starts_1904: bool = False
) -> dict[str, Value]:
    """Every mapped field of one row, combined columns taken apart; missing cells are empty.

    `starts_1904` is whether the workbook counts its days from 1904, as old ones of the Mac do.
    """
    found: dict[str, Value] = {}
    for column, name in columns.items():
        cell = cells[column] if 0 <= column < len(cells) else None
        if starts_1904 and isinstance(cell, float) and name in DAYS | {"birth_place_date": False}:
            cell = from_1904(cell, today)
        if name in COMBINED:
            found |= dict(zip(COMBINED[name], _take_apart(name, cell, today), strict=True))
        else:
            found[name] = read_value(name, cell, today=today)
    return found


def read_value(field: str, cell: Cell, *, today: date) -> Value:
    """One cell as a field of FIELDS. Raises KeyError for another field."""
    if field not in FIELDS or field in COMBINED:
        raise KeyError(field)
    if isinstance(cell, CellError):
        return _failed_formula(cell)
    if _is_nothing(cell):
        return Value()
    if field in DAYS:
        return read_date(cell, today=today, may_be_future=DAYS[field])
    if field in {"nik", "kk", "card_number"}:
        return read_identity_number(field, cell, today=today)
    if field == "phone":
        return read_phone(cell)
    if field in {"age", "decile"}:
        return _read_number(field, cell)
    if field in RT_RW:
        return _read_rt(cell)
    if field.startswith("has_"):
        return _read_word("yes", cell, FIELDS[field])
    if field in TABLES:
        return _read_word(field, cell, FIELDS[field])
    return _read_text(field, cell)


def _failed_formula(cell: CellError) -> Value:
    if cell == "#RUMUS":
        return Value(problem="Sel berisi rumus yang belum dihitung. Buka di Excel, simpan, lalu unggah lagi.")
    return Value(problem=f"Sel berisi rumus yang gagal ({cell[:12]}). Perbaiki di Excel, lalu unggah lagi.")


def _is_nothing(cell: Cell) -> bool:
    """Empty, or a sign or word that people write instead of nothing."""
    if cell is None:
        return True
    if not isinstance(cell, str):
        return False
    return set(cell) <= _DASHES or (squeeze(cell) in NOTHING and len(cell) < 20)


def _read_text(field: str, cell: Cell) -> Value:
    text = " ".join(_INVISIBLE.sub(" ", show_cell(cell)).strip("'`’ ").split())
    name, most = FIELDS[field], LENGTHS[field]
    if len(text) > most:
        return Value(problem=f"{name} lebih dari {most} huruf. Persingkat isinya.")
    if field in NAMES and any(c.isdigit() for c in text):
        return Value(problem=f"{name} berisi angka. Periksa apakah kolomnya benar.")
    if field in NAMES and text and not any(c.isalpha() for c in text):
        return Value(problem=f"{name} tidak berisi huruf.")
    if field in {"village", "district", "id_card_village", "id_card_district"}:
        text = _PREFIX.sub("", text)
    return Value(text or None)


def _read_number(field: str, cell: Cell) -> Value:
    text = show_cell(cell).casefold()
    if field == "age":
        match = re.fullmatch(r"([0-9]{1,3})(?:[.,]0+)?\s*(?:th|thn|tahun)?\.?", text)
        least, most, problem = 0, OLDEST_AGE, "Umur berupa angka 0 sampai 120."
    else:
        match = re.fullmatch(r"(?:desil|d)?[\s\-:]*([0-9]{1,2})(?:[.,]0+)?", text)
        least, most, problem = 1, 10, "Desil berupa angka 1 sampai 10."
        if squeeze(text) in {"belumpemeringkatan", "belumadaperingkat", "belumdiperingkat", "0"}:
            return Value(note="Belum ada desil.")
    if match is None or not least <= int(match[1]) <= most:
        return Value(problem=problem)
    return Value(int(match[1]))


def _read_rt(cell: Cell) -> Value:
    if isinstance(cell, date):
        return Value(problem="RT/RW berubah menjadi tanggal oleh Excel. Ubah kolom menjadi Teks, lalu isi ulang.")
    text = re.sub(r"[.,]0+$", "", show_cell(cell))
    match = re.fullmatch(r"(?:(?:rt|rw)[\s.:\-]*)?'?([0-9]{1,3})", text.casefold())
    if match is None:
        return Value(problem="RT/RW berupa angka, paling banyak 3, misalnya 004.")
    return Value(match[1].zfill(3)) if int(match[1]) else Value()


def _read_word(field: str, cell: Cell, name: str) -> Value:
    text = show_cell(cell)
    key = squeeze(re.sub(r"[.,]0+$", "", text) if isinstance(cell, str) else text)
    table = TABLES[field]
    code = table.get(key)
    if code is None and key.isdigit():
        code = table.get(key.lstrip("0") or "0")
    if code is None and field in {"disability", "condition"}:
        parts = [table.get(squeeze(part)) for part in re.split(r"[,;/&+]| dan ", text.casefold())]
        code = ",".join(dict.fromkeys(part for part in parts if part)) if all(parts) else None
    if code is None:
        choices = "Ya, Tidak" if field == "yes" else labels(field)
        return Value(problem=f"{name}: “{text[:30]}” tidak dikenal." + (f" Pilihan: {choices}." if choices else ""))
    return Value(code or None)


def _take_apart(field: str, cell: Cell, today: date) -> tuple[Value, Value]:
    """The two values of a combined column; when they cannot be told apart both carry the problem."""
    if isinstance(cell, CellError) or _is_nothing(cell):
        one = _failed_formula(cell) if isinstance(cell, CellError) else Value()
        return one, one
    return _split_rt_rw(cell) if field == "rt_rw" else _split_birth(cell, today)


def _split_rt_rw(cell: Cell) -> tuple[Value, Value]:
    if isinstance(cell, date):
        return _read_rt(cell), _read_rt(cell)
    numbers = re.findall(r"[0-9]+", show_cell(cell))
    if len(numbers) == 2 and all(len(number) <= 3 for number in numbers) and not isinstance(cell, float):
        return _read_rt(numbers[0]), _read_rt(numbers[1])
    if not numbers:
        return Value(), Value()
    unclear = Value(problem="RT/RW tidak jelas. Tulis seperti 004/012.")
    return unclear, unclear


def _split_birth(cell: Cell, today: date) -> tuple[Value, Value]:
    if not isinstance(cell, str):
        return Value(), read_date(cell, today=today)
    place, day = find_date(cell)
    return read_value("birth_place", place, today=today), read_date(day or None, today=today)
