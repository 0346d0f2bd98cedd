"""What is done around a case beside the acts of its table: by its volunteer, by offices, on papers and entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from puskesos.actions.assignment import accept_assignment, cancel_assignment, decline_assignment, start_assignment
from puskesos.actions.case_content import change_content
from puskesos.actions.case_papers import tick_paper
from puskesos.actions.referral_answer import answer_letter
from puskesos.actions.referral_log import Heard
from puskesos.actions.referral_step import move_referral, remind_office, tell_family
from puskesos.actions.restriction import lift_restriction, restrict_by_hand
from puskesos.actions.visit import VisitEntry, report_visit, review_visit
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models import Agency, Assignment, Case, Referral, Visit
from puskesos.rules.permissions import Permission as P
from puskesos.rules.referral_path import ReferralState, referral_transitions_from
from puskesos.rules.viewer import Viewer
from tests.actions.case_deeds import WORDS, Moment, refer


def task_of(case: Case, viewer: Viewer | None = None) -> Assignment:
    """The newest task of the case, of this volunteer where one is named; a page that is not found without one."""
    tasks = Assignment.select().where(Assignment.case == case).order_by(Assignment.id.desc())
    task = (tasks.where(Assignment.volunteer == viewer.id) if viewer else tasks).first()
    if task is None:
        raise NotAllowed
    return task


def accept(case: Case, at: Moment) -> None:
    accept_assignment(task_of(case, at.viewer), **at.signed())


def leave(case: Case, at: Moment) -> None:
    start_assignment(task_of(case, at.viewer), **at.signed())


def decline(case: Case, at: Moment) -> None:
    decline_assignment(task_of(case, at.viewer), reason=WORDS, **at.signed())


def report(case: Case, at: Moment) -> None:
    entry = VisitEntry(at.now, at.pick(["bertemu", "tidak_ada", "pindah"]), "Rumah panggung.")
    report_visit(task_of(case, at.viewer), entry, [], uploads=at.uploads, key=at.key, **at.signed())


def review(case: Case, at: Moment) -> None:
    task = task_of(case)
    visit = Visit.select().where(Visit.assignment == task).order_by(Visit.id.desc()).first()
    if visit is None:
        raise RuleBroken("Belum ada laporan pada tugas ini.")
    target = at.pick(["disetujui", "dikembalikan", "kunjungan_ulang"])
    review_visit(task, visit, target=target, reason=WORDS, **at.signed(task))


def take_back(case: Case, at: Moment) -> None:
    cancel_assignment(task_of(case), reason=WORDS, **at.signed())


def letter_of(case: Case, at: Moment) -> Referral:
    """One of the case's letters; a page that is not found without one."""
    letters = list(Referral.select(Referral, Agency).join(Agency).where(Referral.case == case).order_by(Referral.id))
    if not letters:
        raise NotAllowed
    return at.pick(letters[::-1])


def heard(at: Moment) -> Heard:
    return Heard(at.today, "telepon", "Ibu Rini", "Sudah diproses.")


def hear(case: Case, at: Moment) -> None:
    row = letter_of(case, at)
    steps = referral_transitions_from(row.state)
    target = str(at.pick(steps).target) if steps else str(ReferralState.SELESAI)
    move_referral(row, target, heard(at), today=at.today, **at.signed(row))


def remind(case: Case, at: Moment) -> None:
    remind_office(letter_of(case, at), heard(at), key=at.key, today=at.today, **at.signed())


def tell(case: Case, at: Moment) -> None:
    row = letter_of(case, at)
    tell_family(row, heard(at), today=at.today, **at.signed(row))


def answer(case: Case, at: Moment) -> None:
    """The office answers by the code on the letter."""
    row, said = letter_of(case, at), at.pick(["diterima", "selesai", "ditolak"])
    if not answer_letter(row, said, name="Ibu Rini", text="Sudah.", now=at.now, today=at.today):
        raise RuleBroken("Jawaban ini tidak mengubah apa pun.")


def paper(case: Case, at: Moment) -> None:
    state = at.pick(["ada", "menyusul", "tidak_berlaku", "belum"])
    promised = at.today + timedelta(days=2) if state == "menyusul" else None
    tick_paper(case, 1, state=state, promised_on=promised, note=WORDS, **at.signed())


def edit(case: Case, at: Moment) -> None:
    due_on = [at.today + timedelta(days=at.choice), case.registered_on - timedelta(days=3)]
    ways = [{"priority": "darurat"}, {"due_on": due_on[0]}, {"priority": "biasa"}, {"due_on": due_on[1]}]
    change_content(case, at.pick([*ways, {"village": at.cast.bakti.id}]), **at.signed(case))


def lock(case: Case, at: Moment) -> None:
    restrict_by_hand(case, "keselamatan", "", **at.signed(case))


def unlock(case: Case, at: Moment) -> None:
    lift_restriction(case, WORDS, **at.signed(case))


BESIDE: Mapping[str, tuple[P, Callable[[Case, Moment], None]]] = {  # deeds that are no act of the table
    "rujukan-lagi": (P.DECIDE, refer),
    "terima": (P.REPORT_VISIT, accept),
    "berangkat": (P.REPORT_VISIT, leave),
    "tolak-tugas": (P.REPORT_VISIT, decline),
    "lapor": (P.REPORT_VISIT, report),
    "periksa": (P.REVIEW_VISIT, review),
    "ambil-kembali": (P.ASSIGN, take_back),
    "jawaban": (P.HANDLE_REFERRAL, hear),
    "pengingat": (P.HANDLE_REFERRAL, remind),
    "jawaban-kantor": (P.HANDLE_REFERRAL, answer),
    "kabar": (P.WRITE_NOTE, tell),
    "berkas": (P.TICK_PAPERS, paper),
    "isian": (P.EDIT_IDENTITY, edit),
    "tutup-akses": (P.WRITE_NOTE, lock),
    "buka-akses": (P.RESTRICT, unlock),
}
