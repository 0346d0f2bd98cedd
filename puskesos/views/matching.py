"""Recognising who comes while a new person is entered, and adding to the case that is there already."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from puskesos import clock
from puskesos.actions.case_work import add_note
from puskesos.actions.submission import run_once
from puskesos.errors import RuleBroken
from puskesos.forms.intake import NewPersonNeedForm, SameCaseForm
from puskesos.queries.matching import find_likely
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, done, drop_draft, form_status, hub_today, load_case, open_form, respond

blueprint = Blueprint("matching", __name__, url_prefix="/penerimaan")


@blueprint.post("/kemiripan")
@requires(Permission.REGISTER_CASE)
def likely() -> Response:
    form = NewPersonNeedForm()
    form.today = hub_today()
    found = find_likely(viewer(), form.described(), form.today)
    return respond("intake/_likely.html", form=form, likely=found, asked=False, today=form.today)


@blueprint.route("/kasus-sama/<case:number>", methods=["GET", "POST"])
@requires(Permission.WRITE_NOTE)
def same_case(number: str) -> Response:
    case = load_case(number)
    form = open_form(SameCaseForm)
    if form.validate_on_submit():

        def effect() -> str:
            add_note(case, form.note(), actor=viewer(), now=clock.now())
            return case.number

        try:
            fields = {"case": case.number, "text": form.note()}
            run_once(form.submission_key(), effect, actor=viewer(), action="note_added", fields=fields, now=clock.now())
            drop_draft(url_for("intake.new"), "penerimaan")
            return done(case_url(case), "Catatan ditambahkan ke kasus yang sudah ada.")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("intake/same_case.html", status=form_status(), case=case, form=form)
