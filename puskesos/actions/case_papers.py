"""The papers of one case: how each stands, corrected with a trace, and papers asked for in this case alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from peewee import fn

from puskesos.actions.case_path import move_case, write_event
from puskesos.actions.case_work import refuse_when_closed
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.attachment import Attachment
from puskesos.models.case import Case, CaseDocument
from puskesos.rules.case_path import CaseAct, CaseState, find_act
from puskesos.rules.papers import MISSING, PaperForm, PaperOwner, PaperState, paper_words
from puskesos.rules.service import MOST_PAPERS, AskedPaper
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

NOTHING_ASKED = "Centang berkas yang kurang, atau tulis berkas lain yang diminta."
WAIVED = "Kasus kekerasan tidak memerlukan berkas"


@dataclass(frozen=True)
class AskedEntry:
    """What is asked of the family: papers of the case by position, `more` by name, and the words that go with it."""

    reason: str
    positions: tuple[int, ...] = ()
    more: tuple[str, ...] = ()


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


def ask_for_papers(case: Case, asked: AskedEntry, *, version: int, actor: Viewer, now: datetime) -> None:
    """Send the case back to the family for these papers (domain.md 1.3 #2); each of them is missing from now on.

    One that was there is asked for anew; one that is promised stays promised. Raises RuleBroken for an empty list.
    """
    if not asked.positions and not asked.more:
        raise RuleBroken(NOTHING_ASKED, "papers")
    if find_act(case.state, CaseAct.KEKURANGAN) is None:
        raise RuleBroken(
            f"Kasus ini berstatus “{CaseState(case.state).label}”; langkah ini tidak tersedia. Muat ulang halaman."
        )
    with database.atomic():
        names = _ask_again(case, asked.positions, actor, now) + _ask_more(case, asked.more, actor, now)
        told = f"{asked.reason}\nDiminta: {'; '.join(names)}."
        move_case(case, CaseState.PERLU_PERBAIKAN, actor=actor, now=now, version=version, text=told)
        papers = len(names)
        audit.record("papers_asked", actor=actor, now=now, object_type="case", object_id=case.number, papers=papers)


def exchange_papers(case: Case, wanted: Collection[AskedPaper], *, actor: Viewer, now: datetime) -> None:
    """Another service's papers, in the caller's transaction: new ones are added, untouched old ones go away."""
    known = {one.name.casefold() for one in wanted}
    papers = list(CaseDocument.select().where(CaseDocument.case == case))
    attached = {row for (row,) in Attachment.select(Attachment.document).where(Attachment.case == case).tuples()}
    untouched = [one for one in papers if one.state == PaperState.BELUM and not one.changed_at and not one.extra]
    gone = [one for one in untouched if one.name.casefold() not in known and one.id not in attached]
    if gone:
        CaseDocument.delete().where(CaseDocument.id.in_([one.id for one in gone])).execute()
    kept = {one.name.casefold() for one in papers if one not in gone}
    added = [one for one in wanted if one.name.casefold() not in kept]
    first = max((one.position for one in papers), default=0) + 1
    for position, one in enumerate(added, start=first):
        CaseDocument.create(case=case, position=position, name=one.name, owner=str(one.owner))
    if gone or added:
        said = [f"diminta {'; '.join(one.name for one in added)}"] if added else []
        said += [f"tidak lagi {'; '.join(one.name for one in gone)}"] if gone else []
        write_event(case, "berkas", f"Berkas menurut layanan: {', '.join(said)}.", actor=actor, now=now)


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


def _ask_again(case: Case, positions: Collection[int], actor: Viewer, now: datetime) -> list[str]:
    """These papers are missing; one that was there or did not apply is written as missing again."""
    chosen = CaseDocument.select().where(CaseDocument.case == case, CaseDocument.position.in_(list(positions)))
    papers = list(chosen.order_by(CaseDocument.position))
    if len(papers) != len(set(positions)):
        raise RuleBroken("Pilih berkas dari daftar.", "papers")
    again = [paper.id for paper in papers if paper.state not in MISSING]
    missing = {"state": str(PaperState.BELUM), "form": "", "note": ""}
    if again:
        CaseDocument.update(**missing, changed_by=actor.id, changed_at=now).where(CaseDocument.id.in_(again)).execute()
    return [f"{paper.name} (semula ada)" if paper.state == PaperState.ADA else paper.name for paper in papers]


def _ask_more(case: Case, names: Collection[str], actor: Viewer, now: datetime) -> list[str]:
    """Papers of this case alone; one that is in the list already is refused at the field."""
    for name in names:
        position = _next_position(case, name, "more")
        CaseDocument.create(case=case, position=position, name=name, extra=True)
        audit.record("paper_added", actor=actor, now=now, object_type="case", object_id=case.number, position=position)
    return list(names)


def _next_position(case: Case, name: str, field: str = "name") -> int:
    papers = CaseDocument.select().where(CaseDocument.case == case)
    if name.casefold() in {paper.name.casefold() for paper in papers}:
        raise RuleBroken(f"Berkas ini sudah ada dalam daftar: {name}.", field)
    if papers.count() >= MOST_PAPERS:
        raise RuleBroken(f"Berkas satu kasus paling banyak {MOST_PAPERS}.", field)
    return (papers.select(fn.MAX(CaseDocument.position)).scalar() or 0) + 1


def _check(case: Case, state: PaperState, promised_on: date | None, note: str) -> None:
    if state == PaperState.TIDAK_BERLAKU and not note:
        raise RuleBroken("Tulis mengapa berkas ini tidak berlaku.", "note")
    if state == PaperState.MENYUSUL and promised_on and promised_on < case.registered_on:
        raise RuleBroken("Tanggal ini sebelum kasus didaftarkan.", "promised_on")
