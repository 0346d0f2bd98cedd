"""Pengaturan → Penugasan: how much is enough for one volunteer, and the WhatsApp hand-off's words with a preview."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.assigning_settings import change_assigning
from puskesos.errors import RuleBroken
from puskesos.formatting import show_short_date
from puskesos.forms.assigning_settings import AssigningSettingsForm
from puskesos.queries.hub import list_villages
from puskesos.queries.settings import changes_of
from puskesos.rules.handoff import USUAL, handoff_problem, handoff_words
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, is_fragment, open_form, respond
from puskesos.views.printed_address import address_for_staff
from puskesos.views.settings_shown import change_lines

blueprint = Blueprint("assigning_settings", __name__, url_prefix="/pengaturan/penugasan")
PREVIEW = "pratinjau"


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def edit() -> Response:
    hub = current_hub()
    form = open_form(AssigningSettingsForm, data={"load_limit": hub.load_limit, "handoff_text": hub.handoff_text})
    is_preview = PREVIEW in request.form
    if not is_preview and form.validate_on_submit():
        try:
            typed = {"load_limit": form.load_limit.data, "handoff_text": form.handoff_text.data or ""}
            changed = change_assigning(hub, **typed, actor=viewer(), now=clock.now())
            said = "Pengaturan penugasan tersimpan." if changed else "Tidak ada yang berubah."
            return done(url_for("assigning_settings.edit"), said, draft="penugasan-hub")
        except RuleBroken as problem:
            form.carry(problem)
    typed_now = request.args.get("handoff_text", "") if is_fragment() else form.handoff_text.data or ""
    entries = changes_of(hub.id, "hub", hub.id, ("assigning_changed",))
    shown = {"form": form, "usual": USUAL, "history": change_lines(entries, hub.zone)} | _preview(typed_now)
    status = 200 if is_preview else form_status()
    return respond("assigning_settings/edit.html", "assigning_settings/_preview.html", status=status, **shown)


def _preview(text: str) -> dict[str, str]:
    """How a message of two tasks would read, or why it cannot."""
    if problem := handoff_problem(text):
        return {"preview": "", "problem": problem}
    hub, today = current_hub(), hub_today()
    village = next((village.name for village in list_villages(hub.id)), "Desa")
    tasks = []
    for place in (1, 2):
        number = f"T-{hub.number_prefix}-{today:%y%m}-{place:04}"
        link, due = f"{address_for_staff().rstrip('/')}/tugas/{number}", show_short_date(today + timedelta(days=3))
        tasks.append({"nomor": number, "batas": due, "tautan": link, "desa": village, "hub": hub.name})
    return {"preview": handoff_words(text, tasks), "problem": ""}
