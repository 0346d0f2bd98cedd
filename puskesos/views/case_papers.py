"""The checklist of required papers: tick here, on the case page."""

from __future__ import annotations

from flask import Blueprint, Response

from puskesos import clock
from puskesos.actions.case_work import tick_paper
from puskesos.errors import RuleBroken
from puskesos.forms.case import PaperTickForm
from puskesos.queries.case_page import papers_of
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, done, is_fragment, load_case, respond

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
    paper = tick_paper(case, position, state=state, form=shown, actor=viewer(), now=clock.now())
    if is_fragment():
        return respond("case/_papers.html", "case/_papers.html", case=case, papers=papers_of(case))
    return done(f"{case_url(case)}#case-papers", f"Berkas dicatat: {paper.name}.")
