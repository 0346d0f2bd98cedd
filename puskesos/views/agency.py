"""Instansi: the hub's directory of offices that take referrals."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.agency import add_agency, change_agency
from puskesos.errors import RuleBroken
from puskesos.forms.agency import AgencyForm
from puskesos.forms.base import clean_line
from puskesos.models.referral import Agency
from puskesos.queries.agency import find_agency, list_agencies
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, open_form, respond

blueprint = Blueprint("agency", __name__, url_prefix="/pengaturan/instansi")
SHOWN = {"aktif": True, "nonaktif": False}


@blueprint.get("")
@requires(Permission.MANAGE_HUB)
def index() -> Response:
    text, shown = clean_line(request.args.get("cari"))[:60], request.args.get("tampil", "aktif")
    found = list_agencies(viewer().hub_id, text, active=SHOWN.get(shown))
    return respond("agency/index.html", "agency/_list.html", agencies=found, text=text, shown=shown)


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def new() -> Response:
    form = open_form(AgencyForm)
    if form.validate_on_submit():
        try:
            agency = add_agency(form.entry(), actor=viewer(), now=clock.now())
            return done(url_for("agency.index"), f"{agency.name} tersimpan.", draft="instansi")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("agency/edit.html", status=form_status(), form=form, agency=None)


@blueprint.route("/<id:agency_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def edit(agency_id: int) -> Response:
    agency = _load(agency_id)
    form = open_form(AgencyForm, obj=agency)
    if form.validate_on_submit():
        try:
            change_agency(agency, form.entry(), version=form.expected_version(), actor=viewer(), now=clock.now())
            return done(url_for("agency.index"), f"Perubahan {form.name.data} tersimpan.", draft="instansi")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("agency/edit.html", status=form_status(), form=form, agency=agency)


def _load(agency_id: int) -> Agency:
    return find_agency(viewer().hub_id, agency_id) or abort(404)
