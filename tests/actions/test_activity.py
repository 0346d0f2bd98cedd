"""A volunteer's activities: one per tap, corrected and cancelled with a trace; and what their month counts."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.activity import ActivityEntry, cancel_activity, change_activity, note_activity
from puskesos.config import Settings
from puskesos.database import connected
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import Activity, Assignment, AuditEntry, User, UserVillage, Visit
from puskesos.queries.activity import find_own_activity, find_volunteer, list_months, month_of
from puskesos.rules.activity import Month
from tests.cast import TODAY, ZONE, Cast, viewer_of
from tests.field_reports import send_report
from tests.views.field import approve, report, start_field

NOVEMBER = Month.of(TODAY)


def tap(user: User, kind: str = "rapat", key: str | None = None, today: date = TODAY) -> Activity:
    how = {"key": key or str(uuid.uuid4()), "actor": viewer_of(user), "now": clock.now(), "today": today}
    return Activity.get_by_id(note_activity(kind, **how))


def when(user: User, version: int = 1) -> dict[str, Any]:
    return {"version": version, "actor": viewer_of(user), "now": clock.now(), "today": TODAY}


def entry(activity: Activity, **typed: Any) -> ActivityEntry:
    return replace(ActivityEntry(activity.kind, activity.day, activity.village_id), **typed)


def test_one_tap_notes_today_and_the_only_village(cast: Cast) -> None:
    made = tap(cast.ujang, "musdes")
    assert (made.kind, made.day, made.village_id, made.user_id) == ("musdes", TODAY, cast.bahagia.id, cast.ujang.id)
    logged = AuditEntry.get(AuditEntry.action == "activity_noted")
    assert (logged.object_id, logged.detail) == (str(made.id), '{"kind": "musdes"}')


def test_who_works_in_two_villages_says_which(cast: Cast) -> None:
    UserVillage.create(user=cast.ujang, village=cast.bakti)
    assert tap(cast.ujang).village_id is None


def test_a_double_tap_is_one_activity_and_another_kind_another(cast: Cast) -> None:
    key = str(uuid.uuid4())
    first, again, other = tap(cast.ujang, key=key), tap(cast.ujang, key=key), tap(cast.ujang, "musdes", key)
    assert first.id == again.id != other.id and Activity.select().count() == 2


def test_two_taps_at_once_are_one_activity(cast: Cast) -> None:
    key, start = str(uuid.uuid4()), Barrier(2)

    def one(_number: int) -> int:
        with connected():
            start.wait()
            return tap(cast.ujang, key=key).id

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(one, range(2)))) == Activity.select().count() == 1


@pytest.mark.parametrize("name", ["sari", "bayu", "ratna", "dewi", "citra"])
def test_others_note_nothing(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        tap(getattr(cast, name))
    assert not Activity.select().exists()


def test_a_kind_that_is_not_in_the_list_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Pilih jenis"):
        tap(cast.ujang, "arisan")


def test_it_is_corrected_by_its_volunteer_and_a_stale_page_is_a_conflict(cast: Cast) -> None:
    made = tap(cast.ujang)
    wanted = entry(made, place="Balai desa", obstacle="Hujan", day=date(2026, 10, 1))
    assert change_activity(made, wanted, **when(cast.ujang)) == ["day", "place", "obstacle"]
    fresh = Activity.get_by_id(made.id)
    assert (fresh.place, fresh.day, fresh.version, fresh.changed_at is None) == (
        "Balai desa",
        date(2026, 10, 1),
        2,
        False,
    )
    assert change_activity(fresh, wanted, **when(cast.ujang, 2)) == []
    with pytest.raises(Conflict):
        change_activity(fresh, entry(fresh, place="Lain"), **when(cast.ujang, 1))
    for other in (cast.tono, cast.ratna):
        with pytest.raises(NotAllowed):
            change_activity(fresh, wanted, **when(other, 2))
    assert AuditEntry.get(AuditEntry.action == "activity_changed").detail == '{"fields": "day, place, obstacle"}'


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "arisan"}, "kind"),
        ({"day": TODAY + timedelta(days=1)}, "day"),
        ({"day": date(2026, 9, 30)}, "day"),
        ({"village_id": -1}, "village"),
        ({"note": "NIK 3216995206790003"}, "note"),
        ({"place": "Rumah 3216 9912 0679 0001"}, "place"),
    ],
    ids=["kind", "future", "handed in", "village", "nik", "kk"],
)
def test_what_cannot_be_is_said_at_its_field(cast: Cast, typed: dict[str, Any], field: str) -> None:
    made = tap(cast.ujang)
    if "village_id" in typed:
        typed = {"village_id": cast.bakti.id}
    with pytest.raises(RuleBroken) as refused:
        change_activity(made, entry(made, **typed), **when(cast.ujang))
    assert refused.value.field == field and Activity.get_by_id(made.id).version == 1


def test_a_village_that_is_no_longer_the_own_may_stay(cast: Cast) -> None:
    made = tap(cast.ujang)
    UserVillage.delete().where(UserVillage.user == cast.ujang).execute()
    assert change_activity(made, entry(made, place="Dermaga"), **when(cast.ujang)) == ["place"]


def test_a_cancelled_one_stays_as_a_trace_and_counts_no_more(cast: Cast) -> None:
    made = tap(cast.ujang)
    cancel_activity(made, **when(cast.ujang))
    seen = month_of(cast.ujang.id, NOVEMBER, ZONE)
    assert not seen.activities and [row.id for row in seen.cancelled] == [made.id] and not seen.kinds
    with pytest.raises(RuleBroken, match="sudah dibatalkan"):
        cancel_activity(Activity.get_by_id(made.id), **when(cast.ujang, 2))
    with pytest.raises(Conflict):
        cancel_activity(made, **when(cast.ujang))
    assert AuditEntry.select().where(AuditEntry.action == "activity_cancelled").count() == 1


def test_a_month_that_was_handed_in_stays_as_it_is(cast: Cast) -> None:
    made = tap(cast.ujang, today=date(2026, 9, 30))
    with pytest.raises(RuleBroken, match="sudah lewat"):
        cancel_activity(made, **when(cast.ujang))


def test_the_month_counts_visits_tasks_needs_and_activities(cast: Cast, settings: Settings) -> None:
    field = start_field(cast)
    report(field, settings.uploads)
    approve(field)
    send_report(cast, settings.uploads)
    tap(cast.ujang)
    tap(cast.ujang, "kunjungan_rumah", today=date(2026, 10, 31))
    seen = month_of(cast.ujang.id, NOVEMBER, ZONE)
    assert [(row.number, row.outcome, row.village) for row in seen.visits] == [
        (field.case.number, "bertemu", "Pantai Bahagia")
    ]
    assert (seen.new_tasks, seen.finished, seen.needs, len(seen.activities)) == (1, 1, 1, 1)
    assert [(row.kind.value, row.tasks, row.others) for row in seen.kinds] == [
        ("kunjungan_rumah", 1, 0),
        ("rapat", 0, 1),
    ]
    assert len(month_of(cast.ujang.id, NOVEMBER.before, ZONE).activities) == 1
    empty = month_of(cast.tono.id, NOVEMBER, ZONE)
    assert not empty.visits and not empty.activities and (empty.new_tasks, empty.needs) == (0, 0)


def test_a_visit_told_again_counts_once_and_a_second_visit_twice(cast: Cast, settings: Settings) -> None:
    field = start_field(cast)
    at = clock.now() - timedelta(hours=1)
    for findings in ("Rumah panggung.", "Rumah panggung, atap bocor."):
        report(field, settings.uploads, visited_at=at, findings=findings)
        Assignment.update(state="dikembalikan").where(Assignment.id == field.task.id).execute()
        field = field.again()
    assert Visit.select().count() == 2 and len(month_of(cast.ujang.id, NOVEMBER, ZONE).visits) == 1
    assert [row.visits for row in list_months(cast.hub.id, NOVEMBER, ZONE) if row.name == "Ujang"] == [1]
    Assignment.update(state="kunjungan_ulang").where(Assignment.id == field.task.id).execute()
    report(field.again(), settings.uploads, visited_at=at + timedelta(minutes=30))
    assert len(month_of(cast.ujang.id, NOVEMBER, ZONE).visits) == 2


def test_a_month_begins_at_midnight_of_the_hub(cast: Cast, settings: Settings) -> None:
    field = start_field(cast)
    visit = report(field, settings.uploads)
    for hours, october, november in ((-1, 1, 0), (0, 0, 1)):
        first_moment = clock.now().replace(year=2026, month=10, day=31, hour=17, minute=0, second=0, microsecond=0)
        Visit.update(visited_at=first_moment + timedelta(hours=hours)).where(Visit.id == visit.id).execute()
        counts = [len(month_of(cast.ujang.id, month, ZONE).visits) for month in (NOVEMBER.before, NOVEMBER)]
        assert counts == [october, november]


def test_the_hub_lists_its_volunteers_and_who_stopped_while_something_is_theirs(cast: Cast) -> None:
    tap(cast.ujang)
    User.update(active=False).where(User.id.in_([cast.ujang.id, cast.tono.id])).execute()
    assert [(row.name, row.activities, row.visits) for row in list_months(cast.hub.id, NOVEMBER, ZONE)] == [
        ("Ujang", 1, 0)
    ]
    assert not list_months(cast.other_hub.id, NOVEMBER, ZONE)


def test_everybody_finds_what_is_theirs(cast: Cast) -> None:
    made = tap(cast.ujang)
    assert find_own_activity(viewer_of(cast.ujang), made.id)
    assert not find_own_activity(viewer_of(cast.tono), made.id) and not find_own_activity(
        viewer_of(cast.ratna), made.id
    )
    assert find_volunteer(viewer_of(cast.ratna), cast.ujang.id)
    assert not find_volunteer(viewer_of(cast.citra), cast.ujang.id)
    assert not find_volunteer(viewer_of(cast.ratna), cast.sari.id)
