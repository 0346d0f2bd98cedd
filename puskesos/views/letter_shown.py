"""How a letter is read and shown: what was typed, what its form begins with, the paper as it stands for who looks."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, current_app, url_for

from puskesos import clock
from puskesos.documents.frozen import freeze, thaw
from puskesos.formatting import show_date
from puskesos.forms.letter import CONTENTS, FORMS, LetterFields
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.letter import Letter
from puskesos.queries.letter import find_letter
from puskesos.queries.letter_settings import unsigned_kinds
from puskesos.rules.letter import LetterKind, LetterState
from puskesos.rules.letter_content import Stored
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub, found, hub_today
from puskesos.views.door import admit
from puskesos.views.letter_paper import LetterDesk, lay_out_at, signing_of
from puskesos.views.printed_address import address_for_staff

COMMON = frozenset({"csrf_token", "key", "version", "dated_on", "subject", "addressee"})
TASK_PURPOSE = "Kunjungan rumah dan pendampingan keluarga."


def load_letter(letter_id: int) -> Letter:
    """The letter of the URL, else 404; of a restricted case through its door, a referral's with its referral."""
    letter = found(find_letter(viewer(), letter_id))
    if letter.case_id:
        admit(letter.case)
    return letter


def read_content(letter: Letter) -> Stored:
    """What was typed into the letter."""
    return CONTENTS[LetterKind(letter.kind)].from_json(letter.content)


def facts_of(letter: Letter) -> list[tuple[str, str]]:
    """What was typed, by the labels of the form: what every letter has stands elsewhere."""
    kind = LetterKind(letter.kind)
    form = form_of(kind)(formdata=None, data=form_of(kind).shown(read_content(letter)))
    if not letter.case.restricted:
        form.keep_names_open()
    return [(field.label.text, _said(field)) for field in form if field.name not in COMMON and field.data]


def _said(field: Any) -> str:
    """A choice by its label, a day in words, a tick as "ya"."""
    if isinstance(field.data, bool):
        return "ya"
    if isinstance(field.data, date):
        return show_date(field.data)
    labels = {value: label for value, label, *_ in getattr(field, "choices", None) or ()}
    return labels.get(field.data, field.data)


def form_of(kind: LetterKind) -> type[LetterFields]:
    """The form of a kind that is written here; 404 for referrals, which have a form of their own."""
    return FORMS.get(kind) or abort(404)


def first_fields(kind: LetterKind, case: Case, task: Assignment | None) -> dict[str, object]:
    """What a new letter begins with: what the case and the task already say."""
    today, service = hub_today(), case.service.name
    known: dict[str, object] = {"dated_on": today, "subject": form_of(kind).usual_subject}
    if kind == LetterKind.REKOMENDASI:
        known |= {"service": "" if case.restricted else service}
    elif kind == LetterKind.TUGAS and task is not None:
        person = task.volunteer
        known |= {"volunteer": person.name, "position": "Pekerja Sosial Masyarakat", "from_day": today}
        known |= {"until_day": max(task.due_on, today), "report_by": max(task.due_on, today)}
        known |= {"purpose": task.instruction or TASK_PURPOSE}
    elif kind == LetterKind.BERITA_ACARA:
        known |= {"giver_name": viewer().name, "giver_position": viewer().main_role.label, "place": current_hub().name}
    return known


def signing_now(kind: LetterKind) -> dict[str, Any]:
    """Who signs letters of that kind from now on, as it is kept with an issued one."""
    return signing_of(current_hub(), kind)


def lay_out(letter: Letter, *, screen: bool = False, **frame: object) -> str:
    """The paper as who is signed in would print it now."""
    desk = LetterDesk(current_hub(), viewer(), address_for_staff(), clock.now())
    return lay_out_at(desk, letter, screen=screen, **frame)


def lay_out_and_keep(letter: Letter) -> str:
    """Lay out a letter that has just got its number, and keep it; answers the digest."""
    return freeze(current_app.config["SETTINGS"].papers, lay_out(letter))


def source_of(letter: Letter) -> str:
    """The paper that is printed: an issued letter's as it was issued, a draft's as it stands now."""
    if letter.source_sha256:
        return thaw(current_app.config["SETTINGS"].papers, letter.source_sha256)
    return lay_out(letter)


def letter_url(letter: Letter | int) -> str:
    """The page of a letter."""
    return url_for("letter.show", letter_id=letter if isinstance(letter, int) else letter.id)


def is_draft(letter: Letter) -> bool:
    return letter.state == LetterState.DRAF


def is_unsigned(letter: Letter) -> bool:
    """Whether a draft waits until the hub has chosen who signs its kind."""
    return is_draft(letter) and LetterKind(letter.kind) in unsigned_kinds(current_hub())
