"""The rows of a list that was checked: filtered, searched, decided when doubtful, and given back when refused."""

from __future__ import annotations

import io
from itertools import islice
from typing import NamedTuple

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.import_choices import choose_all, choose_rows
from puskesos.actions.imports import note_rejects_given
from puskesos.formatting import show_count
from puskesos.forms.choices import offer
from puskesos.forms.imports import ChooseAllForm, read_choices
from puskesos.forms.search import SearchForm
from puskesos.models.imports import Import
from puskesos.queries.import_rows import count_rows, list_rows, refused_sheet
from puskesos.queries.imports import PAGE
from puskesos.rules.permissions import Permission
from puskesos.rules.register_import import ImportState, RowChoice, RowState, Verdict
from puskesos.security.guard import requires, viewer
from puskesos.sheets.writing import XLSX_TYPE, Column, write_xlsx
from puskesos.views.answer import done, drop_draft, respond
from puskesos.views.imports_shown import PART, TILES, heading_of, load_import

blueprint = Blueprint("import_rows", __name__, url_prefix="/warga/impor/<id:import_id>")
CHOICES = [
    (str(RowChoice.SAMA), "Orang yang sama"),
    (str(RowChoice.BARU), "Orang lain (warga baru)"),
    (str(RowChoice.LEWATI), "Lewati"),
]
DRAFT = "pilihan"
VERDICTS = [("", "Semua hasil"), *((str(one), words.capitalize()) for one, words in TILES.items())]
STATES = [("", "Semua"), *RowState.choices()]
WIDE = 45  # the reason's column, in letters


class RowFilter(NamedTuple):
    """What the list of rows is narrowed to; empty means all."""

    verdict: str
    state: str


@blueprint.route("/baris", methods=["GET", "POST"])
@requires(Permission.IMPORT_PEOPLE)
def index(import_id: int) -> Response:
    batch, wanted, search = load_import(import_id), _filter(), SearchForm()
    text = search.q.data or "" if request.method == "POST" else ""
    after = _number(request.args.get("setelah", ""))
    rows = list_rows(batch, **wanted._asdict(), search=text, after=after)
    page = {
        "rows": rows[:PAGE],
        "total": count_rows(batch, **wanted._asdict(), search=text),
        "older": rows_url(batch, wanted, rows[PAGE - 1].position) if len(rows) > PAGE and not text else "",
        "may_choose": batch.state == ImportState.SIAP,
    }
    choosing = {"choices": CHOICES, "all_form": _all_form(), "verdicts": VERDICTS, "row_states": STATES}
    context = page | choosing | heading_of(batch)
    return respond("imports/rows.html", "imports/_row_list.html", wanted=wanted, after=after, search=search, **context)


@blueprint.post("/pilihan")
@requires(Permission.IMPORT_PEOPLE)
def choose(import_id: int) -> Response:
    batch, wanted = load_import(import_id), _filter()
    count = choose_rows(batch, read_choices(request.form), actor=viewer(), now=clock.now())
    goes_on = "goes_on" in request.form
    place = _number(request.form.get("last", "")) if goes_on else _number(request.args.get("setelah", ""))
    said = f"{count} pilihan tersimpan." if count else "Belum ada yang dipilih."
    return done(rows_url(batch, wanted, place), said, draft=DRAFT)


@blueprint.post("/pilihan-semua")
@requires(Permission.IMPORT_PEOPLE)
def choose_rest(import_id: int) -> Response:
    batch, form = load_import(import_id), _all_form()
    if not form.validate():
        return done(rows_url(batch, _filter()), "Pilih dulu, lalu tekan “Pakai untuk semua”.")
    count = choose_all(batch, form.choice.data, actor=viewer(), now=clock.now())
    drop_draft(url_for("import_rows.choose", import_id=batch.id), DRAFT)
    chosen = dict(CHOICES)[form.choice.data].lower()
    return done(rows_url(batch, _filter()), f"{show_count(count)} baris ragu: {chosen}.")


@blueprint.post("/ditolak.xlsx")
@requires(Permission.IMPORT_PEOPLE)
def refused(import_id: int) -> Response:
    batch, part = load_import(import_id), max(1, _number(request.form.get("part", "")))
    titles, rows = refused_sheet(batch)
    columns = [Column(title) for title in titles[:-1]] + [Column(titles[-1], width=WIDE)]
    file = io.BytesIO()
    count = write_xlsx(file, "Ditolak", columns, islice(rows, (part - 1) * PART, part * PART))
    note_rejects_given(batch, rows=count, actor=viewer(), now=clock.now())
    name = f"ditolak-impor-{batch.id}" + (f"-bagian-{part}" if part > 1 else "")
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(file.getvalue(), mimetype=XLSX_TYPE, headers=headers)


def rows_url(batch: Import, wanted: RowFilter, after: int = 0) -> str:
    """The list of rows as it is filtered, after a position."""
    given = {"hasil": wanted.verdict, "keadaan": wanted.state, "setelah": after}
    return url_for("import_rows.index", import_id=batch.id, **{name: value for name, value in given.items() if value})


def _all_form() -> ChooseAllForm:
    form = ChooseAllForm(formdata=request.form if "choice" in request.form else None)
    form.choice.choices = offer(CHOICES)
    return form


def _filter() -> RowFilter:
    verdict, state = request.args.get("hasil", ""), request.args.get("keadaan", "")
    return RowFilter(verdict if verdict in set(Verdict) else "", state if state in set(RowState) else "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
