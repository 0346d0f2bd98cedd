"""SPM of a case's client: the five with what speaks for each, and confirming or rejecting one."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.spm import SPM, decide_claim, known_hint
from puskesos.errors import RuleBroken
from puskesos.forms.welfare import ClaimForm
from puskesos.models.case import Case
from puskesos.models.welfare import SpmClaim, SpmService
from puskesos.queries.welfare import (
    circumstances_of,
    claimed_elsewhere,
    claims_of,
    find_claim,
    given_for,
    welfare_of,
)
from puskesos.rules.permissions import Permission
from puskesos.rules.spm import BasicService, ClaimState, hint_for
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, hub_today, load_case, open_form, respond
from puskesos.views.welfare_shown import SpmCard, running_of, sentence

blueprint = Blueprint("spm", __name__, url_prefix="/kasus/<case:number>/spm")


@blueprint.get("")
@requires(Permission.NOTE_WELFARE)
def index(number: str) -> Response:
    case = load_case(number)
    claims, year = claims_of(case), hub_today().year
    given = given_for(claims)
    return respond(
        "welfare/spm.html",
        case=case,
        year=year,
        cards=_cards(case, claims, given, year),
        given=given,
        earlier=[claim for claim in claims if claim.year != year],
        spm=SPM,
        labels={str(item): item.label for item in BasicService},
    )


@blueprint.route("/<spm:spm_code>", methods=["GET", "POST"])
@requires(Permission.NOTE_WELFARE)
def decide(number: str, spm_code: str) -> Response:
    case, code, today = load_case(number), spm_code, hub_today()
    asked = _year(request.args.get("tahun"))
    form = open_form(ClaimForm, data=ClaimForm.known(find_claim(case, code, asked)) | {"year": str(asked)})
    year = _year(form.year.data)
    claim = find_claim(case, code, year)
    form.offer(_sayable(claim), asks_neglect=SPM[code].asks_neglect)
    if form.validate_on_submit():
        try:
            when = {"version": form.expected_version(), "now": clock.now(), "today": today}
            changed = decide_claim(case, code, form.entry(), year=year, actor=viewer(), **when)
            said = f"{SPM[code].short}: {ClaimState(form.state.data).label.lower()}."
            return done(_url(case, code), said if changed else "Tidak ada yang berubah.", draft="spm")
        except RuleBroken as problem:
            form.carry(problem)
    hint = known_hint(case, code, form.answers(), actor=viewer(), today=today)
    context = {"case": case, "form": form, "spm": SPM[code], "hint": hint, "year": year}
    return respond("welfare/claim.html", status=form_status(), reasons=sentence(hint.reasons), **context)


def _year(text: str | None) -> int:
    """The year of a claim as asked for; this year without one that makes sense."""
    is_year = text is not None and len(text) == 4 and text.isascii() and text.isdigit()
    return int(text) if is_year and text > "2000" else hub_today().year


def _sayable(claim: SpmClaim | None) -> list[ClaimState]:
    """Everything for who may confirm; others propose, as long as nobody decided."""
    if viewer().can(Permission.CONFIRM_SPM):
        return [*ClaimState]
    return [ClaimState.USUL] if claim is None or claim.state == ClaimState.USUL else [ClaimState(claim.state)]


def _cards(case: Case, claims: list[SpmClaim], given: dict[int, list[SpmService]], year: int) -> list[SpmCard]:
    """The five, those at work and the likely ones first."""
    rows = welfare_of(viewer(), case.client_id, opened=case.id)
    known, running = circumstances_of(case.client, hub_today(), service=case.service), running_of(rows)
    mine = {claim.code: claim for claim in claims if claim.year == year}
    cards = []
    for code, spm in SPM.items():
        claim = mine.get(code)
        hint = hint_for(code, known, running, claim.signs.split(",") if claim and claim.signs else ())
        held = any(row.code == code and row.year == year and row.is_running for row in rows) and claim is None
        elsewhere = claimed_elsewhere(viewer(), case, code, year) if held else ""
        services = given[claim.id] if claim else []
        cards.append(SpmCard(spm, hint, sentence(hint.reasons), claim, services, elsewhere))
    return sorted(cards, key=lambda card: card.rank)


def _url(case: Case, code: str) -> str:
    return url_for("spm.index", number=case.number) + f"#{code}"
