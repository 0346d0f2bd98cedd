"""The button of "Perlu tindakan" is the main step of the case's page: one rule, for each state and whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from puskesos.models import Assignment, Case, CaseAccess, CaseEvent, CaseProposal, DataCheck, Referral, TrackMember
from puskesos.views.case_step import QUIET
from tests.cast import NOW, TODAY, Cast, make_assignment, make_case, make_referral, viewer_of
from tests.page_client import Page, PageClient
from tests.tracked_family import begin

SignIn = Callable[[str], PageClient]
Build = Callable[[Cast], Case]
LATE = TODAY - timedelta(days=3)


def put(case: Case, state: str, **fields: Any) -> Case:
    values = {"state": state, "state_since": NOW - timedelta(days=30), "due_on": LATE} | fields
    Case.update(**values).where(Case.id == case.id).execute()
    return Case.get_by_id(case.id)


def standing(state: str, *, need: dict[str, Any] | None = None, **fields: Any) -> Build:
    """A case in this state since long ago; `need` replaces fields of the intake."""
    return lambda cast: put(make_case(cast, **need or {}), state, **fields)


def checked(status: str) -> Build:
    def build(cast: Cast) -> Case:
        case = put(make_case(cast), "terdaftar")
        facts = {"status": status, "checked_on": TODAY, "channel": "siks_ng", "checked_by": cast.bayu}
        DataCheck.create(case=case, created_at=NOW, **facts)
        return case

    return build


def proposed(kind: str, before: Build, *, days: int = 4) -> Build:
    """Sari has proposed it so many days ago; an older proposal of hers was answered."""

    def build(cast: Cast) -> Case:
        case, by = before(cast), {"kind": kind, "content": "{}", "created_by": cast.sari}
        CaseProposal.create(case=case, summary="Lama.", created_at=NOW - timedelta(days=9), settled_at=NOW, **by)
        CaseProposal.create(case=case, summary="Sudah ada.", created_at=NOW - timedelta(days=days), **by)
        return case

    return build


def with_task(task_state: str, case_state: str = "kunjungan", **fields: Any) -> Build:
    def build(cast: Cast) -> Case:
        task = make_assignment(cast)
        since = NOW - timedelta(days=9)
        Assignment.update(state=task_state, state_since=since).where(Assignment.id == task.id).execute()
        return put(Case.get_by_id(task.case_id), case_state, **fields)

    return build


def with_letter(
    letter_state: str,
    case_state: str = "dirujuk",
    *,
    told: bool = False,
    need: dict[str, Any] | None = None,
    **fields: Any,
) -> Build:
    def build(cast: Cast) -> Case:
        letter = make_referral(cast, make_case(cast, **need or {}))
        values = {"state": letter_state, "state_since": NOW - timedelta(days=9), "answer_due_on": LATE}
        values |= {"told_family_on": TODAY if told else None}
        Referral.update(**values).where(Referral.id == letter.id).execute()
        return put(Case.get_by_id(letter.case_id), case_state, **fields)

    return build


def on_a_way(step: str) -> Build:
    def build(cast: Cast) -> Case:
        case = make_case(cast)
        TrackMember.update(step=step).where(TrackMember.track == begin(cast, case)).execute()
        return put(case, "dilayani")

    return build


EMERGENCY = {"priority": "darurat"}
BUILT = {
    "registered": standing("terdaftar"),
    "registered, an emergency": standing("terdaftar", need=EMERGENCY),
    "registered, a question": standing("terdaftar", need={"kind": "pertanyaan", "service": "L01"}),
    "registered, data checked": checked("terdaftar"),
    "registered, data not found out": checked("belum_dicek"),
    "registered, violence": standing("terdaftar", need={"service": "R08"}),
    "registered, a complaint": standing("terdaftar", need={"service": "L02", "kind": "pengaduan"}),
    "registered, restricted without check": standing("terdaftar", need={"service": "R09"}),
    "registered, a visit proposed": proposed("kunjungan", standing("terdaftar")),
    "back office, a visit proposed": proposed("kunjungan", standing("penanganan")),
    "papers missing, a visit proposed": proposed("kunjungan", standing("perlu_perbaikan")),
    "served, closing proposed": proposed("tutup", standing("dilayani")),
    "served, on a way, closing proposed": proposed("tutup", lambda cast: on_a_way("rekomendasi")(cast)),
    "served, an answer to tell, closing proposed": proposed("tutup", with_letter("selesai", "dilayani")),
    "referred, told, closing proposed": proposed("tutup", with_letter("selesai", told=True)),
    "papers missing": standing("perlu_perbaikan"),
    "visit, nobody at work": standing("kunjungan"),
    "visit, not accepted": with_task("ditugaskan"),
    "visit, under way": with_task("dikerjakan"),
    "visit, reported": with_task("dilaporkan"),
    "back office": standing("penanganan"),
    "back office, a report in": with_task("dilaporkan", "penanganan"),
    "decision": standing("menunggu_penetapan"),
    "served": standing("dilayani"),
    "served, a draft letter": with_letter("draf", "dilayani"),
    "served, an answer to tell": with_letter("selesai", "dilayani"),
    "served, a letter out": with_letter("dikirim", "dilayani"),
    "served, undecided": standing("dilayani", need=EMERGENCY, decision_pending=True),
    "served, on a way": on_a_way("rekomendasi"),
    "referred, no letter": standing("dirujuk"),
    "referred, draft": with_letter("draf"),
    "referred, draft of a violence case": with_letter("draf", need={"service": "R08", "priority": "darurat"}),
    "referred, draft, undecided": with_letter("draf", decision_pending=True, need=EMERGENCY),
    "referred, letter out": with_letter("dikirim"),
    "referred, received": with_letter("diterima"),
    "referred, an answer to tell": with_letter("selesai"),
    "referred, told": with_letter("selesai", told=True),
    "referred, refused and told": with_letter("ditolak", told=True),
}


def main_button(page: Page) -> tuple[str, str] | None:
    found = page.select("#case-next .button[data-main]")
    return (found[0].get_text(strip=True), found[0]["href"]) if found else None


@pytest.mark.parametrize("user", ["ratna", "bayu"])
@pytest.mark.parametrize("build", BUILT.values(), ids=BUILT)
def test_the_list_offers_what_the_page_offers(client_for: SignIn, cast: Cast, build: Build, user: str) -> None:
    case, client = build(cast), client_for(user)
    said = {"kind": "biasa", "reason": "Menangani kasusnya.", "at": NOW}
    CaseAccess.create(case=case, user=cast.ratna, **said)  # the door has been passed today
    shown = client.get("/perlu-tindakan").select(".needs .button")
    page = client.get(f"/kasus/{case.number}", expect=range(200, 404))
    if user == "ratna":
        assert len(shown) == 1, "all of these wait too long"
    for link in shown:
        label, url = main_button(page) or ("Buka kasus", f"/kasus/{case.number}")
        wanted = (QUIET.get(label, label) if case.restricted else label, url)
        assert (link.get_text(strip=True), link["href"]) == wanted


@pytest.mark.parametrize(
    ("build", "said"),
    [
        ("visit, reported", "Diteruskan karena laporan Ujang belum diperiksa sejak 8 Nov 2026"),
        ("visit, under way", "laporan Ujang belum ada"),
        ("referred, draft", "Lewat batas waktu 14 Nov 2026: surat ke Dinas Pendidikan belum dikirim."),
        ("referred, draft of a violence case", "Lewat batas waktu 14 Nov 2026: surat ke instansi belum dikirim."),
        ("referred, an answer to tell", "jawaban Dinas Pendidikan belum disampaikan kepada keluarga"),
        ("served", "Lewat batas waktu 14 Nov 2026: kasus belum ditutup."),
        ("served, on a way", "Lewat batas waktu 14 Nov 2026: jalur masih berjalan."),
        ("registered, a question", "Keluarga belum dihubungi"),
        ("served, closing proposed", "Lewat batas waktu 14 Nov 2026: usulan tutup belum dijawab."),
        ("back office, a visit proposed", "Diteruskan karena usulan kunjungan belum dijawab sejak 13 Nov 2026"),
    ],
)
def test_the_sentence_names_what_really_waits(client_for: SignIn, cast: Cast, build: str, said: str) -> None:
    BUILT[build](cast)
    assert said in client_for("ratna").get("/perlu-tindakan").text(".needs strong")


@pytest.mark.parametrize(
    ("build", "label"),
    [
        ("registered, violence", "Tangani sekarang, penetapan menyusul"),
        ("registered, restricted without check", "Isi cek data"),
    ],
)
def test_the_button_of_a_restricted_case_does_not_tell_what_it_is_about(
    client_for: SignIn, cast: Cast, build: str, label: str
) -> None:
    BUILT[build](cast)
    (button,) = client_for("ratna").get("/perlu-tindakan").select(".needs .button")
    assert button.get_text(strip=True) == label


def test_a_letter_left_unsent_is_told_from_the_next_day(client_for: SignIn, cast: Cast) -> None:
    case = with_letter("draf", due_on=TODAY + timedelta(days=30), state_since=NOW)(cast)
    page = client_for("bayu").get("/perlu-tindakan")
    assert page.text(".needs strong") == "Surat ke Dinas Pendidikan belum dikirim sejak 8 Nov 2026 (7 hari kerja)."
    assert "Surat belum dikirim" in page.text("select[name=alasan]")
    Referral.update(state_since=NOW - timedelta(hours=1)).execute()
    assert case.number not in client_for("bayu").get("/perlu-tindakan")


def test_a_phoned_contact_ends_the_first_reason_and_the_next_step_is_told_instead(
    client_for: SignIn, cast: Cast
) -> None:
    case = put(make_case(cast), "terdaftar", state_since=NOW - timedelta(days=6), due_on=TODAY + timedelta(days=9))
    assert "Keluarga belum dihubungi" in client_for("bayu").get("/perlu-tindakan").text(".needs strong")
    who = {"actor": cast.sari, "actor_name": "Sari", "actor_role": "Front office"}
    CaseEvent.create(case=case, at=NOW - timedelta(days=5), kind="kontak", text="Menelepon.", **who)
    page = client_for("bayu").get("/perlu-tindakan")
    assert page.text(".needs strong") == "Kasus belum ditangani sejak 11 Nov 2026 (4 hari kerja)."
    assert viewer_of(cast.bayu).area == case.area
