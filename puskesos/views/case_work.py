"""Sub-pages of work on a case: notes, data check, recommendation."""

from __future__ import annotations

from flask import Blueprint, Response

from puskesos import clock
from puskesos.actions import case_work
from puskesos.actions.submission import run_once
from puskesos.errors import RuleBroken
from puskesos.forms.base import OnceForm
from puskesos.forms.case import DataCheckForm, NoteForm
from puskesos.forms.case_decision import RecommendationForm
from puskesos.queries.agency import list_agencies
from puskesos.queries.case_page import load_case_page
from puskesos.rules.data_check import NOT_NEEDED, DataCheckStatus, needs_no_check
from puskesos.rules.permissions import Permission
from puskesos.rules.restriction import Cause
from puskesos.rules.service import codes_of
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, done, form_status, hub_today, load_case, open_form, respond
from puskesos.views.case_shown import known_of_client, protection

blueprint = Blueprint("case_work", __name__, url_prefix="/kasus/<case:number>")


@blueprint.route("/catatan", methods=["GET", "POST"])
@requires(Permission.WRITE_NOTE)
def note(number: str) -> Response:
    case = load_case(number)
    form = open_form(NoteForm)
    if form.validate_on_submit():

        def effect() -> str:
            case_work.add_note(case, form.text.data, actor=viewer(), now=clock.now())
            return case.number

        try:
            fields = {"case": case.number, "text": form.text.data}
            run_once(form.submission_key(), effect, actor=viewer(), action="note_added", fields=fields, now=clock.now())
            return done(case_url(case), "Catatan disimpan.", draft="catatan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/note.html", status=form_status(), case=case, form=form)


@blueprint.post("/kontak")
@requires(Permission.WRITE_NOTE)
def contact(number: str) -> Response:
    case, form = load_case(number), OnceForm()

    def effect() -> str:
        case_work.note_contact(case, actor=viewer(), now=clock.now())
        return case.number

    if form.validate_on_submit():
        fields = {"case": case.number}
        key, now = form.submission_key(), clock.now()
        run_once(key, effect, actor=viewer(), action="family_contacted", fields=fields, now=now)
    return done(case_url(case), "Dicatat: keluarga sudah dihubungi.")


@blueprint.route("/cek-data", methods=["GET", "POST"])
@requires(Permission.CHECK_DATA)
def check_data(number: str) -> Response:
    case = load_case(number)
    skipped = needs_no_check(case.service.code, about_official=case.restricted_reason == Cause.PEJABAT)
    answer = {"status": str(DataCheckStatus.TIDAK_DAPAT), "note": NOT_NEEDED} if skipped else {}
    form = open_form(DataCheckForm, data={"version": case.version, "checked_on": hub_today()} | answer)
    form.today = hub_today()
    if form.validate_on_submit():
        try:
            case_work.check_data(case, form.entry(), version=form.expected_version(), actor=viewer(), now=clock.now())
            return done(case_url(case), "Cek data disimpan.", draft="cek-data")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/data_check.html", status=form_status(), case=case, form=form, skipped=skipped)


@blueprint.route("/rekomendasi", methods=["GET", "POST"])
@requires(Permission.RECOMMEND)
def recommend(number: str) -> Response:
    case = load_case(number)
    page = load_case_page(case, events=0)
    form = open_form(RecommendationForm, data={"version": case.version} | protection(case))
    form.offer(list_agencies(case.hub_id, active=True), set(codes_of(case.service.agencies)))
    if form.validate_on_submit():
        try:
            case_work.recommend(case, form.entry(), version=form.expected_version(), actor=viewer(), now=clock.now())
            return done(case_url(case), "Rekomendasi dikirim ke koordinator.", draft="rekomendasi")
        except RuleBroken as problem:
            form.carry(problem)
    context = {"case": case, "form": form, "page": page, "known": known_of_client(page)}
    return respond("case/recommendation.html", status=form_status(), **context)
