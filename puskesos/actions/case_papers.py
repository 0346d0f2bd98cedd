"""The papers of one case: how each stands, corrected with a trace, and papers asked for in this case alone."""

from __future__ import annotations

from datetime import date, datetime

from peewee import fn

from puskesos.actions.case_path import write_event
from puskesos.actions.case_work import refuse_when_closed
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.case import Case, CaseDocument
from puskesos.rules.papers import MISSING, PaperForm, PaperOwner, PaperState, paper_words
from puskesos.rules.service import MOST_PAPERS
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

WAIVED = "Kasus kekerasan tidak memerlukan berkas"


def tick_paper(
    case: Case,
    position: int,
    *,
    state: str,
    form: str = "",
    promised_on: date | None = None,
    note: str = "",
    actor: Viewer,
    now: datetime,
) -> CaseDocument:
    """Note that a paper is there, still to come, or does not apply. The same note twice writes nothing.

    Raises RuleBroken when it does not apply and `note` gives no reason, or for a promise before the case began.
    """
    refuse_when_closed(case)
    paper = CaseDocument.get_or_none(CaseDocument.case == case, CaseDocument.position == position)
    if paper is None:
        raise RuleBroken("Berkas ini tidak ada pada kasus. Muat ulang halaman.")
    wanted = PaperState(state)
    _check(case, wanted, promised_on, note)
    shown = str(PaperForm(form)) if wanted == PaperState.ADA and form else ""
    stands = (str(wanted), shown, promised_on if wanted == PaperState.MENYUSUL else None, note)
    if stands == stands_as(paper):
        return paper
    with database.atomic():
        before = f" Semula {paper_words(*stands_as(paper))}." if paper.changed_at else ""
        paper.state, paper.form, paper.promised_on, paper.note = stands
        paper.changed_by, paper.changed_at = actor.id, now
        paper.save()
        write_event(case, "berkas", f"{paper.name}: {paper_words(*stands)}.{before}", actor=actor, now=now)
        facts = {"position": position, "state": wanted}
        audit.record("paper_ticked", actor=actor, now=now, object_type="case", object_id=case.number, **facts)
    return paper


def add_paper(
    case: Case, name: str, *, owner: str = PaperOwner.KELUARGA, key: str, actor: Viewer, now: datetime
) -> int:
    """Ask for one more paper in this case alone; returns its position, the same for the same `key`."""

    def effect() -> str:
        refuse_when_closed(case)
        position = _next_position(case, name)
        CaseDocument.create(case=case, position=position, name=name, extra=True, owner=str(owner))
        seen_to = "" if owner == PaperOwner.KELUARGA else f" (diurus {PaperOwner(owner).label.lower()})"
        write_event(case, "berkas", f"Berkas tambahan diminta: {name}{seen_to}.", actor=actor, now=now)
        audit.record("paper_added", actor=actor, now=now, object_type="case", object_id=case.number, position=position)
        return str(position)

    fields = {"case": case.number, "name": name, "owner": str(owner)}
    return int(run_once(key, effect, actor=actor, action="paper_added", fields=fields, now=now))


def waive_papers(case: Case, *, actor: Viewer, now: datetime) -> int:
    """Ask for none of the papers still missing, in the caller's transaction; returns how many that were.

    Who suffered violence is referred at once, whatever papers there are (domain.md 2.3 R08).
    """
    missing = (CaseDocument.case == case.id) & CaseDocument.state.in_([str(state) for state in MISSING])
    waived = {"state": str(PaperState.TIDAK_BERLAKU), "promised_on": None, "note": WAIVED}
    papers = CaseDocument.update(**waived, changed_by=actor.id, changed_at=now).where(missing).execute()
    if papers:
        write_event(case, "berkas", f"{papers} berkas tidak diminta lagi: {WAIVED.lower()}.", actor=actor, now=now)
        audit.record("papers_waived", actor=actor, now=now, object_type="case", object_id=case.number, papers=papers)
    return papers


def stands_as(paper: CaseDocument) -> tuple[str, str, date | None, str]:
    """State, form, promised day and remark of a paper."""
    return paper.state, paper.form, paper.promised_on, paper.note


def _next_position(case: Case, name: str) -> int:
    papers = CaseDocument.select().where(CaseDocument.case == case)
    if name.casefold() in {paper.name.casefold() for paper in papers}:
        raise RuleBroken("Berkas ini sudah ada dalam daftar.", "name")
    if papers.count() >= MOST_PAPERS:
        raise RuleBroken(f"Berkas satu kasus paling banyak {MOST_PAPERS}.", "name")
    return (papers.select(fn.MAX(CaseDocument.position)).scalar() or 0) + 1


def _check(case: Case, state: PaperState, promised_on: date | None, note: str) -> None:
    if state == PaperState.TIDAK_BERLAKU and not note:
        raise RuleBroken("Tulis mengapa berkas ini tidak berlaku.", "note")
    if state == PaperState.MENYUSUL and promised_on and promised_on < case.registered_on:
        raise RuleBroken("Tanggal ini sebelum kasus didaftarkan.", "promised_on")
