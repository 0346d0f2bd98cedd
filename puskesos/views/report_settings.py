"""Pengaturan → Laporan: people to serve per SPM in a year, villages' distances, days of a village's silence."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.report_settings import change_report_settings
from puskesos.errors import RuleBroken
from puskesos.forms.report_settings import ReportSettingsForm, distance_field, target_field
from puskesos.queries.hub import list_villages
from puskesos.queries.report_settings import distances_of, targets_of
from puskesos.queries.settings import changes_of
from puskesos.rules.permissions import Permission
from puskesos.rules.report_saved import DEFINITION
from puskesos.rules.spm import SHORT
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, open_form, respond
from puskesos.views.settings_shown import change_lines
from puskesos.views.spm_report_shown import asked_year

blueprint = Blueprint("report_settings", __name__, url_prefix="/pengaturan/laporan")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def edit() -> Response:
    hub, year = current_hub(), asked_year(request.args.get("tahun", ""), ahead=1)
    form = open_form(ReportSettingsForm.for_villages(list_villages(hub.id)), data=_known(year))
    if form.validate_on_submit():
        try:
            changed = change_report_settings(hub, form.entry(year), actor=viewer(), now=clock.now())
            said = f"{changed} pengaturan berubah." if changed else "Tidak ada yang berubah."
            return done(url_for("report_settings.edit", tahun=year), said, draft=f"laporan-{year}")
        except RuleBroken as problem:
            form.carry(problem)
    entries = changes_of(hub.id, "hub", hub.id, ("report_settings_changed",))
    shown = {"form": form, "year": year, "this_year": hub_today().year, "definition": DEFINITION}
    shown["history"] = change_lines(entries, hub.zone)
    return respond("report_settings/edit.html", status=form_status(), **shown)


def _known(year: int) -> dict[str, object]:
    """The settings as the form shows them."""
    hub = current_hub()
    targets, distances = targets_of(hub.id, year), distances_of(hub.id)
    known: dict[str, object] = {"village_silent_days": hub.village_silent_days}
    known |= {target_field(code): targets.get(code) for code in SHORT}
    return known | {distance_field(int(village)): kilometres for village, kilometres in distances.items()}
