"""Pengaturan → Surat → Penanda tangan: who may sign, and who signs which kind of letter."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for

from puskesos import clock
from puskesos.actions.letter_signer import add_signer, change_signer, choose_signers, chosen_for, offer_signer
from puskesos.errors import RuleBroken
from puskesos.forms.letter_signer import ChoiceForm, SignerForm
from puskesos.forms.service import OfferForm
from puskesos.models.letter_settings import LetterSigner
from puskesos.queries.letter_settings import (
    find_signer,
    list_signers,
    settings_of,
    signer_told,
    unsigned_kinds,
    usual_signer,
)
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_signer import Acting, Identity
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, open_form, respond
from puskesos.views.letter_preview import check_print, framed, sample_setup, wants_preview
from puskesos.views.letter_settings import SAME, history

blueprint = Blueprint("letter_signer", __name__, url_prefix="/pengaturan/surat/penanda-tangan")
SHOWN_KIND = LetterKind.TUGAS


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def index() -> Response:
    hub = current_hub()
    chosen, signers = {kind: chosen_for(hub, kind) for kind in LetterKind}, list_signers(hub)
    form = open_form(ChoiceForm, data=ChoiceForm.known(chosen, settings_of(hub).version))
    form.offer([one for one in signers if one.active], usual_signer(hub))
    if form.validate_on_submit():
        try:
            version, now = form.expected_version(), clock.now()
            changed = choose_signers(hub, form.chosen(), version=version, actor=viewer(), now=now)
            said = f"Penanda tangan {changed} jenis surat tersimpan." if changed else SAME
            return done(url_for("letter_signer.index"), said, draft="surat-penanda-tangan")
        except RuleBroken as problem:
            form.carry(problem)
    rows, unsigned = [(one, signer_told(one)) for one in signers], [kind.label for kind in unsigned_kinds(hub)]
    found = {"form": form, "rows": rows, "unsigned": unsigned, "history": history()}
    return respond("letter_signer/index.html", status=form_status(), **found)


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def new() -> Response:
    form = open_form(SignerForm)
    looks = wants_preview()
    if form.validate_on_submit() and not looks:
        try:
            entry, key = form.entry(), form.submission_key()
            check_print(_setup(form), "name")
            add_signer(entry, key=key, actor=viewer(), now=clock.now())
            return done(url_for("letter_signer.index"), f"{entry.name} tersimpan.", draft="penanda-tangan")
        except RuleBroken as problem:
            form.carry(problem)
    return _page(form, None, looks)


@blueprint.route("/<id:signer_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def edit(signer_id: int) -> Response:
    signer = _load(signer_id)
    form = open_form(SignerForm, data=SignerForm.known(signer))
    looks = wants_preview()
    if form.validate_on_submit() and not looks:
        try:
            entry, version = form.entry(), form.expected_version()
            check_print(_setup(form), "name")
            changed = change_signer(signer, entry, version=version, actor=viewer(), now=clock.now())
            said = f"Perubahan {entry.name} tersimpan." if changed else SAME
            return done(url_for("letter_signer.index"), said, draft="penanda-tangan")
        except RuleBroken as problem:
            form.carry(problem)
    return _page(form, signer, looks)


@blueprint.post("/<id:signer_id>/pemakaian")
@requires(Permission.MANAGE_HUB)
def offer(signer_id: int) -> Response:
    signer, form = _load(signer_id), OfferForm()
    if not form.validate_on_submit():
        raise RuleBroken("Pilih pakai atau tidak dipakai.")
    active = form.active.data == "1"
    offer_signer(signer, active, version=form.expected_version(), actor=viewer(), now=clock.now())
    said = "dapat dipilih lagi." if active else "tidak ditawarkan lagi; surat lamanya tetap."
    return done(url_for("letter_signer.index"), f"{signer.name} {said}")


def _page(form: SignerForm, signer: LetterSigner | None, looks: bool) -> Response:
    part = "letter_settings/_preview.html" if looks else None
    shown = framed(sample_setup(SHOWN_KIND) if not form.name.data else _setup(form)) if not form.errors else ""
    found = {"form": form, "signer": signer, "shown": shown, "kind": SHOWN_KIND, "form_id": "signer-form"}
    return respond("letter_signer/edit.html", part, status=200 if looks else form_status(), **found)


def _setup(form: SignerForm) -> object:
    """A sample signed as the form says; what will not do is left out, the action says why."""
    entry = form.entry()
    acting = entry.acting if entry.acting in set(Acting) else Acting.SENDIRI
    identity = entry.identity if entry.identity in set(Identity) else Identity.KOSONG
    typed = vars(entry) | {"acting": acting, "identity": identity}
    number = entry.identity_number.replace(" ", "").replace(".", "") if identity == Identity.NIP else ""
    row = LetterSigner(**typed | ({"identity_number": number} if number else {}))
    return sample_setup(SHOWN_KIND, signer=signer_told(row))


def _load(signer_id: int) -> LetterSigner:
    return find_signer(viewer().hub_id, signer_id) or abort(404)
