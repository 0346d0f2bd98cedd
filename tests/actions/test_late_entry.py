"""A need that came in before it is written down: paper, a night, a power cut (domain 2.1, back-entry)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from puskesos.actions.case_emergency import HelpEntry, help_first
from puskesos.errors import RuleBroken
from puskesos.models import Case, CaseEvent, Hub
from tests.cast import NOW, Cast, make_case, viewer_of

FRIDAY_NIGHT = datetime(2026, 11, 13, 16, 5, tzinfo=UTC)  # 23.05 in Muaragembong
LATE = {"received_at": FRIDAY_NIGHT, "late_because": "Listrik padam, dicatat di kertas"}


def test_its_day_and_its_dates_are_those_of_the_coming_in(cast: Cast) -> None:
    case = make_case(cast, service="K02", **LATE)
    assert (case.registered_on, case.due_on) == (date(2026, 11, 13), date(2026, 11, 18))
    assert (case.state_since, case.late_entry) == (FRIDAY_NIGHT, "Listrik padam, dicatat di kertas")
    assert case.created_at >= NOW
    said = CaseEvent.get(CaseEvent.case == case, CaseEvent.kind == "daftar").text
    assert said == (
        "Kasus didaftarkan belakangan: masuk 13 November 2026 pukul 23.05 (Listrik padam, dicatat di kertas)."
    )


def test_the_day_is_the_hubs_own(cast: Cast) -> None:
    Hub.update(zone="Asia/Jayapura").where(Hub.id == cast.hub.id).execute()
    assert make_case(cast, **LATE).registered_on == date(2026, 11, 14)


def test_what_is_written_at_once_carries_no_mark(cast: Cast) -> None:
    case = make_case(cast, late_because="tidak dipakai")
    assert case.late_entry == "" and CaseEvent.get(CaseEvent.case == case).text == "Kasus didaftarkan."


@pytest.mark.parametrize(
    ("late", "field"),
    [
        ({"received_at": NOW + timedelta(minutes=5)}, "received_on"),
        ({"received_at": NOW - timedelta(days=400)}, "received_on"),
        ({"received_at": FRIDAY_NIGHT, "late_because": ""}, "late_because"),
    ],
    ids=["ahead", "too long ago", "no reason"],
)
def test_odd_moments_are_refused(cast: Cast, late: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as problem:
        make_case(cast, **{"late_because": "Kertas"} | late)
    assert problem.value.field == field and not Case.select().exists()


def help_at(cast: Cast, moment: datetime) -> Case:
    case = make_case(cast, service="K05", priority="darurat")
    entry = HelpEntry("Dibawa ke puskesmas.", "Bidan desa", helped_at=moment)
    help_first(case, entry, version=case.version, actor=viewer_of(cast.sari), now=NOW + timedelta(hours=1))
    return case


def test_help_at_night_is_told_with_its_own_hour(cast: Cast) -> None:
    case = help_at(cast, datetime(2026, 11, 16, 16, 30, tzinfo=UTC))
    said = CaseEvent.get(CaseEvent.case == case, CaseEvent.to_state == "dilayani").text
    assert "Ditolong 16 November 2026 pukul 23.30." in said


@pytest.mark.parametrize("away", [timedelta(hours=2), timedelta(days=-8)], ids=["ahead", "too long ago"])
def test_help_at_an_odd_hour_is_refused(cast: Cast, away: timedelta) -> None:
    with pytest.raises(RuleBroken) as problem:
        help_at(cast, NOW + away)
    assert problem.value.field == "helped_on" and Case.get().state == "terdaftar"
