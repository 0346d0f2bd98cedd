"""The sections of a person's copy about the cases: need, papers, checks, visits, decisions, history."""

from __future__ import annotations

import re
from datetime import date

from puskesos.documents.paper import label_of
from puskesos.documents.person_copy_blocks import Cell, Column, Fact, Section, Table, Told, known
from puskesos.formatting import show_any_phone, show_short_date
from puskesos.models.assignment import Visit
from puskesos.models.case import Case, CaseDocument, CaseEvent, DataCheck, Decision
from puskesos.models.person import Person
from puskesos.queries.person_copy import CaseCopy
from puskesos.rules.blackout import BLACK
from puskesos.rules.case_path import CaseState
from puskesos.rules.code import Code
from puskesos.rules.data_check import DataCheckChannel, DataCheckStatus
from puskesos.rules.intake import Area, Channel, IntakeKind, Priority, Relation
from puskesos.rules.names import fold_name
from puskesos.rules.outcome import DecisionChoice, RecommendationChoice, RejectionReason, ResultCode
from puskesos.rules.papers import PaperForm, PaperOwner, PaperState
from puskesos.rules.visit import VisitConclusion, VisitOutcome
from puskesos.rules.visit_facts import further_facts, short_facts
from puskesos.rules.visit_form import VisitPart

# How the history writes what a reporter's fields said before (actions/case_work.py).
REPORTER_BEFORE = re.compile(r"\b(pelapor|hubungan|HP pelapor) semula “([^”]*)”")


def cases(told: Told) -> list[Section]:
    """One section per case, oldest first; a single empty one when there is none."""
    return [_case(told, one) for one in told.rows.cases] or [Section("case", "Kasus", nothing="Tidak ada kasus.")]


def visit_words(visit: Visit, person: Person) -> str:
    """Everything a report tells beside outcome and conclusion, line by line; of the family's members only the own."""
    skipped = {"Hasil", "Temuan", "Kesimpulan", "Usul", "Coba lagi"}
    lines = [f"{label}: {words}" for label, words in short_facts(visit) if label not in skipped]
    for part, rows in further_facts(visit):
        own = [row for row in rows if part != VisitPart.ANGGOTA or _is_own(row[0], person)]
        more = f"{len(rows) - len(own)} orang lain" if len(own) < len(rows) else ""
        told = [f"{label} {words}" for label, words in own]
        lines.append(f"{part.label}: " + "; ".join([*told, *([more] if more else [])]))
    return "\n".join([visit.findings, *lines])


def _is_own(name: str, person: Person) -> bool:
    """Whether a member as the volunteer wrote it is this person: every word is one of the own name."""
    words = set(fold_name(name).split())
    return bool(words) and words <= set(fold_name(f"{person.name} {person.alias}").split())


def earlier_reporters(case: CaseCopy) -> list[str]:
    """Names of reporters that were corrected later; only the history still holds them."""
    found = (REPORTER_BEFORE.findall(event.text) for event in case.events)
    return [name for event in found for label, name in event if label == "pelapor"]


def _case(told: Told, one: CaseCopy) -> Section:
    facts = [
        Fact("number", "Nomor", Cell(one.case.number)),
        *_need(told, one.case),
        *_reporter(one.case),
        Fact("story", "Uraian masalah", Cell(told.hide(one.case.story))),
        Fact("wish", "Harapan", Cell(told.hide(one.case.wish))),
        *_outcome(told, one.case),
        Fact(
            "photos",
            "Foto kunjungan",
            Cell(f"{one.photos}, dapat dilihat di Puskesos" if one.photos else "", one.photos),
        ),
    ]
    tables = [_papers(one), _checks(told, one), _visits(told, one), _advice(told, one), _decisions(told, one)]
    shown = [table for table in (*tables, _history(told, one)) if table.rows]
    return Section("case", f"Kasus {one.case.number}", known(facts), shown)


def _coded(code: str, label: str, codes: type[Code], value: str) -> Fact:
    return Fact(code, label, _code(codes, value))


def _code(codes: type[Code], value: str) -> Cell:
    return Cell(label_of(codes, value), value or None)


def _short(day: date | None) -> Cell:
    return Cell(show_short_date(day), day.isoformat()) if day else Cell("")


def _need(told: Told, case: Case) -> list[Fact]:
    return [
        Fact("registered_on", "Tanggal masuk", told.day(case.registered_on)),
        Fact("service", "Layanan", Cell(case.service.name, case.service.code)),
        _coded("area", "Bidang", Area, case.area),
        _coded("kind", "Jenis masukan", IntakeKind, case.kind),
        _coded("channel", "Cara masuk", Channel, case.channel),
        _coded("priority", "Prioritas", Priority, case.priority),
        Fact("village", "Desa / kelurahan", Cell(case.village.name)),
        Fact("due_on", "Batas waktu", told.day(case.due_on)),
        _coded("state", "Status", CaseState, case.state),
    ]


def _reporter(case: Case) -> list[Fact]:
    """Who reported: shown only when it was the person."""
    label = "Pelapor"
    if case.reporter_relation != Relation.DIRI:
        return [Fact("reporter", label, Cell(BLACK))]
    phone = Cell(show_any_phone(case.reporter_phone), case.reporter_phone or None)
    return [
        Fact("reporter", label, Cell(f"{case.reporter_name} (diri sendiri)", case.reporter_name)),
        Fact("reporter_phone", "No. HP pelapor", phone),
    ]


def _outcome(told: Told, case: Case) -> list[Fact]:
    return [
        _coded("result", "Hasil akhir", ResultCode, case.result),
        Fact("result_text", "Uraian hasil", Cell(told.hide(case.result_text))),
        Fact("told_family_on", "Keluarga diberi tahu", told.day(case.told_family_on)),
        Fact("closed_at", "Ditutup", told.moment(case.closed_at)),
    ]


def _papers(one: CaseCopy) -> Table:
    columns = (
        Column("name", "Berkas", 50),
        Column("state", "Keadaan", 18),
        Column("form", "Bentuk", 14),
        Column("owner", "Diurus oleh", 18),
    )

    def row(paper: CaseDocument) -> tuple[Cell, ...]:
        stands = (_code(PaperState, paper.state), _code(PaperForm, paper.form), _code(PaperOwner, paper.owner))
        return Cell(paper.name), *stands

    return Table("papers", "Berkas", columns, [row(paper) for paper in one.papers])


def _checks(told: Told, one: CaseCopy) -> Table:
    columns = (
        Column("checked_on", "Tanggal", 12),
        Column("status", "Status DTSEN", 17),
        Column("decile", "Desil", 8),
        Column("period", "Periode", 16),
        Column("channel", "Lewat", 20),
        Column("note", "Catatan", 27),
    )

    def row(check: DataCheck) -> tuple[Cell, ...]:
        status, channel = _code(DataCheckStatus, check.status), _code(DataCheckChannel, check.channel)
        decile = Cell(str(check.decile or ""), check.decile)
        return _short(check.checked_on), status, decile, Cell(check.period), channel, Cell(told.hide(check.note))

    return Table("data_checks", "Cek data", columns, [row(check) for check in one.checks])


def _visits(told: Told, one: CaseCopy) -> Table:
    columns = (
        Column("visited_at", "Waktu", 14),
        Column("officer", "Petugas", 12),
        Column("outcome", "Hasil", 12),
        Column("met_whom", "Yang ditemui", 13),
        Column("findings", "Temuan", 29),
        Column("conclusion", "Kesimpulan, usul", 20),
    )

    def row(visit: Visit) -> tuple[Cell, ...]:
        conclusion = label_of(VisitConclusion, visit.conclusion)
        proposed = [conclusion, told.hide(visit.next_step), told.hide(visit.review)]
        return (
            told.moment(visit.visited_at),
            Cell(told.rows.officers.get(visit.created_by_id, "")),
            _code(VisitOutcome, visit.outcome),
            Cell(told.hide(visit.met_whom)),
            Cell(told.hide(visit_words(visit, told.rows.person))),
            Cell("\n".join(part for part in proposed if part)),
        )

    return Table("visits", "Kunjungan", columns, [row(visit) for visit in one.visits])


def _advice(told: Told, one: CaseCopy) -> Table:
    columns = (
        Column("at", "Tanggal", 16),
        Column("officer", "Petugas", 16),
        Column("choice", "Rekomendasi", 22),
        Column("reason", "Alasan", 46),
    )
    rows = [
        (
            told.moment(advice.created_at),
            Cell(told.rows.officers.get(advice.created_by_id, "")),
            _code(RecommendationChoice, advice.choice),
            Cell(told.hide(advice.reason)),
        )
        for advice in one.recommendations
    ]
    return Table("recommendations", "Rekomendasi", columns, rows)


def _decisions(told: Told, one: CaseCopy) -> Table:
    columns = (
        Column("at", "Tanggal", 16),
        Column("officer", "Koordinator", 16),
        Column("choice", "Penetapan", 22),
        Column("text", "Isi penetapan", 46),
    )
    rows = [
        (
            told.moment(decision.created_at),
            Cell(told.rows.officers.get(decision.created_by_id, "")),
            _code(DecisionChoice, decision.choice),
            Cell(_decided(told, decision)),
        )
        for decision in one.decisions
    ]
    return Table("decisions", "Penetapan", columns, rows)


def _decided(told: Told, decision: Decision) -> str:
    """The decision's text with what its kind requires, line by line."""
    parts = [
        ("", told.hide(decision.text)),
        ("Petugas pelaksana", decision.officer),
        ("Target selesai", show_short_date(decision.target_on)),
        ("Dirujuk ke", decision.agency),
        ("Nomor surat", decision.letter_number),
        ("Tanggal surat", show_short_date(decision.letter_on)),
        ("Alasan", label_of(RejectionReason, decision.rejection_reason)),
        ("Disampaikan kepada klien", told.hide(decision.told_client)),
    ]
    return "\n".join(f"{label}: {text}" if label else text for label, text in parts if text)


def _history(told: Told, one: CaseCopy) -> Table:
    columns = (Column("at", "Tanggal", 16), Column("what", "Kejadian", 60), Column("officer", "Petugas", 24))

    def row(event: CaseEvent) -> tuple[Cell, ...]:
        moved = label_of(CaseState, event.to_state) if event.to_state else ""
        text = told.hide(REPORTER_BEFORE.sub(rf"\1 semula “{BLACK}”", event.text))
        what = ". ".join(part for part in (moved, text) if part)
        return told.moment(event.at), Cell(what), Cell(f"{event.actor_name} ({event.actor_role})")

    return Table("history", "Riwayat", columns, [row(event) for event in one.events])
