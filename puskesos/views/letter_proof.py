"""Periksa surat: whether a numbered letter is valid, for anybody who holds it. It names nobody."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for

from puskesos import clock
from puskesos.actions.letter_proof import check_proof
from puskesos.errors import RuleBroken
from puskesos.forms.letter import ProofForm
from puskesos.rules.letter import LetterKind, LetterState
from puskesos.security.guard import public
from puskesos.views.answer import form_status, respond

blueprint = Blueprint("letter_proof", __name__, url_prefix="/surat/cek")

LONGEST = 40


@blueprint.after_request
def keep_away(response: Response) -> Response:
    """No search engine lists these pages."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    return response


@blueprint.route("", methods=["GET", "POST"])
@public
def enter() -> Response:
    form = ProofForm()
    if form.validate_on_submit():
        code = "".join(letter for letter in form.code.data if letter.isalnum())
        return redirect(url_for("letter_proof.show", code=code or "-"), 303)
    return respond("letter_proof/enter.html", status=form_status(), form=form)


@blueprint.get("/<code>")
@public
def show(code: str) -> Response:
    try:
        letter = check_proof(code[:LONGEST], address=request.remote_addr or "?", now=clock.now())
    except RuleBroken as problem:
        form = ProofForm(formdata=None, data={"code": code[:LONGEST]})
        form.carry(problem)
        return respond("letter_proof/enter.html", status=429 if problem.field == "throttle" else 404, form=form)
    about = {"kind": LetterKind(letter.kind), "is_void": letter.state == LetterState.BATAL}
    return respond("letter_proof/show.html", letter=letter, **about)
