"""One scanned page: looking at it, giving it its place, throwing it away, and taking either back."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, redirect, request, send_from_directory, url_for

from puskesos import clock
from puskesos.actions.scan import discard_scan, note_look, place_scans, take_back_scan
from puskesos.errors import Conflict, RuleBroken
from puskesos.forms.scan import DiscardForm, PlaceForm
from puskesos.models.case import Case
from puskesos.models.sheet import Scan
from puskesos.queries.scan import find_scan, next_in_tray, page_before, pages_after
from puskesos.queries.scan_place import Place, place_of, places_for, show_place_of
from puskesos.rules.permissions import Permission
from puskesos.rules.scan import ScanState
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, found, open_form, respond
from puskesos.views.door import check_inside
from puskesos.views.scan_shown import page_lines

blueprint = Blueprint("scan_page", __name__, url_prefix="/pindaian/halaman/<id:scan_id>")


@blueprint.get("")
@requires(Permission.ATTACH)
def show(scan_id: int) -> Response:
    scan = found(find_scan(viewer(), scan_id))
    return respond("scan/page.html", "scan/_places.html", **_facts(scan))


@blueprint.get("/gambar")
@requires(Permission.ATTACH)
def picture(scan_id: int) -> Response:
    scan = found(find_scan(viewer(), scan_id))
    if scan.state == ScanState.TERCATAT:  # from here on the door of its case decides
        return redirect(_attachment_url(scan, "attachment.file"), 303)
    note_look(scan, actor=viewer(), now=clock.now())
    folder = current_app.config["SETTINGS"].uploads
    answer = send_from_directory(folder, scan.stored_name, mimetype="image/jpeg", max_age=0)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@blueprint.post("/penempatan")
@requires(Permission.ATTACH)
def place(scan_id: int) -> Response:
    scan, form = found(find_scan(viewer(), scan_id)), PlaceForm()
    chosen = place_of(viewer(), form.place.data or "")
    if not form.validate_on_submit() or chosen is None:
        facts = _facts(scan) | {"problem": "Pilih kasusnya dulu."}
        return respond("scan/page.html", "scan/_places.html", status=422, **facts)
    named, case = chosen
    check_inside(case)
    try:
        pages = [scan, *(pages_after(scan) if form.rest.data else ())]
        place_scans(pages, named, case, actor=viewer(), now=clock.now())
    except RuleBroken as problem:
        return respond("scan/page.html", status=422, **(_facts(scan) | {"problem": problem.message}))
    said = f"{len(pages)} halaman" if form.rest.data else "Halaman"
    return done(_next_url(scan), f"{said} disimpan di kasus {case.number}.")


@blueprint.route("/pembuangan", methods=["GET", "POST"])
@requires(Permission.ATTACH)
def discard(scan_id: int) -> Response:
    scan = found(find_scan(viewer(), scan_id))
    form = open_form(DiscardForm, data={"version": scan.version})
    if form.validate_on_submit():
        discard_scan(scan, form.reason.data, actor=viewer(), now=clock.now())
        return done(_next_url(scan), "Halaman dibuang. Dalam 30 hari masih dapat dikembalikan.", draft="buang-halaman")
    return respond("scan/discard.html", status=form_status(), scan=scan, form=form, line=page_lines([scan])[0])


@blueprint.post("/pengembalian")
@requires(Permission.ATTACH)
def take_back(scan_id: int) -> Response:
    scan = found(find_scan(viewer(), scan_id))
    if scan.case_id:
        check_inside(Case.get_by_id(scan.case_id))
    try:
        take_back_scan(scan, settings=current_app.config["SETTINGS"], actor=viewer(), now=clock.now())
    except FileNotFoundError as gone:
        raise Conflict("Gambar halaman ini sudah dihapus. Pindai lagi lembarnya.") from gone
    return done(url_for("scan_page.show", scan_id=scan.id), "Halaman kembali ke daftar yang perlu ditempatkan.")


def _facts(scan: Scan) -> dict[str, object]:
    """What scan/page.html needs."""
    text = request.args.get("cari", "").strip()[:100]
    places, problem = places_for(viewer(), text) if text else (_suggested(scan), "")
    case = Case.get_by_id(scan.case_id) if scan.case_id else None
    return {
        "scan": scan,
        "line": page_lines([scan])[0],
        "text": text,
        "places": places,
        "problem": problem,
        "following": len(pages_after(scan)),
        "skip": next_in_tray(viewer(), scan.id) if scan.state == ScanState.MENUNGGU else None,
        "number": case.number if case else "",
        "attachment_url": _attachment_url(scan, "attachment.show") if case else "",
    }


def _suggested(scan: Scan) -> list[Place]:
    """The case that its code names or that the page before it was filed under."""
    before = page_before(scan)
    keys = [f"b:{scan.code}", f"k:{scan.code}"] if scan.code else []
    if before:
        keys.append(f"b:{before.code}" if before.sheet_id else f"k:{before.case.number}")
    return [one for key in dict.fromkeys(keys) if (one := show_place_of(viewer(), key))]


def _attachment_url(scan: Scan, endpoint: str) -> str:
    case = Case.get_or_none(Case.id == scan.case_id) or abort(404)
    return url_for(endpoint, number=case.number, attachment_id=scan.attachment_id)


def _next_url(scan: Scan) -> str:
    """The next page of the tray, so that a page that was skipped stays skipped; else the tray."""
    waiting = next_in_tray(viewer(), scan.id)
    return url_for("scan_page.show", scan_id=waiting) if waiting else url_for("scan.index")
