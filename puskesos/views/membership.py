"""Programs of a person: entering one, and correcting or ending it."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from puskesos import clock
from puskesos.actions.membership import add_membership, save_membership
from puskesos.errors import RuleBroken
from puskesos.forms.choices import offer
from puskesos.forms.membership import MembershipForm
from puskesos.models.person import Membership
from puskesos.queries.hub import list_programs
from puskesos.queries.person import find_membership
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import back_url, done, form_status, load_person, open_form, respond

blueprint = Blueprint("membership", __name__, url_prefix="/warga/<id:person_id>/program")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.EDIT_IDENTITY)
def new(person_id: int) -> Response:
    person = load_person(person_id)
    form = _prepared(open_form(MembershipForm))
    if form.validate_on_submit():
        try:
            add_membership(person, form.entry(), key=form.submission_key(), actor=viewer(), now=clock.now())
            return done(back_url(person), "Program tersimpan.", draft="program")
        except RuleBroken as problem:
            form.carry(problem)
    page = {"person": person, "form": form, "membership": None, "back": back_url(person)}
    return respond("membership/edit.html", status=form_status(), **page)


@blueprint.route("/<id:membership_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_IDENTITY)
def edit(person_id: int, membership_id: int) -> Response:
    person = load_person(person_id)
    membership = find_membership(person, membership_id)
    if membership is None:
        abort(404)
    form = _prepared(open_form(MembershipForm, data=_known(membership)))
    form.kept_card = membership.card_number
    if form.validate_on_submit():
        try:
            changed = save_membership(person, membership, form.entry(), actor=viewer(), now=clock.now())
            said = "Program tersimpan." if changed else "Tidak ada yang berubah."
            return done(back_url(person), said, draft="program")
        except RuleBroken as problem:
            form.carry(problem)
    page = {"person": person, "form": form, "membership": membership, "back": back_url(person)}
    return respond("membership/edit.html", status=form_status(), **page)


def _prepared(form: MembershipForm) -> MembershipForm:
    """The programs on offer, and the one a membership has already although it is no longer."""
    known = form.program.object_data
    offered = [one for one in list_programs(viewer().hub_id) if one.received and (one.active or one.code == known)]
    form.program.choices = offer([("", "Pilih program"), *((one.code, one.name) for one in offered)])
    return form


def _known(membership: Membership) -> dict[str, object]:
    """The membership as the form shows it: everything but the card number."""
    return {name: getattr(membership, name) for name in ("program", "status", "since", "until", "note")}
