"""What the way of an archive's case leaves beside its history: the visit, the data check, PPKS and SPM, the letter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from puskesos.models import (
    Assignment,
    DataCheck,
    PersonCategory,
    Referral,
    ReferralEvent,
    SpmClaim,
    SpmService,
    Visit,
)
from puskesos.practice.archive_people import new_uuid
from puskesos.practice.archive_texts import MARK
from puskesos.practice.cast import CODE, VOLUNTEERS
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.numbers import assignment_number, case_number

if TYPE_CHECKING:
    from puskesos.practice.archive_case import ArchiveCase

SIGNS = {"SPM-1": "tanpa_perawat", "SPM-3": "tanpa_perawat"}


def visit(case: ArchiveCase) -> None:
    case.wait(case.chance.randint(0, 1))
    names = VOLUNTEERS[case.client["village_name"]]
    volunteer = case.stage.actors[case.chance.choice(names).lower()]
    number = assignment_number(CODE, case.day, case.archive.number("penugasan", case.day))
    asked, due = case.made(case.ratna), add_working_days(case.day, 3)
    case.move("kunjungan", case.ratna, f"{volunteer.name} ditugaskan: kunjungan rumah.")
    case.wait(case.chance.randint(1, 4))
    visited = case.now()
    case.event(volunteer, "penugasan", f"{number}: Laporan kunjungan: bertemu klien.")
    task = case.rows.add(
        Assignment,
        hub=case.stage.hub.id,
        number=number,
        case=case.case_id,
        village=case.client["village"],
        volunteer=volunteer.id,
        kind="kunjungan_rumah",
        instruction="Temui keluarganya dan lihat keadaan rumahnya.",
        due_on=due,
        state="disetujui",
        state_since=visited + timedelta(hours=1),
        **asked,
    )
    case.event(case.ratna, "penugasan", f"{number}: Laporan disetujui.")
    case.rows.add(
        Visit,
        assignment=task,
        case=case.case_id,
        visited_at=visited,
        outcome="bertemu",
        met_whom="Klien",
        findings=f"Keadaan keluarga sesuai dengan yang diceritakan. {MARK}",
        conclusion="layak",
        created_by=volunteer.id,
        created_at=visited,
        approved=True,
        reviewed_by=case.ratna.id,
        reviewed_at=visited + timedelta(hours=1),
    )


def check(case: ArchiveCase) -> None:
    """What the officer looked up, and PPKS and SPM with what was given."""
    case.wait(case.chance.randint(0, 1))
    decile = case.chance.choice((None, 1, 1, 2, 2, 3, 4, 5, 6))
    found = f"Terdaftar, desil {decile}" if decile else "Tidak terdaftar"
    case.rows.add(
        DataCheck,
        case=case.case_id,
        status="terdaftar" if decile else "tidak_terdaftar",
        decile=decile,
        period=f"Triwulan {('I', 'II', 'III', 'IV')[(case.day.month - 1) // 3]} {case.day.year}",
        checked_on=case.day,
        channel="siks_ng",
        checked_by=case.officer.id,
        created_at=case.now(),
    )
    case.event(case.officer, "cek_data", f"Cek data: {found}.")
    case.move("penanganan", case.officer, "")
    _note_welfare(case)


def _note_welfare(case: ArchiveCase) -> None:
    noted = case.made(case.officer)
    noted |= {"changed_by": noted["created_by"], "changed_at": noted["created_at"]}
    about = {"person": case.client["id"], "case": case.case_id}
    for code in case.kind.ppks:
        case.rows.add(PersonCategory, **about, code=code, since=case.day, **noted)
    once = (case.client["id"], case.kind.spm, case.day.year)
    if case.kind.spm and once not in case.archive.claimed:
        case.archive.claimed.add(once)
        said = {"code": case.kind.spm, "year": case.day.year, "state": "dikonfirmasi"}
        claim = case.rows.add(SpmClaim, **about, **said, signs=SIGNS.get(case.kind.spm, ""), **noted)
        given = {"item": case.kind.given, "given_on": case.day, "amount": 50_000 * case.chance.randint(2, 8)}
        case.rows.add(SpmService, claim=claim, **given, **noted)


def refer(case: ArchiveCase) -> None:
    """A letter to the office, taken by it and answered some days later; the waiting does not count as late."""
    case.archive.letters += 1
    number = f"R-{case_number(CODE, case.day, case.archive.number('rujukan', case.day))}"
    agency, sent, made = case.archive.agencies[case.kind.agency], case.day, case.made(case.ratna)
    referral = case.rows.add(Referral)
    _note_letter(case, referral, "", "dikirim", case.ratna)
    case.event(case.ratna, "rujukan", f"Rujukan {number} ke {agency.name}: Dikirim.")
    case.wait(case.chance.randint(2, 5))
    _note_letter(case, referral, "dikirim", "diterima", case.officer)
    case.wait(case.chance.randint(1, 14))
    _note_letter(case, referral, "diterima", "selesai", case.officer)
    case.event(case.officer, "rujukan", f"Rujukan {number} ke {agency.name}: Selesai. {case.kind.answered}")
    case.due = max(case.due, add_working_days(case.day, 1))
    case.rows.change(
        Referral,
        referral,
        hub=case.stage.hub.id,
        case=case.case_id,
        agency=agency.id,
        agency_name=agency.name,
        number=number,
        uuid=new_uuid(case.chance),
        letter_number=f"ARSIP/{case.archive.letters:04}/PKS-321617/{sent.year}",
        letter_on=sent,
        wanted=case.kind.wanted,
        reason=f"{case.kind.story} {MARK}",
        basis="tugas_pelayanan_publik",
        officer=case.officer.name,
        state="selesai",
        state_since=case.now(),
        sent_on=sent,
        answer_due_on=add_working_days(sent, 10),
        answer_text=case.kind.answered,
        answered_on=case.day,
        told_family_on=case.day,
        code_expires_on=add_working_days(sent, 60),
        **made,
    )


def _note_letter(case: ArchiveCase, referral: int, source: str, target: str, actor: Any) -> None:
    case.rows.add(
        ReferralEvent,
        referral=referral,
        at=case.now(),
        on=case.day,
        kind="status",
        from_state=source,
        to_state=target,
        channel="telepon" if source else "surat",
        contact="petugas loket" if source else "",
        text=case.kind.answered if target == "selesai" else "",
        actor=actor.id,
        actor_name=actor.name,
    )
