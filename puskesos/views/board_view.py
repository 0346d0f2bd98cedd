"""Saringan tersimpan: a person's own filters of the board, kept, named anew, forgotten."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.board_view import forget_view, keep_view, rename_view
from puskesos.errors import RuleBroken
from puskesos.forms.assignment import EmptyForm
from puskesos.forms.board import BoardViewForm
from puskesos.models.board_view import BoardView
from puskesos.queries.board_view import find_view, views_of
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, respond
from puskesos.views.board_shown import FILTER_NAMES

blueprint = Blueprint("board_view", __name__, url_prefix="/papan/saringan")
LONGEST = 300


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.SEE_BOARD)
def index() -> Response:
    form, query = BoardViewForm(), _known(request.form.get("query", ""))
    if form.validate_on_submit():
        try:
            if not query:
                raise RuleBroken("Pilih saringan di papan dulu, lalu simpan.")
            keep_view(form.name.data, query, actor=viewer(), now=clock.now())
            return done(f"{url_for('board.show')}?{query}", f"Saringan “{form.name.data}” disimpan.")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("board_view/index.html", status=form_status(), views=views_of(viewer()), form=form, query=query)


@blueprint.route("/<id:view_id>", methods=["GET", "POST"])
@requires(Permission.SEE_BOARD)
def edit(view_id: int) -> Response:
    view = _load(view_id)
    form = BoardViewForm(data={"name": view.name})
    if form.validate_on_submit():
        try:
            rename_view(view, form.name.data, actor=viewer(), now=clock.now())
            return done(url_for("board_view.index"), "Nama saringan diganti.")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("board_view/edit.html", status=form_status(), view=view, form=form)


@blueprint.post("/<id:view_id>/penghapusan")
@requires(Permission.SEE_BOARD)
def remove(view_id: int) -> Response:
    view, form = _load(view_id), EmptyForm()
    if not form.validate_on_submit():
        abort(400)
    forget_view(view, actor=viewer(), now=clock.now())
    return done(url_for("board_view.index"), f"Saringan “{view.name}” dihapus.")


def _load(view_id: int) -> BoardView:
    return find_view(viewer(), view_id) or abort(404)


def _known(text: str) -> str:
    """Of a query only what the board can be narrowed by."""
    given = {name: values[0] for name, values in parse_qs(text[:LONGEST], max_num_fields=20).items()}
    return urlencode({name: given[name] for name in FILTER_NAMES if name in given})
