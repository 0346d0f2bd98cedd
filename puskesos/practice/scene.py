"""One case of the practice hub on its way: each step of its story calls one action at its moment."""

from __future__ import annotations

from datetime import date, datetime
from random import Random
from uuid import UUID

from puskesos.actions import assignment as tasks
from puskesos.actions import case_work
from puskesos.actions.assignment_message import answer, ask
from puskesos.actions.case_closing import ClosingEntry, close_case
from puskesos.actions.case_decision import decide_case, step_case
from puskesos.actions.case_emergency import AfterEntry, HelpEntry, decide_afterwards, help_first
from puskesos.actions.case_link import cancel_duplicate
from puskesos.actions.case_papers import AskedEntry, ask_for_papers
from puskesos.actions.case_proposal import propose
from puskesos.actions.case_work import AdviceEntry
from puskesos.actions.intake import Need, register_case
from puskesos.actions.visit import review_visit
from puskesos.config import Settings
from puskesos.models import Agency, Assignment, Case, Visit
from puskesos.practice.calendar import ZONE
from puskesos.practice.cast import VOLUNTEERS, Stage
from puskesos.practice.letters import answer_letters
from puskesos.practice.papers import SHOWN_AT_COUNTER, bring_papers, promise_papers
from puskesos.practice.parts import Client, data_check_entry, decision_entry, proposed, referral_entry
from puskesos.practice.reporting import ask_for_time, meet_nobody, send_report
from puskesos.practice.script import Story
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import CaseAct, CaseState
from puskesos.rules.deadlines import add_working_days, visit_due
from puskesos.rules.outcome import ResultCode
from puskesos.rules.proposal import ProposalKind
from puskesos.rules.referral_path import ReferralState
from puskesos.rules.service import read_papers
from puskesos.rules.viewer import Viewer

TOLD = ("kind", "channel", "priority", "story", "wish", "restricted", "restricted_why", "violence", "about_official")
BEFORE_HANDLING = (CaseState.TERDAFTAR, CaseState.PERLU_PERBAIKAN)  # a refusal is then an act of its own


class Scene:
    """A story being played; the case and the assignment are read fresh for each step, as a page does."""

    def __init__(
        self, stage: Stage, story: Story, client: Client, *, today: date, settings: Settings, chance: Random
    ) -> None:
        self.stage, self.story, self.client = stage, story, client
        self.today, self.chance = today, chance
        self.settings, self.uploads, self.secret = settings, settings.uploads, settings.secret
        self.together: dict[str, Scene] = {}
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
        need = Need(
            service_id=service.id,
            village_id=self.stage.villages[story.village].id,
            papers_present=tuple(paper.name for paper in read_papers(service.papers) if paper.name in SHOWN_AT_COUNTER),
            **{name: getattr(story, name) for name in TOLD},
            **self.client.as_need(),
        )
        today = now.astimezone(ZONE).date()
        self.number = register_case(need, key=self._key(), actor=self.sari, now=now, today=today)

    def _berkas(self, now: datetime) -> None:
        bring_papers(self.case, actor=self.sari, chance=self.chance, now=now)

    def _kurang(self, now: datetime) -> None:
        positions = promise_papers(self.case, actor=self.sari, now=now, today=now.astimezone(ZONE).date())
        case, asked = self.case, AskedEntry(self.story.reason, positions)
        ask_for_papers(case, asked, version=case.version, actor=self.sari, now=now)

    def _lengkap(self, now: datetime) -> None:
        bring_papers(self.case, actor=self.sari, chance=self.chance, now=now)
        self._step(CaseAct.KELENGKAPAN, self.sari, now)

    def _kembali(self, now: datetime) -> None:
        self._step(CaseAct.PENGEMBALIAN, self.ratna, now)

    def _batal(self, now: datetime) -> None:
        kept = self.together.get(self.story.same_as)
        if kept is None:
            self._step(CaseAct.PEMBATALAN, self.sari, now)
            return
        case, day = self.case, now.astimezone(ZONE).date()
        when = {"version": case.version, "now": now, "today": day}
        cancel_duplicate(case, kept.case, self.story.reason, actor=self.sari, **when)

    def _buka(self, now: datetime) -> None:
        self._step(CaseAct.PEMBUKAAN, self.ratna, now)

    def _segera(self, now: datetime) -> None:
        case, day = self.case, now.astimezone(ZONE).date()
        letter = referral_entry(self.story, day, self.sari.name) if self.story.agency else None
        entry = HelpEntry(self.story.first_help, self.sari.name, letter)
        help_first(case, entry, version=case.version, actor=self.sari, now=now, secret=self.secret)

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
        send_report(self, now)

    def _gagal(self, now: datetime) -> None:
        meet_nobody(self, now)

    def _tunda(self, now: datetime) -> None:
        ask_for_time(self, now)

    def _tanya(self, now: datetime) -> None:
        ask(self.assignment, self.story.question, key=self._key(), actor=self.volunteer, now=now)

    def _balas(self, now: datetime) -> None:
        answer(self.assignment, self.story.reply, key=self._key(), actor=self.officer, now=now)

    def make_key(self) -> str:
        """A fresh submission key, the same in every run of the same hub."""
        return self._key()

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
        case, day = self.case, now.astimezone(ZONE).date()
        entry = decision_entry(self.story, day, self.today, self.officer.name)
        act = CaseAct.PENOLAKAN if case.state in BEFORE_HANDLING else CaseAct.PENETAPAN
        decide_case(case, entry, act=act, version=case.version, actor=self.ratna, now=now, secret=self.secret)

    def _jawab(self, now: datetime) -> None:
        """What the office says before the story ends, if it says anything."""
        if self.story.answer not in {"", ReferralState.DRAF}:
            answer_letters(self, self.story.answer, now)

    def _tutup(self, now: datetime) -> None:
        story, day = self.story, now.astimezone(ZONE).date()
        if story.result != ResultCode.TANPA_UMPAN_BALIK:
            withdrawn = story.result == ResultCode.MENARIK_DIRI
            answer_letters(self, ReferralState.BATAL if withdrawn else ReferralState.SELESAI, now)
        case = self.case
        actor = self.sari if case.state == CaseState.TERDAFTAR else self.ratna
        given_on = day if story.given_amount else None
        more = ClosingEntry(story.told_how, story.given, given_on, story.given_amount, story.satisfaction)
        how = {"result": story.result, "text": story.closing, "told_family_on": day, "tracks_stay": True}
        close_case(case, more=more, version=case.version, actor=actor, now=now, today=day, **how)

    _lewat, _bisu = _putus, _tutup  # the same, after a long wait

    def _usul(self, now: datetime) -> None:
        kind = ProposalKind.TUTUP if self.story.steps[-1] == "usul_tutup" else ProposalKind.KUNJUNGAN
        case, (said, content) = self.case, proposed(self.story, kind, now.astimezone(ZONE).date())
        propose(case, kind, said, content, version=case.version, actor=self.officer, now=now)

    _usul_tutup = _usul_kunjungan = _usul

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
