"""From when on somebody on a guided way must be reminded of, and the sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.track import RUNNING_STEPS
from puskesos.rules.track_dates import add_months
from puskesos.rules.track_needs import (
    TRACK_BITS,
    TrackCutoffs,
    TrackNeed,
    is_window_over,
    track_cutoffs_at,
    track_needs_in,
    track_sentence,
)

TUESDAY = datetime(2026, 11, 17, 2, tzinfo=UTC)
TODAY = date(2026, 11, 17)


def cutoffs(now: datetime = TUESDAY, zone: str = "Asia/Jakarta", **hub: int) -> TrackCutoffs:
    return track_cutoffs_at(now, zone, **{"months": 6, "cutoff_day": 17, "until_day": 10} | hub)


def at(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, tzinfo=ZoneInfo("Asia/Jakarta"))


def test_a_step_may_stand_three_days_in_care_one_and_outside_twenty() -> None:
    found = cutoffs()
    assert (found.own, found.in_care, found.outside) == (at(12), at(16), at(20, 10))


def test_the_window_is_told_of_in_its_last_thirty_days() -> None:
    """A card off since 17 June 2026 can be made active until 17 December, thirty days from now (domain.md 5.3)."""
    assert cutoffs().ending == date(2026, 6, 17)
    assert cutoffs(months=3).ending == date(2026, 9, 17)


def test_the_decile_is_told_of_sixty_days_before_its_day_until_thirty_after() -> None:
    after, until = cutoffs().mending
    assert add_months(until, 6) == date(2027, 1, 16)
    assert after == date(2026, 4, 17), "whose day was 17 October is told of until 16 November"


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_what_is_told_of_is_never_an_empty_stretch(today: date) -> None:
    found = cutoffs(datetime(today.year, today.month, today.day, 2, tzinfo=UTC))
    assert found.mending[0] < found.mending[1] and found.today == today
    assert found.outside < found.own < found.in_care


@pytest.mark.parametrize(
    ("day", "data", "programs"),
    [(1, False, False), (3, False, True), (10, True, True), (11, True, False), (17, True, False), (18, False, False)],
)
def test_a_cut_off_is_at_hand_in_its_last_week(day: int, data: bool, programs: bool) -> None:
    """Data until the 17th, programs until the 10th (domain.md 5.1), or what the hub sets."""
    found = cutoffs(datetime(2026, 11, day, 2, tzinfo=UTC))
    assert (found.data_near, found.programs_near) == (data, programs)
    assert cutoffs(datetime(2026, 11, 25, 2, tzinfo=UTC), cutoff_day=28).data_near


@pytest.mark.parametrize(("zone", "day"), [("Asia/Jakarta", 17), ("Asia/Makassar", 18), ("Asia/Jayapura", 18)])
def test_the_day_turns_where_the_hub_is(zone: str, day: int) -> None:
    found = cutoffs(datetime(2026, 11, 17, 16, 30, tzinfo=UTC), zone)
    assert found.today == date(2026, 11, day) and found.data_near == (day == 17)


@pytest.mark.parametrize(
    ("need", "step", "last_day", "said"),
    [
        (TrackNeed.JENDELA, "berkas", date(2026, 12, 1), "Batas reaktivasi 1 Desember 2026 (2 minggu lagi), belum"),
        (TrackNeed.JENDELA, "berkas", date(2026, 9, 1), "Batas reaktivasi lewat sejak 1 September 2026: buat usulan"),
        (TrackNeed.BATAS, "dihimpun", TODAY, "Belum diinput SIKS-NG; batas 17 November 2026 (hari ini)."),
        (TrackNeed.LANGKAH, "berkas", None, "Masih “Berkas diperiksa” sejak 9 Nov 2026 (6 hari kerja)."),
        (TrackNeed.LANGKAH, "diusulkan", None, "Menunggu Kemensos sejak 9 Nov 2026 (6 hari kerja)."),
        (TrackNeed.LANGKAH, "disetujui", None, "Menunggu BPJS sejak 9 Nov 2026 (6 hari kerja)."),
        (TrackNeed.DESIL, "selesai", date(2027, 1, 3), "Perbaiki desil sebelum 3 Januari 2027 (6 minggu lagi)."),
    ],
)
def test_the_sentence_says_why(need: TrackNeed, step: str, last_day: date | None, said: str) -> None:
    since = "9 Nov 2026 (6 hari kerja)"
    assert track_sentence(need, step, last_day=last_day, since=since, today=TODAY).startswith(said)


def test_every_need_is_a_sentence_on_every_step() -> None:
    for need in TrackNeed:
        for step in RUNNING_STEPS:
            said = track_sentence(need, step, last_day=None, since="9 Nov 2026", today=TODAY)
            assert said.endswith(".") and said[0].isupper() and "None" not in said
    assert track_needs_in(sum(TRACK_BITS.values())) == list(TrackNeed) and track_needs_in(0) == []
    assert is_window_over(TrackNeed.JENDELA, date(2026, 11, 16), TODAY)
    assert not is_window_over(TrackNeed.BATAS, date(2026, 11, 16), TODAY)
