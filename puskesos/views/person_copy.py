"""Salinan data: the copy of everything the hub holds, for the person; read on screen first, then given."""

from __future__ import annotations

from flask import Blueprint, Response, make_response

from puskesos import clock
from puskesos.database import database
from puskesos.documents.person_copy import CopyFile, build_copy, person_copy_html, person_copy_json, person_copy_pdf
from puskesos.documents.printing import PrintingUnavailable, TooManyPages
from puskesos.forms.person_copy import PersonCopyForm
from puskesos.models.person import Person
from puskesos.queries.person_copy import gather_person, has_restricted_case
from puskesos.rules.permissions import Permission
from puskesos.rules.person_copy import AskerCheck, CopyFormat
from puskesos.security import audit
from puskesos.security.guard import requires, viewer
from puskesos.security.looks import flush_looks
from puskesos.views.answer import current_hub, form_status, load_person, open_form, respond

blueprint = Blueprint("person_copy", __name__, url_prefix="/warga/<id:person_id>/salinan")

NO_PDF = "PDF tidak dapat dibuat di komputer ini. Buka halaman siap cetak, lalu cetak lewat menu peramban."
TOO_LONG = "Salinan ini terlalu panjang untuk PDF. Buka halaman siap cetak, lalu cetak lewat menu peramban."


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.GIVE_COPY)
def new(person_id: int) -> Response:
    person = load_person(person_id)
    form = open_form(PersonCopyForm)
    file, problem = None, ""
    if form.validate_on_submit():
        file, wanted = _gather(person, form), form.wanted()
        try:
            answer = _given(file, wanted)
            _note(person, wanted, form.asker())
            if answer is not None:
                return answer
        except PrintingUnavailable:
            problem = NO_PDF
        except TooManyPages:
            problem = TOO_LONG
    return respond(
        "person_copy/new.html",
        status=200 if file else form_status(),
        person=person,
        form=form,
        copy=build_copy(file) if file else None,
        problem=problem,
        restricted=has_restricted_case(person),
    )


def _gather(person: Person, form: PersonCopyForm) -> CopyFile:
    """Everything of the person as it is now, the looks of this minute too."""
    flush_looks()
    return CopyFile(
        hub=current_hub(),
        rows=gather_person(person),
        words=form.blacked_words(),
        checked=form.asker().label,
        made_by=f"{viewer().name} ({viewer().main_role.label})",
        now=clock.now(),
    )


def _given(file: CopyFile, wanted: CopyFormat) -> Response | None:
    """The copy as it leaves the house, or None when it is only read on screen."""
    if wanted == CopyFormat.PDF:
        return _download(person_copy_pdf(file), "application/pdf", f"{file.name}.pdf")
    if wanted == CopyFormat.JSON:
        return _download(person_copy_json(file), "application/json", f"{file.name}.json")
    return make_response(person_copy_html(file, screen=True)) if wanted == CopyFormat.HTML else None


def _note(person: Person, wanted: CopyFormat, asker: AskerCheck) -> None:
    told = {"format": str(wanted), "checked": str(asker)}
    with database.atomic():
        audit.record("copy_given", actor=viewer(), now=clock.now(), object_type="person", object_id=person.id, **told)


def _download(content: bytes, kind: str, name: str) -> Response:
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
