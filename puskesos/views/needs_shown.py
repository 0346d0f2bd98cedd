"""How a case that needs action reads: one sentence why, the other reasons as words, and the button of its step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from puskesos import clock
from puskesos.formatting import show_moment, show_short_date
from puskesos.queries.hub import days_off, names_of_users, step_days
from puskesos.queries.needs_around import Around, around
from puskesos.rules.case_path import CaseState
from puskesos.rules.clock_pause import day_of
from puskesos.rules.deadlines import DueWords, due_words, working_days_between
from puskesos.rules.needs_action import Cutoffs, Facts, Need, cutoffs_at, needs_in, sentence
from puskesos.rules.papers import PaperState
from puskesos.rules.permissions import Permission
from puskesos.rules.referral import UNANSWERED_STATES
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub

Button = tuple[str, str, Permission]  # endpoint, text, who may

_STEPS: dict[str, tuple[Button, ...]] = {  # the next step of a case in a state; the first that the viewer may take
    CaseState.TERDAFTAR: (
        ("assignment.new", "Tugaskan relawan", Permission.ASSIGN),
        ("case_work.check_data", "Isi cek data", Permission.CHECK_DATA),
    ),
    CaseState.PERLU_PERBAIKAN: (("case_papers.index", "Catat berkas", Permission.TICK_PAPERS),),
    CaseState.PENANGANAN: (("case_work.recommend", "Beri rekomendasi", Permission.RECOMMEND),),
    CaseState.MENUNGGU_PENETAPAN: (("case_decision.decide", "Tetapkan", Permission.DECIDE),),
    CaseState.DILAYANI: (("case_decision.close", "Tutup kasus", Permission.DECIDE),),
    CaseState.DIRUJUK: (("case_decision.close", "Tutup kasus", Permission.DECIDE),),
}
_BY_NEED: dict[Need, tuple[Button, ...]] = {  # where the reason asks for something else than the state's next step
    Need.BERKAS: _STEPS[CaseState.PERLU_PERBAIKAN],
    Need.PENETAPAN: (("case_emergency.decide_after", "Tetapkan", Permission.DECIDE),),
}
_TOLD_SINCE = frozenset({Need.KONTAK, Need.ESKALASI, Need.PENETAPAN, Need.LANGKAH, Need.BERKAS})
_LETTER_BUTTONS = {Need.KABAR: "Sampaikan jawaban", Need.RUJUKAN: "Ingatkan instansi"}


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


def need_lines(rows: Sequence[Any], today: date, *, first: str = "") -> list[NeedLine]:
    """The rows as lines; `first` is the need that the list is narrowed to, which is then the one told."""
    known = around(rows)
    return [_line(row, known, today, first) for row in rows]


def _line(row: Any, known: Around, today: date, first: str) -> NeedLine:
    needs = needs_in(row.bits)
    told = Need(first) if first in needs else needs[0]
    others = tuple(need.label.lower() for need in needs if need != told)
    url, label = _button(row, told, known)
    due = None if row.paused else due_words(row.due_on, today, days_off(viewer().hub_id))
    return NeedLine(row, sentence(told, _facts(row, told, known, today)), others, url, label, due)


def _facts(row: Any, need: Need, known: Around, today: date) -> Facts:
    """Of a restricted case neither office nor papers: they tell what it is about."""
    local, zone = days_off(viewer().hub_id), current_hub().zone
    task, letter = known.tasks.get(row.id), _letter(row, need, known)
    day: date | datetime | None = None
    if need in {Need.TUGAS, Need.LAPORAN}:
        day = task.state_since if task else row.state_since
    elif need == Need.RUJUKAN:
        day = letter.answer_due_on if letter else None
    elif need == Need.SENYAP:
        day = known.heard.get(row.id, row.state_since)
    said = show_moment(day, zone) if need == Need.TUGAS and isinstance(day, datetime) else ""
    papers, promised = _papers(row, known, today) if need == Need.BERKAS else ("", None)
    words = due_words(row.due_on, today, local)
    return Facts(
        state=row.state,
        due=show_short_date(row.due_on) if need == Need.LEWAT else words.text,
        step_since=_since(day_of(row.state_since, zone), today) if need in _TOLD_SINCE else "",
        who=names_of_users(viewer().hub_id).get(task.volunteer, "") if task else "",
        office=letter.office if letter and not row.restricted else "",
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


def _letter(row: Any, need: Need, known: Around) -> Any:
    """The letter that a need is about: an answer to tell, or the longest awaited one."""
    if need not in _LETTER_BUTTONS:
        return None
    letters = known.letters.get(row.id, [])
    return next((one for one in letters if (one.state in UNANSWERED_STATES) == (need == Need.RUJUKAN)), None)


def _button(row: Any, need: Need, known: Around) -> tuple[str, str]:
    """Address and text of the one button: the step this viewer may take, else the case itself."""
    task, letter = known.tasks.get(row.id), _letter(row, need, known)
    if need == Need.LAPORAN and task and viewer().can(Permission.REVIEW_VISIT):
        return url_for("visit.review", number=task.number), "Periksa laporan"
    if need == Need.PENETAPAN and row.state != CaseState.MENUNGGU_PENETAPAN and viewer().can(Permission.DECIDE):
        return url_for("case_emergency.decide_after", number=row.number), "Tetapkan"
    if letter:
        address = url_for("referral.show", number=row.number, referral_number=letter.number)
        return address, _LETTER_BUTTONS[need]
    steps = _BY_NEED.get(need, ()) if row.state != CaseState.MENUNGGU_PENETAPAN else ()
    for endpoint, label, permission in steps or _STEPS.get(row.state, ()):
        if viewer().can(permission):
            return url_for(endpoint, number=row.number), label
    return url_for("case.show", number=row.number), "Buka kasus"
