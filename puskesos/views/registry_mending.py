"""The buttons of Periksa data that mend a person in one step, and the one page that asks first."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort

from puskesos import clock
from puskesos.actions.registry_mending import clear_nik, make_head, take_birth_date
from puskesos.forms.registry_check import MendForm
from puskesos.models.person import Person
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, hub_today, load_person, open_form, respond
from puskesos.views.registry_check import back_to_list

blueprint = Blueprint("registry_mending", __name__, url_prefix="/warga/periksa")


@blueprint.route("/<id:person_id>/tanpa-nik", methods=["GET", "POST"])
@requires(Permission.CLEAN_REGISTRY)
def without_nik(person_id: int) -> Response:
    person = load_person(person_id)
    form = open_form(MendForm, data={"version": person.version})
    if form.validate_on_submit():
        return _mend(form, person, clear_nik, "NIK dikosongkan. Isi lagi setelah KTP dicocokkan.")
    return respond("person/without_nik.html", status=form_status(), form=form, person=person, back=back_to_list())


@blueprint.post("/<id:person_id>/tanggal-lahir")
@requires(Permission.CLEAN_REGISTRY)
def birth_date(person_id: int) -> Response:
    def take(*args: Person, **known: object) -> bool:
        return take_birth_date(*args, today=hub_today(), **known)

    return _mend(MendForm(), load_person(person_id), take, "Tanggal lahir disamakan dengan NIK.")


@blueprint.post("/<id:person_id>/kepala-keluarga")
@requires(Permission.CLEAN_REGISTRY)
def head(person_id: int) -> Response:
    return _mend(MendForm(), load_person(person_id), make_head, "Kepala keluarga tersimpan.")


def _mend(form: MendForm, person: Person, mend: Callable[..., bool], said: str) -> Response:
    if not form.validate_on_submit():
        abort(400)
    changed = mend(person, version=form.expected_version(), actor=viewer(), now=clock.now())
    return done(back_to_list(), f"{person.name}: {said}" if changed else "Tidak ada yang berubah.")
