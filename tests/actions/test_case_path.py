"""Moves of a case: by the table only, with one history and one audit entry, and never over somebody else's change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from puskesos import clock
from puskesos.actions.case_closing import close_case
from puskesos.actions.case_content import change_content
from puskesos.actions.case_decision import DecisionEntry, decide_case, step_case
from puskesos.actions.case_papers import tick_paper
from puskesos.actions.case_path import change_case, move_case
from puskesos.actions.case_work import AdviceEntry, add_note, recommend
from puskesos.database import database
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import AuditEntry, Case, CaseDocument, CaseEvent, Decision, Recommendation
from puskesos.rules.case_path import CaseAct, CaseState
from tests.cast import TODAY, Cast, make_assignment, make_case, referral_entry, viewer_of


def put(case: Case, state: str) -> Case:
    Case.update(state=state).where(Case.id == case.id).execute()
    return Case.get_by_id(case.id)


def test_a_move_writes_state_history_and_audit_and_raises_the_version(cast: Cast) -> None:
    case = make_case(cast)
    with database.atomic():
        move_case(case, CaseState.BATAL, actor=viewer_of(cast.sari), now=clock.now(), text="Duplikat.")
    row = Case.get_by_id(case.id)
    assert (row.state, row.version, row.awaits_assignment) == ("batal", case.version, False)
    event = CaseEvent.select().order_by(CaseEvent.id.desc()).get()
    assert (event.from_state, event.to_state, event.text, event.actor_role) == (
        "terdaftar", "batal", "Duplikat.", "Front office",
    )  # fmt: skip
    assert (
        AuditEntry.select().order_by(AuditEntry.id.desc()).get().detail == '{"source": "terdaftar", "target": "batal"}'
    )


@pytest.mark.parametrize(
    ("target", "error"),
    [(CaseState.DILAYANI, RuleBroken), (CaseState.DITOLAK, NotAllowed)],
    ids=["no-step", "no-right"],
)
def test_a_step_that_is_not_there_or_not_theirs_changes_nothing(
    cast: Cast, target: CaseState, error: type[Exception]
) -> None:
    case = make_case(cast)
    with pytest.raises(error):
        move_case(case, target, actor=viewer_of(cast.sari), now=clock.now())
    assert Case.get_by_id(case.id).version == case.version and CaseEvent.select().count() == 1


def test_of_two_writers_the_second_is_told(cast: Cast) -> None:
    case = make_case(cast)
    first, second = Case.get_by_id(case.id), Case.get_by_id(case.id)
    change_case(first, story="Pertama.")
    with pytest.raises(Conflict):
        change_case(second, story="Kedua.")
    assert Case.get_by_id(case.id).story == "Pertama."


def test_a_conflict_takes_back_everything_written_with_it(cast: Cast) -> None:
    case = put(make_case(cast), "menunggu_penetapan")
    entry = DecisionEntry(choice="layani", text="Ya.", officer="Bayu", target_on=TODAY + timedelta(days=1))
    with pytest.raises(Conflict):
        decide_case(case, entry, version=case.version - 1, actor=viewer_of(cast.ratna), now=clock.now())
    assert not Decision.select().exists()
    assert not AuditEntry.select().where(AuditEntry.action == "decided").exists()


def test_two_recommendations_from_one_page_leave_one(cast: Cast) -> None:
    case = put(make_case(cast), "penanganan")
    stale = Case.get_by_id(case.id)
    for row, error in ((case, None), (stale, Conflict)):
        try:
            advice, bayu = AdviceEntry("layani", "Lengkap."), viewer_of(cast.bayu)
            recommend(row, advice, version=stale.version, actor=bayu, now=clock.now())
        except Conflict as conflict:
            assert error is type(conflict)
    assert Recommendation.select().count() == 1


def test_deciding_from_handling_records_the_recommendation_too(cast: Cast) -> None:
    case = put(make_case(cast), "penanganan")
    entry = DecisionEntry(
        choice="tolak", text="Di luar wilayah.", rejection_reason="luar_wilayah", told_client="Ke Cabangbungin."
    )
    decide_case(case, entry, version=case.version, actor=viewer_of(cast.ratna), now=clock.now())
    row = Case.get_by_id(case.id)
    assert (row.state, row.result_text) == ("ditolak", "Di luar wilayah.") and row.closed_at
    assert Recommendation.get().choice == "tolak"


@pytest.mark.parametrize(
    ("start", "act", "choice"),
    [
        ("terdaftar", CaseAct.PENETAPAN, "tolak"),
        ("menunggu_penetapan", CaseAct.PENOLAKAN, "tolak"),
        ("penanganan", CaseAct.PENOLAKAN, "tolak"),
        ("dirujuk", CaseAct.PENOLAKAN, "tolak"),
        ("dilayani", CaseAct.PENETAPAN, "rujuk"),
    ],
)
def test_a_decision_is_taken_only_by_the_act_that_is_offered_for_it(
    cast: Cast, start: str, act: CaseAct, choice: str
) -> None:
    case = put(make_case(cast), start)
    refusal = {"rejection_reason": "luar_wilayah", "told_client": "Ke Cabangbungin."}
    entry = DecisionEntry(choice, "Ya.", referral=referral_entry(cast), **refusal)
    with pytest.raises(RuleBroken, match="langkah ini tidak tersedia"):
        decide_case(
            case, entry, act=act, secret="x", version=case.version, actor=viewer_of(cast.ratna), now=clock.now()
        )
    assert Case.get_by_id(case.id).state == start and not Decision.select().exists()


@pytest.mark.parametrize("name", ["sari", "bayu", "ujang"])
def test_only_the_koordinator_decides_and_closes(cast: Cast, name: str) -> None:
    actor = viewer_of(getattr(cast, name))
    case = put(make_case(cast), "dilayani")
    with pytest.raises(NotAllowed):
        close_case(
            case, result="terpenuhi", text="Ya.", told_family_on=TODAY, version=case.version,
            actor=actor, now=clock.now(), today=TODAY,
        )  # fmt: skip
    case = put(case, "menunggu_penetapan")
    entry = DecisionEntry(choice="layani", text="Ya.", officer="Bayu", target_on=TODAY)
    with pytest.raises(NotAllowed):
        decide_case(case, entry, version=case.version, actor=actor, now=clock.now())


def test_the_counter_may_close_what_was_only_asked(cast: Cast) -> None:
    case = make_case(cast, kind="pertanyaan")
    close_case(
        case, result="informasi", text="Dijelaskan.", told_family_on=TODAY, version=case.version,
        actor=viewer_of(cast.sari), now=clock.now(), today=TODAY,
    )  # fmt: skip
    assert Case.get_by_id(case.id).state == "selesai"


@pytest.mark.parametrize("act", [CaseAct.PENGEMBALIAN, CaseAct.PEMBUKAAN, CaseAct.CEK_DATA])
@pytest.mark.parametrize("start", ["terdaftar", "kunjungan"])
def test_a_reason_alone_never_leads_around_the_data_check(cast: Cast, start: str, act: CaseAct) -> None:
    case = put(make_case(cast), start)
    with pytest.raises(RuleBroken, match="langkah ini tidak tersedia"):
        step_case(
            case, act, reason="Cepat.", version=case.version,
            actor=viewer_of(cast.ratna), now=clock.now(), today=TODAY,
        )  # fmt: skip
    assert Case.get_by_id(case.id).state == start


def test_a_paper_ticked_twice_is_told_once_and_notes_always(cast: Cast) -> None:
    case, actor = make_case(cast), viewer_of(cast.sari)
    for _ in range(2):
        tick_paper(case, 1, state="ada", form="asli", actor=actor, now=clock.now())
        add_note(case, "Sudah.", actor=actor, now=clock.now())
    assert [event.kind for event in CaseEvent.select().order_by(CaseEvent.id)] == [
        "daftar",
        "berkas",
        "catatan",
        "catatan",
    ]
    assert CaseDocument.get(CaseDocument.position == 1).changed_by_id == cast.sari.id


def test_a_case_that_moves_to_another_village_takes_its_tasks_along(cast: Cast) -> None:
    task = make_assignment(cast)
    case = Case.get_by_id(task.case_id)
    change_content(case, {"village": cast.bakti.id}, version=case.version, actor=viewer_of(cast.sari), now=clock.now())
    assert type(task).get_by_id(task.id).village_id == Case.get_by_id(case.id).village_id == cast.bakti.id


def test_a_due_date_never_lies_before_the_case(cast: Cast) -> None:
    case, wanted = make_case(cast), {"due_on": TODAY - timedelta(days=1)}
    with pytest.raises(RuleBroken, match="sebelum kasus didaftarkan") as refusal:
        change_content(case, wanted, version=case.version, actor=viewer_of(cast.sari), now=clock.now())
    assert refusal.value.field == "due_on"
    assert Case.get_by_id(case.id).due_on == case.due_on and CaseEvent.select().count() == 1
