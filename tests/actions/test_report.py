"""Closing a month keeps what it counted; what changes later is told by the next report; reopening needs a reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.report import close_month, reopen_month, write_note
from puskesos.config import Settings
from puskesos.database import connected
from puskesos.errors import Conflict, RuleBroken
from puskesos.models import AuditEntry, Case, CaseStay, MonthNote, MonthReport
from puskesos.queries.report import closed_report, figures_of, kept_figures, live_figures
from puskesos.queries.report_corrections import changes_since_closing, open_corrections
from puskesos.rules.activity import Month
from puskesos.rules.report import Counted, items_of
from puskesos.rules.report_kept import Kept
from tests.cast import NOW, Cast, make_case, viewer_of

NOVEMBER, DECEMBER = Month(date(2026, 11, 1)), Month(date(2026, 12, 1))
LATER = datetime(2026, 12, 2, 3, 0, tzinfo=NOW.tzinfo)


def close(cast: Cast, month: Month = NOVEMBER, now: datetime = LATER) -> MonthReport:
    return close_month(cast.hub, month, actor=viewer_of(cast.ratna), now=now, today=now.date())


def figure(cast: Cast, counted: Counted, month: Month = NOVEMBER, **parts: Any) -> int:
    wanted = {name: str(value) for name, value in parts.items()}
    return len(items_of(figures_of(cast.hub, month).items, counted, wanted))


def reopen(cast: Cast, reason: str = "Ada kasus yang belum dicatat") -> None:
    reopen_month(NOVEMBER, reason, actor=viewer_of(cast.ratna), now=LATER)


def test_a_new_case_stands_since_the_day_it_came_in(cast: Cast) -> None:
    case = make_case(cast)
    stay = CaseStay.get(CaseStay.case == case)
    assert (stay.state, stay.came_from, stay.since, stay.until) == ("terdaftar", "", case.registered_on, None)


def test_a_closed_month_does_not_move(cast: Cast, moment: Any) -> None:
    make_case(cast)
    report = close(cast)
    moment.move_to(LATER)
    make_case(cast, received_at=NOW, late_because="Kertas tercecer")
    assert figure(cast, Counted.MASUK) == 1
    kept = Kept.from_bytes(bytes(closed_report(cast.hub.id, NOVEMBER).content))
    assert kept.fingerprint == report.fingerprint
    changed = changes_since_closing(cast.hub, NOVEMBER)
    assert [(one.counted, one.known, one.now) for one in changed] == [
        (Counted.MASUK, 1, 2),
        (Counted.SISA_AKHIR, 1, 2),
    ]


def test_the_next_report_tells_the_correction_once(cast: Cast, moment: Any) -> None:
    make_case(cast)
    close(cast)
    moment.move_to(LATER)
    make_case(cast, received_at=NOW, late_because="Kertas tercecer")
    told = open_corrections(cast.hub, DECEMBER)
    assert [(one.month, one.counted, one.difference) for one in told] == [
        ("2026-11", Counted.MASUK, 1),
        ("2026-11", Counted.SISA_AKHIR, 1),
    ]
    assert figure(cast, Counted.SISA_AWAL, DECEMBER) == 2
    december = close(cast, DECEMBER, datetime(2027, 1, 1, 3, 0, tzinfo=NOW.tzinfo))
    assert list(Kept.from_bytes(bytes(december.content)).corrections) == told
    assert open_corrections(cast.hub, DECEMBER.after) == []


def test_a_late_entry_is_flagged_in_its_own_month(cast: Cast) -> None:
    make_case(cast, received_at=NOW - timedelta(days=20), late_because="Dicatat di kertas")
    assert figure(cast, Counted.SUSULAN, NOVEMBER.before) == figure(cast, Counted.MASUK, NOVEMBER.before) == 1
    assert figure(cast, Counted.MASUK) == 0 and figure(cast, Counted.SISA_AWAL) == 1


def test_a_case_at_the_very_end_of_a_month_counts_by_the_hubs_clock(cast: Cast, moment: Any) -> None:
    moment.move_to(datetime(2026, 11, 30, 17, 30, tzinfo=NOW.tzinfo))  # half past midnight of 1 December in the hub
    make_case(cast)
    assert figure(cast, Counted.MASUK) == 0 and figure(cast, Counted.MASUK, DECEMBER) == 1


def test_another_hub_counts_nothing_of_ours(cast: Cast) -> None:
    make_case(cast)
    assert live_figures(cast.other_hub, NOVEMBER).items == []


def test_parts_are_those_of_case_and_client(cast: Cast) -> None:
    case = make_case(cast)
    (item,) = items_of(live_figures(cast.hub, NOVEMBER).items, Counted.MASUK, {})
    assert (item.case, item.parts["bidang"], item.parts["desa"]) == (case.id, case.area, str(case.village_id))
    assert figure(cast, Counted.MASUK, desa=case.village_id, layanan=case.service_id) == 1
    assert figure(cast, Counted.MASUK, desa=cast.bakti.id if case.village_id != cast.bakti.id else 0) == 0


@pytest.mark.parametrize("reason", ["", "...", "x1"])
def test_reopening_needs_a_reason(cast: Cast, reason: str) -> None:
    make_case(cast)
    close(cast)
    with pytest.raises(RuleBroken) as problem:
        reopen(cast, reason)
    assert problem.value.field == "reason" and closed_report(cast.hub.id, NOVEMBER)


def test_a_reopened_month_counts_anew_and_its_closing_stays(cast: Cast) -> None:
    make_case(cast)
    first = close(cast)
    reopen(cast)
    assert closed_report(cast.hub.id, NOVEMBER) is None
    again = close(cast)
    assert (first.revision, again.revision, again.fingerprint) == (1, 2, first.fingerprint)
    stays = MonthReport.get_by_id(first.id)
    assert (stays.reopened_by_name, stays.reopened_because) == ("Ratna", "Ada kasus yang belum dicatat")
    actions = ["month_closed", "month_reopened"]
    assert AuditEntry.select().where(AuditEntry.action.in_(actions)).count() == 3


def test_two_who_close_at_once_close_once(cast: Cast, opened: Settings) -> None:
    make_case(cast)
    barrier = Barrier(2)

    def attempt(_: int) -> str:
        with connected():
            barrier.wait()
            try:
                return close(cast).fingerprint
            except RuleBroken as refused:
                return refused.message

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(attempt, range(2)))
    assert MonthReport.select().count() == 1 and "Laporan November 2026 sudah ditutup." in said


def test_words_are_kept_with_the_month_and_stay(cast: Cast) -> None:
    make_case(cast)
    who = {"actor": viewer_of(cast.ratna), "now": clock.now()}
    write_note(NOVEMBER, "Listrik sering padam.", "Tambah genset.", version=0, **who)
    with pytest.raises(Conflict):
        write_note(NOVEMBER, "Lain", "", version=0, **who)
    write_note(NOVEMBER, "Listrik padam tiga kali.", "", version=1, **who)
    report = close(cast)
    assert kept_figures(report).note == ("Listrik padam tiga kali.", "")
    with pytest.raises(RuleBroken, match="sudah ditutup"):
        write_note(NOVEMBER, "Diubah", "", version=2, **who)
    assert MonthNote.get().obstacles == "Listrik padam tiga kali."


def test_a_month_that_runs_cannot_be_closed(cast: Cast) -> None:
    make_case(cast)
    with pytest.raises(RuleBroken, match="belum berakhir"):
        close(cast, now=NOW)
    assert not MonthReport.select().exists() and Case.select().count() == 1
