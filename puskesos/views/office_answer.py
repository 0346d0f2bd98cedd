"""What the office sees that holds a letter: its number, initials and three answers, without an account.

Unknown, expired and revoked keys get the same page. Nothing here may be indexed or kept.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, redirect, request, url_for

from puskesos import clock
from puskesos.actions.referral_answer import answer_letter, open_letter
from puskesos.errors import RuleBroken
from puskesos.forms.referral import CodeEntryForm, OfficeAnswerForm
from puskesos.models.referral import Referral
from puskesos.queries.hub import find_hub, only_hub
from puskesos.queries.referral import letter_by_token, own_answers_of
from puskesos.rules.names import initials
from puskesos.rules.referral import OFFICE_ANSWERS
from puskesos.rules.referral_path import ReferralState, find_referral_transition
from puskesos.security.guard import public
from puskesos.security.letter_code import hash_token
from puskesos.views.answer import form_status, respond

blueprint = Blueprint("office_answer", __name__, url_prefix="/j")
LONGEST_TOKEN = 64


@blueprint.after_request
def keep_away(response: Response) -> Response:
    """No search engine lists these pages; that none is stored is said of every page."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    return response


@blueprint.route("", methods=["GET", "POST"])
@public
def enter() -> Response:
    form, status = CodeEntryForm(), form_status()
    if form.validate_on_submit():
        try:
            token = open_letter(
                form.code.data,
                address=request.remote_addr or "?",
                secret=current_app.config["SETTINGS"].secret,
                now=clock.now(),
                today=_today(),
            )
            return redirect(url_for("office_answer.show", token=token), 303)
        except RuleBroken as problem:
            form.carry(problem)
            status = 429 if problem.field == "throttle" else 422
    return respond("office_answer/enter.html", status=status, form=form, is_lost=False)


@blueprint.route("/<token>", methods=["GET", "POST"])
@public
def show(token: str) -> Response:
    letter = letter_by_token(hash_token(token[:LONGEST_TOKEN]), _today())
    if letter is None:
        return respond("office_answer/enter.html", status=404, form=CodeEntryForm(formdata=None), is_lost=True)
    form = OfficeAnswerForm()
    if form.validate_on_submit():
        try:
            answer, said = form.answer.data or "", {"name": form.name.data, "text": form.text.data or ""}
            if answer_letter(letter, answer, now=clock.now(), today=_today(), **said):
                return redirect(url_for("office_answer.show", token=token), 303)
            return _too_late(letter, form, token)
        except RuleBroken as problem:
            form.carry(problem)
    return respond("office_answer/show.html", status=form_status(), form=form, token=token, **_shown(letter))


def _too_late(letter: Referral, form: OfficeAnswerForm, token: str) -> Response:
    """The letter got past this answer while it was written: nothing of it is noted, so it is said and shown again."""
    lost = {"answer": form.answer.data, "text": form.text.data or ""}
    return respond("office_answer/show.html", status=409, form=form, token=token, lost=lost, **_shown(letter))


def _shown(letter: Referral) -> dict[str, object]:
    """All that the page may tell: letter and initials, and which answers were given here and when, not their words."""
    state = ReferralState(letter.state)
    start = ReferralState.DIKIRIM if state == ReferralState.DRAF else state
    return {
        "hub_name": find_hub(letter.hub_id).name,
        "letter_number": letter.letter_number,
        "letter_on": letter.letter_on,
        "initials": initials(letter.case.client.name),
        "state": state,
        "said": [(event.to_state, event.on) for event in own_answers_of(letter)],
        "answers": [one for one in OFFICE_ANSWERS if find_referral_transition(start, one)],
    }


def _today() -> object:
    """Today in the zone of the hub, which an installation has one of."""
    hub = only_hub()
    return clock.today(hub.zone if hub else "Asia/Jakarta")
