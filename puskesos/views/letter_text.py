"""Pengaturan → Surat → Teks: the hub's own words of each kind, with preview, history and the way back to ours."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for

from puskesos import clock
from puskesos.actions.letter_text import change_text
from puskesos.errors import RuleBroken
from puskesos.formatting import show_moment
from puskesos.forms.base import VersionForm
from puskesos.forms.letter_text import LetterTextForm
from puskesos.models.letter_settings import LetterText
from puskesos.queries.hub import names_of_users
from puskesos.queries.letter_settings import text_of, text_version, texts_before
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_words import COVERS, PARTS, USUAL, WORDS
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, drop_draft, form_status, open_form, respond
from puskesos.views.letter_preview import check_print, framed, sample_setup, wants_preview
from puskesos.views.letter_settings import SAME

blueprint = Blueprint("letter_text", __name__, url_prefix="/pengaturan/surat/teks")
DRAFT = "teks-surat"


@blueprint.route("/<letter_kind:kind>", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def edit(kind: LetterKind) -> Response:
    hub, looks = current_hub(), wants_preview()
    form = _form(kind)
    if form.validate_on_submit() and not looks:
        try:
            check_print(sample_setup(kind, text=form.text.data or ""), "text")
            changed = change_text(hub, kind, form.text.data or "", **_by(form))
            return done(_address(kind), "Teks surat tersimpan." if changed else SAME, draft=DRAFT)
        except RuleBroken as problem:
            form.carry(problem)
    shown = framed(sample_setup(kind, text=form.text.data or "")) if not form.errors else ""
    found = {"form": form, "kind": kind, "kinds": LetterKind, "shown": shown, "versions": _versions(kind)}
    words = {"words": WORDS[kind], "parts": PARTS[kind], "covers": COVERS[kind], "is_ours": not text_of(hub, kind)}
    page, part = "letter_text/edit.html", "letter_settings/_preview.html" if looks else None
    return respond(page, part, status=200 if looks else form_status(), form_id="text-form", **found, **words)


@blueprint.get("/<letter_kind:kind>/<int:version>")
@requires(Permission.MANAGE_HUB)
def show(kind: LetterKind, version: int) -> Response:
    row, newest = _load(kind, version), text_version(current_hub(), kind)
    shown = framed(sample_setup(kind, text=row.text))
    line = next(line for line in _versions(kind) if line["version"] == version)
    return respond("letter_text/show.html", kind=kind, row=row, line=line, newest=newest, shown=shown)


@blueprint.post("/<letter_kind:kind>/<int:version>/pemulihan")
@requires(Permission.MANAGE_HUB)
def restore(kind: LetterKind, version: int) -> Response:
    """An older wording, or ours for version 0, becomes the newest."""
    text, form = _load(kind, version).text if version else "", VersionForm()
    check_print(sample_setup(kind, text=text), "text")
    changed = change_text(current_hub(), kind, text, **_by(form))
    drop_draft(_address(kind), DRAFT)
    said = "Teks bawaan dipakai lagi." if not text else f"Teks versi {version} dipakai lagi."
    return done(_address(kind), said if changed else SAME)


def _form(kind: LetterKind) -> LetterTextForm:
    """The words that count now, ours written out so that they can be changed."""
    hub = current_hub()
    known = {"text": text_of(hub, kind) or USUAL[kind], "version": text_version(hub, kind)}
    form = open_form(LetterTextForm, data=known)
    form.kind = kind
    return form


def _versions(kind: LetterKind) -> list[dict[str, object]]:
    """Each wording with when and who, newest first."""
    hub = current_hub()
    names = names_of_users(hub.id)
    return [
        {
            "version": row.version,
            "when": show_moment(row.created_at, hub.zone),
            "who": names.get(row.created_by_id, ""),
            "is_ours": not row.text,
        }
        for row in texts_before(hub.id, kind)
    ]


def _load(kind: LetterKind, version: int) -> LetterText:
    rows = texts_before(viewer().hub_id, kind)
    return next((row for row in rows if row.version == version), None) or abort(404)


def _address(kind: LetterKind) -> str:
    return url_for("letter_text.edit", kind=kind)


def _by(form: VersionForm) -> dict[str, object]:
    return {"version": form.expected_version(), "actor": viewer(), "now": clock.now()}
