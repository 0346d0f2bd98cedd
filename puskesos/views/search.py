"""The search box in the header: people and their cases; a case number or the code of a sheet opens the case at once."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, url_for

from puskesos.forms.search import SearchForm
from puskesos.queries.search import find_case_number, find_people
from puskesos.rules.permissions import Permission
from puskesos.rules.sheet import looks_like_sheet_code, read_sheet_code
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, respond
from puskesos.views.sheet import code_problem

blueprint = Blueprint("search", __name__)


@blueprint.route("/cari", methods=["GET", "POST"])
@requires(Permission.SEE_CASES)
def show() -> Response:
    form = SearchForm()
    text = form.q.data or ""
    if number := find_case_number(viewer(), text):
        return redirect(case_url(number), 303)
    problem = code_problem(text) if looks_like_sheet_code(text) else ""
    if looks_like_sheet_code(text) and not problem:
        return redirect(url_for("sheet.show", code=read_sheet_code(text)), 303)
    people = find_people(viewer(), text, limit=30)
    return respond("search/show.html", form=form, text=text, found=people, problem=problem)
