"""One case of the practice hub on its way: each step of its story calls one action at its moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from puskesos.actions import assignment as tasks
from puskesos.actions import case_papers, case_work
from puskesos.actions.case_closing import ClosingEntry, close_case
from puskesos.actions.case_decision import DecisionEntry, decide_case, step_case
from puskesos.actions.case_emergency import AfterEntry, HelpEntry, decide_afterwards, help_first
from puskesos.actions.case_papers import AskedEntry
from puskesos.actions.case_proposal import propose
from puskesos.actions.case_work import AdviceEntry
from puskesos.actions.intake import Need, register_case
from puskesos.actions.referral_log import Heard
from puskesos.actions.referral_step import move_referral
from puskesos.actions.visit import VisitEntry, report_visit, review_visit
from puskesos.config import Settings
from puskesos.models import Agency, Assignment, Case, CaseDocument, Referral, Visit
from puskesos.practice.calendar import ZONE
from puskesos.practice.cast import VOLUNTEERS, Stage
from puskesos.practice.drawing import draw_photos
from puskesos.practice.parts import Client, data_check_entry, decision_entry, proposed
from puskesos.practice.script import Story
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import CaseAct, CaseState
from puskesos.rules.deadlines import add_working_days, visit_due
from puskesos.rules.proposal import ProposalKind
from puskesos.rules.referral_path import OPEN_REFERRAL_STATES
from puskesos.rules.viewer import Viewer

SHOWN_AT_COUNTER = ("KTP", "KK", "KTP orang tua", "Surat pengantar", "KTP/KIA", "Identitas pelapor")
NOT_NEEDED = "Sudah ada di Dinas Sosial."


class Scene:
    """A story being played; the case and the assignment are read fresh for each step, as a page does."""

    def __init__(
        self, stage: Stage, story: Story, client: Client, *, today: date, settings: Settings, chance: Random
    ) -> None:
        self.stage, self.story, self.client = stage, story, client
        self.today, self.chance = today, chance
        self.uploads, self.secret = settings.uploads, settings.secret
        self.number = self.task = ""

    def play(self, step: str, now: datetime) -> None:
        """Do one step of the plan."""
        getattr(self, f"_{step}")(now)

    @property
    def case(self) -> Case:
        return Case.get(Case.number == self.number)

    @property
    def assignment(self) -> Assignment:
        return Assignment.get(Assignment.number == self.task)

    @property
    def ratna(self) -> Viewer:
        return self.stage.actors["ratna"]

    @property
    def sari(self) -> Viewer:
        return self.stage.actors["sari"]

    @property
    def officer(self) -> Viewer:
        return self.stage.officer(self.stage.services[self.story.service].area)

    @property
    def volunteer(self) -> Viewer:
        first, second = VOLUNTEERS[self.story.village]
        usual = second if self.story.village == "Pantai Bahagia" or self.story.day % 2 else first
        return self.stage.actors[self.story.volunteer or usual.lower()]

    def _daftar(self, now: datetime) -> None:
        story, service = self.story, self.stage.services[self.story.service]
        papers = service.papers.split("\n")
        need = Need(
            service_id=service.id,
            village_id=self.stage.villages[story.village].id,
            kind=story.kind,
            channel=story.channel,
            priority=story.priority,
            story=story.story,
            wish=story.wish,
            restricted=story.restricted,
            papers_present=tuple(name for name in papers if name in SHOWN_AT_COUNTER),
            **self.client.as_need(),
        )
        today = now.astimezone(ZONE).date()
        self.number = register_case(need, key=self._key(), actor=self.sari, now=now, today=today)

    def _berkas(self, now: datetime) -> None:
        missing = CaseDocument.select().where(CaseDocument.case == self.case, CaseDocument.state == "belum")
        for paper in list(missing):
            shown = self.chance.choice(("asli", "fotokopi", "fotokopi", "foto"))
            case_papers.tick_paper(self.case, paper.position, state="ada", form=shown, actor=self.sari, now=now)

    def _kurang(self, now: datetime) -> None:
        """One missing paper is promised for a day; of many, one does not apply to this family."""
        papers = CaseDocument.select().where(CaseDocument.case == self.case, CaseDocument.state == "belum")
        missing = list(papers.order_by(CaseDocument.position))
        promised = add_working_days(now.astimezone(ZONE).date(), 3)
        stands = [{"state": "menyusul", "promised_on": promised}, {"state": "tidak_berlaku", "note": NOT_NEEDED}]
        for paper, how in zip(missing, stands[: 2 if len(missing) > 2 else 1], strict=False):
            case_papers.tick_paper(self.case, paper.position, **how, actor=self.sari, now=now)
        still = missing[:1] + missing[2:]
        case, asked = self.case, AskedEntry(self.story.reason, tuple(paper.position for paper in still))
        case_papers.ask_for_papers(case, asked, version=case.version, actor=self.sari, now=now)

    def _batal(self, now: datetime) -> None:
        self._step(CaseAct.PEMBATALAN, self.sari, now)

    def _buka(self, now: datetime) -> None:
        self._step(CaseAct.PEMBUKAAN, self.ratna, now)

    def _segera(self, now: datetime) -> None:
        case, entry = self.case, HelpEntry(self.story.first_help, self.sari.name)
        help_first(case, entry, version=case.version, actor=self.sari, now=now)

    def _susulan(self, now: datetime) -> None:
        case, day = self.case, now.astimezone(ZONE).date()
        entry = AfterEntry(self.story.decision, self.officer.name, add_working_days(day, self.story.target))
        decide_afterwards(case, entry, version=case.version, actor=self.ratna, now=now)

    def _tugas(self, now: datetime) -> None:
        day, due = now.astimezone(ZONE).date(), self.story.due
        self.task = tasks.assign_volunteer(
            self.case,
            volunteer_id=self.volunteer.id,
            kind=self.story.task,
            instruction=self.story.instruction,
            due_on=visit_due(self.story.priority, day) if due is None else add_working_days(self.today, due),
            key=self._key(),
            actor=self.ratna,
            now=now,
            today=day,
        )

    def _terima(self, now: datetime) -> None:
        tasks.accept_assignment(self.assignment, actor=self.volunteer, now=now)

    def _berangkat(self, now: datetime) -> None:
        tasks.start_assignment(self.assignment, actor=self.volunteer, now=now)

    def _tolak_tugas(self, now: datetime) -> None:
        tasks.decline_assignment(self.assignment, reason=self.story.reason, actor=self.volunteer, now=now)

    def _batal_tugas(self, now: datetime) -> None:
        tasks.cancel_assignment(self.assignment, reason=self.story.reason, actor=self.ratna, now=now)

    def _lapor(self, now: datetime) -> None:
        entry = VisitEntry(
            visited_at=now - timedelta(minutes=2),
            outcome=self.story.outcome,
            findings=self.story.found,
            met_whom=self.story.met,
            conclusion="layak" if self.story.outcome == "bertemu" else "",
            next_step=self.story.propose,
        )
        photos = draw_photos(self.story.photos)
        report_visit(
            self.assignment, entry, photos, uploads=self.uploads, key=self._key(), actor=self.volunteer, now=now
        )

    def _setuju(self, now: datetime) -> None:
        self._review(AssignmentState.DISETUJUI, now)

    def _kembalikan(self, now: datetime) -> None:
        self._review(AssignmentState.DIKEMBALIKAN, now)

    def _ulang(self, now: datetime) -> None:
        self._review(AssignmentState.KUNJUNGAN_ULANG, now)

    def _cek(self, now: datetime) -> None:
        entry = data_check_entry(self.story, now.astimezone(ZONE).date(), self.chance)
        case_work.check_data(self.case, entry, version=self.case.version, actor=self.officer, now=now)

    def _rekomendasi(self, now: datetime) -> None:
        case = self.case
        story, office = self.story, Agency.get_or_none(Agency.code == self.story.agency)
        where = (office.id, office.name, story.wanted) if office and story.choice == "rujuk" else ()
        advice = AdviceEntry(story.choice, story.advice, *where, rejection_reason=story.reject)
        case_work.recommend(case, advice, version=case.version, actor=self.officer, now=now)

    def _putus(self, now: datetime) -> None:
        case = self.case
        day, office = now.astimezone(ZONE).date(), Agency.get_or_none(Agency.code == self.story.agency)
        entry: DecisionEntry = decision_entry(
            self.story, office.id if office else None, day, self.today, self.officer.name
        )
        decide_case(case, entry, version=case.version, actor=self.ratna, now=now, secret=self.secret)
        if self.story.answer not in {"", "draf"}:
            self._answer(self.story.answer, day, now)

    def _tutup(self, now: datetime) -> None:
        day = now.astimezone(ZONE).date()
        self._answer("selesai", day, now)
        case = self.case
        actor = self.sari if case.state == CaseState.TERDAFTAR else self.ratna
        close_case(
            case,
            result=self.story.result,
            text=self.story.closing,
            told_family_on=day,
            more=ClosingEntry(given=self.story.given, satisfaction=self.story.satisfaction),
            version=case.version,
            actor=actor,
            now=now,
            today=day,
        )

    def _usul_kunjungan(self, now: datetime) -> None:
        self._propose(ProposalKind.KUNJUNGAN, now)

    def _usul_tutup(self, now: datetime) -> None:
        self._propose(ProposalKind.TUTUP, now)

    def _propose(self, kind: ProposalKind, now: datetime) -> None:
        case, (said, content) = self.case, proposed(self.story, kind, now.astimezone(ZONE).date())
        propose(case, kind, said, content, version=case.version, actor=self.officer, now=now)

    def _answer(self, state: str, day: date, now: datetime) -> None:
        """The office's word on the open referral of this case, heard on the phone."""
        for referral in Referral.select(Referral, Agency).join(Agency).where(Referral.case == self.case):
            if referral.state in OPEN_REFERRAL_STATES:
                heard = Heard(day, "telepon", "petugas loket", self.story.answered or self.story.closing)
                when = {"version": referral.version, "now": now, "today": day}
                move_referral(referral, state, heard, actor=self.officer, **when)

    def _step(self, act: CaseAct, actor: Viewer, now: datetime) -> None:
        case = self.case
        today = now.astimezone(ZONE).date()
        step_case(case, act, reason=self.story.reason, version=case.version, actor=actor, now=now, today=today)

    def _review(self, state: AssignmentState, now: datetime) -> None:
        task = self.assignment
        again = state != AssignmentState.DISETUJUI
        reason = self.story.reason if again else ""
        due_on = add_working_days(self.today, self.story.due or 1) if again else None
        visit = Visit.select().where(Visit.assignment == task).order_by(Visit.id.desc()).get()
        review_visit(task, visit, target=str(state), reason=reason, actor=self.ratna, now=now, due_on=due_on)

    def _key(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))
