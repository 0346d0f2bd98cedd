"""The numbered blocks of the case sheet (domain 6.3): what stands in which box. Texts only; the template draws."""

from __future__ import annotations

from datetime import date

from puskesos.documents.paper import Box, label_of, shorten, squeeze
from puskesos.formatting import show_age, show_any_phone, show_date, show_moment, show_place, show_short_date
from puskesos.models.assignment import Visit
from puskesos.models.case import Case, CaseDocument, CaseEvent
from puskesos.models.hub import Village
from puskesos.models.person import Person
from puskesos.queries.case_page import CasePage
from puskesos.queries.hub import names_of_programs
from puskesos.rules.case_path import CaseState
from puskesos.rules.data_check import DataCheckChannel, DataCheckStatus
from puskesos.rules.health_insurance import insurance_words
from puskesos.rules.intake import Area, NikReason, Pillar, Relation, Sex
from puskesos.rules.papers import MISSING, PaperForm, PaperOwner, PaperState
from puskesos.rules.person import code_label, programs_in_words
from puskesos.rules.visit import VisitConclusion, VisitOutcome
from puskesos.rules.visit_facts import further_facts, newest_versions, short_facts

Rows = list[list[Box]]
NOTE = "catatan"
MOST_IN_NOTE, MOST_IN_EVENT = 140, 68
MOST_REFERRALS = 3


def reporter_rows(case: Case) -> Rows:
    """Pelapor."""
    phone = show_any_phone(case.reporter_phone) or case.reporter_phone_reason
    return [
        [Box("Nama", case.reporter_name), Box("No. HP / WA", phone)],
        [Box("Hubungan", label_of(Relation, case.reporter_relation))],
    ]


def client_rows(client: Person, home: Village, today: date, welfare: str = "") -> Rows:
    """Klien; the NIK in full (domain 6.3). `welfare` names PPKS and SPM by their codes."""
    name = f"{client.name} ({client.alias})" if client.alias else client.name
    birth = joined(client.birth_place, show_date(client.birth_date))
    nik = _in_fours(client.nik) if client.nik else label_of(NikReason, client.nik_reason)
    kk = _in_fours(client.household.kk) if client.household_id and client.household.kk else ""
    address = f"{client.address} (patokan: {client.landmark})" if client.landmark else client.address
    age = show_age(client.birth_date, client.birth_year_estimate, today)
    rows = [
        [Box("Nama", name, "strong")],
        [Box("NIK", nik, "strong"), Box("No. KK", kk)],
        [Box("Lahir", birth), Box("L/P, umur", joined(label_of(Sex, client.sex), age))],
        [Box("Alamat", address)],
        [Box("RT / RW", show_place(client.rt, client.rw)), Box("Desa", home.name)],
        [Box("No. HP / WA", show_any_phone(client.phone)), Box("Pekerjaan", client.occupation)],
    ]
    seldom = (Box("Alamat KTP", client.id_card_address), Box("PPKS / SPM", welfare))
    return rows + [[box] for box in seldom if box.text]


def need_rows(case: Case, story: int, wish: int) -> Rows:
    """Masalah dan harapan, at most so many letters each."""
    return [
        [Box("Jenis layanan", case.service.name, "strong")],
        [Box("Bidang", label_of(Area, case.area)), Box("Pilar", label_of(Pillar, case.pillar))],
        [Box("Uraian masalah", squeeze(case.story, story), "long")],
        [Box("Harapan klien", squeeze(case.wish, wish), "long")],
    ]


def check_rows(page: CasePage, most: int) -> Rows:
    """Cek data: what the newest check found; lines to fill by hand when there was none."""
    check, client = page.check, page.case.client
    insurance = insurance_words(
        client.health_insurance, client.insurance_number, client.insurance_status, client.deactivated_on
    )
    names = names_of_programs(page.case.hub_id) if page.memberships else {}
    programs = programs_in_words((names.get(one.program, one.program), one.status) for one in page.memberships)
    received = squeeze(programs, most)
    status, decile, day, channel, note = "", "", "", "", ""
    if check:
        status, decile = label_of(DataCheckStatus, check.status), str(check.decile or "–")
        day = joined(show_short_date(check.checked_on), check.period)
        channel = label_of(DataCheckChannel, check.channel)
        note = squeeze(check.note, most)
    rows = [
        [Box("Status DTSEN", status, "strong"), Box("Desil", decile, "strong")],
        [Box("Dicek, periode", day), Box("Lewat", channel)],
    ]
    told = (("Program yang diterima", received), ("Jaminan kesehatan", insurance), ("Catatan cek data", note))
    return rows + [[Box(label, text, "long")] for label, text in told if text]


def paper_line(paper: CaseDocument) -> tuple[str, str, str]:
    """Mark for the box, name, and remark of one required paper."""
    state = PaperState(paper.state)
    mark = {PaperState.ADA: "✓", PaperState.TIDAK_BERLAKU: "–"}.get(state, "")
    form = label_of(PaperForm, paper.form).lower()
    remark = {PaperState.ADA: form, PaperState.BELUM: ""}.get(state, state.label.lower())
    theirs = PaperOwner(paper.owner)
    seen_to = f"diurus {theirs.label.lower()}" if state in MISSING and theirs != PaperOwner.KELUARGA else ""
    return mark, shorten(paper.name), joined(remark, seen_to)


def visit_lines(page: CasePage, zone: str, most: int) -> list[tuple[str, str, str, str, str]]:
    """The newest three visits, oldest first: when, who, outcome and whom, findings and what was done, conclusion."""
    return [
        (
            show_moment(visit.visited_at, zone),
            page.names.get(visit.created_by_id, ""),
            joined(label_of(VisitOutcome, visit.outcome), shorten(visit.met_whom)),
            squeeze(_found(visit), most),
            joined(label_of(VisitConclusion, visit.conclusion), squeeze(visit.next_step, most)),
        )
        for visit in reversed(newest_versions(page.visits)[:3])
    ]


def _found(visit: Visit) -> str:
    """Findings with what was done and given, and which parts of the full assessment are in the program."""
    told = dict(short_facts(visit))
    done = [f"{label}: {told[label]}" for label in ("Tindakan", "Bantuan diberikan", "Dihubungi") if label in told]
    further = ", ".join(part.label for part, _ in further_facts(visit))
    return "\n".join([visit.findings, *done, *([f"Asesmen: {further}"] if further else [])])


def member_lines(members: list[Person], today: date) -> list[tuple[str, str, str, str, str]]:
    """Name, role in the family, sex, age, occupation."""
    ages = [show_age(who.birth_date, who.birth_year_estimate, today) for who in members]
    return [
        (shorten(who.name), code_label("household_role", who.household_role), who.sex, age, shorten(who.occupation))
        for who, age in zip(members, ages, strict=True)
    ]


def event_line(event: CaseEvent, zone: str) -> tuple[str, str, str]:
    """When, what, who of one line of history; only notes, which stand nowhere else on the sheet, get a second line."""
    moved = label_of(CaseState, event.to_state) if event.to_state else ""
    what = ". ".join(part for part in (moved, event.text) if part)
    most = MOST_IN_NOTE if event.kind == NOTE else MOST_IN_EVENT
    return show_moment(event.at, zone), shorten(what, most), f"{shorten(event.actor_name)} ({event.actor_role})"


def joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _in_fours(number: str) -> str:
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
