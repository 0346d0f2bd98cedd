"""How every paper leaves the hub: as a print-ready page, or as PDF with that page as the way on. Both are noted."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, make_response, redirect

from puskesos import clock
from puskesos.database import database
from puskesos.documents.printing import PrintingUnavailable, TooManyPages
from puskesos.security import audit
from puskesos.security.guard import viewer

NO_PDF = "PDF tidak dapat dibuat di komputer ini. Cetak halaman ini lewat menu peramban."
About = tuple[str, object]  # type and id of what the paper is about, for the audit trail


def show_paper(html: str, about: About, paper: str) -> Response:
    """The paper as a page that the browser prints."""
    _note(about, paper)
    return make_response(html)


def send_paper(make: Callable[[], bytes], about: About, paper: str, *, name: str, instead: str) -> Response:
    """The paper as the PDF file `name`.pdf; where none can be made, the page at `instead` with a sentence."""
    try:
        pdf = make()
    except (PrintingUnavailable, TooManyPages):
        flash(NO_PDF, "error")
        return redirect(instead, 303)
    _note(about, paper)
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'})


def _note(about: About, paper: str) -> None:
    kind, object_id = about
    with database.atomic():
        audit.record("printed", actor=viewer(), now=clock.now(), object_type=kind, object_id=object_id, paper=paper)
