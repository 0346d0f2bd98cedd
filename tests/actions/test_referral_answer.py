"""The office answers without an account: right keys, wrong keys, old keys, replays, guessing; on both engines."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine

from puskesos import clock
from puskesos.actions.referral_answer import NOT_KNOWN, answer_letter, open_letter
from puskesos.actions.referral_log import Heard
from puskesos.actions.referral_step import move_referral, replace_code
from puskesos.database import connected
from puskesos.errors import RuleBroken
from puskesos.models import AuditEntry, CaseEvent, LoginThrottle, Referral, ReferralEvent
from puskesos.queries.referral import letter_by_code, letter_by_token
from puskesos.rules.letter_code import code_from, show_code
from puskesos.security.letter_code import hash_code, hash_token, letter_code, letter_token
from tests.cast import TODAY, ZONE, Cast, make_referral, viewer_of

SECRET = "rahasia"


def referred(cast: Cast, **typed: object) -> Referral:
    return make_referral(cast, secret=SECRET, **typed)


def keys(referral: Referral) -> tuple[str, str]:
    made_of = (SECRET, referral.uuid, referral.code_generation)
    return letter_token(*made_of), letter_code(*made_of)


def found(token: str) -> Referral | None:
    return letter_by_token(hash_token(token), clock.today(ZONE))


def enter(typed: str, address: str = "10.0.0.9") -> str:
    now = clock.now()
    return open_letter(typed, address=address, secret=SECRET, now=now, today=clock.today(ZONE))


def answer(letter: Referral, said: str, text: str = "Anak sudah sekolah.", name: str = "Rini") -> bool:
    return answer_letter(letter, said, name=name, text=text, now=clock.now(), today=TODAY)


def test_the_keys_of_a_letter_are_long_apart_and_always_the_same(cast: Cast) -> None:
    first, second = referred(cast), referred(cast)
    token, code = keys(first)
    assert len(token) == 24 and keys(first) == (token, code)
    assert not set(keys(first)) & set(keys(second))
    assert letter_token("lain", first.uuid, 1) != token and letter_token(SECRET, first.uuid, 2) != token
    assert token not in str(Referral.get_by_id(first.id).__data__) and code not in str(first.__data__)


def test_the_code_typed_by_hand_opens_the_same_letter_as_the_qr(cast: Cast) -> None:
    token, code = keys(referred(cast))
    assert enter(f" {show_code(code).lower()} ") == token
    assert found(token).agency.name == "Dinas Pendidikan"


def test_unknown_expired_revoked_and_cancelled_codes_get_the_same_words(cast: Cast) -> None:
    old, revoked, cancelled = referred(cast), referred(cast), referred(cast)
    Referral.update(code_expires_on=TODAY - timedelta(days=1)).where(Referral.id == old.id).execute()
    Referral.update(state="batal").where(Referral.id == cancelled.id).execute()
    codes = [code_from(12345), keys(old)[1], keys(revoked)[1], keys(cancelled)[1]]
    now = clock.now()
    when = {"version": 1, "actor": viewer_of(cast.ratna), "now": now, "today": TODAY, "secret": SECRET}
    tokens = [keys(one)[0] for one in (old, revoked, cancelled)]
    replace_code(revoked, renew=False, **when)
    for place, code in enumerate(codes):
        with pytest.raises(RuleBroken) as refused:
            enter(code, f"10.0.0.{place}")
        assert (refused.value.message, refused.value.field) == (NOT_KNOWN, "code")
    assert [found(token) for token in tokens] == [None, None, None]


def test_a_code_lives_for_ninety_days_after_its_answer_is_due(cast: Cast, moment: object) -> None:
    token, _code = keys(referred(cast))  # due after a week
    moment.shift(timedelta(days=97))
    assert found(token)
    moment.shift(timedelta(days=1))
    assert found(token) is None


def test_a_letter_sent_late_carries_a_code_that_lives(cast: Cast, moment: object) -> None:
    referral = referred(cast, channel="")
    moment.shift(timedelta(days=120))
    later, actor = clock.today(ZONE), viewer_of(cast.ratna)
    heard = Heard(later - timedelta(days=1), "surat")
    move_referral(referral, "dikirim", heard, version=1, actor=actor, now=clock.now(), today=later)
    assert found(keys(referral)[0]) and referral.code_expires_on >= later + timedelta(days=90)


def test_a_new_code_shuts_out_the_old_letter(cast: Cast) -> None:
    referral = referred(cast)
    old = keys(referral)
    when = {"actor": viewer_of(cast.ratna), "now": clock.now(), "today": TODAY}
    replace_code(referral, renew=True, secret=SECRET, version=1, **when)
    assert found(old[0]) is None and letter_by_code(hash_code(SECRET, old[1]), TODAY) is None
    assert found(keys(referral)[0]).id == referral.id


def test_guessing_is_slowed_for_its_address_alone(cast: Cast) -> None:
    _token, code = keys(referred(cast))
    for number in range(5):
        with pytest.raises(RuleBroken, match="tidak berlaku"):
            enter(code_from(number))
    with pytest.raises(RuleBroken, match="Terlalu sering") as refused:
        enter(code)
    assert refused.value.field == "throttle"
    assert enter(code, "10.0.0.10"), "another address is not kept waiting"


def test_of_many_wrong_codes_at_once_five_are_looked_at(cast: Cast) -> None:
    def guess(number: int) -> str:
        with connected(), pytest.raises(RuleBroken) as refused:
            enter(code_from(number))
        return refused.value.field

    with ThreadPoolExecutor(8) as pool:
        fields = list(pool.map(guess, range(16)))
    assert fields.count("code") == 5 and fields.count("throttle") == 11


def test_a_right_code_counts_nothing_and_lengthens_no_wait(cast: Cast, moment: time_machine.Traveller) -> None:
    _token, code = keys(referred(cast))
    with pytest.raises(RuleBroken):
        enter(code_from(1))
    slipped = LoginThrottle.get().last_at
    moment.shift(timedelta(minutes=5))
    assert all(enter(code) for _ in range(10))
    row = LoginThrottle.get()
    assert (row.failures, row.last_at) == (1, slipped)


def test_a_slip_of_the_finger_is_told_and_not_counted(cast: Cast) -> None:
    _token, code = keys(referred(cast))
    for _try in range(20):
        with pytest.raises(RuleBroken, match="satu per satu"):
            enter(code[:-1])
    assert enter(code) and not LoginThrottle.select().exists()


def test_received_and_finished_are_two_answers(cast: Cast) -> None:
    referral = referred(cast)
    token = keys(referral)[0]
    assert answer(found(token), "diterima", text="")
    row = Referral.get_by_id(referral.id)
    assert (row.state, row.answered_on, row.answer_text) == ("diterima", None, "")
    assert answer(found(token), "selesai")
    row = Referral.get_by_id(referral.id)
    assert (row.state, row.answered_on, row.told_family_on) == ("selesai", TODAY, None)
    events = ReferralEvent.select().where(ReferralEvent.channel == "tautan")
    assert [(one.to_state, one.actor_id, one.actor_name) for one in events] == [
        ("diterima", None, "Rini"), ("selesai", None, "Rini"),
    ]  # fmt: skip
    line = CaseEvent.select().order_by(CaseEvent.id.desc()).get()
    assert (line.actor_id, line.actor_name, line.actor_role) == (None, "Rini", "Dinas Pendidikan")
    assert "Anak sudah sekolah." in line.text
    audited = AuditEntry.select().where(AuditEntry.action == "referral_answered")
    assert [json.loads(row.detail)["target"] for row in audited] == ["diterima", "selesai"]
    assert {row.hub_id for row in audited} == {cast.hub.id} and "Rini" not in str([row.detail for row in audited])


def test_a_replay_changes_nothing(cast: Cast) -> None:
    referral = referred(cast)
    token = keys(referral)[0]
    assert [answer(found(token), "selesai", text=text) for text in ("Ya.", "Ya.", "Bukan.")] == [True, True, False]
    assert not answer(found(token), "diterima") and not answer(found(token), "ditolak")
    assert Referral.get_by_id(referral.id).answer_text == "Ya."
    assert ReferralEvent.select().where(ReferralEvent.channel == "tautan").count() == 1


def test_of_two_answers_at_once_the_second_is_not_taken_and_not_hidden(cast: Cast) -> None:
    token = keys(referred(cast))[0]
    first, second = found(token), found(token)
    assert answer(first, "ditolak", text="Kuota habis.") and not answer(second, "selesai")
    assert Referral.get_by_id(first.id).state == "ditolak"


def test_what_an_office_writes_while_the_letter_moves_on_is_noted_after_that(cast: Cast) -> None:
    token = keys(referred(cast))[0]
    first, second = found(token), found(token)
    assert answer(first, "diterima", text="") and answer(second, "selesai")
    assert Referral.get_by_id(first.id).state == "selesai"


def test_four_answers_at_once_all_stand_or_are_called_lost(cast: Cast) -> None:
    token, start = keys(referred(cast))[0], Barrier(4)
    given = [("diterima", "Surat masuk."), ("diterima", "Surat masuk."), ("selesai", "Sudah."), ("ditolak", "Penuh.")]

    def give(said: tuple[str, str]) -> bool:
        with connected():
            letter = found(token)
            start.wait()
            return answer(letter, said[0], text=said[1])

    with ThreadPoolExecutor(4) as pool:
        stands = list(pool.map(give, given))
    noted = {(row.to_state, row.text) for row in ReferralEvent.select().where(ReferralEvent.channel == "tautan")}
    assert {said for said, stood in zip(given, stands, strict=True) if stood} == noted
    assert sorted(stands[2:]) == [False, True] and len(noted) == ReferralEvent.select().count() - 1


def test_an_office_that_answers_has_its_letter_whatever_we_noted(cast: Cast) -> None:
    referral = referred(cast, channel="")
    assert answer(found(keys(referral)[0]), "diterima", text="")
    row = Referral.get_by_id(referral.id)
    assert (row.state, row.sent_on) == ("diterima", TODAY)


@pytest.mark.parametrize("said", ["selesai", "ditolak"])
def test_an_end_asks_for_words(cast: Cast, said: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(referred(cast), said, text="")
    assert refused.value.field == "text"


@pytest.mark.parametrize("said", ["batal", "dikirim", "diproses"])
def test_an_office_cannot_take_steps_that_are_ours(cast: Cast, said: str) -> None:
    with pytest.raises(RuleBroken, match="salah satu"):
        answer(referred(cast), said)
