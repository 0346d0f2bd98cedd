"""How scanned pages and files read: in the tray, and in the list of what was sent together."""

from __future__ import annotations

from dataclasses import dataclass

from puskesos.formatting import show_moment
from puskesos.models.case import Case
from puskesos.models.sheet import Scan, ScanFile
from puskesos.queries.hub import names_of_users
from puskesos.rules.attachment import AttachmentKind, show_size
from puskesos.rules.letter_code import show_code
from puskesos.rules.scan import FileTrouble, ScanState, ScanTrouble
from puskesos.rules.sheet import read_sheet_code
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub

TONES = {ScanState.MENUNGGU: "soon", ScanState.TERCATAT: "done", ScanState.DIBUANG: ""}
STARTS = {
    b"%PDF-": AttachmentKind.PDF,
    b"\xff\xd8\xff": AttachmentKind.FOTO,
    b"\x89PNG\r\n\x1a\n": AttachmentKind.FOTO,
}


@dataclass(frozen=True)
class PageLine:
    """Ready texts of one page; `number` is the case it was filed under, `why` what hinders or hindered it."""

    id: int
    name: str
    state: ScanState
    tone: str
    why: str
    number: str
    code: str
    who: str
    when: str


def page_lines(pages: list[Scan]) -> list[PageLine]:
    """Pages as lists show them; their file and, where there is one, their case must be joined."""
    names, zone = names_of_users(viewer().hub_id), current_hub().zone
    return [
        PageLine(
            id=page.id,
            name=f"Pindaian {page.batch_id}, berkas {page.file.position}, halaman {page.page}",
            state=ScanState(page.state),
            tone=TONES[ScanState(page.state)],
            why=ScanTrouble(page.trouble).label if page.trouble else page.reason,
            number=_number(page),
            code=show_code(page.code) if read_sheet_code(page.code) else page.code,
            who=names.get(page.created_by_id, ""),
            when=show_moment(page.created_at, zone),
        )
        for page in pages
    ]


def file_lines(files: list[ScanFile]) -> list[tuple[str, str, bool]]:
    """Per file what it is, how it was read, and whether that went wrong. Its own name is nowhere kept."""
    return [
        (f"Berkas {file.position} ({AttachmentKind(file.kind).label}, {show_size(file.size)})", *_told(file))
        for file in files
    ]


def told_kind(content: bytes) -> AttachmentKind | None:
    """What the first bytes say; None for what is neither picture nor PDF."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return AttachmentKind.FOTO
    return next((kind for start, kind in STARTS.items() if content.startswith(start)), None)


def _number(page: Scan) -> str:
    case = page.__data__.get("case") and page.case
    return case.number if isinstance(case, Case) else ""


def _told(file: ScanFile) -> tuple[str, bool]:
    if file.trouble:
        read = f"; {file.pages} halaman sudah terbaca" if file.pages else ""
        return f"{FileTrouble(file.trouble).label}{read}", True
    return (f"{file.pages} halaman" if file.read_at else "menunggu dibaca"), False
