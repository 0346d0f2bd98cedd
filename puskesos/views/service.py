"""Pengaturan → Layanan: the hub's list of services, changing one, and a new one of its own."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.service import change_service, create_service, default_of, offer_service, restore_service
from puskesos.actions.settings_change import before_change
from puskesos.catalogue import load
from puskesos.errors import RuleBroken
from puskesos.forms.base import clean_line
from puskesos.forms.service import OfferForm, ServiceForm
from puskesos.models.hub import Service
from puskesos.queries.hub import days_off
from puskesos.queries.settings import (
    ServiceFilter,
    changes_of,
    count_cases_of,
    find_service,
    list_all_services,
    names_of_agencies,
)
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.intake import Area
from puskesos.rules.permissions import Permission
from puskesos.rules.service import codes_of, read_papers
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, drop_draft, form_status, hub_today, open_form, respond
from puskesos.views.settings_shown import LABELS, change_lines

blueprint = Blueprint("service", __name__, url_prefix="/pengaturan/layanan")

KEPT = [("aktif", "Yang dipakai"), ("nonaktif", "Yang tidak dipakai"), ("", "Semua")]


@blueprint.get("")
@requires(Permission.MANAGE_HUB)
def index() -> Response:
    wanted = _filter()
    services = list_all_services(viewer().hub_id, wanted)
    context = {"services": services, "wanted": wanted, "areas": Area.choices(), "kept": KEPT}
    return respond("service/index.html", "service/_list.html", **context)


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def new() -> Response:
    form = _offered(open_form(ServiceForm))
    if _wants_preview():
        return respond("service/new.html", "service/_preview.html", form=form, preview=_preview(form))
    if form.validate_on_submit():
        try:
            made = create_service(form.entry(), key=form.submission_key(), actor=viewer(), now=clock.now())
            url = url_for("service.edit", service_id=made)
            return done(url, f"Layanan {form.name.data} tersimpan.", draft="layanan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("service/new.html", status=form_status(), form=form, preview=_preview(form))


@blueprint.route("/<id:service_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def edit(service_id: int) -> Response:
    service = _load(service_id)
    form = _offered(open_form(ServiceForm, data=ServiceForm.known(service)), service)
    if _wants_preview():
        return respond("service/edit.html", "service/_preview.html", **_page(service, form))
    if form.validate_on_submit():
        try:
            version, now = form.expected_version(), clock.now()
            changed = change_service(service, form.entry(), version=version, actor=viewer(), now=now)
            return done(url_for("service.edit", service_id=service.id), _told(changed), draft="layanan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("service/edit.html", status=form_status(), **_page(service, form))


@blueprint.post("/<id:service_id>/pemakaian")
@requires(Permission.MANAGE_HUB)
def offer(service_id: int) -> Response:
    service = _load(service_id)
    form = OfferForm()
    if not form.validate_on_submit():
        raise RuleBroken("Pilih pakai atau tidak dipakai.")
    active = form.active.data == "1"
    offer_service(service, active, version=form.expected_version(), actor=viewer(), now=clock.now())
    said = "ditawarkan lagi saat pendaftaran." if active else "tidak ditawarkan lagi; kasus lamanya tetap ada."
    return done(url_for("service.edit", service_id=service.id), f"{service.name} {said}")


@blueprint.post("/<id:service_id>/isi-bawaan")
@requires(Permission.MANAGE_HUB)
def restore(service_id: int) -> Response:
    service = _load(service_id)
    form = OfferForm()
    changed = restore_service(service, version=form.expected_version(), actor=viewer(), now=clock.now())
    url = url_for("service.edit", service_id=service.id)
    drop_draft(url, "layanan")
    return done(url, _told(changed))


def _page(service: Service, form: ServiceForm) -> dict[str, object]:
    default = default_of(service)
    changed = before_change(service, vars(default)) if default else {}
    entries = changes_of(service.hub_id, "service", service.id, ("service_created", "service_changed"))
    return {
        "service": service,
        "form": form,
        "preview": _preview(form),
        "cases": count_cases_of(service),
        "differs": [LABELS[name] for name in changed],
        "history": change_lines(entries, current_hub().zone),
    }


def _preview(form: ServiceForm) -> dict[str, object]:
    """The papers as everybody will see them, and when a case of today would be due."""
    days = form.target_days.data
    due = add_working_days(hub_today(), days, days_off(viewer().hub_id)) if days is not None and days <= 60 else None
    return {"papers": read_papers(form.papers.data or ""), "due_on": due}


def _offered(form: ServiceForm, service: Service | None = None) -> ServiceForm:
    """The lists to tick from: the catalogue's and the hub's own offices, and what the service names already."""
    kept = {code: code for code in codes_of(service.agencies)} if service else {}
    agencies = kept | {row["code"]: row["name"] for row in load("agencies")} | names_of_agencies(viewer().hub_id)
    named = [(row["code"], row["name"]) for row in load("ppks")]
    form.offer(list(agencies.items()), named, [(row["code"], f"{row['code']}: {row['name']}") for row in load("spm")])
    return form


def _load(service_id: int) -> Service:
    return find_service(viewer().hub_id, service_id) or abort(404)


def _wants_preview() -> bool:
    return request.method == "POST" and "lihat" in request.form


def _told(changed: dict[str, object]) -> str:
    return f"Tersimpan: {', '.join(LABELS[name] for name in changed)}." if changed else "Tidak ada yang berubah."


def _filter() -> ServiceFilter:
    area, kept = request.args.get("bidang", ""), request.args.get("pakai", "aktif")
    return ServiceFilter(
        text=clean_line(request.args.get("cari"))[:60],
        area=area if area in set(Area) else "",
        kept=kept if kept in {"aktif", "nonaktif", ""} else "aktif",
    )
