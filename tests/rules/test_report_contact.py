"""Villages by how long nothing came from them, and where cases wait."""

from __future__ import annotations

from datetime import date, timedelta

from puskesos.rules.case_path import CaseState
from puskesos.rules.report_contact import LOOKED_BACK_DAYS, SILENCE_DAYS, contacts_of
from puskesos.rules.report_waits import waits_of

TODAY = date(2026, 11, 17)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_the_last_sign_of_any_kind_counts_and_the_longest_silent_comes_first() -> None:
    signs = {
        "kasus masuk": {1: ago(40), 2: ago(3), 3: ago(SILENCE_DAYS)},
        "kunjungan": {1: ago(SILENCE_DAYS - 1), 2: ago(9)},
    }
    told = contacts_of(
        [(1, "Pantai Bahagia"), (2, "Jayasakti"), (3, "Pantai Bakti"), (4, "Pantai Harapan")], signs, TODAY
    )
    assert [(one.name, one.days, one.by, one.is_silent()) for one in told] == [
        ("Pantai Harapan", LOOKED_BACK_DAYS, "", True),
        ("Pantai Bakti", 14, "kasus masuk", True),
        ("Pantai Bahagia", 13, "kunjungan", False),
        ("Jayasakti", 3, "kasus masuk", False),
    ]


def test_a_day_still_to_come_is_today() -> None:
    (told,) = contacts_of([(1, "Jayasakti")], {"kegiatan relawan": {1: ago(-2)}}, TODAY)
    assert told.days == 0


def test_waits_count_each_case_and_stays_of_no_whole_day() -> None:
    standing = [("penanganan", ago(10), 2), ("penanganan", ago(1), 1), ("terdaftar", TODAY, 1)]
    ended = [("penanganan", ago(9), ago(3), 1), ("penanganan", ago(3), ago(3), 3), ("dilayani", ago(20), ago(2), 1)]
    told = {one.state: one for one in waits_of(standing, ended, TODAY)}
    assert list(told) == [CaseState.TERDAFTAR, CaseState.PENANGANAN, CaseState.DILAYANI]
    handled = told[CaseState.PENANGANAN]
    assert (handled.count, handled.median, handled.longest, handled.ended, handled.mean) == (3, 10, 10, 4, 1.5)
    assert (told[CaseState.TERDAFTAR].median, told[CaseState.TERDAFTAR].mean) == (0, None)
    assert (told[CaseState.DILAYANI].count, told[CaseState.DILAYANI].mean) == (0, 18)
