"""A volunteer is invited and joins once, with the own phone; on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine

from puskesos import clock
from puskesos.actions.invitation import end_invitation, join
from puskesos.config import Settings
from puskesos.database import connected
from puskesos.errors import RuleBroken
from puskesos.models import AuditEntry, Invitation, User
from puskesos.queries.invitation import open_invitation_of
from puskesos.security.invitation import invitation_token
from puskesos.security.sessions import load_viewer
from tests.cast import PASSWORD, Cast, viewer_of
from tests.invited import OWN, enter, invite, may_sign_in, opened, stands


def test_the_link_lets_the_volunteer_in_with_an_own_password(cast: Cast, settings: Settings) -> None:
    token = invite(cast)
    session = enter(token)
    viewer = load_viewer(session, settings, clock.now())
    assert viewer is not None and (viewer.id, viewer.must_change_password) == (cast.ujang.id, False)
    assert may_sign_in("ujang", OWN) and not may_sign_in("ujang", PASSWORD)
    assert stands(token) == "dipakai"
    events = [(row.action, row.object_id, row.actor_id) for row in AuditEntry.select().order_by(AuditEntry.id)]
    assert events[:2] == [("invited", str(cast.ujang.id), cast.ratna.id), ("joined", str(cast.ujang.id), None)]


def test_only_a_digest_is_stored_and_the_token_is_long(cast: Cast) -> None:
    token = invite(cast)
    stored = " ".join(str(Invitation.get().__data__[name]) for name in Invitation._meta.sorted_field_names)
    assert len(token) == 24 and token not in stored
    assert token not in " ".join(f"{row.detail} {row.reason}" for row in AuditEntry.select())
    assert invitation_token("lain", Invitation.get().uuid) != token


def test_it_works_for_seventy_two_hours(cast: Cast, moment: time_machine.Traveller) -> None:
    token = invite(cast)
    moment.shift(timedelta(hours=71, minutes=59))
    assert stands(token) == "berlaku" and open_invitation_of(cast.ujang.id, clock.now())
    moment.shift(timedelta(minutes=2))
    assert stands(token) == "lewat" and not open_invitation_of(cast.ujang.id, clock.now())
    assert enter(token) == "" and not may_sign_in("ujang", OWN)


def test_it_works_once(cast: Cast, moment: time_machine.Traveller) -> None:
    token = invite(cast)
    assert enter(token)
    moment.shift(timedelta(minutes=1))
    assert enter(token, "kuda laut di karang") == "" and enter(token) == ""
    assert not may_sign_in("ujang", "kuda laut di karang")


def test_a_double_tap_of_the_same_person_is_let_in(cast: Cast) -> None:
    token = invite(cast)
    assert enter(token) and enter(token)
    assert enter(token, "kuda laut di karang") == ""


def test_of_two_people_at_once_one_wins(cast: Cast) -> None:
    token, start = invite(cast), Barrier(2)

    def one(number: int) -> bool:
        with connected():
            invitation = opened(token, f"10.0.0.{number}")
            start.wait()
            return bool(join(invitation, f"kata sandi orang {number}", device="x", now=clock.now()))

    with ThreadPoolExecutor(2) as pool:
        won = list(pool.map(one, range(2)))
    assert sorted(won) == [False, True]
    assert [may_sign_in("ujang", f"kata sandi orang {number}") for number in range(2)] == won


def test_a_new_invitation_ends_the_old_one(cast: Cast) -> None:
    first, second = invite(cast), invite(cast)
    assert (stands(first), stands(second)) == ("dicabut", "berlaku")
    assert enter(first) == "" and enter(second)


def test_two_made_at_once_leave_one_open(cast: Cast) -> None:
    start = Barrier(2)

    def one(_number: int) -> None:
        with connected():
            start.wait()
            invite(cast)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    assert Invitation.select().where(Invitation.ended_at.is_null()).count() == 1


def test_it_can_be_revoked(cast: Cast) -> None:
    token, who = invite(cast), {"actor": viewer_of(cast.dewi), "now": clock.now()}
    assert end_invitation(cast.ujang, **who) and not end_invitation(cast.ujang, **who)
    assert stands(token) == "dicabut" and enter(token) == ""
    assert AuditEntry.select().where(AuditEntry.action == "invitation_ended").count() == 1


@pytest.mark.parametrize(
    ("password", "words"),
    [("pendek", "paling sedikit 10"), ("ujangujang", "mudah ditebak"), ("aaaaaaaaaaaa", "mudah ditebak")],
    ids=["short", "the own name", "one letter"],
)
def test_the_rules_for_passwords_hold_and_the_link_stays(cast: Cast, password: str, words: str) -> None:
    token = invite(cast, cast.ujang)
    User.update(name="Ujang Ujang").where(User.id == cast.ujang.id).execute()
    with pytest.raises(RuleBroken, match=words) as refused:
        enter(token, password)
    assert refused.value.field == "new_password" and stands(token) == "berlaku"
