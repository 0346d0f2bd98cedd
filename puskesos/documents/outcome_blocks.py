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
    """Rekomendasi back office."""
    advice = page.recommendation
    choice, who, when, reason = "", "", "", ""
    if advice:
        choice, who = label_of(RecommendationChoice, advice.choice), page.names.get(advice.created_by_id, "")
        when, reason = clock_time(advice.created_at, zone), squeeze(advice.reason, most)
    return [
        [Box("Rekomendasi", choice, 5, "strong"), Box("Nama petugas", who, 4), Box("Tanggal", when, 3)],
        [Box("Alasan", reason, 12, "long")],
    ]


def decision_rows(page: CasePage, zone: str, most: int) -> Rows:
    """Penetapan koordinator, with what the choice requires."""
    decision = page.decision
    if decision is None:
        return [
            [Box("Penetapan", "", 5), Box("Koordinator", "", 4), Box("Tanggal", "", 3)],
            [Box("Alasan / tindakan", "", 12, "long")],
        ]
    extra = {
        DecisionChoice.LAYANI: [
            Box("Petugas pelaksana", decision.officer, 6),
            Box("Target selesai", show_date(decision.target_on), 6),
        ],
        DecisionChoice.RUJUK: [],
        DecisionChoice.TOLAK: [
            Box("Alasan", label_of(RejectionReason, decision.rejection_reason), 6),
            Box("Disampaikan kepada klien", squeeze(decision.told_client, most), 6),
        ],
    }[DecisionChoice(decision.choice)]
    rows = [
        [
            Box("Penetapan", label_of(DecisionChoice, decision.choice), 5, "strong"),
            Box("Koordinator", page.names.get(decision.created_by_id, ""), 4),
            Box("Tanggal", clock_time(decision.created_at, zone), 3),
        ],
        extra,
        [Box("Alasan / tindakan", squeeze(decision.text, most), 12, "long")],
    ]
    return [row for row in rows if row]


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
    """Hasil akhir."""
    closed = case.closed_at
    result = label_of(ResultCode, case.result) or (label_of(CaseState, case.state) if closed else "")
    given = joined(case.given, show_rupiah(case.given_amount), show_short_date(case.given_on))
    told = joined(show_short_date(case.told_family_on), label_of(ToldHow, case.told_how).lower())
    return [
        [
            Box("Hasil akhir", result, 5, "strong"),
            Box("Tanggal tutup", clock_time(closed, zone), 4),
            Box("Keluarga diberi tahu", told, 3),
        ],
        [Box("Uraian hasil", squeeze(case.result_text, most), 12, "long")],
        [
            Box("Yang diterima keluarga", given, 9),
            Box("Kepuasan", SATISFACTION.get(case.satisfaction or 0, ""), 3),
        ],
    ]
