"""A volunteer is invited, joins once, and is shut out when the phone is lost; on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine

from puskesos import clock
from puskesos.actions.account import sign_in
from puskesos.actions.console import give_password
from puskesos.actions.invitation import (
    end_access,
    end_invitation,
    invite_volunteer,
    join,
    open_invitation,
    state_of,
)
from puskesos.actions.user import Worker, change_user, reset_password
from puskesos.config import Settings
from puskesos.database import connected
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models import AuditEntry, Invitation, LoginSession, LoginThrottle, User, UserVillage
from puskesos.queries.invitation import open_invitation_of
from puskesos.queries.user_list import list_workers, waits_to_join
from puskesos.rules.roles import Role
from puskesos.security.invitation import invitation_token
from puskesos.security.sessions import load_viewer
from tests.cast import PASSWORD, Cast, viewer_of

SECRET = "rahasia"
OWN = "perahu biru di muara"


def invite(cast: Cast, user: User | None = None) -> str:
    """The token of a fresh invitation that Ratna made."""
    made = invite_volunteer(user or cast.ujang, secret=SECRET, actor=viewer_of(cast.ratna), now=clock.now())
    return invitation_token(SECRET, made.uuid)


def opened(token: str, address: str = "10.0.0.9") -> Invitation:
    found = open_invitation(token, address=address, now=clock.now())
    assert found is not None
    return found


def enter(token: str, password: str = OWN) -> str:
    return join(opened(token), password, device="Android, Chrome", now=clock.now())


def stands(token: str) -> str:
    return str(state_of(opened(token), clock.now()))


def may_sign_in(username: str, password: str) -> bool:
    try:
        return bool(sign_in(username, password, address="10.0.0.8", device="x", now=clock.now()))
    except RuleBroken:
        return False


def live_sessions(user: User) -> int:
    return LoginSession.select().where(LoginSession.user == user, LoginSession.revoked_at.is_null()).count()


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


@pytest.mark.parametrize("name", ["sari", "bayu", "ujang", "tono"])
def test_who_manages_no_users_invites_and_ends_nobody(cast: Cast, name: str) -> None:
    who = {"actor": viewer_of(getattr(cast, name)), "now": clock.now()}
    with pytest.raises(NotAllowed):
        invite_volunteer(cast.tono, secret=SECRET, **who)
    for act in (end_invitation, end_access):
        with pytest.raises(NotAllowed):
            act(cast.tono, **who)
    assert not Invitation.select().exists()


@pytest.mark.parametrize("name", ["sari", "dewi", "ratna"])
def test_staff_are_not_invited_by_paper(cast: Cast, name: str) -> None:
    with pytest.raises(RuleBroken, match="hanya untuk relawan"):
        invite(cast, getattr(cast, name))


def test_a_blocked_account_or_one_that_became_staff_is_not_opened(cast: Cast) -> None:
    token = invite(cast)
    User.update(roles="psm,fo").where(User.id == cast.ujang.id).execute()
    assert stands(token) == "dicabut" and enter(token) == ""
    User.update(roles="psm", active=False).where(User.id == cast.ujang.id).execute()
    assert stands(token) == "dicabut" and enter(token) == ""
    with pytest.raises(RuleBroken, match="tidak aktif"):
        invite(cast)


def test_another_way_in_ends_the_invitation(cast: Cast) -> None:
    who = {"actor": viewer_of(cast.ratna), "now": clock.now()}
    token = invite(cast)
    reset_password(cast.ujang, **who)
    assert stands(token) == "dicabut"
    token = invite(cast)
    give_password(cast.ujang, now=clock.now())
    assert stands(token) == "dicabut"
    token, villages = invite(cast), frozenset({cast.bahagia.id})
    worker = Worker("ujang", "Ujang", frozenset({Role.PSM}), village_ids=villages, active=False)
    change_user(User.get_by_id(cast.ujang.id), worker, **who)
    change_user(User.get_by_id(cast.ujang.id), replace(worker, active=True), **who)
    assert stands(token) == "dicabut"


def test_joining_signs_out_the_phones_before(cast: Cast) -> None:
    assert may_sign_in("ujang", PASSWORD) and live_sessions(cast.ujang) == 1
    token = invite(cast)
    assert live_sessions(cast.ujang) == 1 and may_sign_in("ujang", PASSWORD), "nothing changes before it is used"
    enter(token)
    assert live_sessions(cast.ujang) == 1


def test_a_lost_phone_is_shut_out_until_a_new_invitation(cast: Cast, settings: Settings) -> None:
    phone = sign_in("ujang", PASSWORD, address="10.0.0.8", device="Android", now=clock.now())
    old = invite(cast)
    assert load_viewer(phone, settings, clock.now())
    assert end_access(cast.ujang, actor=viewer_of(cast.ratna), now=clock.now()) == 1
    assert load_viewer(phone, settings, clock.now()) is None
    assert not may_sign_in("ujang", PASSWORD) and enter(old) == ""
    logged = AuditEntry.get(AuditEntry.action == "access_ended")
    assert (logged.object_id, logged.detail) == (str(cast.ujang.id), '{"sessions": 1, "username": "ujang"}')
    assert enter(invite(cast)) and may_sign_in("ujang", OWN)


def test_nobody_ends_the_own_devices_here(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Akun"):
        end_access(cast.ratna, actor=viewer_of(cast.ratna), now=clock.now())


def test_who_never_joined_and_who_must_come_back_are_told_apart(cast: Cast) -> None:
    def waits(name: str) -> str:
        row = next(row for row in list_workers(cast.hub.id) if row.username == name)
        assert waits_to_join(User.get(User.username == name)) == row.waits
        return row.waits

    assert waits("ujang") == ""
    User.update(must_change_password=True).where(User.username.in_(["ujang", "tono"])).execute()
    assert waits("ujang") == waits("tono") == "belum bergabung"
    enter(invite(cast))
    assert waits("ujang") == ""
    end_access(cast.ujang, actor=viewer_of(cast.ratna), now=clock.now())
    assert (waits("ujang"), waits("tono")) == ("belum masuk lagi", "belum bergabung")
    assert [row.username for row in list_workers(cast.hub.id, "belum bergabung")] == ["tono"]
    assert UserVillage.select().count() == 2


def test_guessing_is_slowed_for_its_address_alone(cast: Cast) -> None:
    token = invite(cast)
    for number in range(5):
        assert open_invitation("x" * number, address="10.0.0.9", now=clock.now()) is None
    with pytest.raises(RuleBroken, match="Terlalu sering") as refused:
        opened(token)
    assert refused.value.field == "throttle" and opened(token, "10.0.0.10")


def test_right_links_count_nothing(cast: Cast) -> None:
    token = invite(cast)
    assert all(opened(token) for _ in range(8)) and not LoginThrottle.select().exists()
