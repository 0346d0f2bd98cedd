"""The papers of a case: the checklist that is ticked on its page, one paper in full, and one paper more."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.case_papers import add_paper, tick_paper
from puskesos.errors import RuleBroken
from puskesos.forms.case import PaperTickForm
from puskesos.forms.case_papers import ExtraPaperForm, PaperForm
from puskesos.queries.case_page import find_paper, papers_of
from puskesos.rules.papers import PaperState
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, done, form_status, is_fragment, load_case, open_form, respond, send_to

blueprint = Blueprint("case_papers", __name__, url_prefix="/kasus/<case:number>/berkas")


@blueprint.get("")
@requires(Permission.TICK_PAPERS)
def index(number: str) -> Response:
    case = load_case(number)
    return respond("case/papers.html", "case/_papers.html", case=case, papers=papers_of(case))


@blueprint.post("/<id:position>")
@requires(Permission.TICK_PAPERS)
def tick(number: str, position: int) -> Response:
    case = load_case(number)
    form = PaperTickForm()
    if not form.validate_on_submit():
        raise RuleBroken("Pilih keadaan berkas dari daftar.")
    state, shown = form.outcome()
    if state == PaperState.TIDAK_BERLAKU:  # needs a reason, which has a page of its own
        return send_to(url_for("case_papers.edit", number=number, position=position, pilih=state))
    paper = tick_paper(case, position, state=state, form=shown, actor=viewer(), now=clock.now())
    if is_fragment():
        return respond("case/_papers.html", "case/_papers.html", case=case, papers=papers_of(case))
    return done(f"{case_url(case)}#case-papers", f"Berkas dicatat: {paper.name}.")


@blueprint.route("/<id:position>/keadaan", methods=["GET", "POST"])
@requires(Permission.TICK_PAPERS)
def edit(number: str, position: int) -> Response:
    case = load_case(number)
    paper = find_paper(case, position) or abort(404)
    chosen = request.args.get("pilih", "")
    form = open_form(PaperForm, data=PaperForm.known(paper, chosen if chosen in set(PaperState) else ""))
    if form.validate_on_submit():
        try:
            tick_paper(case, position, **form.outcome(), actor=viewer(), now=clock.now())
            return done(f"{case_url(case)}#case-papers", f"Berkas dicatat: {paper.name}.", draft="keadaan-berkas")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/paper.html", status=form_status(), case=case, paper=paper, form=form)


@blueprint.route("/tambahan", methods=["GET", "POST"])
@requires(Permission.TICK_PAPERS)
def add(number: str) -> Response:
    case = load_case(number)
    form = open_form(ExtraPaperForm)
    if form.validate_on_submit():
        try:
            add_paper(case, **form.asked(), key=form.submission_key(), actor=viewer(), now=clock.now())
            return done(f"{case_url(case)}#case-papers", f"Diminta: {form.name.data}.", draft="berkas-tambahan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/extra_paper.html", status=form_status(), case=case, form=form)
