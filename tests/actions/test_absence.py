"""Days away: who notes them, once, never over each other, and taken back with a trace."""

from __future__ import annotations

from datetime import timedelta

import pytest

from puskesos import clock
from puskesos.actions.absence import add_absence, cancel_absence
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models import AuditEntry, User, VolunteerAbsence
from puskesos.queries.absence import absences_between
from tests.absences import away
from tests.cast import TODAY, Cast, viewer_of


def note(cast: Cast, of: User, by: User, first: int = 0, last: int = 3) -> VolunteerAbsence:
    days = (TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    return add_absence(of.id, *days, "", actor=viewer_of(by), now=clock.now(), today=TODAY)


def test_the_koordinator_and_the_volunteer_note_days_away(cast: Cast) -> None:
    note(cast, cast.ujang, cast.ratna)
    note(cast, cast.tono, cast.tono)
    assert {row.user_id for row in VolunteerAbsence.select()} == {cast.ujang.id, cast.tono.id}
    entry = AuditEntry.select().where(AuditEntry.action == "absence_added").order_by(AuditEntry.id).first()
    assert (entry.object_type, entry.object_id) == ("user", str(cast.ujang.id)) and "2026-11-20" in entry.detail


def test_the_same_days_again_are_one_entry(cast: Cast) -> None:
    assert note(cast, cast.ujang, cast.ratna).id == note(cast, cast.ujang, cast.ratna).id
    assert AuditEntry.select().where(AuditEntry.action == "absence_added").count() == 1


@pytest.mark.parametrize(("first", "last"), [(3, 9), (1, 2), (0, 9), (3, 3)])
def test_days_over_noted_ones_are_refused_until_these_are_cancelled(cast: Cast, first: int, last: int) -> None:
    standing = away(cast.ujang)
    with pytest.raises(RuleBroken, match="17 November 2026 sampai 20 November 2026"):
        note(cast, cast.ujang, cast.ratna, first, last)
    cancel_absence(standing, actor=viewer_of(cast.ratna), now=clock.now())
    assert note(cast, cast.ujang, cast.ratna, first, last).id != standing.id


def test_days_that_only_touch_are_two_absences(cast: Cast) -> None:
    away(cast.ujang)
    assert note(cast, cast.ujang, cast.ratna, 4, 5).id


@pytest.mark.parametrize(("first", "last"), [(2, 1), (-3, -1), (0, 400)])
def test_odd_days_are_refused_by_the_action_too(cast: Cast, first: int, last: int) -> None:
    with pytest.raises(RuleBroken):
        note(cast, cast.ujang, cast.ratna, first, last)


@pytest.mark.parametrize("name", ["sari", "bayu", "tono", "dewi"])
def test_nobody_else_notes_or_cancels_them(cast: Cast, name: str) -> None:
    standing, actor = away(cast.ujang), getattr(cast, name)
    with pytest.raises(NotAllowed):
        note(cast, cast.ujang, actor, 10, 11)
    with pytest.raises(NotAllowed):
        cancel_absence(standing, actor=viewer_of(actor), now=clock.now())


@pytest.mark.parametrize(("name", "by"), [("sari", "ratna"), ("citra", "ratna"), ("ujang", "citra")])
def test_only_volunteers_of_the_own_hub_have_days_away(cast: Cast, name: str, by: str) -> None:
    with pytest.raises(RuleBroken, match="Pilih relawan"):
        note(cast, getattr(cast, name), getattr(cast, by))


def test_cancelling_keeps_a_trace_and_again_changes_nothing(cast: Cast) -> None:
    standing = away(cast.ujang)
    for _time in range(2):
        cancel_absence(standing, actor=viewer_of(cast.ujang), now=clock.now())
    kept = VolunteerAbsence.get_by_id(standing.id)
    assert kept.cancelled_by_id == cast.ujang.id and kept.cancelled_at
    assert AuditEntry.select().where(AuditEntry.action == "absence_cancelled").count() == 1


def test_who_is_away_between_two_days_leaves_out_cancelled_ones_and_other_hubs(cast: Cast) -> None:
    later, now = away(cast.ujang, 5, 6), away(cast.ujang, 0, 1)
    cancel_absence(away(cast.tono), actor=viewer_of(cast.ratna), now=clock.now())
    found = absences_between(cast.hub.id, TODAY, TODAY + timedelta(days=5))
    assert found == {cast.ujang.id: [(now.first_on, now.last_on), (later.first_on, later.last_on)]}
    assert not absences_between(cast.other_hub.id, TODAY, TODAY + timedelta(days=5))
