"""Pengaturan → Surat: the kop with its logos, paper and margins; numbers and classification codes."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.letter_settings import LOGO_SIDES, change_kop, change_logo, change_numbers
from puskesos.documents.letter_sample import SampleSetup
from puskesos.errors import RuleBroken
from puskesos.forms.letter_settings import KopForm, LogoForm, NumbersForm, class_field
from puskesos.models.letter_settings import LetterSettings
from puskesos.photos import prepare_logo
from puskesos.queries.letter_settings import classification_of, look_from, settings_of, usual_kop, usual_mark
from puskesos.queries.settings import changes_of
from puskesos.rules.letter import LetterKind, pattern_problem
from puskesos.rules.letter_numbers import CLASSES, example_number
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, open_form, respond
from puskesos.views.letter_preview import check_look, framed, sample_setup, wants_preview
from puskesos.views.settings_shown import ChangeLine, change_lines

blueprint = Blueprint("letter_settings", __name__, url_prefix="/pengaturan/surat")
SHOWN_KIND = LetterKind.REKOMENDASI
EVENTS = ("letter_settings_changed", "letter_logo_changed", "letter_signers_chosen")
SAVED, SAME = "Pengaturan surat tersimpan.", "Tidak ada yang berubah."


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def edit() -> Response:
    hub = current_hub()
    form = open_form(KopForm, data=KopForm.known(settings_of(hub), hub.paper))
    looks = wants_preview()
    if form.validate_on_submit() and not looks:
        try:
            check_look(_as_typed(form).look, "above")
            changed = change_kop(hub, form.entry(), **_by(form))
            return done(url_for("letter_settings.edit"), SAVED if changed else SAME, draft="surat-kop")
        except RuleBroken as problem:
            form.carry(problem)
    return _kop_page(form, 200 if looks else form_status())


@blueprint.post("/logo/<any(kiri, kanan):side>")
@requires(Permission.MANAGE_HUB)
def logo(side: str) -> Response:
    form, picture = LogoForm(), ""
    try:
        if "hapus" not in request.form:
            picture = _picture()
            look = replace(sample_setup(SHOWN_KIND).look, **{LOGO_SIDES[side]: picture})
            check_look(look, "logo")
        changed = change_logo(current_hub(), side, picture, **_by(form))
    except RuleBroken as problem:
        hub = current_hub()
        return _kop_page(KopForm(None, data=KopForm.known(settings_of(hub), hub.paper)), 422, {side: problem.message})
    said = f"Logo {side} {'tersimpan' if picture else 'dihapus'}." if changed else SAME
    return done(url_for("letter_settings.edit"), said)


@blueprint.route("/nomor", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def numbers() -> Response:
    hub = current_hub()
    form = open_form(NumbersForm, data=_numbers_known())
    looks = wants_preview()
    if form.validate_on_submit() and not looks:
        try:
            changed = change_numbers(hub, form.entry(), **_by(form))
            return done(url_for("letter_settings.numbers"), SAVED if changed else SAME, draft="surat-nomor")
        except RuleBroken as problem:
            form.carry(problem)
    found = {"form": form, "classes": CLASSES, "usual_mark": usual_mark(hub), "examples": _examples(form)}
    status = 200 if looks else form_status()
    page, part = "letter_settings/numbers.html", "letter_settings/_numbers.html"
    return respond(page, part if looks else None, status=status, history=history(), **found)


def history() -> list[ChangeLine]:
    """Who changed what."""
    hub = current_hub()
    return change_lines(changes_of(hub.id, "hub", hub.id, EVENTS), hub.zone)


def _kop_page(form: KopForm, status: int, wrong_logo: dict[str, str] | None = None) -> Response:
    hub = current_hub()
    above, name, address = usual_kop(hub)
    found = {"usual": {"above": above, "name": name, "address": address}, "settings": settings_of(hub)}
    shown = framed(_as_typed(form)) if not form.errors else ""
    part = "letter_settings/_preview.html" if wants_preview() else None
    told = {"wrong_logo": wrong_logo or {}, "history": history(), "shown": shown, "kind": SHOWN_KIND}
    page, ids = "letter_settings/edit.html", {"form_id": "kop-form"}
    return respond(page, part, status=status, form=form, **found, **told, **ids)


def _as_typed(form: KopForm) -> SampleSetup:
    """The sample with what the form says; logos are those that were kept."""
    hub = current_hub()
    kept, entry = settings_of(hub), form.entry()
    logos = {name: getattr(kept, name) for name in LOGO_SIDES.values()}
    look = look_from(hub, LetterSettings(hub=hub.id, **entry.columns(), **logos))
    return sample_setup(SHOWN_KIND, look=replace(look, paper=entry.paper.lower()))


def _picture() -> str:
    sent = request.files.get("logo")
    if not sent or not sent.filename:
        raise RuleBroken("Pilih berkas gambarnya.", "logo")
    return prepare_logo(sent.stream, sent.filename[:80])


def _numbers_known() -> dict[str, object]:
    hub = current_hub()
    kept = settings_of(hub)
    classes = {class_field(kind): classification_of(hub, kind) for kind in LetterKind}
    plain = {"number_pattern": kept.number_pattern, "hub_mark": kept.hub_mark, "version": kept.version}
    return plain | classes | {"together": "1" if kept.together else "0"}


def _examples(form: NumbersForm) -> list[tuple[str, str]]:
    """How the seventeenth letter of each kind would be numbered; empty while the form is wrong."""
    if form.errors or pattern_problem(form.number_pattern.data or ""):  # what was parked was not checked
        return []
    mark = form.hub_mark.data or usual_mark(current_hub())
    pattern, today = form.number_pattern.data, hub_today()
    return [(kind.label, example_number(pattern, kind, klas, mark, today)) for kind, klas in form.classes().items()]


def _by(form: KopForm | LogoForm | NumbersForm) -> dict[str, object]:
    return {"version": form.expected_version(), "actor": viewer(), "now": clock.now()}
