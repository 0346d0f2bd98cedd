"""Sub-pages of what ends or turns a case: decision, closing, and the steps that need only a reason."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response

from puskesos import clock
from puskesos.actions.case_decision import close_case, decide_case, step_case
from puskesos.catalogue import load
from puskesos.errors import RuleBroken
from puskesos.forms.case import ClosingForm, DecisionForm, ReasonForm, RemarkForm
from puskesos.queries.case_page import load_case_page
from puskesos.rules.case_path import CaseState
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, done, form_status, hub_today, load_case, open_form, respond

blueprint = Blueprint("case_decision", __name__, url_prefix="/kasus/<case:number>")


@blueprint.route("/penetapan", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide(number: str) -> Response:
    case = load_case(number)
    page = load_case_page(case, events=1)
    today = hub_today()
    initial = {"version": case.version, "target_on": max(case.due_on, today + timedelta(days=1)), "letter_on": today}
    form = open_form(
        DecisionForm, data=initial | {"choice": page.recommendation.choice if page.recommendation else None}
    )
    form.today = today
    if form.validate_on_submit():
        try:
            decide_case(case, form.entry(), version=form.expected_version(), actor=viewer(), now=clock.now())
            return done(case_url(case), "Penetapan disimpan.", draft="penetapan")
        except RuleBroken as problem:
            form.carry(problem)
    agencies = [row["name"] for row in load("agencies")]
    return respond("case/decision.html", status=form_status(), case=case, page=page, form=form, agencies=agencies)


@blueprint.route("/penutupan", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def close(number: str) -> Response:
    case = load_case(number)
    form = open_form(ClosingForm, data={"version": case.version, "told_family_on": hub_today()})
    if form.validate_on_submit():
        try:
            close_case(
                case,
                result=form.result.data,
                text=form.text.data,
                told_family_on=form.told_family_on.data,
                version=form.expected_version(),
                actor=viewer(),
                now=clock.now(),
                today=hub_today(),
            )
            return done(case_url(case), "Kasus ditutup.", draft="penutupan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/closing.html", status=form_status(), case=case, form=form)


@blueprint.route("/pengembalian", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def send_back(number: str) -> Response:
    return _step(number, CaseState.PENANGANAN, "Kembalikan ke BO", "Kasus dikembalikan ke back office.")


@blueprint.route("/pembukaan", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def reopen(number: str) -> Response:
    return _step(number, CaseState.PENANGANAN, "Buka kembali kasus", "Kasus dibuka kembali.")


@blueprint.route("/kekurangan", methods=["GET", "POST"])
@requires(Permission.REGISTER_CASE)
def incomplete(number: str) -> Response:
    return _step(number, CaseState.PERLU_PERBAIKAN, "Berkas kurang", "Kasus menunggu berkas dari keluarga.")


@blueprint.route("/kelengkapan", methods=["GET", "POST"])
@requires(Permission.REGISTER_CASE)
def complete(number: str) -> Response:
    return _step(number, CaseState.TERDAFTAR, "Berkas sudah lengkap", "Kasus dilanjutkan.")


@blueprint.route("/pembatalan", methods=["GET", "POST"])
@requires(Permission.REGISTER_CASE)
def cancel(number: str) -> Response:
    return _step(number, CaseState.BATAL, "Batalkan kasus", "Kasus dibatalkan.")


def _step(number: str, target: CaseState, title: str, message: str) -> Response:
    case = load_case(number)
    kind = RemarkForm if target == CaseState.TERDAFTAR else ReasonForm
    form = open_form(kind, data={"version": case.version})
    if form.validate_on_submit():
        try:
            step_case(
                case,
                target,
                reason=form.reason.data or "",
                version=form.expected_version(),
                actor=viewer(),
                now=clock.now(),
                today=hub_today(),
            )
            return done(case_url(case), message, draft="alasan")
        except RuleBroken as problem:
            form.carry(problem)
    missing = [paper.name for paper in load_case_page(case, events=1).missing_papers]
    return respond("case/reason.html", status=form_status(), case=case, form=form, title=title, missing=missing)
