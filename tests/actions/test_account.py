"""Signing in: sessions, devices, and the throttle that parallel guesses do not outrun."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from puskesos import clock
from puskesos.actions.account import change_password, end_other_sessions, sign_in, sign_out
from puskesos.config import Settings
from puskesos.database import connected, database
from puskesos.errors import RuleBroken
from puskesos.models import AuditEntry, LoginSession, LoginThrottle, User
from puskesos.security.sessions import expired_owner, forget_cached, load_viewer, start_session, token_digest
from puskesos.security.throttle import FORGET_AFTER, LONGEST, forget, forget_old, note_failure, waiting_seconds
from tests.cast import PASSWORD, Cast, viewer_of

KEYS = ["akun:sari", "alamat:10.0.0.2"]


def enter(username: str, password: str = PASSWORD) -> str:
    return sign_in(username, password, address="10.0.0.2", device="Uji", now=clock.now())


def test_a_session_shows_the_person_with_roles_and_villages(cast: Cast, opened: Settings) -> None:
    viewer = load_viewer(enter("ujang"), opened, clock.now())
    assert viewer.name == "Ujang" and viewer.village_ids == {cast.bahagia.id}
    assert viewer.idle_seconds == 72 * 3600


def test_only_the_digest_of_a_token_is_stored(cast: Cast) -> None:
    token = enter("sari")
    assert LoginSession.get().token_hash == token_digest(token) != token


def test_unknown_and_wrong_read_alike_and_are_audited_without_the_name(cast: Cast) -> None:
    messages = set()
    for username in ("sari", "siapa"):
        with pytest.raises(RuleBroken) as problem:
            enter(username, "salah-sekali")
        messages.add(problem.value.message)
    assert len(messages) == 1
    assert not any("siapa" in entry.detail + entry.actor_name for entry in AuditEntry.select())


def test_signing_out_ends_this_session_and_parks_nothing_more(cast: Cast, opened: Settings) -> None:
    token = enter("sari")
    sign_out(load_viewer(token, opened, clock.now()), now=clock.now())
    assert load_viewer(token, opened, clock.now()) is None and expired_owner(token) is None


def test_a_changed_password_ends_the_other_devices(cast: Cast, opened: Settings) -> None:
    other, this = enter("sari"), enter("sari")
    actor = load_viewer(this, opened, clock.now())
    change_password(actor, current=PASSWORD, wanted="jala ikan pagi", now=clock.now())
    assert load_viewer(other, opened, clock.now()) is None
    assert load_viewer(this, opened, clock.now()) is not None
    with pytest.raises(RuleBroken):
        enter("sari")
    enter("sari", "jala ikan pagi")


def test_nobody_ends_the_devices_of_somebody_else(cast: Cast) -> None:
    enter("ratna")
    session = LoginSession.get()
    assert end_other_sessions(viewer_of(cast.sari), session_id=session.id, now=clock.now()) == 0
    assert LoginSession.get_by_id(session.id).revoked_at is None


def test_the_oldest_beyond_five_devices_ends(cast: Cast) -> None:
    for minute in range(7):
        start_session(cast.sari, "Uji", clock.now() + timedelta(minutes=minute))
    live = LoginSession.select().where(LoginSession.revoked_at.is_null()).order_by(LoginSession.id)
    assert [session.id for session in live] == [3, 4, 5, 6, 7]


def test_a_deactivated_person_has_no_session_left(cast: Cast, opened: Settings) -> None:
    token = enter("sari")
    User.update(active=False).where(User.id == cast.sari.id).execute()
    forget_cached()
    assert load_viewer(token, opened, clock.now()) is None and expired_owner(token) is None


@pytest.mark.parametrize(("failures", "seconds"), [(4, 0), (5, 2), (6, 4), (7, 8), (9, 32), (40, 900)])
def test_five_tries_are_free_then_the_wait_doubles_up_to_a_quarter_of_an_hour(
    cast: Cast, failures: int, seconds: int
) -> None:
    now = clock.now()
    for _ in range(failures):
        note_failure(KEYS, now)
    assert waiting_seconds(KEYS[:1], now) == seconds
    assert waiting_seconds(["akun:lain"], now) == 0
    assert waiting_seconds(KEYS, now + LONGEST) == 0


def test_old_failures_are_forgotten_and_success_clears_the_account(cast: Cast) -> None:
    now = clock.now()
    for _ in range(6):
        note_failure(KEYS, now)
    note_failure(KEYS, now + FORGET_AFTER + timedelta(seconds=1))
    assert {row.failures for row in LoginThrottle.select()} == {1}
    forget(KEYS[:1])
    assert [row.key for row in LoginThrottle.select()] == KEYS[1:]


def test_of_many_passwords_at_once_five_are_looked_at(cast: Cast) -> None:
    def guess(_: int) -> str:
        with connected(), pytest.raises(RuleBroken) as refused:
            enter("sari", "salah-sekali")
        return refused.value.field

    with ThreadPoolExecutor(8) as pool:
        fields = list(pool.map(guess, range(12)))
    assert fields.count("password") == 5 and fields.count("throttle") == 7


def test_what_counts_no_more_is_removed(cast: Cast) -> None:
    now = clock.now()
    note_failure(KEYS, now)
    assert forget_old(now + FORGET_AFTER) == 0
    assert forget_old(now + FORGET_AFTER + timedelta(seconds=1)) == 2 and not LoginThrottle.select().exists()


def test_parallel_guesses_are_all_counted(cast: Cast) -> None:
    def guess(_: int) -> None:
        with connected(), database.atomic():
            note_failure(KEYS[:1], clock.now())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(guess, range(24)))
    assert LoginThrottle.get().failures == 24
