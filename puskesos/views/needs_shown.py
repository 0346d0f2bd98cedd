"""How a case that needs action reads: one sentence why, the other reasons as words, and the button of its next step,
which is the one of its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import g, url_for

from puskesos import clock
from puskesos.formatting import show_moment, show_short_date
from puskesos.queries.hub import days_off, names_of_users, step_days
from puskesos.queries.needs_action import NeedFilter, list_needs
from puskesos.queries.needs_around import Around, Letter, around
from puskesos.rules.clock_pause import day_of
from puskesos.rules.deadlines import DueWords, due_words, working_days_between
from puskesos.rules.needs_action import Cutoffs, Facts, Need, cutoffs_at, needs_in, sentence
from puskesos.rules.papers import PaperState
from puskesos.rules.referral import is_unanswered, must_tell_family
from puskesos.rules.referral_path import ReferralState
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub
from puskesos.views.case_step import main_step

_OF_LETTERS: Mapping[Need, Callable[[Letter], bool]] = {
    Need.KABAR: lambda one: must_tell_family(one.state, one.told_family_on),
    Need.SURAT: lambda one: one.state == ReferralState.DRAF,
    Need.RUJUKAN: lambda one: is_unanswered(one.state),
}
_TOLD_SINCE = frozenset({Need.KONTAK, Need.ESKALASI, Need.PENETAPAN, Need.LANGKAH, Need.BERKAS})


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
    return cutoffs_at(clock.now(), hub.zone, step_days(hub.id), days_off(hub.id), silent_days=hub.silent_days)


def all_needs() -> list[Any]:
    """The first rows of everything that needs action; how many there are is known for the rest of the answer."""
    rows = list_needs(viewer(), cutoffs_now(), NeedFilter())
    g.needs_total = rows[0].total if rows else 0
    return rows


def known_total() -> int | None:
    """How many cases need action, where this answer has listed them already."""
    return g.get("needs_total")


def need_lines(rows: Sequence[Any], today: date, *, first: str = "") -> list[NeedLine]:
    """The rows as lines; `first` is the need that the list is narrowed to, which is then the one told."""
    known = around(rows)
    return [_line(row, known, today, first) for row in rows]


def _line(row: Any, known: Around, today: date, first: str) -> NeedLine:
    needs = needs_in(row.bits)
    told = Need(first) if first in needs else needs[0]
    others = tuple(need.label.lower() for need in needs if need != told)
    step = main_step(known.listed(row, names_of_users(viewer().hub_id)), viewer())
    url, label = (step.url, step.label) if step.url else (url_for("case.show", number=row.number), "Buka kasus")
    due = None if row.paused else due_words(row.due_on, today, days_off(viewer().hub_id))
    facts = replace(_facts(row, told, known, today), stands=step.still)
    return NeedLine(row, sentence(told, facts), others, url, label, due)


def _facts(row: Any, need: Need, known: Around, today: date) -> Facts:
    """Of a restricted case neither office nor papers: they tell what it is about."""
    local, zone = days_off(viewer().hub_id), current_hub().zone
    task, letter = known.tasks.get(row.id), _letter(need, known.letters.get(row.id, []))
    day: date | datetime | None = None
    if need in {Need.TUGAS, Need.LAPORAN}:
        day = task.state_since if task else row.state_since
    elif need == Need.RUJUKAN:
        day = letter.answer_due_on if letter else None
    elif need == Need.SURAT:
        day = letter.state_since if letter else None
    elif need == Need.SENYAP:
        day = known.heard.get(row.id, row.state_since)
    said = show_moment(day, zone) if need == Need.TUGAS and isinstance(day, datetime) else ""
    papers, promised = _papers(row, known, today) if need == Need.BERKAS else ("", None)
    words = due_words(row.due_on, today, local)
    return Facts(
        state=row.state,
        due=show_short_date(row.due_on) if need == Need.LEWAT else words.text,
        step_since=_since(day_of(row.state_since, zone), today) if need in _TOLD_SINCE else "",
        who=names_of_users(viewer().hub_id).get(task.volunteer_id, "") if task else "",
        office=letter.agency.name if letter and not row.restricted else "",
        day=said or _since(day_of(day, zone) if isinstance(day, datetime) else day or promised, today),
        papers="" if row.restricted else papers,
    )


def _since(day: date | None, today: date) -> str:
    """Like "12 Nov 2026 (3 hari kerja)"."""
    if day is None:
        return ""
    days = working_days_between(day, today, days_off(viewer().hub_id))
    return show_short_date(day) + (f" ({days} hari kerja)" if days > 0 else "")


def _papers(row: Any, known: Around, today: date) -> tuple[str, date | None]:
    """The papers that should have come, and the day promised; else all that are missing."""
    missing = known.papers.get(row.id, [])
    late = [one for one in missing if one.state == PaperState.MENYUSUL and one.promised_on and one.promised_on < today]
    names = [one.name for one in late or missing]
    more = f" dan {len(names) - 2} lain" if len(names) > 2 else ""
    return ", ".join(names[:2]) + more, min((one.promised_on for one in late), default=None)


def _letter(need: Need, letters: Sequence[Letter]) -> Letter | None:
    """The letter that a need is about: an answer to tell, one to send, or the longest awaited one."""
    if need not in _OF_LETTERS:
        return None
    meant = [one for one in letters if _OF_LETTERS[need](one)]
    return min(meant, key=lambda one: one.answer_due_on, default=None)
