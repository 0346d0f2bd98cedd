"""The referral letter as PDF and as a print-ready page."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from puskesos import clock
from puskesos.documents.printing import TooManyPages, print_pdf
from puskesos.documents.referral_letter import MOST_PAGES, LetterKeys, letter_html
from puskesos.models.case import Case
from puskesos.models.referral import Referral
from puskesos.queries.letter import letter_of_referral
from puskesos.queries.letter_settings import look_of
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, load_case
from puskesos.views.letter_file import first_print
from puskesos.views.printed import About, send_paper, show_paper
from puskesos.views.referral_shown import keys_of, load_letter, referral_url

blueprint = Blueprint("referral_letter", __name__, url_prefix="/kasus/<case:number>/rujukan/<referral:referral_number>")


@blueprint.get("/surat")
@requires(Permission.SEND_LETTER)
def page(number: str, referral_number: str) -> Response:
    case = load_case(number)
    referral = load_letter(case, referral_number)
    html = _html(case, referral, screen=True)
    return show_paper(html, _about(referral), _named(case, referral, "surat-rujukan"))


@blueprint.get("/surat.pdf")
@requires(Permission.SEND_LETTER)
def file(number: str, referral_number: str) -> Response:
    case = load_case(number)
    referral = load_letter(case, referral_number)
    letter, archive = letter_of_referral(referral), look_of(current_hub()).archive
    instead = url_for("referral_letter.page", number=number, referral_number=referral_number)
    where = {"name": f"surat-rujukan-{referral_number}", "instead": instead}
    return send_paper(
        lambda: first_print(letter, lambda: _pdf(_html(case, referral), archive)),
        _about(referral),
        _named(case, referral, "surat-rujukan.pdf"),
        **where,
    )


def _html(case: Case, referral: Referral, *, screen: bool = False) -> str:
    keys, where = keys_of(referral), {"number": case.number, "referral_number": referral.number}
    return letter_html(
        case,
        referral,
        current_hub(),
        LetterKeys(keys.url, keys.code, keys.entry_url) if keys else LetterKeys(),
        printed_by=viewer().name,
        now=clock.now(),
        screen=screen,
        back=(referral_url(case, referral), "Kembali ke rujukan"),
        pdf=url_for("referral_letter.file", **where),
    )


def _pdf(html: str, archive: bool) -> bytes:
    """One page; a very long letter may take a second."""
    try:
        return print_pdf(html, most_pages=MOST_PAGES, archive=archive)
    except TooManyPages:
        return print_pdf(html, most_pages=MOST_PAGES + 1, archive=archive)


def _about(referral: Referral) -> About:
    return "referral", referral.number


def _named(case: Case, referral: Referral, paper: str) -> str:
    """Of a restricted case the trail also says how the letter named its client."""
    return f"{paper} (identitas {referral.identity})" if case.restricted else paper
