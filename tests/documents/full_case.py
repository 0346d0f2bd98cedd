"""A case that went the whole way, through the actions, for papers to be printed of it."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

from puskesos import clock
from puskesos.actions.assignment import accept_assignment
from puskesos.actions.case_decision import DecisionEntry, decide_case
from puskesos.actions.case_papers import tick_paper
from puskesos.actions.case_work import AdviceEntry, DataCheckEntry, add_note, check_data, recommend
from puskesos.actions.visit import VisitEntry, report_visit, review_visit
from puskesos.documents.case_sheet import CaseFile, open_case_file
from puskesos.models import Assignment, Case, Hub, Visit
from puskesos.queries.case import find_case
from tests.cast import TODAY, Cast, make_assignment, make_case, make_person, referral_entry, viewer_of

NIK, KK = "3216994203880003", "3216990301150007"


def decided_case(cast: Cast, uploads: Path, *, said: str = "", notes: int = 0, **need: object) -> Case:
    """Visited, checked, recommended and referred; `said` stands in every text a person can type."""
    known = {"alias": said or "Bu Iti", "address": said or "Kp. Muara Jaya", "occupation": said or "Buruh harian"}
    name = said[:60] or "Siti Nurhaliza"
    client = make_person(cast, name, kk=KK, nik=NIK, birth_date=date(1988, 3, 2), rt="004", rw="002", **known)
    make_person(cast, said or "Rohman Saputra", kk=KK, sex="L")
    usual = {"story": said or "Kartu BPJS tidak aktif.", "wish": said, "reporter_name": said[:60] or "Wati Kusumawati"}
    case = make_case(cast, client=client, **usual | need)
    tick_paper(case, 3, state="ada", form="fotokopi", actor=viewer_of(cast.sari), now=clock.now())
    _visit(cast, case, uploads, said)
    _decide(cast, said, case.number)
    for number in range(notes):
        add_note(case, f"Catatan ke-{number}: faskes dihubungi.", actor=viewer_of(cast.sari), now=clock.now())
    return Case.get(Case.id == case.id)


def case_file(cast: Cast, case: Case, **hub_fields: object) -> CaseFile:
    """The case as Ratna prints it; `hub_fields` change the hub, for example paper="A4"."""
    hub = Hub.get(Hub.id == cast.hub.id)
    for name, value in hub_fields.items():
        setattr(hub, name, value)
    seen = find_case(viewer_of(cast.ratna), case.number)
    assert seen is not None
    return open_case_file(seen, hub, reader=viewer_of(cast.ratna), base_url="http://10.0.0.5:8000/", now=clock.now())


def _visit(cast: Cast, case: Case, uploads: Path, said: str) -> None:
    ujang, ratna = viewer_of(cast.ujang), viewer_of(cast.ratna)
    task = make_assignment(cast, case, kind="kunjungan_rumah")
    accept_assignment(task, actor=ujang, now=clock.now())
    entry = VisitEntry(clock.now(), "bertemu", said or "Atap bocor di dua tempat.", said or "Ibu Siti", "layak", said)
    report_visit(task, entry, [], uploads=uploads, key=str(uuid.uuid4()), actor=ujang, now=clock.now())
    task = Assignment.get(Assignment.id == task.id)
    visit = Visit.get(Visit.assignment == task)
    review_visit(task, visit, target="disetujui", reason="", actor=ratna, now=clock.now())


def _decide(cast: Cast, said: str, number: str) -> None:
    bayu, ratna, now = viewer_of(cast.bayu), viewer_of(cast.ratna), clock.now()
    case = Case.get(Case.number == number)
    check = DataCheckEntry("terdaftar", TODAY, "siks_ng", 2, "Triwulan IV 2026", said or "PBI-JK nonaktif.")
    check_data(case, check, version=case.version, actor=bayu, now=now)
    recommend(case, AdviceEntry("rujuk", said or "Syarat terpenuhi."), version=case.version, actor=bayu, now=now)
    referral = referral_entry(cast, agency_name=said or "Dinas Sosial Kabupaten Bekasi")
    entry = DecisionEntry("rujuk", said or "Reaktivasi lewat Dinsos.", referral=referral)
    decide_case(case, entry, version=case.version, actor=ratna, now=now, secret="rahasia")
