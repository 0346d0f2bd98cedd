"""The columns of an uploaded list: which sheet, what each column means, and mappings that are remembered by name."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, url_for

from puskesos import clock
from puskesos.actions.import_columns import choose_columns, choose_sheet, reopen_columns, save_mapping, use_mapping
from puskesos.errors import RuleBroken
from puskesos.forms.choices import offer, village_choices
from puskesos.forms.imports import FROM_COLUMN, ColumnsForm, MappingForm, SheetForm, columns_form
from puskesos.models.imports import Import
from puskesos.queries.hub import list_programs, list_villages
from puskesos.queries.imports import (
    UPDATABLE,
    columns_of,
    constants_of,
    find_mapping,
    mappings_of,
    preview_of,
    sheets_of,
)
from puskesos.rules.permissions import Permission
from puskesos.rules.register_import import ImportState
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, drop_draft, form_status, open_form, respond
from puskesos.views.imports_shown import heading_of, hide_numbers, import_url, load_import, wake

blueprint = Blueprint("import_columns", __name__, url_prefix="/warga/impor/<id:import_id>")
DRAFT = "kolom"


@blueprint.route("/kolom", methods=["GET", "POST"])
@requires(Permission.IMPORT_PEOPLE)
def edit(import_id: int) -> Response:
    batch = load_import(import_id)
    if batch.state != ImportState.KOLOM:
        return redirect(import_url(batch), 303)
    form = _columns_form(batch)
    if form.validate_on_submit():
        try:
            _check(batch, form)
            return done(import_url(batch), "Isi berkas sedang diperiksa.", draft=DRAFT)
        except RuleBroken as problem:
            form.carry(problem)
    return _page(batch, form, status=form_status())


@blueprint.post("/lembar")
@requires(Permission.IMPORT_PEOPLE)
def sheet(import_id: int) -> Response:
    batch, form = load_import(import_id), SheetForm()
    names = [one.name for one in sheets_of(batch)]
    form.sheet.choices = offer([(str(place), name) for place, name in enumerate(names)])
    if form.validate():
        try:
            choose_sheet(batch, names[int(form.sheet.data)], form.header_row.data, actor=viewer(), now=clock.now())
            return _shown_anew(batch, "Kolom lembar ini ditampilkan.")
        except RuleBroken as problem:
            form.carry(problem)
    return _page(batch, _columns_form(batch, fresh=True), status=422, sheet_form=form)


@blueprint.post("/susunan")
@requires(Permission.IMPORT_PEOPLE)
def mapping(import_id: int) -> Response:
    batch, form = load_import(import_id), _mapping_form()
    known = find_mapping(viewer(), int(form.mapping.data)) if form.validate() else None
    if known is not None:
        use_mapping(batch, known, actor=viewer(), now=clock.now())
        return _shown_anew(batch, f"Susunan “{known.name}” dipakai.")
    return _page(batch, _columns_form(batch, fresh=True), status=422, mapping_form=form)


@blueprint.post("/pencocokan")
@requires(Permission.IMPORT_PEOPLE)
def reopen(import_id: int) -> Response:
    batch = load_import(import_id)
    reopen_columns(batch, actor=viewer(), now=clock.now())
    return done(url_for("import_columns.edit", import_id=batch.id), "Silakan ubah kolom, lalu periksa lagi.")


def _shown_anew(batch: Import, said: str) -> Response:
    """Back to the columns; what the device had kept of other columns must not come back into these."""
    page = url_for("import_columns.edit", import_id=batch.id)
    drop_draft(page, DRAFT)
    return done(page, said)


def _check(batch: Import, form: ColumnsForm) -> None:
    """Take the columns over, remember them when they were given a name, and have the rows judged."""
    choose_columns(batch, form.entry(), actor=viewer(), now=clock.now())
    if form.mapping_name.data:
        save_mapping(batch, form.mapping_name.data, actor=viewer(), now=clock.now())
    wake()


def _columns_form(batch: Import, *, fresh: bool = False) -> ColumnsForm:
    """The form of this request; `fresh` when another form of the page was sent."""
    kind = columns_form(columns_of(batch))
    form = kind(formdata=None, data=constants_of(batch)) if fresh else open_form(kind, data=constants_of(batch))
    programs = [(one.code, one.name) for one in list_programs(viewer().hub_id) if one.received and one.active]
    form.village.choices = offer(village_choices(list_villages(viewer().hub_id), FROM_COLUMN))
    form.program.choices = offer([("", FROM_COLUMN), *programs])
    return form


def _sheet_form(batch: Import, names: list[str]) -> SheetForm:
    place = names.index(batch.sheet) if batch.sheet in names else 0
    form = SheetForm(formdata=None, data={"sheet": str(place), "header_row": batch.header_row})
    form.sheet.choices = offer([(str(number), name) for number, name in enumerate(names)])
    return form


def _mapping_form(batch: Import | None = None) -> MappingForm:
    """The form as it was sent; with `batch` a fresh one that shows which mapping its columns follow."""
    known = mappings_of(viewer())
    followed = [one for one in known if batch and (one.columns, one.updates) == (batch.columns, batch.updates)]
    shown = {"mapping": str(followed[0].id) if followed else ""}
    form = MappingForm(formdata=None, data=shown) if batch else MappingForm()
    form.mapping.choices = offer([("", "Pilih susunan"), *((str(one.id), one.name) for one in known)])
    if followed:
        form.mapping.description = "Susunan ini sedang dipakai."
    return form


def _page(
    batch: Import,
    form: ColumnsForm,
    *,
    status: int,
    sheet_form: SheetForm | None = None,
    mapping_form: MappingForm | None = None,
) -> Response:
    columns, sheets = columns_of(batch), sheets_of(batch)
    chosen = next((one for one in sheets if one.name == batch.sheet), None)
    return respond(
        "imports/columns.html",
        status=status,
        form=form,
        sheet_form=sheet_form or _sheet_form(batch, [one.name for one in sheets]),
        mapping_form=mapping_form or _mapping_form(batch),
        columns=columns,
        examples={one.index: hide_numbers(" · ".join(one.examples)) for one in columns},
        notes=chosen.notes if chosen else [],
        preview=[[hide_numbers(cell) for cell in row] for row in preview_of(batch)],
        recognised=sum(bool(one.field) for one in columns),
        updatable=UPDATABLE,
        **heading_of(batch),
    )
