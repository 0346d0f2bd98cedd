"""Susunan kolom: which columns of a list a hub sends, in which order, under a name."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.column_set import may_change, remove_set, save_set
from puskesos.errors import RuleBroken
from puskesos.forms.column_set import form_for, known
from puskesos.models.book import ColumnSet
from puskesos.queries.column_set import column_sets, fields_of, find_set
from puskesos.rules.export_columns import SETTABLE, ExportList
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, open_form, respond
from puskesos.views.export_shown import titles_of

blueprint = Blueprint("column_set", __name__, url_prefix="/susunan-kolom")


@blueprint.get("")
@requires(Permission.EXPORT_PEOPLE)
def index() -> Response:
    names = viewer().can(Permission.EXPORT_NAMES)
    lists = [(kind, column_sets(viewer(), kind)) for kind in SETTABLE]
    shown = [(kind, [(one, titles_of(kind, fields_of(one), names=names)) for one in sets]) for kind, sets in lists]
    return respond("column_set/index.html", lists=shown)


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.EXPORT_PEOPLE)
def new() -> Response:
    """?daftar=kasus or ?daftar=register."""
    asked = request.args.get("daftar", "")
    return _edit(ExportList(asked) if asked in SETTABLE else SETTABLE[0], None)


@blueprint.route("/<id:set_id>", methods=["GET", "POST"])
@requires(Permission.EXPORT_PEOPLE)
def edit(set_id: int) -> Response:
    one = _load(set_id)
    return _edit(ExportList(one.list), one)


@blueprint.post("/<id:set_id>/penghapusan")
@requires(Permission.EXPORT_PEOPLE)
def remove(set_id: int) -> Response:
    one = _load(set_id)
    remove_set(one, actor=viewer(), now=clock.now())
    return done(url_for(".index"), f"Susunan “{one.name}” dihapus.")


def _edit(kind: ExportList, one: ColumnSet | None) -> Response:
    form = open_form(form_for(kind), data=known(one) if one else None)
    if form.validate_on_submit():
        try:
            facts = {"known": one, "version": form.expected_version(), "actor": viewer(), "now": clock.now()}
            save_set(kind, form.entry(), **facts)
            return done(url_for(".index"), f"Susunan “{form.name.data}” disimpan.", draft="susunan")
        except RuleBroken as problem:
            form.carry(problem)
    changeable = one is None or may_change(one, viewer())
    here = url_for(".edit", set_id=one.id) if one else url_for(".new", daftar=kind)
    shown = {"one": one, "kind": kind, "here": here, "changeable": changeable}
    return respond("column_set/edit.html", status=form_status(), form=form, **shown)


def _load(set_id: int) -> ColumnSet:
    return find_set(viewer(), set_id) or abort(404)
