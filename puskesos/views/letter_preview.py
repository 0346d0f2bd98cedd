"""The sample of a letter beside the forms of its settings, and as a paper of its own, and page rules."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, request, url_for

from puskesos import clock
from puskesos.documents.letter_sample import SampleSetup, most_pages, sample_html, sample_problem, setup_of
from puskesos.documents.printing import print_pdf
from puskesos.errors import RuleBroken
from puskesos.queries.letter_settings import LetterLook
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_page import LARGEST_MARGIN, SMALLEST_MARGIN, page_rules
from puskesos.rules.permissions import Permission
from puskesos.security.guard import public, requires, viewer
from puskesos.views.answer import current_hub, hub_today
from puskesos.views.printed import send_paper, show_paper

blueprint = Blueprint("letter_preview", __name__)
BUTTON = "pratinjau"


@blueprint.get("/pengaturan/surat/contoh/<letter_kind:kind>")
@requires(Permission.MANAGE_HUB)
def page(kind: LetterKind) -> Response:
    html = _html(sample_setup(kind), screen=True)
    return show_paper(html, ("hub", viewer().hub_id), f"contoh-{kind}")


@blueprint.get("/pengaturan/surat/contoh/<letter_kind:kind>.pdf")
@requires(Permission.MANAGE_HUB)
def file(kind: LetterKind) -> Response:
    setup, about = sample_setup(kind), ("hub", viewer().hub_id)
    names = {"name": f"contoh-{kind.replace('_', '-')}", "instead": url_for("letter_preview.page", kind=kind)}
    return send_paper(
        lambda: print_pdf(_html(setup, screen=False), most_pages=most_pages(kind)), about, f"contoh-{kind}.pdf", **names
    )


@blueprint.get("/kertas/halaman/<int:top>-<int:right>-<int:bottom>-<int:left>.css")
@public
def page_style(top: int, right: int, bottom: int, left: int) -> Response:
    """The page rules of papers in a browser: nothing but the numbers of the address."""
    margins = (top, right, bottom, left)
    if not all(SMALLEST_MARGIN <= edge <= LARGEST_MARGIN for edge in margins):
        abort(404)
    return make_response(page_rules(margins), {"Content-Type": "text/css; charset=utf-8"})


def wants_preview() -> bool:
    """Whether a form was sent to be looked at only."""
    return request.method == "POST" and BUTTON in request.form


def sample_setup(kind: LetterKind, **instead: object) -> SampleSetup:
    """The hub's settings for that kind, with what is not saved yet instead."""
    return setup_of(current_hub(), kind, hub_today(), **instead)


def framed(setup: SampleSetup) -> str:
    """The sample as the page inside the settings' frame."""
    return _html(setup, screen=True, framed=True)


def check_print(setup: SampleSetup, field: str) -> None:
    """Print the sample before anything is kept. Raises RuleBroken at the field when it does not come out."""
    if problem := sample_problem(setup, printed_by=viewer().name, now=clock.now()):
        raise RuleBroken(problem, field)


def check_look(look: LetterLook, field: str) -> None:
    """Print a letter and the referral, which has the least room, with that kop and page before they are kept."""
    for kind in (LetterKind.REKOMENDASI, LetterKind.RUJUKAN):
        check_print(sample_setup(kind, look=look), field)


def _html(setup: SampleSetup, *, screen: bool, framed: bool = False) -> str:
    return sample_html(setup, printed_by=viewer().name, now=clock.now(), screen=screen, framed=framed)
