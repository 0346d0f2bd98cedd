"""One further part of a visit report on a page of its own, saved as typed and sent with the report."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.visit_draft import save_parts
from puskesos.forms.visit_part import PartForm, part_form
from puskesos.queries.visit import TypedPart
from puskesos.rules.assessment import field_name
from puskesos.rules.assessment_questions import ANGGOTA, MOST_MEMBERS
from puskesos.rules.permissions import Permission
from puskesos.rules.visit_form import VisitPart, further_parts
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, is_fragment, load_own_assignment, open_form, respond
from puskesos.views.visit_shown import (
    MORE,
    SAVE,
    OpenReport,
    as_sent,
    further_typed,
    keep_parts,
    open_report,
    said_saved,
    saved_version,
    typed_now,
    version_sent,
)

blueprint = Blueprint("visit_part", __name__)
FEWEST, AT_ONCE = 2, 2  # members offered at first, and added by one press


@blueprint.route("/tugas/<task:number>/laporan/<part:part>", methods=["GET", "POST"])
@requires(Permission.REPORT_VISIT)
def edit(number: str, part: str) -> Response:
    task, part = load_own_assignment(number), VisitPart(part)
    if part not in further_parts(task.kind):
        abort(404)
    if request.method == "POST" and is_fragment():
        return keep_parts(task, typed_now([part]), draft=part)
    report = open_report(task)
    form = _opened(report, part)
    if request.method == "POST":
        typed = typed_now([part])
        form.version.data = save_parts(task, typed, version=version_sent(), actor=viewer(), now=clock.now())
        if form.check(typed[part]):
            return done(_place_after(number, part), said_saved(clock.now()), draft=part)
    saved = saved_version(report, [part]).saved_at
    status = 422 if request.method == "POST" else 200
    return respond("task/part.html", status=status, task=task, case=task.case, part=part, form=form, saved_at=saved)


def _opened(report: OpenReport, part: VisitPart) -> PartForm:
    start = {"version": saved_version(report, [part]).version}
    typed = typed_now([part])[part] if request.method == "POST" else further_typed(report, part)
    kind = part_form(part, _members(typed))
    form = open_form(kind, data=start)
    if request.method == "GET" and not form.restored:
        form = kind(formdata=as_sent(typed), data=start)
    return form


def _members(typed: TypedPart) -> int:
    """Room for who is told of already, and for one more or as many as were asked for."""
    places = [place for place in range(1, MOST_MEMBERS + 1) if any(any(typed.get(name, ())) for name in _names(place))]
    asked = request.args.get("anggota", "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
    return min(MOST_MEMBERS, max(FEWEST, wanted, max(places, default=0)))


def _names(place: int) -> list[str]:
    return [field_name(question, place) for question in ANGGOTA]


def _place_after(number: str, part: VisitPart) -> str:
    if request.form.get(SAVE) == MORE:
        room = _members(typed_now([part])[part]) + AT_ONCE
        return url_for("visit_part.edit", number=number, part=str(part), anggota=room) + f"#anggota-{room - 1}"
    return url_for("visit.new", number=number) + "#bagian-lanjutan"
