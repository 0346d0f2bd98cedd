"""The surat tugas of a volunteer's own task, as it was issued (domain.md 1.4: volunteers print their own)."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from puskesos.documents.frozen import on_screen
from puskesos.models.letter import Letter
from puskesos.queries.letter import task_letter_of
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires
from puskesos.views.answer import current_hub, found, load_own_assignment
from puskesos.views.letter_file import letter_pdf, there
from puskesos.views.letter_shown import source_of
from puskesos.views.printed import send_paper, show_paper

blueprint = Blueprint("task_letter", __name__, url_prefix="/tugas/<task:number>/surat-tugas")


@blueprint.get("")
@requires(Permission.REPORT_VISIT)
def page(number: str) -> Response:
    letter = _load(number)
    back = (url_for("task.show", number=number), "Kembali ke tugas")
    frame = {"back": back, "pdf": url_for("task_letter.file", number=number)}
    html = on_screen(there(lambda: source_of(letter)), current_hub(), **frame)
    return show_paper(html, ("letter", letter.id), letter.kind)


@blueprint.get("/cetak.pdf")
@requires(Permission.REPORT_VISIT)
def file(number: str) -> Response:
    letter = _load(number)
    where = {"name": f"surat-tugas-{letter.serial}", "instead": url_for("task_letter.page", number=number)}
    return send_paper(lambda: letter_pdf(letter), ("letter", letter.id), f"{letter.kind}.pdf", **where)


def _load(number: str) -> Letter:
    return found(task_letter_of(load_own_assignment(number)))
