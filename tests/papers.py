"""Every paper by the stem of its template: makes something to print, and says at which address Ratna gets its PDF."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

from puskesos import clock
from puskesos.actions.activity import note_activity
from puskesos.actions.invitation import invite_volunteer
from puskesos.config import Settings
from puskesos.documents.recap_paper import recap_html, recap_pdf
from puskesos.models import Case
from puskesos.recap.reading import read_content
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_content import (
    CoverContent,
    Goods,
    HandingOverContent,
    Party,
    RecommendationContent,
    TaskContent,
)
from puskesos.rules.recap import choose
from tests.attached import give
from tests.cast import Cast, make_assignment, make_case, make_person, make_referral, viewer_of
from tests.documents.full_case import decided_case
from tests.letters import draft
from tests.page_client import PageClient
from tests.recap.bundles import report as hub_report
from tests.recap.bundles import signed
from tests.scanned import sheet_of
from tests.views.field import report, start_field
from tests.welfare import claim_spm

Make = Callable[[Cast, Settings], str]
CONTENTS = {
    LetterKind.REKOMENDASI: RecommendationContent(purpose="Reaktivasi PBI-JK", statement="Layak dibantu.\n\n- sewa"),
    LetterKind.PENGANTAR: CoverContent(purpose="Data", items=(Goods("Kartu Keluarga", "1 lembar", "fotokopi"),)),
    LetterKind.BERITA_ACARA: HandingOverContent(
        place="Kantor kecamatan",
        giver=Party("Ratna", "Koordinator"),
        taker=Party("Siti", "Klien"),
        goods=(Goods("Kursi roda", "1 unit", "baru"),),
    ),
    LetterKind.TUGAS: TaskContent(
        volunteer="Ujang Suherman",
        member_number="3217.16.004",
        position="Pekerja Sosial Masyarakat",
        grounds=("Keputusan Kepala Dinas Sosial Nomor 460/Kep.12/2026",),
        purpose="Kunjungan rumah untuk permohonan kursi roda.",
        from_day=date(2026, 11, 17),
        until_day=date(2026, 11, 19),
        report_by=date(2026, 11, 20),
        rules=("Membawa kartu anggota.",),
    ),
}


def a_case(cast: Cast) -> Case:
    known = {"nik": "3216994203880003", "birth_date": date(1988, 3, 2), "address": "Kp. Muara Jaya", "rt": "004"}
    return make_case(cast, client=make_person(cast, "Siti Nurhaliza", rw="002", **known))


def of_case(paper: str) -> Make:
    return lambda cast, _settings: f"/kasus/{a_case(cast).number}/{paper}.pdf"


def of_letter(kind: LetterKind) -> Make:
    def path(cast: Cast, _settings: Settings) -> str:
        case = a_case(cast)
        about = {"task": make_assignment(cast, case)} if kind == LetterKind.TUGAS else {}
        return f"/surat/{draft(cast, case, kind=kind, content=CONTENTS[kind].as_dict(), **about).id}/cetak.pdf"

    return path


def of_referral(cast: Cast, _settings: Settings) -> str:
    referral = make_referral(cast, a_case(cast))
    return f"/kasus/{Case.get_by_id(referral.case_id).number}/rujukan/{referral.number}/surat.pdf"


def after_a_referral(path: str) -> Make:
    def made(cast: Cast, _settings: Settings) -> str:
        make_referral(cast, a_case(cast))
        return path

    return made


def of_task(cast: Cast, _settings: Settings) -> str:
    return f"/penugasan/{make_assignment(cast, a_case(cast)).number}/lembar-kunjungan.pdf"


def of_report(cast: Cast, settings: Settings) -> str:
    field = start_field(cast)
    report(field, settings.uploads)
    return f"/penugasan/{field.task.number}/laporan-kunjungan.pdf"


def of_day(cast: Cast, _settings: Settings) -> str:
    for name, rt in (("Budi Santoso", "009"), ("Ani Maryani", "004")):
        client = make_person(cast, name, address=f"Gang {name.split()[0]}", rt=rt, rw="002", phone="0812-3456-7890")
        make_assignment(cast, make_case(cast, client=client))
    return f"/relawan/{cast.ujang.id}/rute.pdf"


def of_month(cast: Cast, _settings: Settings) -> str:
    for name in ("Budi Santoso", "Ani Maryani", "Cica Wulandari"):
        make_case(cast, client=make_person(cast, name))
    return "/cetak/register.pdf"


def of_activities(cast: Cast, _settings: Settings) -> str:
    once = {"key": str(uuid.uuid4()), "today": clock.today(cast.hub.zone)}
    note_activity("rapat", actor=viewer_of(cast.ujang), now=clock.now(), **once)
    return f"/kegiatan-relawan/{cast.ujang.id}/cetak.pdf"


def of_invitation(cast: Cast, settings: Settings) -> str:
    invite_volunteer(cast.ujang, secret=settings.secret, actor=viewer_of(cast.ratna), now=clock.now())
    return f"/pengaturan/pengguna/{cast.ujang.id}/undangan/cetak.pdf"


def of_sheets(cast: Cast, _settings: Settings) -> str:
    sheet_of(a_case(cast), by=cast.ratna)
    return "/pindaian/lembar/cetak.pdf"


def of_handover(cast: Cast, _settings: Settings) -> str:
    return f"/serah-terima/{give(cast, a_case(cast)).id}/cetak.pdf"


def of_tasks(cast: Cast, _settings: Settings) -> str:
    make_assignment(cast, a_case(cast))
    return "/relawan/penugasan/cetak.pdf"


def of_person(cast: Cast, settings: Settings) -> str:
    return f"/warga/{decided_case(cast, settings.uploads).client_id}/salinan"


def of_the_month(cast: Cast, _settings: Settings) -> str:
    a_case(cast)
    return "/cetak/laporan.pdf"


def of_spm(cast: Cast, _settings: Settings) -> str:
    claim_spm(cast, a_case(cast), "SPM-3", given="rujukan")
    return "/laporan/spm/cetak.pdf"


def of_hubs(_cast: Cast, _settings: Settings) -> str:
    """Printed by a command, at no address."""
    return ""


PAPERS: dict[str, Make] = {
    "berita-acara": of_letter(LetterKind.BERITA_ACARA),
    "buku-surat": after_a_referral("/surat/buku.pdf"),
    "contoh-surat": lambda _cast, _settings: f"/pengaturan/surat/contoh/{LetterKind.REKOMENDASI}.pdf",
    "daftar-lembar": of_sheets,
    "daftar-penugasan": of_tasks,
    "daftar-rujukan": after_a_referral("/rujukan/cetak.pdf"),
    "label-map": of_case("label-map"),
    "laporan-bulanan": of_the_month,
    "laporan-kegiatan": of_activities,
    "laporan-kunjungan": of_report,
    "lembar-kasus": of_case("lembar-kasus"),
    "lembar-kosong": lambda _cast, _settings: "/cetak/lembar-kosong.pdf",
    "lembar-kunjungan": of_task,
    "perlu-dibawa": of_case("perlu-dibawa"),
    "persetujuan": of_case("persetujuan"),
    "register": of_month,
    "rekap": of_hubs,
    "rute": of_day,
    "salinan": of_person,
    "serah-terima": of_handover,
    "spm-tahun": of_spm,
    "surat-pengantar": of_letter(LetterKind.PENGANTAR),
    "surat-rekomendasi": of_letter(LetterKind.REKOMENDASI),
    "surat-rujukan": of_referral,
    "surat-tugas": of_letter(LetterKind.TUGAS),
    "tanda-terima": of_case("tanda-terima"),
    "undangan": of_invitation,
}


def print_recap() -> bytes:
    """The PDF of two hubs' month; within the context of an app."""
    bundles = [read_content("uji.json", signed(hub_report(code))).bundle for code in ("32.16.17", "32.16.18")]
    return recap_pdf(recap_html(choose(bundles), [("rusak.zip", "Bukan berkas laporan.")], now=clock.now()))


def print_paper(client: PageClient, name: str, cast: Cast, settings: Settings) -> bytes:
    """The PDF of one of PAPERS as Ratna's `client` gets it."""
    path = PAPERS[name](cast, settings)
    if name == "rekap":
        with client.app.app_context():
            return print_recap()
    if name == "salinan":
        asked = {"format": "pdf", "checked": "ktp"}
        client.get(path)
        return client.post(path, asked, expect=200, allow_numbers=True).content
    return client.get(path).content
