"""What the pages of a report show: the parts with how far each is, what was saved of them, and saving them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from puskesos import clock
from puskesos.actions.visit import can_be_mended
from puskesos.actions.visit_draft import save_parts
from puskesos.errors import Conflict
from puskesos.forms.assignment import PART_FIELDS, VisitForm
from puskesos.models.assignment import Assignment, Visit
from puskesos.queries.assignment import latest_visit
from puskesos.queries.visit import SavedPart, TypedPart, saved_parts
from puskesos.rules.assessment import field_names, read_part, typed_again
from puskesos.rules.visit import VisitOutcome
from puskesos.rules.visit_facts import answers_of
from puskesos.rules.visit_form import SHORT, VisitPart, further_parts
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub, done, is_fragment, open_form, respond

SAVE, OPEN, MORE = "simpan", "buka", "tambah"
MOST_TEXTS, MOST_LETTERS = 20, 5000  # of one field, before the form says that it is too long
TELLING = {VisitPart.KUNJUNGAN: "outcome", VisitPart.TEMUAN: "findings", VisitPart.KESIMPULAN: "conclusion"}


@dataclass(frozen=True)
class OpenReport:
    """A report that is being written: what is saved of it, and the version that it mends."""

    task: Assignment
    saved: dict[VisitPart, SavedPart]
    mended: Visit | None


class PartLine(NamedTuple):
    """A part in the overview; `state` is "terisi", "perlu" (needed and empty), "boleh" or "salah"."""

    part: VisitPart
    state: str
    words: str
    is_further: bool


class SavedVersion(NamedTuple):
    """How often some parts were saved, and when last."""

    version: int
    saved_at: datetime | None


def open_report(task: Assignment) -> OpenReport:
    """What the volunteer finds: the parts saved so far, over the version that may be mended."""
    visit = latest_visit(task)
    return OpenReport(task, saved_parts(task), visit if can_be_mended(task, visit) else None)


def short_form(report: OpenReport, today: date, zone: str) -> VisitForm:
    """The form of the parts that every report has, as saved; what a lost sign-in had parked goes first."""
    start = {"version": saved_version(report, SHORT).version, "corrects": report.mended.id if report.mended else ""}
    form = open_form(VisitForm, data=start)
    if request.method == "GET" and not form.restored:
        form = VisitForm(
            formdata=as_sent(_short_typed(report, VisitForm.known(report.mended, zone, today))), data=start
        )
    elif request.method == "GET":
        form.corrects.data = start["corrects"]
    form.zone, form.today = zone, today
    return form


def further_typed(report: OpenReport, part: VisitPart) -> TypedPart:
    """A further part as it was typed: saved, or as the version before tells it."""
    if part in report.saved:
        return report.saved[part].typed
    answers = answers_of(report.mended).get(part) if report.mended else None
    return typed_again(part, answers) if answers else {}


def outline(report: OpenReport, form: VisitForm) -> list[PartLine]:
    """Every part of this kind of report and how far it is, in the order of the report."""
    needed = further_parts(report.task.kind)
    return [
        _further_line(report, part, needed[part]) if part in needed else _short_line(part, form)
        for part in VisitPart
        if part in needed or part in SHORT
    ]


def saved_version(report: OpenReport, parts: Iterable[VisitPart]) -> SavedVersion:
    """The version that a page with these parts sends along."""
    saved = [report.saved[part] for part in parts if part in report.saved]
    return SavedVersion(sum(one.version for one in saved), max((one.saved_at for one in saved), default=None))


def is_saved_only() -> bool:
    """Whether a part is to be kept, not the report to be sent."""
    return request.method == "POST" and (SAVE in request.form or OPEN in request.form)


def typed_now(parts: Iterable[VisitPart]) -> dict[VisitPart, TypedPart]:
    """What this request typed into these parts, bounded; a place that shall go goes."""
    drop = {"latitude", "longitude", "accuracy"} if request.form.get("drop_place") else set()
    names = {part: PART_FIELDS.get(part) or field_names(part) for part in parts}
    return {
        part: {
            name: [text[:MOST_LETTERS] for text in request.form.getlist(name)[:MOST_TEXTS]]
            for name in wanted
            if name in request.form and name not in drop
        }
        for part, wanted in names.items()
    }


def keep_parts(task: Assignment, typed: dict[VisitPart, TypedPart], *, draft: str) -> Response:
    """Save what is on the page; then on to the part that was asked for, back here, or a line for a page that stays."""
    now = clock.now()
    try:
        version = save_parts(task, typed, version=version_sent(), actor=viewer(), now=now)
    except Conflict as conflict:
        if is_fragment():
            return respond("task/_saved.html", status=409, version=None, saved_at=None, said=conflict.message)
        raise
    if is_fragment():
        return respond("task/_saved.html", version=version, saved_at=now, said="")
    return done(_place_after(task), said_saved(now), draft=draft)


def version_sent() -> int:
    """How often the parts on the page had been saved when it was opened; nonsense is 0."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def said_saved(now: datetime) -> str:
    """What is said of a saved part."""
    return f"Tersimpan {now.astimezone(ZoneInfo(current_hub().zone)):%H.%M}, belum terkirim."


def _place_after(task: Assignment) -> str:
    asked, shown = request.form.get(OPEN, ""), request.form.get(SAVE, "")
    if asked in list(further_parts(task.kind)):
        return url_for("visit_part.edit", number=task.number, part=asked)
    return url_for("visit.new", number=task.number) + (f"#bagian-{shown}" if shown in list(SHORT) else "")


def _short_typed(report: OpenReport, known: TypedPart) -> TypedPart:
    """The short parts as saved, each other one as it is known."""
    texts: TypedPart = {}
    for part in SHORT:
        usual = {name: known[name] for name in PART_FIELDS[part] if name in known}
        texts |= report.saved[part].typed if part in report.saved else usual
    asked = request.args.get("hasil", "")  # the outcome that the link to the report names
    return {"outcome": [asked]} | texts if asked in set(VisitOutcome) else texts


def as_sent(typed: TypedPart) -> MultiDict[str, str]:
    """What was typed as a form would send it."""
    return MultiDict([(name, text) for name, texts in typed.items() for text in texts])


def _short_line(part: VisitPart, form: VisitForm) -> PartLine:
    is_filled = bool(form[TELLING[part]].data)
    return PartLine(part, "terisi" if is_filled else "perlu", "terisi" if is_filled else "belum diisi", False)


def _further_line(report: OpenReport, part: VisitPart, needed: bool) -> PartLine:
    answers, problems = read_part(part, further_typed(report, part))
    if problems:
        return PartLine(part, "salah", "perlu diperbaiki", True)
    if answers:
        return PartLine(part, "terisi", "terisi", True)
    return PartLine(part, "perlu", "belum diisi", True) if needed else PartLine(part, "boleh", "boleh kosong", True)
