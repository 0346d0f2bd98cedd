"""The one next step of a case for this viewer, the same on its page and in lists, and the other steps open to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import url_for

from puskesos.queries.case_acts import acts_on, must_refer, service_code
from puskesos.queries.case_page import CasePage
from puskesos.rules.case_path import CaseAct, CaseState
from puskesos.rules.data_check import needs_no_check
from puskesos.rules.history import CONTACT
from puskesos.rules.permissions import Permission
from puskesos.rules.proposal import ACT_OF, Proposal, ProposalKind
from puskesos.rules.restriction import Cause
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer
from puskesos.views.case_beside import Standing, beside_the_path
from puskesos.views.case_waiting import TICKED, VIOLENCE, still_waits, way_of
from puskesos.views.referral_shown import Waiting, waiting_referral
from puskesos.views.track_next import way_words

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
TAKEN_UP_BY = {ProposalKind.KUNJUNGAN: CaseAct.PENUGASAN, ProposalKind.TUTUP: CaseAct.PENUTUPAN}
ANSWERED = "Instansi sudah menjawab dan keluarga sudah tahu."
READ_INSTEAD = {  # by whoever may not take the step
    "referral.new": "Tidak ada instansi yang menangani. Menunggu keputusan koordinator.",
    "visit.review": "Menunggu laporan kunjungan diperiksa.",
    "assignment_message.answer": "Relawan bertanya; menunggu jawaban back office atau koordinator.",
    "assignment_plan.answer": "Relawan minta ditunda; menunggu jawaban koordinator.",
}
OF_TASK = frozenset({"visit.review", "assignment_message.answer", "assignment_plan.answer"})
TO_PROTECTION, UNCHECKED = "Rujuk ke UPTD PPA", "Teruskan tanpa cek data"
# In a list the button of a restricted case doesn't tell what the case is about.
QUIET = {TO_PROTECTION: CaseAct.SEGERA.label, UNCHECKED: CaseAct.CEK_DATA.label}


@dataclass(frozen=True)
class Step:
    """What comes next: a sentence, the main button (when this viewer can take it), and other steps as (url, text).

    `still` says in a few words what has not happened, and `since` when that began, where not with the case's state.
    """

    text: str
    url: str = ""
    label: str = ""
    others: tuple[tuple[str, str], ...] = ()
    still: str = ""
    since: datetime | None = None


def next_step(page: Standing, viewer: Viewer) -> Step:
    """The one next step as this viewer can take it, with the other steps and the guided way beside the case."""
    step = main_step(page, viewer)
    way, acts = way_words(page.ways), _acts(page, viewer.roles)
    said = f"{step.text} {way}" if way and way not in step.text else step.text
    return replace(step, text=said, others=_links(page, acts, step.url))


def main_step(page: Standing, viewer: Viewer) -> Step:
    """The next step without what else may be done: the sentence and the one button."""
    acts, proposal = _acts(page, viewer.roles), page.proposal
    if must_refer(page.case) and CaseAct.SEGERA in acts:
        return _by_act(page, *reversed(VIOLENCE))
    if proposal and (act := TAKEN_UP_BY[proposal.kind]) in acts:
        return replace(_by_act(page, proposal.sentence, act), **_unanswered(proposal))
    if other := beside_the_path(page, viewer):
        return _beside(page, acts, viewer, other)
    return _on_the_path(page, acts, viewer)


def may_say_reached(page: CasePage, viewer: Viewer) -> bool:
    """Whether to offer the button that says so: nobody has said so yet and nothing else was begun."""
    is_said = any(event.kind == CONTACT for event in page.events)
    return page.case.state == CaseState.TERDAFTAR and viewer.can(Permission.WRITE_NOTE) and not is_said


def _acts(page: Standing, roles: frozenset[Role]) -> list[CaseAct]:
    return acts_on(page.case, roles, task_open=page.open_assignment is not None)


def _on_the_path(page: Standing, acts: list[CaseAct], viewer: Viewer) -> Step:
    """The step of the table; what was proposed waits for the koordinator, and the work goes on beside it."""
    known = {"checked": page.is_checked, "skips_check": _skips_check(page)}
    said, act = way_of(page.case, acts, **known)
    proposal = page.proposal
    if proposal and ACT_OF[proposal.kind] in acts:
        said, act = f"{proposal.kind.label} dari {proposal.who} menunggu koordinator.", _going_on(act)
        if act is None:
            return Step(said, **_unanswered(proposal))
    if act is None and page.case.state == CaseState.PERLU_PERBAIKAN and viewer.can(Permission.TICK_PAPERS):
        return Step(TICKED, _url("case_papers.index", page), "Catat berkas", still=_still(page))
    return _by_act(page, said, act)


def _by_act(page: Standing, said: str, act: CaseAct | None) -> Step:
    address, label = (_url(ENDPOINTS[act], page), _main_label(page, act)) if act else ("", "")
    return Step(said, address, label, still=_still(page))


def _beside(page: Standing, acts: list[CaseAct], viewer: Viewer, other: Waiting) -> Step:
    """A step beside the table; who may not take it reads what is waited for instead."""
    left = {"still": other.still, "since": other.since}
    if other.endpoint and other.permission is not None and viewer.can(other.permission):
        return Step(other.text, _url(other.endpoint, page), other.label, **left)
    if other.endpoint == "case_decision.close":
        return _to_be_closed(page, acts, other.still)
    return Step(READ_INSTEAD.get(other.endpoint, other.text), **left)


def _to_be_closed(page: Standing, acts: list[CaseAct], still: str) -> Step:
    """All has come, and only the koordinator closes: others propose it, once."""
    if page.proposal:
        return Step(f"{ANSWERED} Usulan tutup menunggu koordinator.", **_unanswered(page.proposal))
    if CaseAct.USUL_TUTUP not in acts:
        return Step(f"{ANSWERED} Usulan tutup menunggu koordinator.", still=still)
    said = f"{ANSWERED} Usulkan tutup kepada koordinator."
    return replace(_by_act(page, said, CaseAct.USUL_TUTUP), still=still)


def _unanswered(proposal: Proposal) -> dict[str, Any]:
    return {"still": f"{proposal.kind.label.lower()} belum dijawab", "since": proposal.created_at}


def _still(page: Standing) -> str:
    """What has not happened, whoever asks: the deed that whoever may take every step would do first."""
    known = {"checked": page.is_checked, "skips_check": _skips_check(page)}
    return still_waits(page.case, _acts(page, frozenset({Role.KOORDINATOR})), **known)


def _skips_check(page: Standing) -> bool:
    return needs_no_check(service_code(page.case), about_official=page.case.restricted_reason == Cause.PEJABAT)


def _going_on(act: CaseAct | None) -> CaseAct | None:
    """What can be done while a proposal waits: anything but proposing it again."""
    return None if act in set(ACT_OF.values()) else act


def _main_label(page: Standing, act: CaseAct) -> str:
    """The words of the main button where the deed has words of its own here."""
    if act == CaseAct.SEGERA and must_refer(page.case):
        return TO_PROTECTION
    if act == CaseAct.CEK_DATA and page.case.state == CaseState.TERDAFTAR and _skips_check(page):
        return UNCHECKED
    return act.label


def _links(page: Standing, acts: list[CaseAct], main: str) -> tuple[tuple[str, str], ...]:
    links = [(_url(ENDPOINTS[act], page), _label(page, act)) for act in acts if act in ENDPOINTS]
    return tuple(link for link in links if link[0] != main)


def _label(page: Standing, act: CaseAct) -> str:
    """The act's words here: deciding a referred case means deciding otherwise, and one volunteer may be there."""
    if act == CaseAct.PENUGASAN and page.open_assignment is not None:
        return "Tugaskan relawan lain"
    if act == CaseAct.PENETAPAN and page.case.state == CaseState.DIRUJUK:
        return "Tetapkan lain"
    return act.label


def _url(endpoint: str, page: Standing) -> str:
    if endpoint in OF_TASK and page.open_assignment:
        return url_for(endpoint, number=page.open_assignment.number)
    if endpoint == "referral.show" and (referral := waiting_referral(page.referrals)):
        return url_for(endpoint, number=page.case.number, referral_number=referral.number)
    if endpoint == "track.show":
        return url_for(endpoint, number=page.case.number, track_id=page.ways[0][0])
    return url_for(endpoint, number=page.case.number)
