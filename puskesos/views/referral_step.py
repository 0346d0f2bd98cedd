"""What staff note on a referral: a step, a reminder, that the family knows, and a new code for the letter."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from puskesos import clock
from puskesos.actions.referral_step import move_referral, remind_office, replace_code, tell_family
from puskesos.errors import RuleBroken
from puskesos.forms.choices import offer
from puskesos.forms.referral import CodeForm, ReminderForm, StepForm, TellForm
from puskesos.rules.permissions import Permission
from puskesos.rules.referral import ANSWERED_STATES
from puskesos.rules.referral_path import ContactChannel, ReferralState
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, load_case, open_form, respond, send_to
from puskesos.views.referral_shown import (
    keys_of,
    load_letter,
    load_referral,
    open_steps,
    referral_url,
    reminder_link,
    reminder_text,
)

blueprint = Blueprint("referral_step", __name__, url_prefix="/kasus/<case:number>/rujukan/<referral:referral_number>")


@blueprint.route("/status", methods=["GET", "POST"])
@requires(Permission.SEND_LETTER)
def move(number: str, referral_number: str) -> Response:
    case, today = load_case(number), hub_today()
    referral = load_letter(case, referral_number)
    steps = open_steps(case, referral)
    if not steps and request.method == "GET":
        return send_to(referral_url(case, referral))
    first = {"version": referral.version, "on": today, "target": request.args.get("ke"), "contact": referral.contact}
    form = open_form(StepForm, data=first)
    form.target.choices = offer([("", "Pilih keadaan"), *((str(step.target), step.target.label) for step in steps)])
    if referral.state not in ANSWERED_STATES:
        del form.correction
    if form.validate_on_submit():
        try:
            when = {"version": form.expected_version(), "now": clock.now(), "today": today}
            move_referral(referral, form.target.data, form.heard(), correction=form.wrong(), actor=viewer(), **when)
            said = f"{ReferralState(form.target.data).label}: rujukan {referral_number}."
            return done(referral_url(case, referral), said, draft="status-rujukan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("referral/step.html", status=form_status(), case=case, referral=referral, form=form)


@blueprint.route("/pengingat", methods=["GET", "POST"])
@requires(Permission.HANDLE_REFERRAL)
def remind(number: str, referral_number: str) -> Response:
    case, today = load_case(number), hub_today()
    referral = load_referral(case, referral_number)
    first = {"on": today, "channel": str(ContactChannel.WA), "contact": referral.contact}
    form = open_form(ReminderForm, data=first | {"version": referral.version})
    if form.validate_on_submit():
        try:
            key = form.submission_key()
            remind_office(referral, form.heard(), key=key, actor=viewer(), now=clock.now(), today=today)
            return done(referral_url(case, referral), "Pengingat dicatat.", draft="pengingat")
        except RuleBroken as problem:
            form.carry(problem)
    text = reminder_text(referral, current_hub(), keys_of(referral))
    words = {"text": text, "link": reminder_link(referral, text)}
    return respond("referral/remind.html", status=form_status(), case=case, referral=referral, form=form, **words)


@blueprint.route("/kabar-keluarga", methods=["GET", "POST"])
@requires(Permission.WRITE_NOTE)
def tell(number: str, referral_number: str) -> Response:
    case, today = load_case(number), hub_today()
    referral = load_referral(case, referral_number)
    form = open_form(TellForm, data={"version": referral.version, "on": today})
    if form.validate_on_submit():
        try:
            when = {"version": form.expected_version(), "now": clock.now(), "today": today}
            tell_family(referral, form.heard(), actor=viewer(), **when)
            return done(referral_url(case, referral), "Dicatat: keluarga sudah diberi tahu.", draft="kabar-keluarga")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("referral/tell.html", status=form_status(), case=case, referral=referral, form=form)


@blueprint.post("/kode")
@requires(Permission.HANDLE_REFERRAL)
def code(number: str, referral_number: str) -> Response:
    """A fresh code, or none; both make every letter printed before worthless to its holder."""
    case = load_case(number)
    referral = load_referral(case, referral_number)
    form = CodeForm()
    if not form.validate_on_submit() or form.act.data not in {"baru", "cabut"}:
        raise RuleBroken("Pilih: buat kode baru, atau cabut kode.")
    renew = form.act.data == "baru"
    secret, version = current_app.config["SETTINGS"].secret, form.expected_version()
    when = {"now": clock.now(), "today": hub_today()}
    replace_code(referral, renew=renew, secret=secret, version=version, actor=viewer(), **when)
    said = "Kode baru dibuat. Cetak ulang suratnya." if renew else "Kode dicabut. Kode yang beredar tidak berlaku lagi."
    return done(referral_url(case, referral), said)
