"""PPKS of a case's client: ticking categories from the list, narrowing the list, and ending or correcting one."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for

from puskesos import clock
from puskesos.actions.ppks import CATEGORIES, change_category, note_categories
from puskesos.errors import RuleBroken
from puskesos.forms.welfare import CategoriesForm, CategoryForm
from puskesos.models.case import Case
from puskesos.queries.case_door import may_open
from puskesos.queries.welfare import circumstances_of, find_category, lives_alone, welfare_of
from puskesos.rules.permissions import Permission
from puskesos.rules.ppks import remarks_on
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, done, form_status, hub_today, load_case, open_form, respond
from puskesos.views.welfare_shown import likely_ones, running_of, tick_groups, welfare_from

blueprint = Blueprint("ppks", __name__, url_prefix="/kasus/<case:number>/ppks")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.NOTE_WELFARE)
def new(number: str) -> Response:
    case = load_case(number)
    form = open_form(CategoriesForm, data={"since": hub_today()})
    form.offer(CATEGORIES.values())
    if form.validate_on_submit():
        try:
            when = {"key": form.submission_key(), "now": clock.now(), "today": hub_today()}
            count = note_categories(case, form.entry(), actor=viewer(), **when)
            return _noted(case, f"{count} PPKS dicatat." if count else "PPKS itu sudah tercatat.")
        except RuleBroken as problem:
            form.carry(problem)
    return _list(case, form, form_status())


@blueprint.post("/pencarian")
@requires(Permission.NOTE_WELFARE)
def search(number: str) -> Response:
    case = load_case(number)
    form = CategoriesForm()
    form.offer(CATEGORIES.values())
    return _list(case, form, 200)


@blueprint.route("/<id:category_id>", methods=["GET", "POST"])
@requires(Permission.NOTE_WELFARE)
def edit(number: str, category_id: int) -> Response:
    case = load_case(number)
    row = find_category(case, category_id) or abort(404)
    form = open_form(CategoryForm, data=CategoryForm.known(row))
    form.offer()
    if form.validate_on_submit():
        try:
            when = {"version": form.expected_version(), "now": clock.now(), "today": hub_today()}
            changed = change_category(case, row, form.entry(), actor=viewer(), **when)
            said = "PPKS diperbaiki." if changed else "Tidak ada yang berubah."
            return done(f"{case_url(case)}#case-welfare", said, draft="ppks-satu")
        except RuleBroken as problem:
            form.carry(problem)
    category = CATEGORIES[row.code]
    remarks = remarks_on(category, circumstances_of(case.client, hub_today()))
    context = {"case": case, "form": form, "category": category, "remarks": remarks}
    return respond("welfare/category.html", status=form_status(), **context)


def _noted(case: Case, said: str) -> Response:
    """Back to the case; whoever may no longer open it is told why."""
    if may_open(viewer(), case):
        return done(f"{case_url(case)}#case-welfare", said, draft="ppks")
    closed = "Kasus ini sekarang terbatas: hanya petugas yang menangani dan koordinator yang dapat membukanya."
    return done(url_for("case.index"), f"{said} {closed}", draft="ppks")


def _list(case: Case, form: CategoriesForm, status: int) -> Response:
    rows = welfare_of(viewer(), case.client_id, opened=case.id)
    known = circumstances_of(case.client, hub_today(), service=case.service, lives_alone=lives_alone(case.client))
    running = {one.code for one in running_of(rows)}
    ticked = [code for code in form.ticked() if code in CATEGORIES and code not in running]
    return respond(
        "welfare/ppks.html",
        "welfare/_ticks.html",
        status=status,
        case=case,
        form=form,
        groups=tick_groups(known, running, ticked, form.q.data or ""),
        likely=len(likely_ones(known, running)),
        welfare=welfare_from(rows, case, hub_today()),
    )
