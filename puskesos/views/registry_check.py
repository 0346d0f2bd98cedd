"""Periksa data: what in the registry needs mending, each row with the one action that mends it."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from puskesos import clock
from puskesos.actions.matching import tell_pair_apart
from puskesos.errors import RuleBroken
from puskesos.forms.registry_check import NotSameForm
from puskesos.queries.matching import unnamed
from puskesos.queries.registry_check import check_registry
from puskesos.queries.registry_doubles import find_doubles
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, hub_today, respond

blueprint = Blueprint("registry_check", __name__, url_prefix="/warga/periksa")
WORDS = {  # check → what it is called, what to do
    "same_nik": ("NIK sama pada dua warga", "Cocokkan dengan KTP, lalu perbaiki NIK yang salah."),
    "nik_is_kk": ("NIK sama dengan nomor KK", "Salah satu nomor tertukar. Cocokkan dengan KTP dan KK."),
    "impossible_date": ("Tanggal lahir tidak wajar", "Di masa depan, sebelum 1900, atau berbeda dari NIK."),
    "no_head": ("Keluarga tanpa kepala keluarga", "Ubah hubungan salah satu anggota menjadi kepala keluarga."),
    "village_not_served": ("Desa tidak lagi dilayani", "Perbaiki desa, atau catat bahwa warga ini pindah."),
    "deceased_open_case": ("Meninggal, kasus masih terbuka", "Selesaikan atau batalkan kasusnya."),
}


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.CLEAN_REGISTRY)
def show() -> Response:
    form = NotSameForm()
    if form.validate_on_submit():
        try:
            _tell_apart(*form.pair())
            return done(url_for("registry_check.show"), "Dicatat: bukan orang yang sama.")
        except RuleBroken as problem:
            form.carry(problem)
    today = hub_today()
    found, doubles = check_registry(viewer(), today), find_doubles(viewer())
    return respond(
        "person/check.html", status=form_status(), form=form, found=found, doubles=doubles, words=WORDS, today=today
    )


def _tell_apart(person_id: int, other: int) -> None:
    if person_id == other or unnamed(viewer(), [person_id, other]):
        raise RuleBroken("Warga yang dibandingkan tidak ditemukan. Muat ulang halaman.")
    tell_pair_apart(person_id, other, actor=viewer(), now=clock.now())
