"""The blocks of the case sheet that say what was advised, decided, answered and concluded (domain 6.3). Texts only."""

from __future__ import annotations

from puskesos.documents.case_blocks import Rows, joined
from puskesos.documents.paper import Box, clock_time, label_of, shorten, squeeze
from puskesos.formatting import show_date, show_short_date
from puskesos.models.case import Case
from puskesos.models.referral import Referral
from puskesos.queries.case_page import CasePage
from puskesos.rules.case_path import CaseState
from puskesos.rules.money import show_rupiah
from puskesos.rules.outcome import (
    SATISFACTION,
    DecisionChoice,
    RecommendationChoice,
    RejectionReason,
    ResultCode,
    ToldHow,
)
from puskesos.rules.referral_path import ReferralState

MOST_REFERRALS = 3


def recommendation_rows(page: CasePage, zone: str, most: int) -> Rows:
    """Rekomendasi back office; without one, lines to fill by hand as long as the case is open."""
    advice = page.recommendation
    if advice is None:
        return _to_fill(page, "Rekomendasi", "Petugas", "Alasan")
    who = joined(page.names.get(advice.created_by_id, ""), clock_time(advice.created_at, zone))
    return [
        [Box("Rekomendasi", label_of(RecommendationChoice, advice.choice), "strong"), Box("Petugas", who)],
        [Box("Alasan", squeeze(advice.reason, most), "long")],
    ]


def decision_rows(page: CasePage, zone: str, most: int) -> Rows:
    """Penetapan koordinator, with what the choice requires; without one, lines to fill while the case is open."""
    decision = page.decision
    if decision is None:
        return _to_fill(page, "Penetapan", "Koordinator", "Alasan, tindakan")
    who = joined(page.names.get(decision.created_by_id, ""), clock_time(decision.created_at, zone))
    rejected = label_of(RejectionReason, decision.rejection_reason)
    extra: dict[DecisionChoice, Rows] = {
        DecisionChoice.LAYANI: [[Box("Pelaksana", decision.officer), Box("Target", show_date(decision.target_on))]],
        DecisionChoice.RUJUK: [],
        DecisionChoice.TOLAK: [
            [Box("Alasan", rejected)],
            [Box("Disampaikan kepada klien", squeeze(decision.told_client, most), "long")],
        ],
    }
    return [
        [Box("Penetapan", label_of(DecisionChoice, decision.choice), "strong"), Box("Koordinator", who)],
        *extra[DecisionChoice(decision.choice)],
        [Box("Alasan, tindakan", squeeze(decision.text, most), "long")],
    ]


def _to_fill(page: CasePage, what: str, who: str, why: str) -> Rows:
    return [[Box(what), Box(who)], [Box(why, "", "long")]] if page.case.closed_at is None else []


def referral_lines(page: CasePage) -> list[tuple[str, str, str, str]]:
    """Agency, letter number, letter date, answer of the newest referrals, oldest first.

    A decision from before there were referrals has written its letter down itself.
    """
    rows = [
        (shorten(one.agency_name), one.letter_number, show_short_date(one.letter_on), shorten(_answer(one), 80))
        for one in reversed(page.referrals[:MOST_REFERRALS])
    ]
    decision = page.decision
    if rows or decision is None or decision.choice != DecisionChoice.RUJUK:
        return rows
    return [(shorten(decision.agency), shorten(decision.letter_number), show_short_date(decision.letter_on), "")]


def _answer(referral: Referral) -> str:
    """Nothing while the office is silent: the paper leaves room to write it down."""
    if referral.state in {ReferralState.DRAF, ReferralState.DIKIRIM}:
        return ""
    said = ReferralState(referral.state).label
    return f"{said}: {referral.answer_text}" if referral.answer_text else said


def result_rows(case: Case, zone: str, most: int) -> Rows:
    """Hasil akhir; lines to fill by hand while the case is open."""
    if case.closed_at is None:
        return [[Box("Hasil akhir"), Box("Ditutup")], [Box("Uraian hasil", "", "long")]]
    result = label_of(ResultCode, case.result) or label_of(CaseState, case.state)
    told = joined(show_short_date(case.told_family_on), label_of(ToldHow, case.told_how).lower())
    given = joined(case.given, show_rupiah(case.given_amount), show_short_date(case.given_on))
    more = (
        ("Uraian hasil", squeeze(case.result_text, most)),
        ("Yang diterima keluarga", given),
        ("Keluarga diberi tahu", told),
        ("Kepuasan", SATISFACTION.get(case.satisfaction or 0, "")),
    )
    return [
        [Box("Hasil akhir", result, "strong"), Box("Ditutup", clock_time(case.closed_at, zone))],
        *([Box(label, text, "long")] for label, text in more if text),
    ]
