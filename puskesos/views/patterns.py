"""Pola: every component in every state, for those who build and test the program."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, request

from puskesos.forms.patterns import PatternForm
from puskesos.security.guard import public
from puskesos.views.answer import respond

blueprint = Blueprint("patterns", __name__)


@blueprint.route("/pola", methods=["GET", "POST"])
@public
def index() -> Response:
    settings = current_app.config["SETTINGS"]
    if not (settings.testing or settings.practice):
        abort(404)
    form = PatternForm()
    fine = form.validate_on_submit() or request.method == "GET"
    return respond("pola/index.html", status=200 if fine else 422, form=form)
