"""The plain shapes that odd spreadsheet files are made of: parts of an XLSX, records of an XLS, texts, bytes."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import xlsxwriter

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADINGS = ("NIK", "Nama", "Jenis Kelamin", "Tanggal Lahir", "Alamat")
PERSON = ("3216991202700003", "Karta Wiguna", "L", "12/02/1970", "Kp. Gaga")
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>{}</Types>'
)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def raw_xlsx(path: Path, sheet: str, *, extra: dict[str, str] | None = None, types: str = TYPES) -> Path:
    """A workbook of one sheet "Satu" whose XML is given whole."""
    parts = {
        "[Content_Types].xml": types,
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets>'
        '<sheet name="Satu" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{LINKS}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | (extra or {})).items():
            archive.writestr(name, content)
    return path


def sheet_xml(*rows: str) -> str:
    """A worksheet around rows of XML."""
    return f"<worksheet {MAIN}><sheetData>{''.join(rows)}</sheetData></worksheet>"


def row_xml(number: int, cells: Iterable[str]) -> str:
    """A row of inline texts from column A on."""
    inner = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{inner}</row>'


PLAIN = sheet_xml(row_xml(1, HEADINGS), row_xml(2, PERSON))


def written(path: Path, rows: Sequence[Sequence[object]], *, sheets: int = 1) -> Path:
    """A workbook as Excel writes it."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        for number in range(sheets):
            sheet = workbook.add_worksheet(f"Lembar {number + 1}")
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A text under any name."""
    path.write_bytes(text.encode(encoding))
    return path


def table_text(delimiter: str) -> str:
    """Headings and one person as CSV."""
    return "".join(delimiter.join(row) + "\r\n" for row in (HEADINGS, PERSON))


def old_excel(folder: Path) -> Path:
    """A real .xls of 1997 shape: OLE around BIFF8 records."""
    book = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 1996, 0, 6))
    name = b"Warga"
    bound = struct.pack("<BB", len(name), 0) + name
    place = len(book) + 4 + 6 + len(bound) + 4
    stream = book + record(0x85, struct.pack("<IH", place, 0) + bound) + record(0x0A, b"")
    stream += record(0x809, struct.pack("<HHHHII", 0x600, 16, 0x0DBB, 1996, 0, 6))
    for row, cells in enumerate((HEADINGS, PERSON)):
        for column, cell in enumerate(cells):
            text = struct.pack("<HB", len(cell), 0) + cell.encode("latin-1")
            stream += record(0x204, struct.pack("<HHH", row, column, 0) + text)
    stream += record(0x203, struct.pack("<HHHd", 2, 0, 0, 3216991234560000.0)) + record(0x0A, b"")
    path = folder / "lama.xls"
    path.write_bytes(ole_file(stream))
    return path


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def ole_file(stream: bytes) -> bytes:
    """One stream "Workbook" in sectors of 512 bytes: the table, the directory, then the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    chain = [0xFFFFFFFD, end, *range(3, 2 + sectors), end]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    header = OLE + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
    header = header.ljust(512, b"\xff")

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        label = name.encode("utf-16-le") + b"\0\0"
        body = label.ljust(64, b"\0") + struct.pack("<HBB", len(label) if name else 0, kind, 1)
        return (body + struct.pack("<III", free, free, child)).ljust(116, b"\0") + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, 2, len(stream))
    return header + table + directory.ljust(512, b"\0") + stream


def bytes_file(name: str, content: bytes) -> Callable[[Path], Path]:
    """A builder for a file of these bytes."""

    def build(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return build


def zip_of(name: str, content: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()
