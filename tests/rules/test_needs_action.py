"""What needs action: from which moment something is late, who is told, and the sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from puskesos.rules.case_path import OPEN_STATES, CaseState
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.needs_action import (
    ALL_BITS,
    BITS,
    ORDER,
    STANDS,
    Facts,
    Need,
    cutoffs_at,
    needs_in,
    seen_by,
    sentence,
)
from puskesos.rules.roles import Role
from puskesos.rules.step_targets import DEFAULT_DAYS, Step

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
DAYS = [
    pytest.param(date(2026, 11, 17), id="a Tuesday"),
    pytest.param(date(2026, 11, 22), id="a Sunday"),
    pytest.param(date(2026, 3, 25), id="the first day after Lebaran 2026"),
    pytest.param(date(2027, 1, 4), id="the first day of a year"),
]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("clock", [(0, 5), (23, 30)])
def test_a_step_is_late_exactly_when_its_working_days_are_over(today: date, zone: str, clock: tuple[int, int]) -> None:
    now = datetime(today.year, today.month, today.day, *clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    off = frozenset({today - timedelta(days=1)})
    cutoffs = cutoffs_at(now, zone, DEFAULT_DAYS, off)
    assert cutoffs.today == today
    for (step, kind), days in DEFAULT_DAYS.items():
        if (step, kind) == (Step.TERDAFTAR, "darurat"):
            continue
        for back in range(30):
            began = datetime(today.year, today.month, today.day, 23, 59, tzinfo=ZoneInfo(zone)) - timedelta(days=back)
            late = add_working_days(began.date(), days, off) < today
            assert (began < cutoffs.step[step, kind]) == late, (step, kind, began)


def test_an_emergency_is_waited_for_in_hours() -> None:
    now = datetime(2026, 11, 17, 16, 30, tzinfo=UTC)
    cutoffs = cutoffs_at(now, "Asia/Jakarta", DEFAULT_DAYS)
    assert cutoffs.step[Step.TERDAFTAR, "darurat"] == now - timedelta(hours=2)
    assert cutoffs.answer["darurat"] == cutoffs.escalated[Step.TERDAFTAR, "darurat"] == now - timedelta(hours=1)
    hub_waits = DEFAULT_DAYS | {(Step.TERDAFTAR, "darurat"): 1, (Step.ESKALASI, "darurat"): 1}
    longer = cutoffs_at(now, "Asia/Jakarta", hub_waits)
    assert longer.step[Step.TERDAFTAR, "darurat"] == longer.answer["darurat"] == longer.step[Step.KUNJUNGAN, "segera"]


@pytest.mark.parametrize(
    ("step", "priority", "began"),
    [
        pytest.param(Step.KUNJUNGAN, "biasa", 12, id="a report is due after 3 and told after 3 (domain 7.2)"),
        pytest.param(Step.KUNJUNGAN, "segera", 16, id="after 1"),
        pytest.param(Step.KUNJUNGAN, "darurat", 17, id="on the day itself"),
        pytest.param(Step.TERDAFTAR, "biasa", 12, id="contact is due after 2, the koordinator hears after 3"),
        pytest.param(Step.TERDAFTAR, "segera", 16, id="contact on the same day, the koordinator hears after 1"),
        pytest.param(Step.PERLU_PERBAIKAN, "biasa", 3, id="a family with ten days is not told of after three"),
    ],
)
def test_the_koordinator_hears_of_a_step_without_progress_but_never_within_its_limit(
    step: Step, priority: str, began: int
) -> None:
    cutoffs = cutoffs_at(datetime(2026, 11, 17, 2, tzinfo=UTC), "Asia/Jakarta", DEFAULT_DAYS)
    assert cutoffs.escalated[step, priority] == datetime(2026, 11, began, tzinfo=ZoneInfo("Asia/Jakarta"))
    for key, moment in cutoffs.escalated.items():
        assert moment <= cutoffs.step[key] or key == (Step.TERDAFTAR, "darurat")


def test_silence_lasts_five_working_days() -> None:
    cutoffs = cutoffs_at(datetime(2026, 11, 17, 2, tzinfo=UTC), "Asia/Jakarta", DEFAULT_DAYS)
    assert cutoffs.silent == datetime(2026, 11, 11, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert cutoffs.soon == date(2026, 11, 18)


def test_a_hub_sets_how_long_silence_may_last() -> None:
    now = datetime(2026, 11, 17, 2, tzinfo=UTC)
    silent = [cutoffs_at(now, "Asia/Jakarta", DEFAULT_DAYS, silent_days=days).silent for days in (1, 2, 10)]
    assert silent == [datetime(2026, 11, day, tzinfo=ZoneInfo("Asia/Jakarta")) for day in (17, 16, 4)]


def test_reasons_come_back_from_their_bits_most_urgent_first() -> None:
    assert needs_in(ALL_BITS) == list(ORDER)
    assert needs_in(BITS[Need.SENYAP] + BITS[Need.LEWAT]) == [Need.LEWAT, Need.SENYAP]
    assert needs_in(0) == []


def test_every_open_case_can_be_heard_of_by_somebody() -> None:
    for need in ORDER:
        assert seen_by({Role.KOORDINATOR, Role.BO}, need), need
    for state in OPEN_STATES - {CaseState.DRAF}:
        assert state in seen_by({Role.KOORDINATOR}, Need.LEWAT)
    assert not seen_by({Role.BO}, Need.PENETAPAN) and not seen_by({Role.FO, Role.PSM, Role.ADMIN}, Need.LEWAT)


@pytest.mark.parametrize("need", ORDER)
@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_every_reason_is_a_sentence(need: Need, state: str) -> None:
    said = sentence(
        need,
        Facts(state, "kasus belum ditutup", "hari ini", "9 Nov 2026", "Ujang", "Dinas Sosial", "10 Nov 2026", "KTP"),
    )
    assert said.endswith(".") and said[0].isupper() and "  " not in said and "None" not in said


def test_escalation_says_what_stood_still() -> None:
    facts = Facts("penanganan", STANDS["rekomendasi"], step_since="9 Nov 2026 (6 hari kerja)")
    said = "Diteruskan karena rekomendasi back office belum ada sejak 9 Nov 2026 (6 hari kerja)."
    assert sentence(Need.ESKALASI, facts) == said
