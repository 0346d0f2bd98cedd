"""Basic services given for an SPM: noting several of one day, and correcting or cancelling one."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for

from puskesos import clock
from puskesos.actions.spm import SPM
from puskesos.actions.spm_service import change_service, give_services
from puskesos.errors import RuleBroken
from puskesos.forms.welfare import GiveForm, GivenForm
from puskesos.queries.welfare import find_claim_by_id, find_given
from puskesos.rules.permissions import Permission
from puskesos.rules.spm import SERVICE_HINTS, BasicService, services_of
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, hub_today, load_case, open_form, respond

blueprint = Blueprint("spm_service", __name__, url_prefix="/kasus/<case:number>/spm")


@blueprint.route("/<id:claim_id>/layanan", methods=["GET", "POST"])
@requires(Permission.NOTE_WELFARE)
def new(number: str, claim_id: int) -> Response:
    case = load_case(number)
    claim = find_claim_by_id(case, claim_id) or abort(404)
    form = open_form(GiveForm.for_services(services_of(claim.code)), data={"given_on": hub_today()})
    if form.validate_on_submit():
        try:
            when = {"key": form.submission_key(), "now": clock.now(), "today": hub_today()}
            count = give_services(case, claim, form.entries(), actor=viewer(), **when)
            return done(_back(number, claim.code), f"{count} layanan dicatat.", draft="layanan-spm")
        except RuleBroken as problem:
            form.carry(problem)
    context = {"case": case, "claim": claim, "form": form, "spm": SPM[claim.code], "hints": SERVICE_HINTS}
    return respond("welfare/give.html", status=form_status(), **context)


@blueprint.route("/layanan/<id:given_id>", methods=["GET", "POST"])
@requires(Permission.NOTE_WELFARE)
def edit(number: str, given_id: int) -> Response:
    case = load_case(number)
    given = find_given(case, given_id) or abort(404)
    form = open_form(GivenForm, data=GivenForm.known(given))
    if form.validate_on_submit():
        try:
            when = {"version": form.expected_version(), "now": clock.now(), "today": hub_today()}
            cancelled = form.cancelled_because.data or ""
            entry = form.entry(given.item)
            changed = change_service(case, given, entry, cancelled_because=cancelled, actor=viewer(), **when)
            said = "Layanan diperbaiki." if changed else "Tidak ada yang berubah."
            return done(_back(number, given.claim.code), said, draft="layanan-spm-satu")
        except RuleBroken as problem:
            form.carry(problem)
    label = BasicService(given.item).label
    context = {"case": case, "given": given, "form": form, "spm": SPM[given.claim.code], "label": label}
    return respond("welfare/given.html", status=form_status(), **context)


def _back(number: str, code: str) -> str:
    return url_for("spm.index", number=number) + f"#{code}"
