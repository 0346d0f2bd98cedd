"""How a case that needs action reads: one sentence why, the other reasons as words, and the button of its next step,
which is the one of its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import g, url_for

from puskesos import clock
from puskesos.formatting import show_moment, show_short_date
from puskesos.queries.hub import days_off, names_of_users, step_days
from puskesos.queries.needs_around import Around, Letter, around
from puskesos.rules.clock_pause import day_of
from puskesos.rules.deadlines import DueWords, due_words, working_days_between
from puskesos.rules.needs_action import Cutoffs, Facts, Need, cutoffs_at, needs_in, sentence
from puskesos.rules.papers import PaperState
from puskesos.rules.referral import is_unanswered, must_tell_family
from puskesos.rules.referral_path import ReferralState
from puskesos.rules.viewer import Viewer
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub
from puskesos.views.case_step import QUIET, Step, main_step

_OF_LETTERS: Mapping[Need, Callable[[Letter], bool]] = {
    Need.KABAR: lambda one: must_tell_family(one.state, one.told_family_on),
    Need.SURAT: lambda one: one.state == ReferralState.DRAF,
    Need.RUJUKAN: lambda one: is_unanswered(one.state),
}
_TOLD_SINCE = frozenset({Need.KONTAK, Need.ESKALASI, Need.PENETAPAN, Need.LANGKAH, Need.BERKAS})
_TOLD_BY_HOUR = frozenset({Need.TUGAS, Need.TANYA})
_TELLS_WHAT_STANDS = frozenset({Need.ESKALASI, Need.LANGKAH})


@dataclass(frozen=True)
class NeedLine:
    """One case of the list, ready to show; `due` is None while the case's time stands still."""

    row: Any
    text: str
    others: tuple[str, ...]
    url: str
    label: str
    due: DueWords | None


def cutoffs_now() -> Cutoffs:
    """What divides in time from late at this moment in the viewer's hub."""
    hub = current_hub()
    if "needs_cutoffs" not in g:
        days = {"days_off": days_off(hub.id), "silent_days": hub.silent_days}
        g.needs_cutoffs = cutoffs_at(clock.now(), hub.zone, step_days(hub.id), **days)
    return g.needs_cutoffs


def tell_total(number: int) -> None:
    """Let the rest of this answer know how many cases need action."""
    g.needs_total = number


def known_total() -> int | None:
    """How many cases need action, where this answer has listed them already."""
    return g.get("needs_total")


def need_lines(rows: Sequence[Any], today: date, *, first: str = "") -> list[NeedLine]:
    """The rows as lines; `first` is the need that the list is narrowed to, which is then the one told."""
    person, hub = viewer(), current_hub()
    teller = _Teller(person, today, hub.zone, days_off(hub.id), names_of_users(hub.id), around(rows))
    return [teller.line(row, first) for row in rows]


@dataclass(frozen=True)
class _Teller:
    """Who reads, when and where, and what is known of the rows: read once for all of them."""

    person: Viewer
    today: date
    zone: str
    local: frozenset[date]
    names: Mapping[int, str]
    known: Around

    def line(self, row: Any, first: str) -> NeedLine:
        needs = needs_in(row.bits)
        told = Need(first) if first in needs else needs[0]
        others = tuple(need.label.lower() for need in needs if need != told)
        step = main_step(self.known.listed(row, self.names), self.person)
        words = QUIET.get(step.label, step.label) if row.restricted else step.label
        url, label = (step.url, words) if step.url else (url_for("case.show", number=row.number), "Buka kasus")
        due = due_words(row.due_on, self.today, self.local)
        text = sentence(told, self._facts(row, told, step, due))
        return NeedLine(row, text, others, url, label, None if row.paused else due)

    def _facts(self, row: Any, need: Need, step: Step, words: DueWords) -> Facts:
        """Of a restricted case neither office nor papers: they tell what it is about."""
        task, letter = self.known.tasks.get(row.id), _letter(need, self.known.letters.get(row.id, []))
        papers, promised = self._papers(row) if need == Need.BERKAS else ("", None)
        day = self._day(row, need, task, letter) or promised
        by_hour = need in _TOLD_BY_HOUR and isinstance(day, datetime)
        said = show_moment(day, self.zone) if by_hour else self._since(day)
        return Facts(
            state=row.state,
            stands=step.still,
            due=show_short_date(row.due_on) if need == Need.LEWAT else words.text,
            step_since=self._since(_began(row, need, step)) if need in _TOLD_SINCE else "",
            who=self.names.get(task.volunteer_id, "") if task else "",
            office=letter.agency.name if letter and not row.restricted else "",
            day=said,
            papers="" if row.restricted else papers,
            why=task.postponed_because if task and need == Need.TUNDA and not row.restricted else "",
        )

    def _day(self, row: Any, need: Need, task: Any, letter: Letter | None) -> date | datetime | None:
        """The day or moment that a need is about."""
        if need in {Need.TUGAS, Need.LAPORAN}:
            return task.state_since if task else row.state_since
        if need in {Need.TANYA, Need.TUNDA}:
            return (task.asked_at if need == Need.TANYA else task.planned_on) if task else None
        if need == Need.SENYAP:
            return self.known.heard.get(row.id, row.state_since)
        if letter is None or need == Need.KABAR:
            return None
        return letter.state_since if need == Need.SURAT else letter.answer_due_on

    def _since(self, day: date | datetime | None) -> str:
        """Like "12 Nov 2026 (3 hari kerja)"."""
        if day is None:
            return ""
        day = day_of(day, self.zone) if isinstance(day, datetime) else day
        days = working_days_between(day, self.today, self.local)
        return show_short_date(day) + (f" ({days} hari kerja)" if days > 0 else "")

    def _papers(self, row: Any) -> tuple[str, date | None]:
        """The papers that should have come, and the day promised; else all that are missing."""
        missing = self.known.papers.get(row.id, [])
        due = [one for one in missing if one.state == PaperState.MENYUSUL and one.promised_on]
        late = [one for one in due if one.promised_on < self.today]
        names = [one.name for one in late or missing]
        more = f" dan {len(names) - 2} lain" if len(names) > 2 else ""
        return ", ".join(names[:2]) + more, min((one.promised_on for one in late), default=None)


def _began(row: Any, need: Need, step: Step) -> datetime:
    """Since when what is told waits: a report or a proposal since it came, everything else since the state began."""
    return step.since if need in _TELLS_WHAT_STANDS and step.since else row.state_since


def _letter(need: Need, letters: Sequence[Letter]) -> Letter | None:
    """The letter that a need is about: an answer to tell, one to send, or the longest awaited one."""
    if need not in _OF_LETTERS:
        return None
    meant = [one for one in letters if _OF_LETTERS[need](one)]
    return min(meant, key=lambda one: one.answer_due_on, default=None)
