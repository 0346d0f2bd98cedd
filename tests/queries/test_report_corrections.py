"""What is written down after its month was closed: told once, in the next report, and never inside the closed one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.case_work import DataCheckEntry, check_data
from puskesos.actions.report import close_month
from puskesos.actions.spm_service import GivenEntry
from puskesos.models import Case, MonthReport, SpmClaim
from puskesos.queries.report import closed_report, content_of
from puskesos.queries.report_corrections import changes_since_closing, open_corrections
from puskesos.rules.activity import Month
from puskesos.rules.report import C
from puskesos.rules.report_balance import Correction, leaving
from puskesos.rules.report_kept import Kept
from tests.cast import NOW, ZONE, Cast, make_case, viewer_of
from tests.welfare import claim_spm, give

NOVEMBER = Month(date(2026, 11, 1))
DECEMBER, JANUARY, FEBRUARY = NOVEMBER.after, NOVEMBER.after.after, NOVEMBER.after.after.after
LATE = date(2026, 11, 27)
Told = list[tuple[str, str, int, int]]


def close(cast: Cast, month: Month, moment: Any) -> None:
    moment.move_to(datetime.combine(month.after.first, NOW.timetz()))
    close_month(cast.hub, month, actor=viewer_of(cast.ratna), now=clock.now(), today=clock.today(ZONE))


def check_late(cast: Cast, case: Case) -> None:
    entry = DataCheckEntry(status="terdaftar", decile=2, channel="siks_ng", checked_on=LATE)
    fresh = Case.get_by_id(case.id)
    check_data(fresh, entry, version=fresh.version, actor=viewer_of(cast.ratna), now=clock.now())


def told(corrections: list[Correction]) -> Told:
    return [(one.month, str(one.counted), one.known, one.now) for one in corrections]


@pytest.fixture
def claim(cast: Cast, moment: Any) -> SpmClaim:
    """An old man who waits; November is closed."""
    found = claim_spm(cast, make_case(cast))
    close(cast, NOVEMBER, moment)
    return found


def test_work_that_was_written_down_late_goes_into_the_next_report(cast: Cast, claim: SpmClaim, moment: Any) -> None:
    before = MonthReport.get().content
    assert changes_since_closing(cast.hub, NOVEMBER) == [] == open_corrections(cast.hub, DECEMBER)
    give(cast, claim, GivenEntry("sandang", LATE))
    check_late(cast, Case.get_by_id(claim.case_id))
    found = open_corrections(cast.hub, DECEMBER)
    assert told(found) == [("2026-11", one, 0, 1) for one in ("spm_dilayani", "cek", "cek_orang", "cek_kasus")]
    assert found == changes_since_closing(cast.hub, NOVEMBER) and MonthReport.get().content == before
    assert [one.label for one in found] == ["SPM dilayani", "Cek DTSEN", "Orang dicek", "Kasus dicek"]
    assert [one.counted for one in leaving(found)] == [C.CEK, C.CEK_ORANG, C.CEK_KASUS]
    close(cast, DECEMBER, moment)
    assert content_of(closed_report(cast.hub.id, DECEMBER)).corrections == found
    assert open_corrections(cast.hub, JANUARY) == []


def test_older_months_are_compared_by_their_cases_alone(cast: Cast, claim: SpmClaim, moment: Any) -> None:
    for month in (DECEMBER, JANUARY):
        close(cast, month, moment)
    give(cast, claim, GivenEntry("sandang", LATE))
    make_case(cast, received_at=NOW, late_because="Kertas tercecer")
    found = open_corrections(cast.hub, FEBRUARY)
    assert {(one.month, one.counted) for one in found if one.counted not in (C.SISA_AWAL, C.SISA_AKHIR)} == {
        ("2026-11", C.MASUK)
    }


def test_what_was_not_counted_when_the_month_was_closed_is_no_correction(cast: Cast, claim: SpmClaim) -> None:
    report = MonthReport.get()
    kept = Kept.from_bytes(bytes(report.content))
    words = {name: text for name, text in kept.definitions.items() if not name.startswith("cek")}
    older = Kept(kept.month, kept.items, kept.labels, definitions=words)
    MonthReport.update(content=older.to_bytes(), fingerprint=older.fingerprint).execute()
    check_late(cast, Case.get_by_id(claim.case_id))
    assert open_corrections(cast.hub, DECEMBER) == []
