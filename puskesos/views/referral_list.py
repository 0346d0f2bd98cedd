"""The list of referrals on paper, as it is narrowed on screen."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for

from puskesos import clock
from puskesos.database import database
from puskesos.documents.printing import PrintingUnavailable, TooManyPages
from puskesos.documents.referral_list import referral_list_html, referral_list_pdf
from puskesos.queries.hub import days_off
from puskesos.queries.referral import count_referrals, referrals_to_print
from puskesos.rules.permissions import Permission
from puskesos.security import audit
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, hub_today
from puskesos.views.papers import NO_PDF
from puskesos.views.referral_listed import STATES, asked_filter

blueprint = Blueprint("referral_list", __name__)


@blueprint.get("/rujukan/cetak")
@requires(Permission.SEE_CASES)
def page() -> Response:
    html = _html(screen=True)
    _note("daftar-rujukan")
    return make_response(html)


@blueprint.get("/rujukan/cetak.pdf")
@requires(Permission.SEE_CASES)
def file() -> Response:
    try:
        pdf = referral_list_pdf(_html())
    except (PrintingUnavailable, TooManyPages):
        flash(NO_PDF, "error")
        return redirect(url_for("referral_list.page", **request.args), 303)
    _note("daftar-rujukan.pdf")
    name = f"daftar-rujukan-{hub_today():%Y%m%d}.pdf"
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _html(*, screen: bool = False) -> str:
    wanted, today, hub = asked_filter(), hub_today(), current_hub()
    rows = referrals_to_print(viewer(), wanted, today)
    state = dict(STATES)[wanted.state]
    about = f"{state}, lewat batas jawaban" if wanted.late else state
    return referral_list_html(
        rows,
        f"{about}. Pencarian: {wanted.text}" if wanted.text else about,
        left=count_referrals(viewer(), wanted, today) - len(rows),
        hub=hub,
        days_off=days_off(hub.id),
        today=today,
        printed_by=viewer().name,
        now=clock.now(),
        screen=screen,
        back=(url_for("referral.index", **request.args), "Kembali ke rujukan"),
        pdf=url_for("referral_list.file", **request.args),
    )


def _note(paper: str) -> None:
    with database.atomic():
        hub = viewer().hub_id
        audit.record("printed", actor=viewer(), now=clock.now(), object_type="hub", object_id=hub, paper=paper)
