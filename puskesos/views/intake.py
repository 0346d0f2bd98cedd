"""Penerimaan: one box finds people while typing; choosing one opens a new need, no match grows the short form below."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.intake import register_case
from puskesos.errors import RuleBroken
from puskesos.forms.base import HubForm
from puskesos.forms.intake import NeedForm, NewPersonNeedForm
from puskesos.forms.search import SearchForm, looks_like_number
from puskesos.models.hub import Service
from puskesos.queries.case import open_cases_of
from puskesos.queries.hub import days_off, list_services, list_villages
from puskesos.queries.matching import NOBODY, LikelyPeople, find_likely, was_sent
from puskesos.queries.search import find_case_number, find_people, find_person, find_same_nik
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.intake import Area, Pillar
from puskesos.rules.nik import read_nik
from puskesos.rules.permissions import Permission
from puskesos.rules.service import read_papers
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import (
    current_hub,
    done,
    drop_draft,
    form_status,
    hub_today,
    is_fragment,
    load_case,
    open_form,
    respond,
)
from puskesos.views.reported import reported_need

blueprint = Blueprint("intake", __name__, url_prefix="/penerimaan")
NO_SERVICE: dict[str, object] = {"service": None, "area": None, "pillar": None, "papers": [], "due_on": None}


@blueprint.get("")
@requires(Permission.REGISTER_CASE)
def show() -> Response:
    return respond("intake/show.html", search=SearchForm(), found=[], case_number=None, form=None, **_nothing())


@blueprint.route("/cari", methods=["POST"])
@requires(Permission.REGISTER_CASE)
def search() -> Response:
    box = SearchForm()
    text = box.q.data or ""
    found = find_people(viewer(), text)
    case_number = find_case_number(viewer(), text)
    wants_form = "baru" in request.form or (len(text) >= 3 and not found and not case_number)
    form = _new_form(text) if wants_form and not request.form.get("form_touched") else None
    answer = respond(
        "intake/show.html",
        "intake/_search_answer.html",
        search=box,
        found=found,
        case_number=case_number,
        form=form,
        **_nothing(),
    )
    if form is not None and is_fragment():
        answer.headers["HX-Replace-Url"] = url_for(
            "intake.new"
        )  # so that a reload or a new sign-in finds the form again
    return answer


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.REGISTER_CASE)
def new() -> Response:
    form = _prepared(open_form(NewPersonNeedForm, data=reported_need()))
    if "fill_from_nik" in request.form:
        form.fill_from_nik()
        return _form_page(form, 200)
    likely = find_likely(viewer(), form.described(), form.today) if request.method == "POST" else NOBODY
    form.not_same.data = ""  # the box or the button shown again carries the answer, so that it can be taken back
    if form.validate_on_submit():
        if likely.unanswered(form.told_apart()) and not was_sent(form.submission_key()):
            return _form_page(form, 200, likely, asked=True)
        identity = form.identity()
        client = {"identity": identity, "kk": form.kk.data or None, "village_id": identity.village_id}
        if answer := _register(form, identity.name, client | {"told_apart": tuple(filter(None, form.told_apart()))}):
            return answer
    return _form_page(form, form_status(), likely)


@blueprint.route("/warga/<id:person_id>", methods=["GET", "POST"])
@requires(Permission.REGISTER_CASE)
def new_need(person_id: int) -> Response:
    person = find_person(viewer(), person_id)
    if person is None:
        abort(404)
    form = _prepared(open_form(NeedForm, data=reported_need()))
    if form.validate_on_submit():
        client = {"client_id": person.id, "village_id": person.village}
        if answer := _register(form, person.name, client):
            if "from_new" in request.form:
                drop_draft(url_for("intake.new"), "penerimaan")
            return answer
    cases = open_cases_of(viewer(), [person.id])
    surroundings = _nothing() | _service_info(form)
    return respond(
        "intake/new_need.html", status=form_status(), form=form, person=person, open_cases=cases, **surroundings
    )


@blueprint.post("/nik")
@requires(Permission.REGISTER_CASE)
def nik_remarks() -> Response:
    form = _prepared(NewPersonNeedForm())
    return respond("intake/_nik.html", form=form, **_nik_info(form))


@blueprint.post("/layanan")
@requires(Permission.REGISTER_CASE)
def service_info() -> Response:
    form = _prepared(NeedForm())
    return respond("intake/_service.html", form=form, **_service_info(form))


@blueprint.get("/selesai/<case:number>")
@requires(Permission.REGISTER_CASE)
def receipt(number: str) -> Response:
    return respond("intake/receipt.html", case=load_case(number))


def _register(form: NeedForm, client_name: str, client: dict[str, Any]) -> Response | None:
    service = next(one for one in list_services(viewer().hub_id) if str(one.id) == form.service.data)
    need = form.need(service, client_name, **client)
    try:
        number = register_case(need, key=form.submission_key(), actor=viewer(), now=clock.now(), today=hub_today())
    except RuleBroken as problem:
        form.carry(problem)
        return None
    said = f"Informasi diberikan, kasus {number} selesai." if need.answer else f"Kasus {number} terdaftar."
    return done(url_for("intake.receipt", number=number), said, draft="penerimaan")


def _new_form(text: str) -> NewPersonNeedForm:
    """An empty form with what was typed in the box already in its field."""
    form = _prepared(NewPersonNeedForm(formdata=None))
    if looks_like_number(text):
        form.nik.data = text
    else:
        form.name.data = text
    return form


def _prepared(form: Any) -> Any:
    form.offer(list_villages(viewer().hub_id), list_services(viewer().hub_id))
    form.today, form.zone = hub_today(), current_hub().zone
    form.regency_code = current_hub().code[:5]
    return form


def _form_page(form: NewPersonNeedForm, status: int, likely: LikelyPeople = NOBODY, *, asked: bool = False) -> Response:
    surroundings = _nothing() | _nik_info(form) | _service_info(form) | {"likely": likely, "asked": asked}
    return respond(
        "intake/show.html",
        status=status,
        search=SearchForm(formdata=None),
        found=[],
        case_number=None,
        form=form,
        **surroundings,
    )


def _nothing() -> dict[str, object]:
    """The form's surroundings while nothing is typed or chosen."""
    nobody = {"nik_remarks": [], "nik_reading": None, "same_nik": None, "likely": NOBODY, "asked": False}
    return {"today": hub_today()} | nobody | NO_SERVICE


def _nik_info(form: NewPersonNeedForm) -> dict[str, object]:
    nik = form.nik.data or ""
    return {
        "nik_remarks": form.remarks(),
        "nik_reading": read_nik(nik, form.today) if nik else None,
        "same_nik": find_same_nik(viewer(), nik),
    }


def _service_info(form: HubForm) -> dict[str, object]:
    """What the chosen service brings: area, pillar, papers, and the target date."""
    chosen: Service | None = next(
        (one for one in list_services(viewer().hub_id) if str(one.id) == form["service"].data), None
    )
    if chosen is None:
        return dict(NO_SERVICE)
    return {
        "service": chosen,
        "area": Area(chosen.area),
        "pillar": Pillar(chosen.pillar),
        "papers": [] if form["violence"].data else read_papers(chosen.papers),
        "due_on": add_working_days(hub_today(), chosen.target_days, days_off(viewer().hub_id)),
    }
