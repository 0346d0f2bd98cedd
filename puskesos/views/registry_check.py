"""Periksa data: what the last check of the whole registry found, a kind at a time, each row with what mends it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request, url_for

from puskesos import clock
from puskesos.actions.job import ask_for
from puskesos.actions.matching import tell_pair_apart
from puskesos.errors import RuleBroken
from puskesos.forms.choices import village_choices
from puskesos.forms.registry_check import CheckForm, NotSameForm
from puskesos.jobs.launching import wake_worker
from puskesos.queries.closed_doors import unnamed
from puskesos.queries.hub import list_villages
from puskesos.queries.registry_check import CHECKS, LIKELY_DOUBLE, SAME_NIK
from puskesos.queries.registry_findings import (
    PAGE,
    LastCheck,
    count_findings,
    last_check,
    list_pairs,
    list_wrong,
    living_members,
)
from puskesos.rules.job import UNFINISHED, JobKind, JobState
from puskesos.rules.permissions import Permission
from puskesos.rules.registry_check import MOST_KEPT, birth_date_in_nik, propose_heads
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, hub_today, respond
from puskesos.views.job import progress_of
from puskesos.views.registry_check_shown import BY_SLUG, WORDS

blueprint = Blueprint("registry_check", __name__, url_prefix="/warga/periksa")


@blueprint.get("")
@requires(Permission.CLEAN_REGISTRY)
def show() -> Response:
    return _page(200, [])


@blueprint.post("/pemeriksaan")
@requires(Permission.CLEAN_REGISTRY)
def start() -> Response:
    if CheckForm().validate_on_submit():
        ask_for(JobKind.PERIKSA_WARGA, hub_id=viewer().hub_id, now=clock.now(), actor=viewer())
        wake_worker(current_app.config["SETTINGS"])
    return done(url_for("registry_check.show"), "Pemeriksaan dimulai.")


@blueprint.post("/bukan-sama")
@requires(Permission.CLEAN_REGISTRY)
def tell_apart() -> Response:
    form = NotSameForm()
    if form.validate_on_submit():
        try:
            _tell_apart(*form.pair())
            return done(back_to_list(), "Dicatat: bukan orang yang sama.")
        except RuleBroken as problem:
            form.carry(problem)
    return _page(422, form.form_errors)


def back_to_list() -> str:
    """The list as it was: kind, village and page stand in the address of every button."""
    kept = {name: request.args[name] for name in ("jenis", "desa", "setelah") if name in request.args}
    return url_for("registry_check.show", **kept)


def _tell_apart(person_id: int, other: int) -> None:
    if person_id == other or unnamed(viewer(), [person_id, other]):
        raise RuleBroken("Warga yang dibandingkan tidak ditemukan. Muat ulang halaman.")
    tell_pair_apart(person_id, other, actor=viewer(), now=clock.now())


def _page(status: int, problems: list[str]) -> Response:
    """The list of the kind in the address, else of the first kind that has findings."""
    village, last = _number("desa"), last_check(viewer())
    counts = count_findings(viewer(), village)
    check = BY_SLUG.get(request.args.get("jenis", "")) or next(iter(counts), CHECKS[0])
    shown = _pairs(check, village) if check in {SAME_NIK, LIKELY_DOUBLE} else _people(check, village)
    kept = {"jenis": WORDS[check].slug} | ({"desa": village} if village else {})
    older = url_for("registry_check.show", **kept, setelah=shown["next"]) if shown["next"] else None
    after = {"setelah": _number("setelah")} if _number("setelah") else {}
    return respond(
        "person/check.html",
        status=status,
        problems=problems,
        last=last,
        progress=_progress(last),
        counts=counts,
        more=_more_than_kept(last, counts),
        check=check,
        words=WORDS,
        village=village,
        villages=village_choices(list_villages(viewer().hub_id), "Semua desa"),
        kept=kept | after,
        older=older,
        newest=url_for("registry_check.show", **kept) if after else None,
        today=hub_today(),
        zone=current_hub().zone,
        birth_date_in_nik=birth_date_in_nik,
        **shown,
    )


def _people(check: str, village: int | None) -> dict[str, Any]:
    rows = list_wrong(viewer(), check, hub_today(), village=village, after=_number("setelah") or 0)
    page = rows[:PAGE]
    families = living_members(viewer(), [row.household for row in page]) if check == "no_head" and page else {}
    heads = {family: propose_heads(members, hub_today()) for family, members in families.items()}
    return {"rows": page, "pairs": [], "heads": heads, "next": rows[PAGE - 1].finding if len(rows) > PAGE else None}


def _pairs(check: str, village: int | None) -> dict[str, Any]:
    pairs, behind = list_pairs(viewer(), check, village=village, after=_number("setelah") or 0)
    return {"rows": [], "pairs": pairs, "heads": {}, "next": behind}


def _progress(last: LastCheck) -> dict[str, object] | None:
    """How far the check is, while it runs and when it did not end well."""
    job = last.job
    return progress_of(job) if job and (job.state in UNFINISHED or job.state == JobState.GAGAL) else None


def _more_than_kept(last: LastCheck, counts: dict[str, int]) -> set[str]:
    """Checks that found more than is kept: the rest is shown by the next check."""
    found = last.counts or {}
    return {check for check in counts if found.get(check, 0) > MOST_KEPT}


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
