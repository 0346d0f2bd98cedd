"""Pengaturan → Tenggat: days of the month, months, working days per step, and the switch of the public status page."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from puskesos import clock
from puskesos.actions.field_settings import change_field_settings
from puskesos.errors import RuleBroken
from puskesos.forms.field_settings import COLUMNS, FieldSettingsForm, step_field
from puskesos.queries.hub import step_days
from puskesos.queries.settings import changes_of
from puskesos.rules.intake import Priority
from puskesos.rules.permissions import Permission
from puskesos.rules.step_targets import DEFAULT_DAYS
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, open_form, respond
from puskesos.views.settings_shown import change_lines

blueprint = Blueprint("field_settings", __name__, url_prefix="/pengaturan/tenggat")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def edit() -> Response:
    form = open_form(FieldSettingsForm, data=_known())
    if form.validate_on_submit():
        try:
            changed = change_field_settings(current_hub(), form.entry(), actor=viewer(), now=clock.now())
            said = f"{changed} pengaturan berubah." if changed else "Tidak ada yang berubah."
            return done(url_for("field_settings.edit"), said, draft="tenggat")
        except RuleBroken as problem:
            form.carry(problem)
    entries = changes_of(viewer().hub_id, "hub", viewer().hub_id, ("field_settings_changed",))
    return respond(
        "field_settings/edit.html",
        status=form_status(),
        form=form,
        priorities=list(Priority),
        defaults={step_field(*key): days for key, days in DEFAULT_DAYS.items()},
        history=change_lines(entries, current_hub().zone),
    )


def _known() -> dict[str, object]:
    """The settings as the form shows them."""
    steps = {step_field(*key): days for key, days in step_days(viewer().hub_id).items()}
    return {name: getattr(current_hub(), name) for name in COLUMNS} | steps
