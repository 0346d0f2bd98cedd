"""Who may invite whom, what ends an invitation, and the end of a lost phone; on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from puskesos import clock
from puskesos.actions.account import sign_in
from puskesos.actions.console import give_password
from puskesos.actions.invitation import end_access, end_invitation, invite_volunteer, open_invitation
from puskesos.actions.user import Worker, change_user, reset_password
from puskesos.config import Settings
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models import AuditEntry, Invitation, LoginThrottle, User, UserVillage
from puskesos.queries.user_list import list_workers, waits_to_join
from puskesos.rules.roles import Role
from puskesos.security.sessions import load_viewer
from tests.cast import PASSWORD, Cast, viewer_of
from tests.invited import OWN, SECRET, enter, invite, live_sessions, may_sign_in, opened, stands


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
