"""Programs, local holidays, and time limits: stored once, audited, and believed at once."""

from __future__ import annotations

import json
import uuid
from datetime import date

import pytest

from puskesos import clock
from puskesos.actions.field_settings import FieldSettings, change_field_settings
from puskesos.actions.holiday import Holidays, add_holidays, remove_holiday
from puskesos.actions.program import ProgramEntry, change_program, create_program
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import AuditEntry, Hub, LocalHoliday, Program, StepTarget
from puskesos.queries.hub import days_off, list_programs, names_of_programs, step_days
from tests.cast import TODAY, Cast, make_case, viewer_of

SETTINGS = {
    "answer_days": 5,
    "answer_days_urgent": 0,
    "answer_days_prompt": 1,
    "proposal_from_day": 1,
    "proposal_until_day": 10,
    "dtsen_cutoff_day": 17,
    "dtsen_pull_day": 18,
    "reactivation_months": 6,
    "silent_days": 5,
    "public_status": True,
}
FAIR = Holidays("Hari Jadi Kabupaten", date(2026, 11, 18), date(2026, 11, 19))


def audited(action: str) -> list[dict[str, object]]:
    return [json.loads(entry.detail) for entry in AuditEntry.select().where(AuditEntry.action == action)]


def set_field(cast: Cast, **fields: object) -> int:
    wanted = FieldSettings(**SETTINGS | fields)
    return change_field_settings(cast.hub, wanted, actor=viewer_of(cast.ratna), now=clock.now())


def test_a_programs_limit_is_changed_once_and_with_a_trace(cast: Cast) -> None:
    program, ratna = Program.get(Program.hub == cast.hub, Program.code == "pbi_jk"), viewer_of(cast.ratna)
    entry = ProgramEntry("PBI-JK", decile_limit=4)
    assert change_program(program, entry, version=1, actor=ratna, now=clock.now())
    assert {one.code: one.decile_limit for one in list_programs(cast.hub.id)}["pbi_jk"] == 4
    assert audited("program_changed") == [{"code": "pbi_jk", "fields": "decile_limit", "before": {"decile_limit": 5}}]
    with pytest.raises(Conflict):
        change_program(program, entry, version=1, actor=ratna, now=clock.now())
    assert not change_program(Program.get_by_id(program.id), entry, version=2, actor=ratna, now=clock.now())


def test_a_new_program_is_made_once_and_never_twice_by_name(cast: Cast) -> None:
    ratna, key, entry = viewer_of(cast.ratna), str(uuid.uuid4()), ProgramEntry("Kartu Sehat Daerah")
    assert len({create_program(entry, key=key, actor=ratna, now=clock.now()) for _ in range(2)}) == 1
    assert names_of_programs(cast.hub.id)["U01"] == "Kartu Sehat Daerah"
    with pytest.raises(RuleBroken):
        create_program(entry, key=str(uuid.uuid4()), actor=ratna, now=clock.now())


def test_local_holidays_move_the_next_cases_date_and_no_old_one(cast: Cast) -> None:
    old, ratna = make_case(cast, service="K04"), viewer_of(cast.ratna)
    assert add_holidays(FAIR, actor=ratna, now=clock.now()) == 2
    assert days_off(cast.hub.id) == {date(2026, 11, 18), date(2026, 11, 19)}
    assert not days_off(cast.other_hub.id)
    assert make_case(cast, service="K04").due_on == date(2026, 11, 20)
    assert old.due_on == date(2026, 11, 18)
    remove_holiday(LocalHoliday.get(LocalHoliday.day == date(2026, 11, 18)), actor=ratna, now=clock.now())
    assert days_off(cast.hub.id) == {date(2026, 11, 19)}


def test_the_same_days_again_add_nothing(cast: Cast) -> None:
    ratna = viewer_of(cast.ratna)
    add_holidays(FAIR, actor=ratna, now=clock.now())
    longer = Holidays("Pilkades", date(2026, 11, 19), date(2026, 11, 20))
    assert add_holidays(FAIR, actor=ratna, now=clock.now()) == 0
    assert add_holidays(longer, actor=ratna, now=clock.now()) == 1
    assert [detail["days"] for detail in audited("holidays_added")] == [2, 1]


@pytest.mark.parametrize("last", [date(2026, 11, 17), date(2026, 12, 19)], ids=["backwards", "too long"])
def test_odd_runs_of_days_are_refused(cast: Cast, last: date) -> None:
    with pytest.raises(RuleBroken):
        add_holidays(Holidays("Libur", date(2026, 11, 18), last), actor=viewer_of(cast.ratna), now=clock.now())


def test_time_limits_are_stored_where_they_differ_and_believed_at_once(cast: Cast) -> None:
    assert step_days(cast.hub.id)["penanganan", "biasa"] == 3
    assert set_field(cast, answer_days=7, steps={("penanganan", "biasa"): 2, ("kunjungan", "segera"): 1}) == 2
    assert step_days(cast.hub.id)["penanganan", "biasa"] == 2
    assert step_days(cast.other_hub.id)["penanganan", "biasa"] == 3
    assert Hub.get_by_id(cast.hub.id).answer_days == 7
    assert audited("field_settings_changed")[0]["before"] == {"answer_days": 5, "penanganan:biasa": 3}
    assert set_field(cast, answer_days=7, steps={("penanganan", "biasa"): 2}) == 0


def test_going_back_to_the_default_leaves_no_row(cast: Cast) -> None:
    set_field(cast, steps={("penanganan", "biasa"): 2})
    assert StepTarget.select().count() == 1
    set_field(cast, steps={("penanganan", "biasa"): 3})
    assert StepTarget.select().count() == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"proposal_from_day": 20}, "proposal_until_day"),
        ({"dtsen_pull_day": 3}, "dtsen_pull_day"),
        ({"steps": {("penanganan", "biasa"): 61}}, None),
        ({"steps": {("terbang", "biasa"): 1}}, None),
    ],
    ids=["window", "pull before cut-off", "too long", "unknown step"],
)
def test_limits_that_cannot_be_are_refused(cast: Cast, fields: dict[str, object], field: str | None) -> None:
    with pytest.raises(RuleBroken) as problem:
        set_field(cast, **fields)
    assert problem.value.field == field
    assert not audited("field_settings_changed")


def test_only_who_manages_this_hub_changes_its_limits(cast: Cast) -> None:
    for user in (cast.sari, cast.bayu, cast.citra):
        with pytest.raises(NotAllowed):
            change_field_settings(cast.hub, FieldSettings(**SETTINGS), actor=viewer_of(user), now=clock.now())
    assert TODAY not in days_off(cast.hub.id)
