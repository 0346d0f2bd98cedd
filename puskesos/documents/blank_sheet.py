"""The case sheet to fill by pen where there is no power (domain 6.3 (1)): every label, code lists to tick, no case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from puskesos.documents.paper import Letterhead, imprint, letterhead, render
from puskesos.documents.pen import Ask, PenPart, PenTable, labels
from puskesos.models.hub import Hub
from puskesos.rules.data_check import DataCheckChannel, DataCheckStatus
from puskesos.rules.intake import Area, Channel, Priority, Sex
from puskesos.rules.outcome import DecisionChoice, RecommendationChoice

MOST_PAGES = 4
TITLE = "Lembar kasus kosong"
SIGNERS = ("Pemohon / klien", "Petugas penerima", "Koordinator")
HEAD = (
    (Ask("No. registrasi", 6), Ask("Tanggal masuk", 3), Ask("Jam", 3)),
    (Ask("Prioritas", 6, labels(Priority)), Ask("Petugas penerima", 6)),
    (Ask("Masuk lewat", 12, labels(Channel)),),
)
PARTS = (
    PenPart(
        "1. Pelapor",
        (
            (Ask("Nama", 7), Ask("No. HP / WA", 5)),
            (Ask("Hubungan dengan klien", 5), Ask("Alamat", 7)),
        ),
    ),
    PenPart(
        "2. Klien",
        (
            (Ask("Nama sesuai KTP", 8), Ask("L/P", 4, labels(Sex))),
            (Ask("NIK", 12, squares=16),),
            (Ask("No. KK", 12, squares=16),),
            (Ask("Tempat, tanggal lahir", 8), Ask("Umur", 4)),
            (Ask("Alamat tempat tinggal", 8), Ask("RT / RW", 4)),
            (Ask("Desa / kelurahan", 6), Ask("Patokan", 6)),
            (Ask("Alamat KTP, bila berbeda", 12),),
            (Ask("No. HP / WA", 4), Ask("Pekerjaan", 4), Ask("PPKS / SPM", 4)),
        ),
    ),
    PenPart(
        "3. Keluarga",
        table=PenTable(("Nama", "Hubungan", "L/P", "Umur", "Pekerjaan"), (34, 20, 6, 15, 25), 6),
    ),
    PenPart(
        "4. Masalah dan harapan",
        (
            (Ask("Jenis layanan", 12),),
            (Ask("Bidang", 12, labels(Area)),),
            (Ask("Uraian masalah", lines=5),),
            (Ask("Harapan klien", lines=1),),
        ),
    ),
    PenPart(
        "5. Cek data",
        (
            (Ask("DTSEN", 12, labels(DataCheckStatus)),),
            (Ask("Desil", 12, tuple(map(str, range(1, 11)))),),
            (Ask("Periode data", 4), Ask("Tanggal cek", 4), Ask("Dicek oleh", 4)),
            (Ask("Lewat", 12, labels(DataCheckChannel)),),
            (Ask("Program yang diterima", 6), Ask("Jaminan kesehatan", 6)),
        ),
    ),
    PenPart("6. Berkas (beri centang bila sudah ada)", ticks=4),
    PenPart(
        "7. Kunjungan",
        table=PenTable(("Tanggal", "Petugas", "Yang ditemui", "Temuan dan kesimpulan"), (14, 18, 20, 48), 2, high=True),
    ),
    PenPart(
        "8. Rekomendasi back office",
        (
            (Ask("Saran", 12, labels(RecommendationChoice)),),
            (Ask("Alasan", lines=2),),
            (Ask("Nama", 8), Ask("Tanggal", 4)),
        ),
    ),
    PenPart(
        "9. Penetapan koordinator",
        (
            (Ask("Penetapan", 12, labels(DecisionChoice)),),
            (Ask("Alasan", lines=2),),
            (Ask("Pelaksana", 8), Ask("Tanggal", 4)),
        ),
    ),
    PenPart(
        "10. Rujukan dan umpan balik",
        table=PenTable(("Instansi tujuan", "Nomor dan tanggal surat", "Jawaban"), (34, 33, 33), 2),
    ),
    PenPart(
        "11. Hasil akhir",
        ((Ask("Hasil", 8), Ask("Tanggal tutup", 4)), (Ask("Keluarga diberi tahu lewat", 8), Ask("Tanggal", 4))),
    ),
    PenPart("12. Riwayat tindakan", table=PenTable(("Tanggal", "Tindakan", "Petugas"), (17, 61, 22), 5)),
)


@dataclass(frozen=True)
class BlankSheet:
    """Ready parts in printing order."""

    head: Letterhead
    opening: tuple[tuple[Ask, ...], ...]
    parts: tuple[PenPart, ...]
    signers: tuple[str, ...]
    place: str


def blank_sheet_html(hub: Hub, *, printed_by: str, now: datetime, screen: bool = False, **frame: object) -> str:
    """The paper of a hub; `frame` is where the links on screen lead."""
    marks = imprint(hub, "KOSONG", restricted=False, printed_by=printed_by, now=now)
    sheet = BlankSheet(letterhead(hub), HEAD, PARTS, SIGNERS, hub.district)
    return render("lembar-kosong", TITLE, marks, screen=screen, sheet=sheet, **frame)
