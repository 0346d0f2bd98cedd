"""Files that people or attackers may upload, each built small: what reads them gives rows or a sentence, never a fault.

READABLE names how many people each holds, REFUSED a word of the sentence each gets.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from tests.sheets.builders import (
    HEADINGS,
    LINKS,
    MAIN,
    OLE,
    PERSON,
    PLAIN,
    bytes_file,
    old_excel,
    raw_xlsx,
    row_xml,
    sheet_xml,
    table_text,
    written,
    zip_of,
)

Build = Callable[[Path], Path]


def zip_bomb(folder: Path) -> Path:
    """A sheet that is 400 MB of spaces in 400 KB."""
    path = raw_xlsx(folder / "bom.xlsx", PLAIN)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media.xml", "w") as part:
        for _ in range(400):
            part.write(b" " * 1_000_000)
    return path


def many_entries(folder: Path) -> Path:
    """A workbook with thousands of parts."""
    return raw_xlsx(folder / "bagian.xlsx", PLAIN, extra={f"xl/x{number}.xml": "" for number in range(4_000)})


def million_rows(folder: Path) -> Path:
    """1,000,000 rows of one cell."""
    rows = (f'<row r="{number}"><c><v>{number}</v></c></row>' for number in range(1, 1_000_001))
    return raw_xlsx(folder / "sejuta.xlsx", sheet_xml(*rows))


def many_texts(folder: Path) -> Path:
    """Half a million different shared texts, as a register of 60,000 people has."""
    texts = "".join(f"<si><t>{number:016}</t></si>" for number in range(500_000))
    sheet = sheet_xml('<row r="1"><c t="s"><v>499999</v></c></row>')
    return raw_xlsx(folder / "teks.xlsx", sheet, extra={"xl/sharedStrings.xml": f"<sst {MAIN}>{texts}</sst>"})


def billion_laughs(folder: Path) -> Path:
    """Entities within entities."""
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(9)
    )
    sheet = f"<!DOCTYPE worksheet [{entities}]>{sheet_xml(row_xml(1, ['&j;']))}"
    return raw_xlsx(folder / "tawa.xlsx", sheet)


def outside_entity(folder: Path) -> Path:
    """A sheet that asks for a file of this machine."""
    sheet = f'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>{sheet_xml(row_xml(1, ["&x;"]))}'
    return raw_xlsx(folder / "luar.xlsx", sheet)


def stray_corner(folder: Path) -> Path:
    """One forgotten cell in the last corner of the sheet."""
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return raw_xlsx(folder / "pojok.xlsx", sheet_xml(row_xml(1, HEADINGS), row_xml(2, PERSON), corner))


def deep_nesting(folder: Path) -> Path:
    """A hundred thousand elements, one inside the other."""
    return raw_xlsx(folder / "dalam.xlsx", sheet_xml("<a>" * 100_000 + "</a>" * 100_000))


def huge_cell(folder: Path) -> Path:
    """A cell of ten million letters."""
    return raw_xlsx(folder / "sel.xlsx", sheet_xml(row_xml(1, HEADINGS), row_xml(2, ["x" * 10_000_000, "Karta"])))


def formulas(folder: Path) -> Path:
    """Formulas with and without a kept value, and one that failed."""
    rows = (
        row_xml(1, HEADINGS),
        '<row r="2"><c r="A2" t="str"><f>A1&amp;"x"</f><v>3216991202700003</v></c><c r="B2"><f>B1</f></c>'
        '<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D2" t="b"><v>1</v></c></row>',
    )
    return raw_xlsx(folder / "rumus.xlsx", sheet_xml(*rows))


def external_link(folder: Path) -> Path:
    """A worksheet that lies at an address elsewhere."""
    links = (
        f'<Relationships><Relationship Id="r1" Type="{LINKS}/worksheet" Target="https://contoh.invalid/x.xml" '
        'TargetMode="External"/></Relationships>'
    )
    return raw_xlsx(folder / "tautan.xlsx", PLAIN, extra={"xl/_rels/workbook.xml.rels": links})


def merged_title(folder: Path) -> Path:
    """A title over merged cells, an empty row, headings over two rows, and a row that numbers the columns."""
    with xlsxwriter.Workbook(str(folder / "judul.xlsx")) as workbook:
        sheet = workbook.add_worksheet("Data")
        sheet.merge_range("A1:F1", "DAFTAR PENERIMA BANTUAN DESA PANTAI BAHAGIA")
        for place, heading in enumerate(("NO", "NIK", "NAMA")):
            sheet.merge_range(2, place, 3, place, heading)
        sheet.merge_range("D3:F3", "ALAMAT")
        sheet.write_row("D4", ("DUSUN", "RT", "RW"))
        sheet.write_row("A5", (1, 2, 3, 4, 5, 6))
        sheet.write_row("A6", (1, PERSON[0], PERSON[1], "Kp. Gaga", "002", "004"))
    return folder / "judul.xlsx"


def hidden_first(folder: Path) -> Path:
    """The first sheet is hidden."""
    with xlsxwriter.Workbook(str(folder / "sembunyi.xlsx")) as workbook:
        workbook.add_worksheet("Rahasia").hide()
        sheet = workbook.add_worksheet("Warga")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, PERSON)
        sheet.activate()
    return folder / "sembunyi.xlsx"


def truncated(folder: Path) -> Path:
    """Half a download."""
    path = written(folder / "potong.xlsx", [HEADINGS, PERSON] * 50)
    path.write_bytes(path.read_bytes()[:-400])
    return path


def flipped(folder: Path) -> Path:
    """Bytes changed inside the packed sheet."""
    path = written(folder / "acak.xlsx", [HEADINGS, PERSON] * 50)
    content = bytearray(path.read_bytes())
    for place in range(200, len(content) - 600, 37):
        content[place] ^= 0xFF
    path.write_bytes(content)
    return path


def locked(folder: Path) -> Path:
    """The beginning of a workbook with a password: OLE with an encrypted package."""
    path = folder / "kunci.xlsx"
    path.write_bytes(OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512)
    return path


def open_document(folder: Path) -> Path:
    """A LibreOffice sheet with one cell said to be repeated a million times."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in HEADINGS
    )
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" '
        f'xmlns:text="{names}text:1.0"><office:body><office:spreadsheet><table:table table:name="Warga">'
        f"<table:table-row>{cells}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(folder / "libre.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return folder / "libre.ods"


def _csv(name: str, text: str, encoding: str = "utf-8") -> Build:
    return bytes_file(name, text.encode(encoding))


_WIDE = [[f"Kolom {place}" if place > 4 else HEADINGS[place] for place in range(140)], [*PERSON, *["x"] * 135]]
READABLE: dict[str, tuple[Build, int]] = {
    "plain": (lambda folder: raw_xlsx(folder / "biasa.xlsx", PLAIN), 1),
    "forty columns": (lambda folder: written(folder / "lebar.xlsx", [row[:40] for row in _WIDE]), 1),
    "140 columns": (lambda folder: written(folder / "lebar.xlsx", _WIDE), 1),
    "200 sheets": (lambda folder: written(folder / "lembar.xlsx", [HEADINGS, PERSON], sheets=200), 1),
    "stray corner": (stray_corner, 1),
    "huge cell": (huge_cell, 1),
    "deep nesting": (deep_nesting, 0),
    "formulas": (formulas, 1),
    "merged title": (merged_title, 1),
    "hidden first": (hidden_first, 1),
    "wrong content types": (lambda folder: raw_xlsx(folder / "salah.xlsx", PLAIN, types="<Types/>"), 1),
    "old excel": (old_excel, 2),
    "repeated ods": (open_document, 0),
    "csv comma": (_csv("koma.csv", table_text(",")), 1),
    "csv semicolon with mark": (_csv("titik.csv", table_text(";"), "utf-8-sig"), 1),
    "csv tab utf-16": (_csv("tab.csv", table_text("\t"), "utf-16"), 1),
    "csv utf-16 without mark": (_csv("tab.txt", table_text("\t"), "utf-16-le"), 1),
    "csv pipe windows": (_csv("pipa.csv", table_text("|") + "x|Ren\u00e9|L||\r\n", "cp1252"), 2),
    "csv sep line": (_csv("sep.csv", "sep=;\r\n" + table_text(";")), 1),
    "csv zero bytes": (_csv("nol.csv", table_text(";").replace("Karta", "Kar\0ta")), 1),
    "csv line breaks": (_csv("baris.csv", 'NIK;Nama;Alamat\n1;"Karta";"Kp. Gaga\nRT 2"\n'), 1),
    "csv named xlsx": (_csv("bukan.xlsx", table_text(";")), 1),
}
REFUSED: dict[str, tuple[Build, str]] = {
    "zip bomb": (zip_bomb, "wajarnya"),
    "thousands of parts": (many_entries, "wajarnya"),
    "million rows": (million_rows, "200.000"),
    "billion laughs": (billion_laughs, "DOCTYPE"),
    "outside entity": (outside_entity, "DOCTYPE"),
    "external link": (external_link, "lembar kerja"),
    "truncated": (truncated, "rusak"),
    "flipped bytes": (flipped, "rusak"),
    "password": (locked, "kata sandi"),
    "broken zip": (bytes_file("rusak.xlsx", b"PK\x03\x04" + b"\x00\xff" * 500), "rusak"),
    "broken ole": (bytes_file("rusak.xls", OLE + "Workbook".encode("utf-16-le") * 90), "rusak"),
    "unknown encoding": (
        lambda folder: raw_xlsx(folder / "sandi.xlsx", f'<?xml version="1.0" encoding="UT-8"?>{PLAIN}'),
        "rusak",
    ),
    "half a sheet": (lambda folder: raw_xlsx(folder / "separuh.xlsx", PLAIN[:-40]), "rusak"),
    "web page as xls": (bytes_file("penduduk.xls", b"\n<!DOCTYPE html><html><table><tr><td>NIK"), "halaman web"),
    "xml as xls": (bytes_file("tabel.xls", b'<?xml version="1.0"?><Workbook><Worksheet/>'), "XML"),
    "pdf": (bytes_file("daftar.xlsx", b"%PDF-1.7 x"), "PDF"),
    "photo": (bytes_file("foto.xlsx", b"\x89PNG\r\n\x1a\n"), "gambar"),
    "word document": (bytes_file("surat.xlsx", zip_of("[Content_Types].xml", "<Types/>")), "bukan lembar kerja"),
    "zip of files": (bytes_file("data.zip", zip_of("daftar.csv", "NIK")), "arsip"),
    "rar": (bytes_file("data.rar", b"Rar!\x1a\x07"), "arsip"),
    "nothing": (bytes_file("kosong.xlsx", b""), "kosong"),
    "only spaces": (bytes_file("spasi.csv", b" \r\n \r\n"), "kosong"),
    "noise": (bytes_file("derau.csv", bytes(range(256)) * 40), "bukan Excel"),
    "open quote": (bytes_file("kutip.csv", b'NIK;Nama\n"3216;Karta\n' + b"a;b\n" * 50_000), "kutip"),
    "endless line": (bytes_file("panjang.csv", b"NIK;Nama\n" + b"x" * 600_000), "kutip"),
}
