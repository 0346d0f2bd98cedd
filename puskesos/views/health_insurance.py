"""Jaminan kesehatan of a person: writing down what was told or looked up."""

from __future__ import annotations

from flask import Blueprint, Response

from puskesos import clock
from puskesos.actions.health_insurance import set_insurance
from puskesos.errors import RuleBroken
from puskesos.forms.health_insurance import HealthInsuranceForm
from puskesos.models.person import Person
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import back_url, done, form_status, hub_today, load_person, open_form, respond

blueprint = Blueprint("health_insurance", __name__, url_prefix="/warga/<id:person_id>")


@blueprint.route("/jaminan-kesehatan", methods=["GET", "POST"])
@requires(Permission.EDIT_IDENTITY)
def edit(person_id: int) -> Response:
    person = load_person(person_id)
    form = open_form(HealthInsuranceForm, data=_known(person))
    form.kept_card = person.insurance_number
    if form.validate_on_submit():
        try:
            when = {"version": form.expected_version(), "now": clock.now(), "today": hub_today()}
            changed = set_insurance(person, form.entry(), reason=form.reason.data or "", actor=viewer(), **when)
            said = f"Diperbaiki: {', '.join(changed)}." if changed else "Tidak ada yang berubah."
            return done(back_url(person), said, draft="jaminan")
        except RuleBroken as problem:
            form.carry(problem)
    page = {"person": person, "form": form, "back": back_url(person)}
    return respond("health_insurance/edit.html", status=form_status(), **page)


def _known(person: Person) -> dict[str, object]:
    """The insurance as the form shows it: everything but the card number."""
    names = ("health_insurance", "insurance_status", "deactivated_on", "deactivation_number", "version")
    return {name: getattr(person, name) for name in names}
