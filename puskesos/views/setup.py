"""Pemasangan: choose the kecamatan, then fill in the hub and its first two people. Open only while no hub exists."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, redirect, request, url_for

from puskesos import clock
from puskesos.actions.setup import check_setup_code, create_hub, forget_setup_code
from puskesos.errors import RuleBroken
from puskesos.forms.setup import OPENING_HOURS, SetupForm
from puskesos.queries.hub import only_hub
from puskesos.queries.region import (
    Region,
    find_district,
    list_below,
    list_district_villages,
    list_provinces,
    search_districts,
)
from puskesos.security.guard import public
from puskesos.views.answer import done, form_status, is_fragment, respond

blueprint = Blueprint("setup", __name__, url_prefix="/pasang")


@blueprint.before_request
def only_once() -> Response | None:
    """Nothing to see here once the hub stands."""
    return redirect("/masuk", 303) if only_hub() is not None else None


@blueprint.get("")
@public
def region() -> Response:
    chosen = _chosen_regions()
    if chosen["district"] and not is_fragment():
        return redirect(url_for("setup.new", code=chosen["district"]), 303)
    text = request.args.get("cari", "")
    partial = "setup/_found.html" if "cari" in request.args else "setup/_regions.html"
    return respond("setup/region.html", partial, text=text[:60], found=search_districts(text), **chosen)


@blueprint.route("/<code>", methods=["GET", "POST"])
@public
def new(code: str) -> Response:
    district = find_district(code)
    if district is None:
        abort(404)
    form = SetupForm(name=f"Puskesos Kecamatan {district.name}", opening_hours=OPENING_HOURS)
    form.offer(list_district_villages(code))
    if form.validate_on_submit() and _set_up(code, form):
        return done("/masuk", "Hub siap. Masuk sebagai koordinator.")
    return respond("setup/new.html", status=form_status(), form=form, district=district)


def _set_up(code: str, form: SetupForm) -> bool:
    settings, now = current_app.config["SETTINGS"], clock.now()
    try:
        check_setup_code(settings, form.code.data, now=now)
        create_hub(
            code=code,
            name=form.name.data,
            address=form.address.data,
            phone=form.phone.data or "",
            opening_hours=form.opening_hours.data,
            paper=form.paper.data,
            village_codes=form.villages.data,
            admin=form.admin(),
            koordinator=form.koordinator(),
            practice=False,
            now=now,
        )
    except RuleBroken as problem:
        form.carry(problem)
        return False
    forget_setup_code(settings)
    return True


def _chosen_regions() -> dict[str, object]:
    """What the three selects offer and hold; a choice that does not fit the one above it is dropped."""
    province, regencies = _choice("provinsi", list_provinces())
    regency, districts = _choice("kabupaten", regencies)
    district, _ = _choice("kecamatan", districts)
    return {
        "provinces": list_provinces(),
        "province": province,
        "regencies": regencies,
        "regency": regency,
        "districts": districts,
        "district": district,
    }


def _choice(name: str, offered: list[Region]) -> tuple[str, list[Region]]:
    """The chosen code among `offered` (or empty), and the regions below it."""
    code = request.args.get(name, "")
    return (code, list_below(code)) if code in {region.code for region in offered} else ("", [])
