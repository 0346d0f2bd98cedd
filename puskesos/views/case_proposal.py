"""Usulan: what front and back office propose to the koordinator, and the koordinator who does otherwise."""

from __future__ import annotations

from flask import Blueprint, Response

from puskesos import clock
from puskesos.actions.case_proposal import propose, set_aside
from puskesos.errors import RuleBroken
from puskesos.forms.case_decision import ReasonForm
from puskesos.forms.case_proposal import ClosingProposalForm, VisitProposalForm
from puskesos.models.case import Case
from puskesos.queries.case_proposal import open_proposal
from puskesos.rules.outcome import ToldHow
from puskesos.rules.permissions import Permission
from puskesos.rules.proposal import ProposalKind
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, done, form_status, hub_today, load_case, open_form, respond

blueprint = Blueprint("case_proposal", __name__, url_prefix="/kasus/<case:number>")
SENT = "Usulan dikirim ke koordinator."


@blueprint.route("/usulan-tutup", methods=["GET", "POST"])
@requires(Permission.PROPOSE)
def closing(number: str) -> Response:
    case = load_case(number)
    told = {"told_family_on": hub_today(), "told_how": str(ToldHow.LANGSUNG)}
    form = open_form(ClosingProposalForm, data=_known(case, ProposalKind.TUTUP, told))
    form.registered_on, form.today = case.registered_on, hub_today()
    if form.validate_on_submit():
        try:
            _propose(case, ProposalKind.TUTUP, form)
            return done(case_url(case), SENT, draft="usulan-tutup")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/closing_proposal.html", status=form_status(), case=case, form=form)


@blueprint.route("/usulan-kunjungan", methods=["GET", "POST"])
@requires(Permission.PROPOSE)
def visit(number: str) -> Response:
    case = load_case(number)
    form = open_form(VisitProposalForm, data=_known(case, ProposalKind.KUNJUNGAN, {}))
    if form.validate_on_submit():
        try:
            _propose(case, ProposalKind.KUNJUNGAN, form)
            return done(case_url(case), SENT, draft="usulan-kunjungan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/visit_proposal.html", status=form_status(), case=case, form=form)


@blueprint.route("/usulan-tutup/pengesampingan", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def refuse_closing(number: str) -> Response:
    return _refuse(number, ProposalKind.TUTUP)


@blueprint.route("/usulan-kunjungan/pengesampingan", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def refuse_visit(number: str) -> Response:
    return _refuse(number, ProposalKind.KUNJUNGAN)


def _refuse(number: str, kind: ProposalKind) -> Response:
    case = load_case(number)
    form = open_form(ReasonForm, data={"version": case.version})
    if form.validate_on_submit():
        try:
            version = form.expected_version()
            set_aside(case, kind, form.reason.data, version=version, actor=viewer(), now=clock.now())
            return done(case_url(case), f"{kind.label} tidak diikuti.", draft="alasan")
        except RuleBroken as problem:
            form.carry(problem)
    title = f"Tidak mengikuti {kind.label.lower()}"
    return respond("case/reason.html", status=form_status(), case=case, form=form, title=title, missing=[])


def _known(case: Case, kind: ProposalKind, usual: dict[str, object]) -> dict[str, object]:
    """A fresh form: what was proposed before, else the usual."""
    proposal = open_proposal(case, kind)
    return {"version": case.version} | (dict(proposal.content) if proposal else usual)


def _propose(case: Case, kind: ProposalKind, form: ClosingProposalForm | VisitProposalForm) -> None:
    moment = {"version": form.expected_version(), "actor": viewer(), "now": clock.now()}
    propose(case, kind, form.summary(), form.content(), **moment)
