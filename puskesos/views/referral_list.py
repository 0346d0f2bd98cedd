"""The list of referrals on paper, as it is narrowed on screen."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.documents.referral_list import referral_list_html, referral_list_pdf
from puskesos.queries.hub import days_off
from puskesos.queries.referral import count_referrals, referrals_to_print
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, hub_today
from puskesos.views.printed import About, send_paper, show_paper
from puskesos.views.referral_listed import STATES, asked_filter

blueprint = Blueprint("referral_list", __name__)


@blueprint.get("/rujukan/cetak")
@requires(Permission.SEE_CASES)
def page() -> Response:
    return show_paper(_html(screen=True), _about(), "daftar-rujukan")


@blueprint.get("/rujukan/cetak.pdf")
@requires(Permission.SEE_CASES)
def file() -> Response:
    where = {"name": f"daftar-rujukan-{hub_today():%Y%m%d}", "instead": url_for("referral_list.page", **request.args)}
    return send_paper(lambda: referral_list_pdf(_html()), _about(), "daftar-rujukan.pdf", **where)


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


def _about() -> About:
    return "hub", viewer().hub_id
