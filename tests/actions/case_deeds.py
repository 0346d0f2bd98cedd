"""What is done with a case, each deed with the permission of its page and its action with fitting entries.

`choice` picks among the ways a deed can be done; the first way (0) always fits where the deed is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from puskesos.actions.assignment import assign_volunteer
from puskesos.actions.case_closing import ClosingEntry, answer_on_the_spot, close_case
from puskesos.actions.case_decision import DecisionEntry, decide_case, step_case
from puskesos.actions.case_emergency import AfterEntry, HelpEntry, decide_afterwards, help_first
from puskesos.actions.case_link import cancel_duplicate
from puskesos.actions.case_papers import AskedEntry, ask_for_papers
from puskesos.actions.case_proposal import propose
from puskesos.actions.case_work import AdviceEntry, DataCheckEntry, check_data, recommend
from puskesos.actions.referral import refer_further
from puskesos.models import Case
from puskesos.queries.case_acts import must_refer
from puskesos.rules.case_path import CaseAct, RejectionReason, ResultCode
from puskesos.rules.outcome import NOBODY_TO_TELL, ToldHow
from puskesos.rules.permissions import Permission as P
from puskesos.rules.proposal import ProposalKind
from puskesos.rules.viewer import Viewer
from tests.cast import Cast, referral_entry

SECRET = "rahasia-uji-" * 4
WORDS = "Sesuai telepon keluarga."


@dataclass(frozen=True)
class Moment:
    """Who does it, when, in which way (`choice`), from a page `behind` versions old, with the `key` of its form."""

    cast: Cast
    viewer: Viewer
    now: datetime
    today: date
    choice: int
    behind: int
    key: str
    uploads: Path
    twin: Case

    def signed(self, row: Any = None) -> dict[str, Any]:
        """Actor and time, and the version that the form of `row` carried."""
        version = {"version": max(0, row.version - self.behind)} if row is not None else {}
        return {"actor": self.viewer, "now": self.now} | version

    def pick(self, ways: Any) -> Any:
        return list(ways)[self.choice % len(list(ways))]


def letter(at: Moment) -> Any:
    """A referral to Disdik, sent or still a draft."""
    channel = at.pick(["surat", "", "wa"])
    return referral_entry(at.cast, letter_on=at.today, channel=channel)


def assign(case: Case, at: Moment) -> None:
    volunteer = at.pick([at.cast.ujang, at.cast.tono])
    due_on, when = at.today + timedelta(days=at.choice), at.signed(case) | {"today": at.today, "key": at.key}
    assign_volunteer(
        case, volunteer_id=volunteer.id, kind="kunjungan_rumah", instruction="Temui.", due_on=due_on, **when
    )


def check(case: Case, at: Moment) -> None:
    status = at.pick(["terdaftar", "tidak_dapat", "belum_dicek"])
    check_data(case, DataCheckEntry(status, at.today, "siks_ng", note="Padam listrik."), **at.signed(case))


def step(act: CaseAct) -> Callable[[Case, Moment], None]:
    def take(case: Case, at: Moment) -> None:
        step_case(case, act, reason=WORDS, today=at.today, **at.signed(case))

    return take


def cancel(case: Case, at: Moment) -> None:
    if at.choice % 2:
        cancel_duplicate(case, at.twin, WORDS, today=at.today, **at.signed(case))
    else:
        step(CaseAct.PEMBATALAN)(case, at)


def inform(case: Case, at: Moment) -> None:
    answer_on_the_spot(case, "Dijelaskan.", **at.signed(case))


def help_now(case: Case, at: Moment) -> None:
    entry = HelpEntry("Dibawa ke puskesmas.", "Bayu", letter(at) if at.choice % 2 or must_refer(case) else None)
    help_first(case, entry, secret=SECRET, **at.signed(case))


def advise(case: Case, at: Moment) -> None:
    ways = [
        AdviceEntry("layani", WORDS),
        AdviceEntry("rujuk", WORDS, agency_name="Panti Asih", wanted="Tempat tinggal"),
        AdviceEntry("tolak", WORDS, rejection_reason=str(RejectionReason.LUAR_WILAYAH)),
        AdviceEntry("informasi", WORDS),
    ]
    recommend(case, at.pick(ways), **at.signed(case))


def ask(case: Case, at: Moment) -> None:
    ask_for_papers(case, AskedEntry(WORDS, more=(f"Surat {at.key}",)), **at.signed(case))


def suggest(kind: ProposalKind) -> Callable[[Case, Moment], None]:
    def take(case: Case, at: Moment) -> None:
        propose(case, kind, WORDS, {"text": WORDS}, **at.signed(case))

    return take


def refusal(at: Moment) -> DecisionEntry:
    reason = str(at.pick(RejectionReason))
    return DecisionEntry("tolak", WORDS, rejection_reason=reason, told_client="Diarahkan.")


def decide(case: Case, at: Moment) -> None:
    entry = at.pick(
        [
            DecisionEntry("layani", WORDS, "Bayu", at.today + timedelta(days=at.choice)),
            DecisionEntry("rujuk", WORDS, referral=letter(at)),
            refusal(at),
        ]
    )
    decide_case(case, entry, secret=SECRET, **at.signed(case))


def refuse(case: Case, at: Moment) -> None:
    decide_case(case, refusal(at), act=CaseAct.PENOLAKAN, **at.signed(case))


def decide_after(case: Case, at: Moment) -> None:
    decide_afterwards(case, AfterEntry(WORDS, "Bayu", at.today + timedelta(days=1)), **at.signed(case))


def refer(case: Case, at: Moment) -> None:
    refer_further(case, letter(at), key=at.key, secret=SECRET, **at.signed(case))


def close(case: Case, at: Moment) -> None:
    results = [ResultCode.TANPA_UMPAN_BALIK, ResultCode.TERPENUHI, ResultCode.MENINGGAL, ResultCode.TIDAK_DITEMUKAN]
    result = at.pick(results)
    told = None if result in NOBODY_TO_TELL else at.today
    how = ClosingEntry(str(ToldHow.LANGSUNG if told else ToldHow.TIDAK_ADA))
    close_case(case, result=str(result), text=WORDS, told_family_on=told, more=how, today=at.today, **at.signed(case))


ACTS: Mapping[str, tuple[P, Callable[[Case, Moment], None]]] = {
    str(CaseAct.PENUGASAN): (P.DISPATCH, assign),
    str(CaseAct.CEK_DATA): (P.CHECK_DATA, check),
    str(CaseAct.KEKURANGAN): (P.REGISTER_CASE, ask),
    str(CaseAct.KELENGKAPAN): (P.REGISTER_CASE, step(CaseAct.KELENGKAPAN)),
    str(CaseAct.INFORMASI): (P.ANSWER_AT_ONCE, inform),
    str(CaseAct.SEGERA): (P.HELP_FIRST, help_now),
    str(CaseAct.REKOMENDASI): (P.RECOMMEND, advise),
    str(CaseAct.PENETAPAN): (P.DECIDE, decide),
    str(CaseAct.SUSULAN): (P.DECIDE, decide_after),
    str(CaseAct.PENGEMBALIAN): (P.DECIDE, step(CaseAct.PENGEMBALIAN)),
    str(CaseAct.RUJUKAN): (P.DECIDE, refer),
    str(CaseAct.PENUTUPAN): (P.DECIDE, close),
    str(CaseAct.PENOLAKAN): (P.DECIDE, refuse),
    str(CaseAct.PEMBUKAAN): (P.DECIDE, step(CaseAct.PEMBUKAAN)),
    str(CaseAct.USUL_KUNJUNGAN): (P.PROPOSE, suggest(ProposalKind.KUNJUNGAN)),
    str(CaseAct.USUL_TUTUP): (P.PROPOSE, suggest(ProposalKind.TUTUP)),
    str(CaseAct.PEMBATALAN): (P.REGISTER_CASE, cancel),
}
