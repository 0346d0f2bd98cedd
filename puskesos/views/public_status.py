"""How a family hears about its case without an account (/status): plain words, what to bring, nothing else.

Nothing here is listed or kept; switched off in the settings, the page says so and takes nothing.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from puskesos import clock
from puskesos.actions.public_status import ask_status
from puskesos.errors import RuleBroken
from puskesos.forms.public_status import NUMBER, StatusForm
from puskesos.models.case import Case
from puskesos.queries.hub import only_hub
from puskesos.queries.public_status import missing_papers_of
from puskesos.rules.public_status import public_status
from puskesos.security.guard import public
from puskesos.views.answer import form_status, respond

blueprint = Blueprint("public_status", __name__, url_prefix="/status")


@blueprint.after_request
def keep_away(response: Response) -> Response:
    """No search engine lists this page; that it is not stored is said of every page."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    return response


@blueprint.route("", methods=["GET", "POST"])
@public
def show() -> Response:
    hub = only_hub()
    if hub is None or not hub.public_status:
        return respond("public_status/off.html")
    form, status = StatusForm(data={"number": _from_qr()}), form_status()
    if form.validate_on_submit():
        try:
            address = request.remote_addr or "?"
            return _told(ask_status(form.number.data, form.digits.data, address=address, now=clock.now()))
        except RuleBroken as problem:
            form.carry(problem)
            status = 429 if problem.field == "throttle" else 422
    form.digits.data = ""
    return respond("public_status/ask.html", status=status, form=form, staff_url=_staff_url())


def _told(case: Case) -> Response:
    missing = [] if case.restricted else missing_papers_of(case)
    told = public_status(case.state, missing, restricted=case.restricted)
    return respond("public_status/show.html", number=case.number, told=told, office=case.hub)


def _from_qr() -> str:
    """The case number that the QR code on a receipt brought along."""
    given = request.args.get("nomor", "")[:30]
    return given if NUMBER.fullmatch(given) else ""


def _staff_url() -> str:
    """Where a worker who scanned the same code signs in and goes on to the case."""
    number = _from_qr()
    return f"/masuk?lanjut=%2Fk%2F{number}" if number else "/masuk"
