"""Pengaturan: the hub's letterhead lines, paper and villages; and how the installation is, in words."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from puskesos import clock
from puskesos.actions.hub_settings import change_hub
from puskesos.documents.printing import printer_state
from puskesos.errors import RuleBroken
from puskesos.forms.hub_settings import HubSettingsForm
from puskesos.queries.health import last_backup_at, read_health
from puskesos.queries.job import count_waiting
from puskesos.queries.user_list import list_all_villages
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, open_form, respond
from puskesos.views.printed_address import address_for_staff

blueprint = Blueprint("hub_settings", __name__, url_prefix="/pengaturan")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def edit() -> Response:
    form = open_form(HubSettingsForm, obj=current_hub())
    form.offer(list_all_villages(viewer().hub_id))
    if form.validate_on_submit() and _save(form):
        return done("/pengaturan", "Pengaturan hub tersimpan.")
    sample = f"{current_hub().number_prefix}-{hub_today():%y%m}-0001"
    found = {"sample": sample, "reached": address_for_staff()}
    return respond("hub_settings/edit.html", status=form_status(), form=form, **found)


@blueprint.get("/kesehatan")
@requires(Permission.MANAGE_HUB)
def health() -> Response:
    found = read_health(current_app.config["SETTINGS"])
    backup_at = last_backup_at(viewer().hub_id)
    days = (clock.now() - backup_at).days if backup_at else None
    printing = {"printer": printer_state(), "jobs_waiting": count_waiting(viewer().hub_id)}
    return respond("hub_settings/health.html", health=found, backup_at=backup_at, backup_days=days, **printing)


def _save(form: HubSettingsForm) -> bool:
    try:
        change_hub(current_hub(), form.details(), village_ids=form.village_ids(), actor=viewer(), now=clock.now())
    except RuleBroken as problem:
        form.carry(problem)
        return False
    return True
