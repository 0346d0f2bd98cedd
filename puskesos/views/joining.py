"""What a volunteer's phone opens from the QR code of an invitation: hub and own name, and a password to set, once.

Nothing here may be indexed or kept, and it works without scripts.
"""

from __future__ import annotations

from flask import Blueprint, Response, flash

from puskesos import clock
from puskesos.actions.invitation import join, open_invitation, state_of
from puskesos.errors import RuleBroken
from puskesos.forms.session import JoinForm
from puskesos.rules.invitation import VALID_HOURS, InvitationState
from puskesos.security.guard import public
from puskesos.views.answer import form_status, respond
from puskesos.views.session import asked_from, device_name, enter

UNKNOWN = "Tautan ini tidak dikenal. Pindai QR sekali lagi, atau minta koordinator membuat undangan baru."
OVER = {
    InvitationState.DIPAKAI: (
        "Undangan ini sudah dipakai. Sudah membuat kata sandi? Masuk dengan nama pengguna dan kata sandi itu. "
        "Orang lain yang memakainya? Segera hubungi koordinator."
    ),
    InvitationState.LEWAT: f"Undangan ini sudah lewat {VALID_HOURS} jam. Minta koordinator membuat undangan baru.",
    InvitationState.DICABUT: "Undangan ini sudah diganti atau dicabut. Pakai QR terbaru, atau hubungi koordinator.",
}
blueprint = Blueprint("joining", __name__, url_prefix="/gabung")


@blueprint.after_request
def keep_away(response: Response) -> Response:
    """No search engine lists these pages; that none is stored is said of every page."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    return response


@blueprint.route("/<token>", methods=["GET", "POST"])
@public
def show(token: str) -> Response:
    form, now = JoinForm(), clock.now()
    try:
        invitation = open_invitation(token, address=asked_from(), now=now)
    except RuleBroken as problem:
        return _over(problem.message, 429)
    if invitation is None:
        return _over(UNKNOWN, 404)
    if form.validate_on_submit():
        try:
            if entered := join(invitation, form.new_password.data, device=device_name(), now=now):
                return _welcome(entered)
        except RuleBroken as problem:
            form.carry(problem)
    if said := OVER.get(state_of(invitation, now), ""):
        return _over(said, 410)
    return respond("joining/show.html", status=form_status(), form=form, user=invitation.user, token=token)


def _welcome(entered: str) -> Response:
    answer = enter(entered, "/")
    flash("Kata sandi tersimpan dan ponsel ini sudah masuk. Selamat bertugas.", "done")
    return answer


def _over(said: str, status: int) -> Response:
    """Why this link does not open, and what to do."""
    return respond("joining/over.html", status=status, said=said)
