"""The search box in the header: people and their cases; a case number opens the case at once."""

from __future__ import annotations

from flask import Blueprint, Response, redirect

from puskesos.forms.search import SearchForm
from puskesos.queries.search import find_case_number, find_people
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, respond

blueprint = Blueprint("search", __name__)


@blueprint.route("/cari", methods=["GET", "POST"])
@requires(Permission.SEE_CASES)
def show() -> Response:
    form = SearchForm()
    text = form.q.data or ""
    if number := find_case_number(viewer(), text):
        return redirect(case_url(number), 303)
    return respond("search/show.html", form=form, text=text, found=find_people(viewer(), text, limit=30))
