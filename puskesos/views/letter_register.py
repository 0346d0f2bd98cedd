"""Buku surat: every letter of the hub by number, kind, state and year, on screen and on paper."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.documents.letter_register import letter_register_html, letter_register_pdf
from puskesos.forms.base import clean_line
from puskesos.queries.letter import PAGE, LetterFilter, count_letters, letters_to_print, list_letters, years_of
from puskesos.rules.letter import LetterKind, LetterState
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, hub_today, respond, row_id
from puskesos.views.printed import About, send_paper, show_paper

blueprint = Blueprint("letter_register", __name__, url_prefix="/surat")

KINDS = [("", "Semua jenis"), *LetterKind.choices()]
STATES = [("", "Semua keadaan"), *LetterState.choices()]


@blueprint.get("")
@requires(Permission.SEE_LETTERS)
def index() -> Response:
    wanted = _filter()
    rows = list_letters(viewer(), wanted, row_id("setelah"))
    shown = rows[:PAGE]
    return respond(
        "letter/index.html",
        "letter/_rows.html",
        rows=shown,
        older=url_for(".index", **_asked() | {"setelah": shown[-1].id}) if len(rows) > PAGE else None,
        total=count_letters(viewer(), wanted),
        drafts=count_letters(viewer(), LetterFilter(state=str(LetterState.DRAF))),
        wanted=wanted,
        kinds=KINDS,
        states=STATES,
        years=[("", "Semua tahun"), *((str(year), str(year)) for year in years_of(viewer()))],
        printed=url_for(".file", **_asked()),
    )


@blueprint.get("/buku")
@requires(Permission.SEE_LETTERS)
def page() -> Response:
    return show_paper(_html(screen=True), _about(), "buku-surat")


@blueprint.get("/buku.pdf")
@requires(Permission.SEE_LETTERS)
def file() -> Response:
    where = {"name": f"buku-surat-{hub_today():%Y%m%d}", "instead": url_for(".page", **_asked())}
    return send_paper(lambda: letter_register_pdf(_html()), _about(), "buku-surat.pdf", **where)


def _html(*, screen: bool = False) -> str:
    wanted = _filter()
    rows = letters_to_print(viewer(), wanted)
    return letter_register_html(
        rows,
        _words(wanted),
        left=count_letters(viewer(), wanted, numbered=True) - len(rows),
        hub=current_hub(),
        today=hub_today(),
        printed_by=viewer().name,
        now=clock.now(),
        screen=screen,
        back=(url_for(".index", **_asked()), "Kembali ke buku surat"),
        pdf=url_for(".file", **_asked()),
    )


def _words(wanted: LetterFilter) -> str:
    """What the paper holds, in one line."""
    parts = [
        dict(KINDS)[wanted.kind],
        dict(STATES)[wanted.state] if wanted.state else "",
        f"tahun {wanted.year}" if wanted.year else "semua tahun",
        f"pencarian: {wanted.text}" if wanted.text else "",
    ]
    return ", ".join(part for part in parts if part)


def _filter() -> LetterFilter:
    """The register as the address wants it; nonsense narrows nothing."""
    kind, state, year = (request.args.get(name, "") for name in ("jenis", "keadaan", "tahun"))
    return LetterFilter(
        text=clean_line(request.args.get("cari"))[:60],
        kind=kind if kind in set(LetterKind) else "",
        state=state if state in set(LetterState) else "",
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )


def _asked() -> dict[str, str]:
    names = ("cari", "jenis", "keadaan", "tahun")
    return {name: request.args[name] for name in names if request.args.get(name)}


def _about() -> About:
    return "hub", viewer().hub_id
