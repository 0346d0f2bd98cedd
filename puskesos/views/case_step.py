"""The one next step of a case for this viewer, and the other steps that the table of steps opens to them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from puskesos.forms.base import OnceForm
from puskesos.queries.case_acts import acts_on, must_refer
from puskesos.queries.case_page import CasePage
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import CaseAct, CaseState
from puskesos.rules.data_check import counts_as_check, needs_no_check
from puskesos.rules.history import CONTACT
from puskesos.rules.permissions import Permission
from puskesos.rules.proposal import ACT_OF, ProposalKind
from puskesos.rules.restriction import Cause
from puskesos.rules.viewer import Viewer
from puskesos.views.case_waiting import VIOLENCE, way_of
from puskesos.views.referral_shown import waiting_referral, waiting_step

Waiting = tuple[str, str, str, Permission | None]
ENDPOINTS = {
    CaseAct.PENUGASAN: "assignment.new",
    CaseAct.CEK_DATA: "case_work.check_data",
    CaseAct.KEKURANGAN: "case_decision.incomplete",
    CaseAct.KELENGKAPAN: "case_decision.complete",
    CaseAct.INFORMASI: "case_ending.inform",
    CaseAct.SEGERA: "case_emergency.help_now",
    CaseAct.REKOMENDASI: "case_work.recommend",
    CaseAct.PENETAPAN: "case_decision.decide",
    CaseAct.SUSULAN: "case_emergency.decide_after",
    CaseAct.PENGEMBALIAN: "case_decision.send_back",
    CaseAct.RUJUKAN: "referral.new",
    CaseAct.PENUTUPAN: "case_decision.close",
    CaseAct.PENOLAKAN: "case_ending.refuse",
    CaseAct.PEMBUKAAN: "case_decision.reopen",
    CaseAct.PEMBATALAN: "case_ending.cancel",
    CaseAct.USUL_KUNJUNGAN: "case_proposal.visit",
    CaseAct.USUL_TUTUP: "case_proposal.closing",
}
ENDED = {
    CaseState.SELESAI: "Kasus selesai.",
    CaseState.DITOLAK: "Kasus tidak dapat dilayani.",
    CaseState.BATAL: "Kasus dibatalkan.",
}
TAKEN_UP_BY = {ProposalKind.KUNJUNGAN: CaseAct.PENUGASAN, ProposalKind.TUTUP: CaseAct.PENUTUPAN}
ANSWERED = "Instansi sudah menjawab dan keluarga sudah tahu."
NOBODY_AT_WORK = "Tidak ada instansi yang menangani. Menunggu keputusan koordinator."


@dataclass(frozen=True)
class Step:
    """What comes next: a sentence, the main button (when this viewer can take it), and other steps as (url, text)."""

    text: str
    url: str = ""
    label: str = ""
    others: tuple[tuple[str, str], ...] = ()


def next_step(page: CasePage, viewer: Viewer) -> Step:
    """The one next step as this viewer can take it."""
    acts = acts_on(page.case, viewer.roles, task_open=page.open_assignment is not None)
    if must_refer(page.case) and CaseAct.SEGERA in acts:
        return _by_act(page, acts, *reversed(VIOLENCE))
    proposal = page.proposal
    if proposal and (act := TAKEN_UP_BY[proposal.kind]) in acts:
        return _by_act(page, acts, proposal.sentence, act)
    other = _beside_the_path(page)
    if other:
        return _beside(page, acts, viewer, *other)
    said, way = way_of(page.case, acts, checked=_is_checked(page), skips_check=_skips_check(page))
    if proposal and ACT_OF[proposal.kind] in acts:
        said, way = f"{proposal.kind.label} dari {proposal.who} menunggu koordinator.", _going_on(way)
    return _by_act(page, acts, said, way)


def contact_form(page: CasePage, viewer: Viewer) -> OnceForm | None:
    """The button that says the family was reached, while nobody has said so and nothing else was begun."""
    is_said = any(event.kind == CONTACT for event in page.events)
    wanted = page.case.state == CaseState.TERDAFTAR and viewer.can(Permission.WRITE_NOTE) and not is_said
    return OnceForm(formdata=None) if wanted else None


def _by_act(page: CasePage, acts: list[CaseAct], said: str, act: CaseAct | None) -> Step:
    main = _url(ENDPOINTS[act], page) if act else ""
    return Step(said, main, _main_label(page, act) if act else "", _links(page, acts, main))


def _beside(
    page: CasePage, acts: list[CaseAct], viewer: Viewer, text: str, endpoint: str, label: str, may: Permission | None
) -> Step:
    """A step beside the table; who may not take it reads what is waited for instead."""
    if endpoint and may is not None and viewer.can(may):
        main = _url(endpoint, page)
        return Step(text, main, label, _links(page, acts, main))
    if may == Permission.REVIEW_VISIT:
        text = "Menunggu laporan kunjungan diperiksa."
    elif endpoint == "referral.new":
        text = NOBODY_AT_WORK
    elif endpoint == "case_decision.close":
        if page.proposal or CaseAct.USUL_TUTUP not in acts:
            return _by_act(page, acts, f"{ANSWERED} Usulan tutup menunggu koordinator.", None)
        return _by_act(page, acts, f"{ANSWERED} Usulkan tutup kepada koordinator.", CaseAct.USUL_TUTUP)
    return Step(text, others=_links(page, acts, ""))


def _is_checked(page: CasePage) -> bool:
    return page.check is not None and counts_as_check(page.check.status)


def _skips_check(page: CasePage) -> bool:
    return needs_no_check(page.case.service.code, about_official=page.case.restricted_reason == Cause.PEJABAT)


def _going_on(way: CaseAct | None) -> CaseAct | None:
    """What can be done while a proposal waits: anything but proposing it again."""
    return None if way in set(ACT_OF.values()) else way


def _main_label(page: CasePage, act: CaseAct) -> str:
    """The words of the main button where the deed has words of its own here."""
    if act == CaseAct.SEGERA and must_refer(page.case):
        return "Rujuk ke UPTD PPA"
    if act == CaseAct.CEK_DATA and page.case.state == CaseState.TERDAFTAR and _skips_check(page):
        return "Teruskan tanpa cek data"
    return act.label


def _beside_the_path(page: CasePage) -> Waiting | None:
    """What the case waits for outside its own table: the end it has, its volunteer, its offices."""
    state, task = CaseState(page.case.state), page.open_assignment
    if state in ENDED:
        endpoint = "" if state == CaseState.BATAL else "papers.case_sheet_file"
        return ENDED[state], endpoint, "Cetak lembar kasus", Permission.PRINT_CASE_SHEET
    if task is not None:
        name = page.names.get(task.volunteer_id, "relawan")
        if task.state == AssignmentState.DILAPORKAN:
            return f"Periksa laporan {name}.", "visit.review", "Periksa laporan", Permission.REVIEW_VISIT
        if state == CaseState.KUNJUNGAN:
            return f"Menunggu laporan {name} ({AssignmentState(task.state).label.lower()}).", "", "", None
    if state == CaseState.DIRUJUK and page.referrals and not page.case.decision_pending:
        return waiting_step(page.referrals)
    return None


def _links(page: CasePage, acts: list[CaseAct], main: str) -> tuple[tuple[str, str], ...]:
    links = [(_url(ENDPOINTS[act], page), _label(page, act)) for act in acts if act in ENDPOINTS]
    return tuple(link for link in links if link[0] != main)


def _label(page: CasePage, act: CaseAct) -> str:
    """The act's words here: deciding a referred case means deciding otherwise, and one volunteer may be there."""
    if act == CaseAct.PENUGASAN and page.open_assignment is not None:
        return "Tugaskan relawan lain"
    if act == CaseAct.PENETAPAN and page.case.state == CaseState.DIRUJUK:
        return "Tetapkan lain"
    return act.label


def _url(endpoint: str, page: CasePage) -> str:
    if endpoint == "visit.review" and page.open_assignment:
        return url_for(endpoint, number=page.open_assignment.number)
    if endpoint == "referral.show" and (referral := waiting_referral(page.referrals)):
        return url_for(endpoint, number=page.case.number, referral_number=referral.number)
    return url_for(endpoint, number=page.case.number)
