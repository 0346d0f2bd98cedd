"""Bantuan: each role's day in Indonesian, with pictures of the practice hub."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from puskesos.rules.case_path import CaseState, transitions_from
from puskesos.rules.path_drawing import draw_path
from puskesos.rules.permissions import Permission
from puskesos.rules.report import DEFINITIONS
from puskesos.rules.roles import Role
from puskesos.security.guard import requires
from puskesos.views.answer import respond

blueprint = Blueprint("help", __name__, url_prefix="/bantuan")
CHAPTERS = {str(role): role.label for role in Role}


@blueprint.get("")
@requires(Permission.SIGNED_IN)
def index() -> Response:
    states = [(state, transitions_from(state)) for state in CaseState]
    return respond("help/index.html", chapters=CHAPTERS, states=states, drawing=draw_path())


@blueprint.get("/<chapter>")
@requires(Permission.SIGNED_IN)
def show(chapter: str) -> Response:
    if chapter not in CHAPTERS:
        abort(404)
    return respond(f"help/{chapter}.html", chapters=CHAPTERS, chapter=chapter, figures=DEFINITIONS)
