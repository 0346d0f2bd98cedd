"""The files of a case: adding several at once, looking at one, downloading it, taking it out of sight."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, request, send_from_directory
from werkzeug.datastructures import FileStorage

from puskesos import clock
from puskesos.actions.attachment import add_attachments, note_look, remove_attachment
from puskesos.errors import RuleBroken
from puskesos.files import PreparedFile, has_room, prepare_file
from puskesos.forms.attachment import AttachmentForm, RemovalForm
from puskesos.forms.choices import offer
from puskesos.models.attachment import Attachment
from puskesos.models.case import Case
from puskesos.queries.attachment import find_attachment
from puskesos.queries.case_page import papers_of
from puskesos.queries.hub import names_of_users
from puskesos.rules.attachment import MEGABYTE, MOST_AT_ONCE, AttachmentKind, show_size
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, done, form_status, load_case, open_form, respond

blueprint = Blueprint("attachment", __name__, url_prefix="/kasus/<case:number>/lampiran")
TYPES = {AttachmentKind.FOTO: "image/jpeg", AttachmentKind.PDF: "application/pdf"}


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.ATTACH)
def new(number: str) -> Response:
    case = load_case(number)
    papers = papers_of(case)
    form = open_form(AttachmentForm, data={"paper": request.args.get("berkas", "")})
    form.paper.choices = offer(
        [("", "Bukan berkas dari daftar"), *((str(paper.position), paper.name) for paper in papers)]
    )
    if form.validate_on_submit():
        try:
            where = {"position": form.position(), "uploads": current_app.config["SETTINGS"].uploads}
            once = {"key": form.submission_key(), "actor": viewer(), "now": clock.now()}
            count = add_attachments(case, _files(), form.named(papers), **where, **once)
            return done(f"{case_url(case)}#case-attachments", f"{count} lampiran tersimpan.", draft="lampiran")
        except RuleBroken as problem:
            form.carry(problem)
    limit = current_app.config["SETTINGS"].upload_megabytes
    return respond("attachment/new.html", status=form_status(), case=case, form=form, limit=limit, most=MOST_AT_ONCE)


@blueprint.get("/<id:attachment_id>")
@requires(Permission.SEE_CASES)
def show(number: str, attachment_id: int) -> Response:
    case = load_case(number)
    attachment = _found(case, attachment_id)
    who = names_of_users(case.hub_id).get(attachment.created_by_id, "")
    return respond("attachment/show.html", case=case, attachment=attachment, who=who, size=show_size(attachment.size))


@blueprint.get("/<id:attachment_id>/isi")
@requires(Permission.SEE_CASES)
def file(number: str, attachment_id: int) -> Response:
    case = load_case(number)
    attachment = _found(case, attachment_id)
    note_look(case, attachment, actor=viewer(), now=clock.now())
    return _handed_out(attachment, case)


@blueprint.route("/<id:attachment_id>/penghapusan", methods=["GET", "POST"])
@requires(Permission.ATTACH)
def remove(number: str, attachment_id: int) -> Response:
    case = load_case(number)
    attachment = _found(case, attachment_id)
    form = open_form(RemovalForm)
    if form.validate_on_submit():
        remove_attachment(case, attachment, form.reason.data, actor=viewer(), now=clock.now())
        return done(f"{case_url(case)}#case-attachments", "Lampiran dihapus.", draft="hapus-lampiran")
    return respond("attachment/remove.html", status=form_status(), case=case, attachment=attachment, form=form)


def _found(case: Case, attachment_id: int) -> Attachment:
    return find_attachment(case, attachment_id) or abort(404)


def _handed_out(attachment: Attachment, case: Case) -> Response:
    """A photo may be shown as an image; a PDF is downloaded, never shown here (security: T14)."""
    is_photo = attachment.kind == AttachmentKind.FOTO
    answer = send_from_directory(
        current_app.config["SETTINGS"].uploads,
        attachment.stored_name,
        mimetype=TYPES[AttachmentKind(attachment.kind)],
        as_attachment=not is_photo or request.args.get("unduh") == "1",
        download_name=f"lampiran-{case.number}-{attachment.id}.{'jpg' if is_photo else 'pdf'}",
        max_age=0,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _files() -> list[PreparedFile]:
    """The files as sent, checked; photos re-encoded. Raises RuleBroken for too many, an odd one, or a full disk."""
    sent: list[FileStorage] = [*request.files.getlist("files"), *request.files.getlist("camera")]
    sent = [each for each in sent if each.filename]
    if len(sent) > MOST_AT_ONCE:
        raise RuleBroken(f"Sekali kirim paling banyak {MOST_AT_ONCE} berkas.", "files")
    settings = current_app.config["SETTINGS"]
    if sent and not has_room(settings.uploads, request.content_length or 0, settings.free_floor_megabytes):
        raise RuleBroken("Penyimpanan komputer ini hampir penuh. Beri tahu admin.", "files")
    return [prepare_file(each.stream, each.filename or "", limit=settings.upload_megabytes * MEGABYTE) for each in sent]
