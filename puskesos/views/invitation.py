"""Undang dengan QR: a volunteer's link on screen and on paper, made anew and revoked; and the end of a lost phone."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, redirect, url_for

from puskesos import clock
from puskesos.actions.invitation import end_access, end_invitation, invite_volunteer
from puskesos.documents.invitation import Asked, invitation_html, invitation_pdf
from puskesos.documents.paper import qr_image
from puskesos.models.user import User
from puskesos.queries.invitation import open_invitation_of
from puskesos.queries.user import find_user
from puskesos.queries.user_list import waits_to_join
from puskesos.rules.invitation import may_be_invited
from puskesos.rules.permissions import Permission
from puskesos.rules.roles import parse_roles
from puskesos.security.guard import requires, viewer
from puskesos.security.invitation import invitation_token, is_token_of
from puskesos.views.answer import current_hub, done, respond
from puskesos.views.printed import send_paper, show_paper
from puskesos.views.printed_address import address_for_staff

blueprint = Blueprint("invitation", __name__, url_prefix="/pengaturan/pengguna/<id:user_id>")


@blueprint.get("/undangan")
@requires(Permission.MANAGE_HUB)
def show(user_id: int) -> Response:
    user = _load_volunteer(user_id)
    asked = _open_link(user)
    qr = qr_image(asked.link) if asked else None
    reachable, waits = bool(address_for_staff()), waits_to_join(user)
    return respond("invitation/show.html", user=user, asked=asked, qr=qr, reachable=reachable, waits=waits)


@blueprint.post("/undangan")
@requires(Permission.MANAGE_HUB)
def new(user_id: int) -> Response:
    user = _load_volunteer(user_id)
    replaces = open_invitation_of(user.id, clock.now()) is not None
    invite_volunteer(user, secret=current_app.config["SETTINGS"].secret, actor=viewer(), now=clock.now())
    said = f"Undangan untuk {user.name} dibuat.{' Yang sebelumnya tidak berlaku lagi.' if replaces else ''}"
    return done(url_for("invitation.show", user_id=user.id), said)


@blueprint.post("/undangan/pencabutan")
@requires(Permission.MANAGE_HUB)
def revoke(user_id: int) -> Response:
    user = _load_volunteer(user_id)
    ended = end_invitation(user, actor=viewer(), now=clock.now())
    said = "Undangan dicabut. QR dan tautannya tidak berlaku lagi." if ended else "Tidak ada undangan yang berlaku."
    return done(url_for("invitation.show", user_id=user.id), said)


@blueprint.get("/undangan/cetak")
@requires(Permission.MANAGE_HUB)
def page(user_id: int) -> Response:
    user = _load_volunteer(user_id)
    if (asked := _open_link(user)) is None:
        return redirect(url_for("invitation.show", user_id=user.id), 303)
    return show_paper(_html(user, asked, screen=True), ("user", user.id), "undangan")


@blueprint.get("/undangan/cetak.pdf")
@requires(Permission.MANAGE_HUB)
def file(user_id: int) -> Response:
    user = _load_volunteer(user_id)
    if (asked := _open_link(user)) is None:
        return redirect(url_for("invitation.show", user_id=user.id), 303)
    where = {"name": f"undangan-{user.username}", "instead": url_for("invitation.page", user_id=user.id)}
    return send_paper(lambda: invitation_pdf(_html(user, asked)), ("user", user.id), "undangan.pdf", **where)


@blueprint.post("/perangkat")
@requires(Permission.MANAGE_HUB)
def end_devices(user_id: int) -> Response:
    """The phone is lost."""
    user = _load(user_id)
    ended = end_access(user, actor=viewer(), now=clock.now())
    devices = f"{ended} perangkat {user.name} sudah keluar" if ended else f"Tidak ada perangkat {user.name} yang masuk"
    way = "undangan baru" if may_be_invited(parse_roles(user.roles)) else "kata sandi sementara yang baru"
    said = f"{devices}. Kata sandi dan undangan lama tidak berlaku. Untuk masuk lagi, buat {way}."
    return done(url_for("users.edit", user_id=user.id), said)


def _load(user_id: int) -> User:
    return find_user(viewer().hub_id, user_id) or abort(404)


def _load_volunteer(user_id: int) -> User:
    user = _load(user_id)
    return user if may_be_invited(parse_roles(user.roles)) else abort(404)


def _open_link(user: User) -> Asked | None:
    """The link that works now; None without one, without an address, and for one that another secret made."""
    invitation, base = open_invitation_of(user.id, clock.now()), address_for_staff()
    if invitation is None or not base:
        return None
    token = invitation_token(current_app.config["SETTINGS"].secret, invitation.uuid)
    if not is_token_of(token, invitation.token_hash):
        return None
    return Asked(f"{base}/gabung/{token}", invitation.expires_at)


def _html(user: User, asked: Asked, *, screen: bool = False) -> str:
    links = {"back": (url_for("invitation.show", user_id=user.id), "Kembali ke undangan")}
    links["pdf"] = url_for("invitation.file", user_id=user.id)
    who = {"printed_by": viewer().name, "now": clock.now()}
    return invitation_html(user, current_hub(), asked, screen=screen, **who, **links)
