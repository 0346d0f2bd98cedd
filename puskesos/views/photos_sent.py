"""The photos of a form as they were sent, checked and re-encoded."""

from __future__ import annotations

from flask import current_app, request

from puskesos.errors import RuleBroken
from puskesos.photos import PreparedPhoto, prepare_photo


def photos_sent(most: int) -> list[PreparedPhoto]:
    """The files of the field `photos`. Raises RuleBroken for too many, too large or an unreadable one."""
    files = [file for file in request.files.getlist("photos") if file.filename]
    if len(files) > most:
        raise RuleBroken(f"Foto paling banyak {most}.", "photos")
    limit = current_app.config["SETTINGS"].upload_megabytes * 1024 * 1024
    for file in files:
        if file.stream.seek(0, 2) > limit:
            raise RuleBroken(
                f"“{file.filename}” lebih dari {limit // 1024 // 1024} MB. Perkecil, lalu kirim lagi.", "photos"
            )
        file.stream.seek(0)
    return [prepare_photo(file.stream, file.filename) for file in files]
