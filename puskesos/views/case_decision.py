"""Sub-pages of what ends or turns a case: decision, closing, and the steps that need only a reason."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app

from puskesos import clock
from puskesos.actions.case_closing import close_case
from puskesos.actions.case_decision import decide_case, step_case
from puskesos.actions.case_papers import ask_for_papers
from puskesos.errors import RuleBroken
from puskesos.forms.case_decision import DecisionForm, ReasonForm, RemarkForm
from puskesos.forms.case_papers import IncompleteForm
from puskesos.forms.case_path import ClosingForm
from puskesos.queries.case_page import load_case_page, papers_of
from puskesos.queries.case_proposal import open_proposal
from puskesos.queries.track import running_on
from puskesos.rules.case_path import CaseAct
from puskesos.rules.outcome import ToldHow
from puskesos.rules.permissions import Permission
from puskesos.rules.proposal import ProposalKind
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, done, form_status, hub_today, load_case, open_form, respond
from puskesos.views.case_shown import advised, known_of_client
from puskesos.views.referral_shown import first_referral, offer_referral

blueprint = Blueprint("case_decision", __name__, url_prefix="/kasus/<case:number>")


@blueprint.route("/penetapan", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide(number: str) -> Response:
    case = load_case(number)
    page = load_case_page(case, events=0)
    today = hub_today()
    initial = {"version": case.version, "target_on": max(case.due_on, today + timedelta(days=1))}
    form = open_form(DecisionForm, data=initial | first_referral(case, today) | advised(case, page.recommendation))
    form.today = today
    offer_referral(form, case, page.papers)
    if form.validate_on_submit():
        try:
            version, secret = form.expected_version(), current_app.config["SETTINGS"].secret
            decide_case(case, form.entry(), version=version, actor=viewer(), now=clock.now(), secret=secret)
            return done(case_url(case), "Penetapan disimpan.", draft="penetapan")
        except RuleBroken as problem:
            form.carry(problem)
    known = known_of_client(page)
    return respond("case/decision.html", status=form_status(), case=case, page=page, known=known, form=form)


@blueprint.route("/penutupan", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def close(number: str) -> Response:
    case = load_case(number)
    told = {"told_family_on": hub_today(), "told_how": str(ToldHow.LANGSUNG)}
    proposal = open_proposal(case, ProposalKind.TUTUP)
    form = open_form(ClosingForm, data={"version": case.version} | told | (dict(proposal.content) if proposal else {}))
    form.registered_on, form.today = case.registered_on, hub_today()
    if form.validate_on_submit():
        try:
            close_case(
                case,
                result=form.result.data,
                text=form.text.data,
                told_family_on=form.told_family_on.data,
                more=form.entry(),
                tracks_stay=form.tracks_stay.data,
                version=form.expected_version(),
                actor=viewer(),
                now=clock.now(),
                today=hub_today(),
            )
            return done(case_url(case), "Kasus ditutup.", draft="penutupan")
        except RuleBroken as problem:
            form.carry(problem)
    shown = {"case": case, "form": form, "proposal": proposal, "ways": running_on(case)}
    return respond("case/closing.html", status=form_status(), **shown)


@blueprint.route("/pengembalian", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def send_back(number: str) -> Response:
    return _step(number, CaseAct.PENGEMBALIAN, "Kembalikan ke BO", "Kasus dikembalikan ke back office.")


@blueprint.route("/pembukaan", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def reopen(number: str) -> Response:
    return _step(number, CaseAct.PEMBUKAAN, "Buka kembali kasus", "Kasus dibuka kembali.")


@blueprint.route("/kekurangan", methods=["GET", "POST"])
@requires(Permission.REGISTER_CASE)
def incomplete(number: str) -> Response:
    case = load_case(number)
    papers = papers_of(case)
    form = open_form(IncompleteForm, data={"version": case.version, "papers": IncompleteForm.missing(papers)})
    form.offer(papers)
    if form.validate_on_submit():
        try:
            ask_for_papers(case, form.entry(), version=form.expected_version(), actor=viewer(), now=clock.now())
            return done(case_url(case), "Kasus menunggu berkas dari keluarga.", draft="kekurangan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/incomplete.html", status=form_status(), case=case, form=form)


@blueprint.route("/kelengkapan", methods=["GET", "POST"])
@requires(Permission.REGISTER_CASE)
def complete(number: str) -> Response:
    return _step(number, CaseAct.KELENGKAPAN, "Berkas sudah lengkap", "Kasus dilanjutkan.")


def _step(number: str, act: CaseAct, title: str, message: str) -> Response:
    case = load_case(number)
    kind = RemarkForm if act == CaseAct.KELENGKAPAN else ReasonForm
    form = open_form(kind, data={"version": case.version})
    if form.validate_on_submit():
        try:
            step_case(
                case,
                act,
                reason=form.reason.data or "",
                version=form.expected_version(),
                actor=viewer(),
                now=clock.now(),
                today=hub_today(),
            )
            return done(case_url(case), message, draft="alasan")
        except RuleBroken as problem:
            form.carry(problem)
    missing = [paper.name for paper in load_case_page(case, events=0).missing_papers]
    return respond("case/reason.html", status=form_status(), case=case, form=form, title=title, missing=missing)
