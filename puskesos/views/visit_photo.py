"""The photos of a report that was sent: one by one from a phone with scripts, several at once from a plain form."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, url_for

from puskesos import clock
from puskesos.actions.visit_photo import add_photos, visit_for_photos
from puskesos.errors import RuleBroken
from puskesos.forms.visit_part import PhotosForm
from puskesos.models.assignment import Assignment
from puskesos.queries.visit import newest_with_versions, photos_with
from puskesos.rules.permissions import Permission
from puskesos.rules.visit_form import MOST_PHOTOS
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, is_fragment, load_own_assignment, open_form, respond
from puskesos.views.photos_sent import photos_sent

blueprint = Blueprint("visit_photo", __name__)


@blueprint.route("/tugas/<task:number>/foto", methods=["GET", "POST"])
@requires(Permission.REPORT_VISIT)
def index(number: str) -> Response:
    task = load_own_assignment(number)
    form = open_form(PhotosForm)
    if form.validate_on_submit():
        try:
            added = _add(task, form)
            if not is_fragment():
                said = f"{added} foto terkirim." if added else "Foto sudah terkirim sebelumnya."
                return done(url_for("visit_photo.index", number=number), said)
        except RuleBroken as problem:
            form.carry(problem)
    is_wrong = bool(form.errors or form.form_errors)
    photos, visit = photos_with(newest_with_versions(task)), visit_for_photos(task)
    context = {"task": task, "case": task.case, "form": form, "photos": photos, "visit": visit, "most": MOST_PHOTOS}
    return respond("task/photos.html", "task/_photos.html", status=form_status() if is_wrong else 200, **context)


def _add(task: Assignment, form: PhotosForm) -> int:
    photos = photos_sent(MOST_PHOTOS)
    if not photos:
        raise RuleBroken("Pilih foto dulu.", "photos")
    uploads = current_app.config["SETTINGS"].uploads
    when = {"actor": viewer(), "now": clock.now()}
    return add_photos(task, photos, kind=form.kind.data or "", key=form.submission_key(), uploads=uploads, **when)
