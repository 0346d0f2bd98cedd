"""Photos of visits, within the viewer's scope, never cached and never rendered as anything but an image."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, send_from_directory

from puskesos import clock
from puskesos.database import database
from puskesos.queries.assignment import find_photo
from puskesos.rules.permissions import Permission
from puskesos.security import audit
from puskesos.security.guard import requires, viewer
from puskesos.views.door import admit

blueprint = Blueprint("photo", __name__, url_prefix="/foto")


@blueprint.get("/<id:photo_id>")
@requires(Permission.SIGNED_IN)
def show(photo_id: int) -> Response:
    photo = find_photo(viewer(), photo_id)
    if photo is None:
        abort(404)
    admit(photo.case)
    with database.atomic():
        audit.record(
            "photo_viewed",
            actor=viewer(),
            now=clock.now(),
            object_type="case",
            object_id=photo.case.number,
            photo=photo.id,
        )
    folder = current_app.config["SETTINGS"].uploads
    answer = send_from_directory(folder, photo.stored_name, mimetype="image/jpeg", max_age=0)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
