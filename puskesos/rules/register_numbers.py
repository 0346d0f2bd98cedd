"""NIK, family card, program card and phone numbers out of spreadsheets, and the damage Excel does to them.

Excel keeps fifteen digits of a number: of sixteen the last becomes 0, and shown short it is 3.21699E+15.
"""

from __future__ import annotations

import re
from datetime import date

from puskesos.rules.nik import check_kk, check_nik, clean_digits
from puskesos.rules.phone import normalise_phone
from puskesos.rules.register_cell import Cell, show_cell
from puskesos.rules.register_value import Value

EXACT = 2**53  # a larger number in a spreadsheet is rounded
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?\s*e\s*\+?\s*\d{1,2}", re.IGNORECASE)
_NO_FRACTION = re.compile(r"[.,]0+$")
_REPAIR = "Ubah kolom menjadi Teks, isi ulang dari sumbernya, lalu unggah lagi."
NAMES = {"nik": "NIK", "kk": "Nomor KK", "card_number": "Nomor kartu"}


def read_identity_number(field: str, cell: Cell, *, today: date) -> Value:
    """Sixteen digits of a NIK or family card as text; a card number may have other lengths and letters."""
    name = NAMES[field]
    if isinstance(cell, date):
        return Value(problem=f"{name} berubah menjadi tanggal. {_REPAIR}")
    text = show_cell(cell).strip("'`’‘ ").strip()
    if _SHORTENED.fullmatch(text):
        return Value(problem=f"{name} rusak oleh Excel: hanya tersisa {text}. {_REPAIR}")
    digits = clean_digits(_NO_FRACTION.sub("", text) if len(text) > 16 else text)
    if not digits.strip("0"):
        return Value()
    if _is_rounded(cell, text, digits):
        return Value(problem=f"{name} rusak oleh Excel: angka terakhir hilang. {_REPAIR}")
    if field == "card_number":
        return Value(digits) if len(digits) <= 40 else Value(problem="Nomor kartu lebih dari 40 huruf.")
    return _checked(field, name, digits, today)


def _is_rounded(cell: Cell, text: str, digits: str) -> bool:
    """A number of sixteen digits that ends in 0 lost its last one; a text that ends in 000000 was a number before."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) < 16:
        return False
    was_number = isinstance(cell, float) or bool(_NO_FRACTION.search(text) and len(text) > 16)
    return (was_number and (digits.endswith("0") or int(digits) >= EXACT)) or digits.endswith("000000")


def _checked(field: str, name: str, digits: str, today: date) -> Value:
    if digits.isdigit() and len(digits) < 16:
        return Value(problem=f"{name} hanya {len(digits)} angka, seharusnya 16. Periksa dengan KTP/KK.")
    if digits.isdigit() and len(digits) > 16:
        return Value(problem=f"{name} {len(digits)} angka, seharusnya 16. Periksa dengan KTP/KK.")
    remarks = check_nik(digits, today=today) if field == "nik" else check_kk(digits)
    for remark in remarks:
        if remark.level == "error":
            return Value(problem=f"{remark.message} Periksa dengan KTP/KK.")
    return Value(digits, note=remarks[0].message if remarks else "")


def read_phone(cell: Cell) -> Value:
    """The first mobile number of the cell as "08…"; a 0 that Excel dropped comes back."""
    if isinstance(cell, date):
        return Value(problem=f"Nomor HP berubah menjadi tanggal. {_REPAIR}")
    text = show_cell(cell).strip("'`’‘ ")
    if not text.strip("0-. "):
        return Value()
    if _SHORTENED.fullmatch(text):
        return Value(problem=f"Nomor HP rusak oleh Excel: hanya tersisa {text}. {_REPAIR}")
    first, *others = re.split(r"\s*[/;,|]\s*|\s+(?:dan|atau)\s+", _NO_FRACTION.sub("", text))
    normal = normalise_phone(first)
    if normal is None:
        return Value(problem=f"“{text[:30]}” bukan nomor HP. Nomor HP diawali 08, misalnya 081234567890.")
    note = "Angka 0 di depan dipulihkan." if first.startswith("8") else ""
    return Value(f"0{normal[2:]}", note="Hanya nomor pertama yang diambil." if any(others) else note)
