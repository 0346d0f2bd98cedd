"""Help before the decision: for emergencies alone, the decision stays waited for, and nothing closes without it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from puskesos import clock
from puskesos.actions.case_closing import close_case
from puskesos.actions.case_decision import DecisionEntry, decide_case
from puskesos.actions.case_emergency import AfterEntry, HelpEntry, decide_afterwards, help_first
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models import AuditEntry, Case, Decision, Referral, User
from tests.actions.test_case_path import put
from tests.cast import TODAY, Cast, make_assignment, make_case, referral_entry, viewer_of

AFTER = AfterEntry("Disetujui.", "Bayu", TODAY + timedelta(days=2))
HELP = HelpEntry("Dibawa ke puskesmas.", "Sari")


def help_now(case: Case, by: User, entry: HelpEntry = HELP) -> Case:
    help_first(case, entry, version=case.version, actor=viewer_of(by), now=clock.now(), secret="x")
    return Case.get_by_id(case.id)


def decide(case: Case, by: User) -> Case:
    decide_afterwards(case, AFTER, version=case.version, actor=viewer_of(by), now=clock.now())
    return Case.get_by_id(case.id)


@pytest.mark.parametrize("start", ["terdaftar", "perlu_perbaikan", "penanganan"])
def test_the_counter_helps_at_once_and_the_decision_follows(cast: Cast, start: str) -> None:
    case = help_now(put(make_case(cast, priority="darurat"), start), cast.sari)
    assert (case.state, case.decision_pending, Decision.select().count()) == ("dilayani", True, 0)
    case = decide(case, cast.ratna)
    assert (case.state, case.decision_pending, case.due_on) == ("dilayani", False, AFTER.target_on)
    assert Decision.get().officer == "Bayu"
    actions = [row.action for row in AuditEntry.select().order_by(AuditEntry.id.desc()).limit(3)]
    assert actions == ["decided", "helped_first", "case_moved"]


def test_a_volunteer_on_the_way_stays_on_the_way(cast: Cast) -> None:
    task = make_assignment(cast, make_case(cast, priority="darurat"), by=cast.sari)
    assert help_now(Case.get_by_id(task.case_id), cast.sari).state == "dilayani"
    assert type(task).get_by_id(task.id).state == "ditugaskan"


def test_a_case_is_not_refused_while_its_volunteer_is_on_the_way(cast: Cast) -> None:
    task = make_assignment(cast, make_case(cast, priority="darurat"))
    case = help_now(Case.get_by_id(task.case_id), cast.sari, HelpEntry("Dijemput.", "Bayu", referral_entry(cast)))
    Referral.update(state="ditolak").where(Referral.case == case).execute()
    entry = DecisionEntry("tolak", "Di luar wilayah.", rejection_reason="luar_wilayah", told_client="Ke Cabangbungin.")
    with pytest.raises(RuleBroken, match="Masih ada penugasan terbuka"):
        decide_case(case, entry, version=case.version, actor=viewer_of(cast.ratna), now=clock.now())
    assert Case.get_by_id(case.id).state == "dirujuk" and type(task).get_by_id(task.id).state == "ditugaskan"


def test_an_office_is_told_at_once_with_a_letter(cast: Cast) -> None:
    case = make_case(cast, priority="darurat")
    case = help_now(case, cast.bayu, HelpEntry("Ambulans dipanggil.", "Bayu", referral_entry(cast)))
    assert (case.state, Referral.get().case_id) == ("dirujuk", case.id)
    assert not decide(case, cast.ratna).decision_pending
    assert Decision.get().letter_number == Referral.get().letter_number


def test_what_can_wait_waits_for_its_decision(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Hanya kasus darurat"):
        help_now(make_case(cast, priority="segera"), cast.sari)


@pytest.mark.parametrize("state", ["menunggu_penetapan", "dilayani", "selesai"])
def test_after_the_decision_there_is_nothing_to_hurry(cast: Cast, state: str) -> None:
    with pytest.raises(RuleBroken, match="langkah ini tidak tersedia"):
        help_now(put(make_case(cast, priority="darurat"), state), cast.sari)


def test_a_volunteer_does_not_decide_and_neither_does_the_counter(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        help_now(make_case(cast, priority="darurat"), cast.ujang)
    case = help_now(make_case(cast, priority="darurat"), cast.sari)
    for user in (cast.sari, cast.bayu):
        with pytest.raises(NotAllowed):
            decide(case, user)


def test_without_its_decision_the_case_is_not_closed(cast: Cast) -> None:
    case = help_now(make_case(cast, priority="darurat"), cast.sari)
    how = {"result": "terpenuhi", "text": "Pulang.", "told_family_on": TODAY, "today": TODAY, "now": clock.now()}
    with pytest.raises(RuleBroken, match="Penetapan kasus darurat ini belum ada"):
        close_case(case, version=case.version, actor=viewer_of(cast.ratna), **how)
    case = decide(case, cast.ratna)
    close_case(case, version=case.version, actor=viewer_of(cast.ratna), **how)
    assert Case.get_by_id(case.id).state == "selesai"


def test_deciding_twice_decides_once(cast: Cast) -> None:
    case = decide(help_now(make_case(cast, priority="darurat"), cast.sari), cast.ratna)
    with pytest.raises(RuleBroken, match="tidak menunggu penetapan susulan"):
        decide(case, cast.ratna)


def test_only_an_emergency_lets_the_counter_send_a_volunteer(cast: Cast) -> None:
    assert make_assignment(cast, make_case(cast, priority="darurat"), by=cast.sari).state == "ditugaskan"
    for user in (cast.sari, cast.bayu):
        with pytest.raises(RuleBroken, match="hanya mengirim relawan pada kasus darurat"):
            make_assignment(cast, by=user)
