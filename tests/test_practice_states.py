"""The practice hub shows every state and kind of the case path: a new one without a story fails here."""

from __future__ import annotations

import pytest
from peewee import Field

from puskesos.config import Settings
from puskesos.models import (
    Assignment,
    AssignmentMessage,
    Attachment,
    Case,
    CaseAccess,
    CaseDocument,
    CaseEvent,
    CaseLink,
    CaseTeam,
    DataCheck,
    Decision,
    EntryCorrection,
    FieldReport,
    Handover,
    HandoverRead,
    LocalHoliday,
    Recommendation,
    Referral,
    ReferralEvent,
    SpmClaim,
    TrackEvent,
    TrackMember,
    User,
    Visit,
    VolunteerAbsence,
)
from puskesos.practice.handing_on import HANDING_ON
from puskesos.practice.script import load_stories
from puskesos.practice.tracks import WAYS
from puskesos.practice.welfare import SHOWS
from puskesos.queries.clock import pause_now
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.attachment import AttachmentKind
from puskesos.rules.case_link import LinkKind
from puskesos.rules.case_path import CaseState
from puskesos.rules.clock_pause import OFFICE, PAPERS
from puskesos.rules.data_check import DataCheckStatus
from puskesos.rules.field_report import FieldReportState
from puskesos.rules.intake import Channel, IntakeKind, Priority
from puskesos.rules.outcome import (
    SATISFACTION,
    DecisionChoice,
    RecommendationChoice,
    RejectionReason,
    ResultCode,
    ToldHow,
)
from puskesos.rules.papers import PaperForm, PaperState
from puskesos.rules.referral import LegalBasis, ReferralEventKind
from puskesos.rules.referral_path import ContactChannel, ReferralState
from puskesos.rules.restriction import Cause, LookKind
from puskesos.rules.spm import ClaimState
from puskesos.rules.track import TrackEventKind, TrackStep
from tests.practice_hub import TUESDAY

# What must be there at least once; a draft is a report from the field and no case.
SHOWN: dict[Field, set[str]] = {
    Case.state: {*CaseState} - {CaseState.DRAF},
    Case.result: {*ResultCode, ""},
    Case.restricted_reason: {*Cause, ""},
    Case.told_how: {*ToldHow, ""},
    Case.kind: {*IntakeKind},
    Case.channel: {*Channel},
    Case.priority: {*Priority},
    Recommendation.choice: {*RecommendationChoice},
    Decision.choice: {*DecisionChoice},
    Decision.rejection_reason: {*RejectionReason, ""},
    DataCheck.status: {*DataCheckStatus},
    Assignment.state: {*AssignmentState},
    Referral.state: {*ReferralState},
    Referral.basis: {*LegalBasis},
    ReferralEvent.kind: {*ReferralEventKind},
    ReferralEvent.channel: {*ContactChannel, ""},
    TrackMember.step: {*TrackStep},
    TrackEvent.kind: {*TrackEventKind},
    CaseDocument.state: {*PaperState},
    CaseDocument.form: {*PaperForm, ""},
    SpmClaim.state: {*ClaimState},
    Attachment.kind: {*AttachmentKind},
    CaseLink.kind: {*LinkKind},
    CaseAccess.kind: {*LookKind},
    FieldReport.state: {*FieldReportState},
}


@pytest.mark.parametrize("field", SHOWN, ids=lambda field: f"{field.model.__name__}-{field.name}")
def test_every_state_and_kind_is_there(practice_hub: Settings, field: Field) -> None:
    there = {value for (value,) in field.model.select(field).distinct().tuples()}
    assert there == {str(value) for value in SHOWN[field]}


def test_every_guided_way_and_benefit_belongs_to_a_story() -> None:
    told = {(story.service, story.end, story.day) for story in load_stories()}
    assert {*WAYS, *SHOWS, *HANDING_ON} <= told


def test_satisfaction_stands_in_every_way(practice_hub: Settings) -> None:
    assert {level for (level,) in Case.select(Case.satisfaction).distinct().tuples()} == {None, *SATISFACTION}
    assert Case.select().where(Case.given_amount > 0, Case.given_on.is_null(False)).exists()


def test_answers_wait_to_be_told_and_letters_wait_beyond_their_day(practice_hub: Settings) -> None:
    answered = Referral.select().where(Referral.state.in_(["selesai", "ditolak"]))
    assert answered.where(Referral.told_family_on.is_null()).exists()
    assert answered.where(Referral.told_family_on.is_null(False)).exists()
    out = Referral.select().where(Referral.state == "dikirim")
    assert out.where(Referral.answer_due_on < TUESDAY).exists()
    assert ReferralEvent.select().where(ReferralEvent.actor.is_null()).exists(), "an office answered with its code"


def test_the_clock_stands_still_for_families_and_for_offices_and_went_on_again(practice_hub: Settings) -> None:
    waiting = [pause_now(case) for case in Case.select().where(Case.closed_at.is_null())]
    assert {pause.waits_for for pause in waiting if pause} >= {PAPERS, OFFICE}
    assert CaseEvent.select().where(CaseEvent.kind == "waktu").exists()


def test_help_is_under_way_before_its_decision_in_both_ways(practice_hub: Settings) -> None:
    assert {case.state for case in Case.select().where(Case.decision_pending)} == {"dilayani", "dirujuk"}


def test_restricted_cases_have_a_team_and_an_emergency_nobody_took_note_of(practice_hub: Settings) -> None:
    team = CaseTeam.select().join(Case).where(Case.restricted)
    assert (
        team.where(CaseTeam.removed_at.is_null()).exists() and team.where(CaseTeam.removed_at.is_null(False)).exists()
    )
    urgent = CaseAccess.select().where(CaseAccess.kind == "darurat")
    assert urgent.where(CaseAccess.known_at.is_null()).count() == urgent.where(CaseAccess.known_at > 0).count() == 1


def test_files_are_on_disk_one_shows_a_paper_and_one_was_taken_out(practice_hub: Settings) -> None:
    files = list(Attachment.select())
    assert all((practice_hub.uploads / file.stored_name).stat().st_size == file.size for file in files)
    assert any(file.document_id for file in files) and any(file.removed_at for file in files)


def test_a_note_was_corrected_a_paper_asked_for_and_a_day_closed(practice_hub: Settings) -> None:
    assert EntryCorrection.select().exists() and LocalHoliday.select().exists()
    assert CaseDocument.select().where(CaseDocument.extra).exists()


def test_one_handover_was_read_and_one_waits_for_everybody(practice_hub: Settings) -> None:
    assert Handover.select().where(Handover.content != "[]").count() == Handover.select().count() == 2
    assert HandoverRead.select().count() == 1


def test_a_case_was_opened_again_and_advice_given_back(practice_hub: Settings) -> None:
    assert CaseEvent.select().where(CaseEvent.from_state == "selesai", CaseEvent.to_state == "penanganan").exists()
    back = CaseEvent.select().where(CaseEvent.from_state == "menunggu_penetapan", CaseEvent.to_state == "penanganan")
    assert back.exists()


def test_a_volunteer_is_away_a_task_was_handed_on_and_another_told_by_whatsapp(practice_hub: Settings) -> None:
    names = dict(User.select(User.id, User.username).tuples())
    away, told = VolunteerAbsence.get(), Assignment.handed_off_at.is_null(False)
    assert names[away.user_id] == "rusdi" and away.first_on <= TUESDAY <= away.last_on and not away.cancelled_at
    new = Assignment.get(Assignment.takes_over.is_null(False))
    old = Assignment.get_by_id(new.takes_over_id)
    assert (names[new.volunteer_id], new.state) == ("nani", "ditugaskan")
    assert (names[old.volunteer_id], old.state) == ("rusdi", "batal")
    assert Assignment.select().where(told).count() == 1


def test_volunteers_ask_get_answers_ask_for_time_and_met_nobody(practice_hub: Settings) -> None:
    open_questions = Assignment.select().where(Assignment.asked_at.is_null(False))
    assert open_questions.count() == 1 and AssignmentMessage.select().count() == 3
    assert Assignment.select().where(Assignment.planned_on > Assignment.due_on).count() == 1
    attempts = Visit.select().join(Assignment).where(Visit.outcome == "tidak_ada", Assignment.state == "dikerjakan")
    assert attempts.where(Visit.return_on > TUESDAY).exists()
