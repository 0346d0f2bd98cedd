"""Time that stands still: since when, for how many working days, and what it does to the due date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.clock_pause import (
    Pause,
    Wait,
    day_of,
    due_after,
    pause_of,
    pause_words,
    paused_days,
    waiting_since,
)
from puskesos.rules.deadlines import working_days_between

ZONE = "Asia/Jakarta"
NINE = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)  # Monday 9 November 2026, 09.00 WIB


def on(day: int) -> datetime:
    return NINE + timedelta(days=day - 9)


def test_missing_papers_stop_the_clock_since_the_case_went_back() -> None:
    pause = pause_of("perlu_perbaikan", "biasa", on(12), [], ZONE)
    assert pause is not None
    said = "waktu berhenti: menunggu berkas keluarga sejak 12-11 (3 hari kerja)"
    assert pause_words(pause, date(2026, 11, 17)) == said
    assert pause_words(pause, date(2026, 11, 12)) == "waktu berhenti: menunggu berkas keluarga sejak 12-11"


@pytest.mark.parametrize("state", ["terdaftar", "kunjungan", "penanganan", "menunggu_penetapan", "dilayani", "selesai"])
def test_the_hubs_own_steps_never_stop_the_clock(state: str) -> None:
    assert pause_of(state, "biasa", on(9), [Wait(on(9), None)], ZONE) is None


@pytest.mark.parametrize(
    ("letters", "since"),
    [
        pytest.param([], None, id="referred, but no letter is out"),
        pytest.param([(9, 11)], None, id="answered"),
        pytest.param([(10, None)], 10, id="one letter out"),
        pytest.param([(9, 12), (10, None)], 9, id="the answered one began the same wait"),
        pytest.param([(9, 10), (11, None)], 11, id="a wait of its own"),
        pytest.param([(9, 11), (10, 13), (12, None)], 9, id="a chain of letters"),
        pytest.param([(12, None), (10, None)], 10, id="two out"),
        pytest.param([(9, 10), (10, None)], 10, id="the next left when the first was answered: counted once"),
    ],
)
def test_an_office_stops_the_clock_while_a_letter_is_out(
    letters: list[tuple[int, int | None]], since: int | None
) -> None:
    out = [Wait(on(start), on(end) if end else None) for start, end in letters]
    assert waiting_since(out) == (on(since) if since else None)
    pause = pause_of("dirujuk", "biasa", on(9), out, ZONE)
    assert (pause.since if pause else None) == (date(2026, 11, since) if since else None)


def test_in_an_emergency_no_letter_stops_the_clock() -> None:
    out = [Wait(on(9), None)]
    assert pause_of("dirujuk", "darurat", on(9), out, ZONE) is None
    assert pause_of("dirujuk", "segera", on(9), out, ZONE) is not None
    assert pause_of("perlu_perbaikan", "darurat", on(9), [], ZONE) is not None, "the family's papers still do"
    pause = pause_of("dirujuk", "darurat", on(9), [*out, Wait(on(10), None, "Kemensos")], ZONE)
    assert pause == Pause(date(2026, 11, 10), "Kemensos"), "and so does Kemensos on a guided way"


def test_a_letter_from_before_the_case_was_referred_counts_from_then() -> None:
    pause = pause_of("dirujuk", "biasa", on(11), [Wait(on(9), None)], ZONE)
    assert pause is not None and pause.since == date(2026, 11, 11)


@pytest.mark.parametrize(
    ("due", "since", "today", "local", "moved"),
    [
        pytest.param((2026, 11, 13), (2026, 11, 12), (2026, 11, 17), (), (2026, 11, 18), id="three working days"),
        pytest.param((2026, 11, 13), (2026, 11, 13), (2026, 11, 15), (), (2026, 11, 13), id="only a weekend"),
        pytest.param((2026, 3, 18), (2026, 3, 17), (2026, 3, 26), (), (2026, 3, 26), id="across Lebaran 2026"),
        pytest.param(
            (2026, 12, 23), (2026, 12, 22), (2027, 1, 4), (), (2027, 1, 6), id="across the year's end and Isra Mikraj"
        ),
        pytest.param((2026, 11, 5), (2026, 11, 9), (2026, 11, 11), (), (2026, 11, 9), id="late before, as late after"),
        pytest.param((2026, 11, 13), (2026, 11, 12), (2026, 11, 17), (16,), (2026, 11, 18), id="over a local holiday"),
    ],
)
def test_the_due_date_moves_by_the_working_days_of_the_pause(
    due: tuple[int, int, int],
    since: tuple[int, int, int],
    today: tuple[int, int, int],
    local: tuple[int, ...],
    moved: tuple[int, int, int],
) -> None:
    off = frozenset(date(2026, 11, day) for day in local)
    assert due_after(date(*due), Pause(date(*since), "berkas keluarga"), date(*today), off) == date(*moved)


DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@given(DAYS, st.integers(0, 90), st.integers(0, 60))
def test_a_pause_neither_gives_nor_takes_working_days(since: date, lasted: int, left: int) -> None:
    today, due = since + timedelta(days=lasted), since + timedelta(days=left)
    before = max(0, working_days_between(since, due))
    assert working_days_between(today, due_after(due, Pause(since, "berkas keluarga"), today)) in {before, before + 1}
    assert paused_days(Pause(today, ""), since) == 0


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Asia/Jakarta", 12), ("Asia/Makassar", 13), ("Asia/Jayapura", 13)],
)
def test_half_past_eleven_at_night_in_jakarta_is_tomorrow_further_east(zone: str, day: int) -> None:
    late = datetime(2026, 11, 12, 16, 30, tzinfo=UTC)
    assert day_of(late, zone) == date(2026, 11, day)
    pause = pause_of("perlu_perbaikan", "biasa", late, [], zone)
    assert pause is not None and pause.since == date(2026, 11, day)


def test_kemensos_stops_the_clock_of_what_is_served_and_an_office_does_not() -> None:
    waits = [Wait(on(10), None, "Kemensos"), Wait(on(9), None)]
    served, referred = (pause_of(state, "biasa", on(9), waits, ZONE) for state in ("dilayani", "dirujuk"))
    assert served == Pause(date(2026, 11, 10), "Kemensos")
    assert referred == Pause(date(2026, 11, 9), "Kemensos dan jawaban instansi")
    assert pause_words(served, date(2026, 11, 12)) == "waktu berhenti: menunggu Kemensos sejak 10-11 (2 hari kerja)"
    assert pause_of("penanganan", "biasa", on(9), waits, ZONE) is None


def test_waits_of_several_kinds_that_overlap_are_one_pause() -> None:
    waits = [Wait(on(9), on(12)), Wait(on(11), None, "Kemensos"), Wait(on(2), on(5))]
    assert pause_of("dirujuk", "biasa", on(2), waits, ZONE) == Pause(date(2026, 11, 9), "Kemensos")
