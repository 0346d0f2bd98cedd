"""Kaitan: other cases of the same person, family or event, linked by hand and let go with a reason."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from puskesos import clock
from puskesos.actions.case_link import link_cases, unlink_cases
from puskesos.errors import RuleBroken
from puskesos.forms.case_path import LinkForm, UnlinkForm
from puskesos.queries.case_link import find_linked, links_of, offered_to
from puskesos.rules.case_link import LinkKind
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, done, form_status, load_case, open_form, respond
from puskesos.views.case_linked import named_case

blueprint = Blueprint("case_link", __name__, url_prefix="/kasus/<case:number>/kaitan")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.LINK_CASES)
def new(number: str) -> Response:
    case = load_case(number)
    form = open_form(LinkForm)
    if form.validate_on_submit():
        try:
            other = named_case(form.number.data, "number")
            link_cases(case, other, form.reason.data or "", actor=viewer(), now=clock.now())
            return done(case_url(case), f"Dikaitkan dengan kasus {other.number}.", draft="kaitan")
        except RuleBroken as problem:
            form.carry(problem)
    linked = {link.number for link in links_of(viewer(), case)}
    offered = [one for one in offered_to(viewer(), case) if one.number not in linked]
    return respond("case/linking.html", status=form_status(), case=case, form=form, offered=offered)


@blueprint.route("/<id:link_id>/pelepasan", methods=["GET", "POST"])
@requires(Permission.LINK_CASES)
def remove(number: str, link_id: int) -> Response:
    case = load_case(number)
    link = find_linked(viewer(), case, link_id) or abort(404)
    form = open_form(UnlinkForm)
    if form.validate_on_submit():
        try:
            unlink_cases(case, link, form.reason.data, actor=viewer(), now=clock.now())
            return done(case_url(case), "Kaitan dilepas.", draft="pelepasan")
        except RuleBroken as problem:
            form.carry(problem)
    removable = link.kind == LinkKind.TERKAIT
    return respond("case/unlinking.html", status=form_status(), case=case, form=form, removable=removable)
