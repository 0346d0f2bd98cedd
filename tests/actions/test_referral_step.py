"""What staff note on a referral: each step of the table by whom it is open to, reminders, family, codes, closing."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta

import pytest

from puskesos import clock
from puskesos.actions.case_closing import close_case
from puskesos.actions.case_decision import DecisionEntry, decide_case
from puskesos.actions.referral_log import Heard
from puskesos.actions.referral_step import move_referral, remind_office, replace_code, tell_family
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import Agency, AuditEntry, Case, CaseEvent, Referral, ReferralEvent, User
from puskesos.rules.deadlines import working_days_between
from puskesos.rules.referral_path import REFERRAL_TRANSITIONS, ReferralState, may_move_referral
from tests.cast import TODAY, Cast, make_case, make_referral, viewer_of

HEARD = Heard(TODAY, "telepon", "Ibu Rini", "Anak sudah kembali sekolah.")
STATES = [str(state) for state in ReferralState]


def fresh(referral: Referral) -> Referral:
    return Referral.select(Referral, Agency).join(Agency).where(Referral.id == referral.id).get()


def put(referral: Referral, state: str) -> Referral:
    answered = TODAY if state in {"selesai", "ditolak"} else None
    Referral.update(state=state, answered_on=answered).where(Referral.id == referral.id).execute()
    return fresh(referral)


def move(cast: Cast, referral: Referral, target: str, heard: Heard = HEARD, by: User | None = None) -> None:
    when = {"version": referral.version, "now": clock.now(), "today": TODAY}
    move_referral(referral, target, heard, actor=viewer_of(by or cast.bayu), **when)


def close(cast: Cast, case: Case, result: str) -> None:
    when = {"version": case.version, "now": clock.now(), "today": TODAY, "told_family_on": TODAY}
    close_case(case, result=result, text="Instansi tidak menjawab.", actor=viewer_of(cast.ratna), **when)


@pytest.mark.parametrize("priority", ["biasa", "darurat"])
def test_each_step_is_taken_exactly_where_the_table_says_and_by_whom(cast: Cast, priority: str) -> None:
    referral = make_referral(cast, make_case(cast, priority=priority))
    for source in STATES:
        for target in STATES:
            for user in (cast.sari, cast.bayu, cast.ratna):
                row = put(referral, source)
                allowed = may_move_referral(source, target, {user.roles}, emergency=priority == "darurat")
                if allowed:
                    move(cast, row, target, by=user)
                else:
                    with pytest.raises((RuleBroken, NotAllowed)):
                        move(cast, row, target, by=user)
                assert fresh(row).state == (target if allowed else source), (source, target, user.username)


@pytest.mark.parametrize("step", REFERRAL_TRANSITIONS, ids=lambda step: f"{step.source}-{step.target}")
@pytest.mark.parametrize("empty", ["channel", "contact", "text"])
def test_a_step_asks_for_what_the_table_requires(cast: Cast, step: object, empty: str) -> None:
    needs = {"text" if name == "reason" else name for name in step.requires}
    heard = Heard(**{"on": TODAY, "channel": "wa", "contact": "Pak Adi", "text": "Baik."} | {empty: ""})
    row = put(make_referral(cast), step.source)
    if empty in needs:
        with pytest.raises(RuleBroken) as refused:
            move(cast, row, step.target, heard)
        assert refused.value.field == empty
    else:
        move(cast, row, step.target, heard)


def test_an_answer_is_kept_logged_and_audited(cast: Cast) -> None:
    referral = make_referral(cast)
    move(cast, referral, "selesai")
    row = fresh(referral)
    assert (row.state, row.answer_text, row.answered_on) == ("selesai", HEARD.text, TODAY)
    event = ReferralEvent.select().order_by(ReferralEvent.id.desc()).get()
    assert (event.from_state, event.to_state, event.channel, event.contact) == (
        "dikirim", "selesai", "telepon", "Ibu Rini",
    )  # fmt: skip
    told = CaseEvent.select().order_by(CaseEvent.id.desc()).get().text
    assert "Selesai, lewat telepon oleh Ibu Rini. Anak sudah kembali sekolah." in told
    entry = AuditEntry.get(AuditEntry.action == "referral_moved")
    assert json.loads(entry.detail) == {"source": "dikirim", "target": "selesai", "channel": "telepon"}
    assert "Rini" not in entry.detail


@pytest.mark.parametrize("source", ["selesai", "ditolak"])
@pytest.mark.parametrize("target", ["diterima", "selesai", "ditolak"])
def test_a_wrong_answer_is_corrected_with_its_reason_and_told_anew(cast: Cast, source: str, target: str) -> None:
    row = put(make_referral(cast), source)
    Referral.update(told_family_on=TODAY, answer_text="Keliru.").where(Referral.id == row.id).execute()
    when = {"version": row.version, "actor": viewer_of(cast.bayu), "now": clock.now(), "today": TODAY}
    with pytest.raises(RuleBroken) as refused:
        move_referral(row, target, HEARD, **when)
    assert refused.value.field == "correction"
    move_referral(row, target, HEARD, correction="Instansi salah tekan", **when)
    row, is_answer = fresh(row), target != "diterima"
    assert (row.state, row.told_family_on) == (target, None)
    assert (row.answer_text, row.answered_on) == ((HEARD.text, TODAY) if is_answer else ("", None))
    told = CaseEvent.select().order_by(CaseEvent.id.desc()).get().text
    assert f"Koreksi jawaban, semula {source}: Instansi salah tekan." in told
    assert AuditEntry.get(AuditEntry.action == "referral_moved").object_id == row.number


def test_an_answer_is_corrected_by_the_office_of_the_hub_while_the_case_is_open(cast: Cast) -> None:
    row = put(make_referral(cast), "selesai")
    when = {"version": row.version, "now": clock.now(), "today": TODAY, "correction": "Salah tekan."}
    with pytest.raises(NotAllowed):
        move_referral(row, "ditolak", HEARD, actor=viewer_of(cast.sari), **when)
    Case.update(state="selesai").where(Case.id == row.case_id).execute()
    with pytest.raises(RuleBroken, match="sudah ditutup"):
        move_referral(row, "ditolak", HEARD, actor=viewer_of(cast.bayu), **when)
    assert fresh(row).state == "selesai"


def test_days_an_office_had_are_not_counted_again_after_a_correction(cast: Cast, moment: object) -> None:
    row = make_referral(cast)
    before = Case.get_by_id(row.case_id).due_on
    for days, target in ((2, "selesai"), (1, "diterima"), (3, "selesai")):
        moment.shift(days * 24 * 3600)
        today, row = clock.today("Asia/Jakarta"), fresh(row)
        when = {"version": row.version, "now": clock.now(), "today": today, "correction": "Salah tekan."}
        move_referral(row, target, Heard(today, "wa", "Pak Adi", "Baik."), actor=viewer_of(cast.bayu), **when)
    moved = Case.get_by_id(row.case_id).due_on
    assert working_days_between(before, moved) == 3, "Tuesday to Thursday, then Friday to Monday"


def test_a_letter_sent_late_gives_the_office_its_days_from_then_on(cast: Cast, moment: object) -> None:
    referral = make_referral(cast, channel="")
    moment.shift(3 * 24 * 3600)
    later = clock.today("Asia/Jakarta")
    when = {"version": referral.version, "now": clock.now(), "today": later}
    move_referral(referral, "dikirim", Heard(later, "wa"), actor=viewer_of(cast.bayu), **when)
    row = fresh(referral)
    assert (row.sent_on, row.answer_due_on) == (date(2026, 11, 20), date(2026, 11, 27))


def test_the_same_answer_from_a_stale_page_is_a_conflict(cast: Cast) -> None:
    referral = make_referral(cast)
    stale = fresh(referral)
    move(cast, referral, "diterima")
    with pytest.raises(Conflict):
        move(cast, stale, "ditolak")
    assert fresh(referral).state == "diterima"


@pytest.mark.parametrize("day", [date(2026, 11, 18), date(2026, 11, 16)], ids=["tomorrow", "before the letter"])
def test_a_step_happens_between_the_letter_and_today(cast: Cast, day: date) -> None:
    with pytest.raises(RuleBroken) as refused:
        move(cast, make_referral(cast), "diterima", Heard(day, "wa", "Pak Adi"))
    assert refused.value.field == "on"


def test_each_further_reminder_is_a_line_of_its_own(cast: Cast) -> None:
    referral = make_referral(cast)
    when = {"actor": viewer_of(cast.bayu), "now": clock.now(), "today": TODAY}
    for channel in ("wa", "telepon", "wa"):
        remind_office(referral, Heard(TODAY, channel), key=str(uuid.uuid4()), **when)
    lines = ReferralEvent.select(ReferralEvent.channel).where(ReferralEvent.kind == "pengingat")
    assert [line for (line,) in lines.order_by(ReferralEvent.id).tuples()] == ["wa", "telepon", "wa"]


def test_a_reminder_is_noted_once_and_only_while_an_answer_is_owed(cast: Cast) -> None:
    referral, key = make_referral(cast), str(uuid.uuid4())
    when = {"actor": viewer_of(cast.bayu), "now": clock.now(), "today": TODAY}
    for _tap in range(2):
        remind_office(referral, Heard(TODAY, "wa"), key=key, **when)
    assert ReferralEvent.select().where(ReferralEvent.kind == "pengingat").count() == 1
    assert AuditEntry.select().where(AuditEntry.action == "referral_reminded").count() == 1
    with pytest.raises(RuleBroken, match="tidak sedang menunggu"):
        remind_office(put(referral, "selesai"), Heard(TODAY, "wa"), key=str(uuid.uuid4()), **when)


def test_the_family_is_told_once_and_only_of_an_answer(cast: Cast) -> None:
    referral = make_referral(cast)
    when = {"actor": viewer_of(cast.sari), "now": clock.now(), "today": TODAY}
    with pytest.raises(RuleBroken, match="Tidak ada jawaban"):
        tell_family(referral, Heard(TODAY, "telepon"), version=referral.version, **when)
    row = put(referral, "ditolak")
    tell_family(row, Heard(TODAY, "telepon", "Ibu klien"), version=row.version, **when)
    assert fresh(row).told_family_on == TODAY
    with pytest.raises(RuleBroken, match="Tidak ada jawaban"):
        tell_family(fresh(row), Heard(TODAY), version=row.version, **when)
    assert AuditEntry.select().where(AuditEntry.action == "family_told").count() == 1


def test_a_new_code_replaces_the_old_and_a_revoked_one_leaves_none(cast: Cast) -> None:
    referral = make_referral(cast)
    before = (referral.token_hash, referral.code_hash)
    when = {"secret": "rahasia", "actor": viewer_of(cast.bayu), "now": clock.now(), "today": TODAY}
    replace_code(referral, renew=True, version=referral.version, **when)
    renewed = fresh(referral)
    assert renewed.token_hash not in {*before, None} and renewed.code_hash not in {*before, None}
    replace_code(renewed, renew=False, version=renewed.version, **when)
    assert (fresh(referral).token_hash, fresh(referral).code_hash) == (None, None)
    replaced = [json.loads(row.detail) for row in AuditEntry.select().where(AuditEntry.action == "code_revoked")]
    assert replaced == [{"renewed": True}, {"renewed": False}]


def test_a_case_with_an_open_referral_is_closed_only_without_feedback(cast: Cast) -> None:
    open_one, answered = make_referral(cast), None
    case = Case.get_by_id(open_one.case_id)
    answered = put(make_referral(cast, case), "selesai")
    with pytest.raises(RuleBroken, match="Rujukan ke Dinas Pendidikan belum dijawab") as refused:
        close(cast, case, "terpenuhi")
    assert refused.value.field == "result" and Case.get_by_id(case.id).state == "dirujuk"
    close(cast, Case.get_by_id(case.id), "tanpa_umpan_balik")
    assert Case.get_by_id(case.id).state == "selesai"
    row = fresh(open_one)
    assert (row.state, row.answer_text) == ("batal", "Instansi tidak menjawab.")
    assert (fresh(answered).state, fresh(answered).told_family_on) == ("selesai", TODAY)


def test_a_family_is_not_said_to_know_an_answer_from_before_it_came(cast: Cast, moment: object) -> None:
    row = make_referral(cast)
    moment.shift(24 * 3600)
    row, case = put(row, "selesai"), Case.get_by_id(row.case_id)
    Referral.update(answered_on=TODAY + timedelta(days=1)).where(Referral.id == row.id).execute()
    with pytest.raises(RuleBroken, match="belum mendengar jawaban Dinas Pendidikan tanggal 18 November") as refused:
        close(cast, case, "terpenuhi")
    assert refused.value.field == "told_family_on" and fresh(row).told_family_on is None
    assert Case.get_by_id(case.id).state == "dirujuk"


def test_a_case_is_not_refused_while_an_office_is_at_work_on_it(cast: Cast) -> None:
    case = Case.get_by_id(make_referral(cast).case_id)
    entry = DecisionEntry("tolak", "Tidak layak.", rejection_reason="kriteria", told_client="Sudah dijelaskan.")
    with pytest.raises(RuleBroken, match="belum dijawab"):
        decide_case(case, entry, version=case.version, actor=viewer_of(cast.ratna), now=clock.now())
    assert Case.get_by_id(case.id).state == "dirujuk"
