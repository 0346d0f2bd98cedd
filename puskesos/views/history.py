"""The whole history of a case, page by page, and correcting an entry of it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.history import NOT_THEIRS, correct_check, correct_text
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.forms.history import CheckCorrectionForm, EntryForm
from puskesos.models.case import Case, CaseEvent
from puskesos.queries.history import check_of, corrections_of, events_before, find_event, recommendation_of
from puskesos.rules.history import EntryKind, entry_kind, may_correct
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, current_hub, done, form_status, hub_today, load_case, open_form, respond
from puskesos.views.history_shown import history_entries

blueprint = Blueprint("history", __name__, url_prefix="/kasus/<case:number>/riwayat")


@blueprint.get("")
@requires(Permission.SEE_CASES)
def show(number: str) -> Response:
    case = load_case(number)
    events, has_older = events_before(case, _before())
    older = url_for("history.show", number=number, sebelum=events[-1].id) if has_older else ""
    entries = history_entries(case, events, corrections_of(events), viewer(), current_hub().zone, clock.now())
    return respond("case/history.html", case=case, history=entries, older=older, is_first=_before() is None)


@blueprint.route("/<id:event_id>/perbaikan", methods=["GET", "POST"])
@requires(Permission.CORRECT_ENTRY)
def correct(number: str, event_id: int) -> Response:
    case = load_case(number)
    event = find_event(case, event_id) or abort(404)
    kind = entry_kind(event.kind, event.to_state, event.text) or abort(404)
    if not may_correct(viewer(), event.actor_id, event.at, clock.now()):
        raise NotAllowed(NOT_THEIRS)
    form = _form(case, event, kind)
    if form.validate_on_submit():
        try:
            changed = _correct(case, event, form)
            said = "Riwayat diperbaiki. Isi yang lama tetap tersimpan." if changed else "Tidak ada yang berubah."
            return done(f"{case_url(case)}#case-history", said, draft="perbaiki-riwayat")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/entry.html", status=form_status(), case=case, event=event, kind=kind, form=form)


def _form(case: Case, event: CaseEvent, kind: EntryKind) -> EntryForm | CheckCorrectionForm:
    if kind == EntryKind.CEK_DATA:
        check = check_of(event) or abort(404)
        form = open_form(CheckCorrectionForm, obj=check, data={"version": case.version})
        form.today = hub_today()
        return form
    advice = recommendation_of(event) if kind == EntryKind.REKOMENDASI else None
    return open_form(EntryForm, data={"text": advice.reason if advice else event.text})


def _correct(case: Case, event: CaseEvent, form: EntryForm | CheckCorrectionForm) -> bool:
    by = {"reason": form.why.data or "", "actor": viewer(), "now": clock.now()}
    if isinstance(form, CheckCorrectionForm):
        return correct_check(case, event, form.entry(), version=form.expected_version(), **by)
    return correct_text(case, event, form.text.data, **by)


def _before() -> int | None:
    """The entry that older ones are wanted of; nonsense begins with the newest."""
    given = request.args.get("sebelum", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
