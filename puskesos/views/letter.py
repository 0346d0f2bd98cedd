"""Surat: a letter of a case from its draft to the print, and what becomes of it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, request, url_for

from puskesos import clock
from puskesos.actions.letter import change_draft, draft_letter, drop_draft, issue_letter, void_letter
from puskesos.documents.frozen import in_frame, on_screen
from puskesos.documents.store import PaperLost
from puskesos.errors import RuleBroken
from puskesos.forms.letter import DropForm, IssueForm, LetterFields, VoidForm
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.letter import Letter
from puskesos.queries.assignment import find_assignment
from puskesos.queries.letter import number_of_referral
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_code import show_code
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, current_hub, done, form_status, load_case, open_form, respond, send_to
from puskesos.views.letter_file import letter_pdf, there
from puskesos.views.letter_shown import (
    facts_of,
    first_fields,
    form_of,
    is_draft,
    is_unsigned,
    lay_out_and_keep,
    letter_url,
    load_letter,
    read_content,
    signing_now,
    source_of,
)
from puskesos.views.printed import send_paper, show_paper

blueprint = Blueprint("letter", __name__)

ISSUED = "Surat ini sudah terbit dan tidak dapat diubah. Bila keliru, batalkan, lalu buat surat baru."


@blueprint.route("/kasus/<case:number>/surat/<kind>", methods=["GET", "POST"])
@requires(Permission.WRITE_LETTER)
def new(number: str, kind: str) -> Response:
    case = load_case(number)
    wanted = LetterKind(kind) if kind in set(LetterKind) else abort(404)
    task = _task(case, wanted)
    form = _open(wanted, case, first_fields(wanted, case, task))
    if form.validate_on_submit():
        try:
            about = {"assignment": task.id if task else None, "key": form.submission_key()}
            made = draft_letter(case, form.entry(), actor=viewer(), now=clock.now(), **about)
            return done(letter_url(made), _saved(), draft="surat")
        except RuleBroken as problem:
            form.carry(problem)
    back = case_url(case)
    return respond("letter/edit.html", status=form_status(), case=case, form=form, kind=wanted, back=back, letter=None)


@blueprint.get("/surat/<id:letter_id>")
@requires(Permission.SEE_LETTERS)
def show(letter_id: int) -> Response:
    letter = load_letter(letter_id)
    return _shown(letter, VoidForm(formdata=None, data={"version": letter.version}), 200)


@blueprint.route("/surat/<id:letter_id>/isi", methods=["GET", "POST"])
@requires(Permission.WRITE_LETTER)
def edit(letter_id: int) -> Response:
    letter = load_letter(letter_id)
    if not is_draft(letter):
        flash(ISSUED, "error")
        return send_to(letter_url(letter))
    kind, content = LetterKind(letter.kind), read_content(letter)
    known = {name: getattr(letter, name) for name in ("dated_on", "subject", "addressee", "version")}
    form = _open(kind, letter.case, known | form_of(kind).shown(content))
    if form.validate_on_submit():
        try:
            change_draft(letter, form.entry(), version=form.expected_version(), actor=viewer(), now=clock.now())
            return done(letter_url(letter), "Draf surat disimpan.", draft="surat")
        except RuleBroken as problem:
            form.carry(problem)
    about = {"kind": kind, "letter": letter, "back": letter_url(letter)}
    return respond("letter/edit.html", status=form_status(), case=letter.case, form=form, **about)


@blueprint.post("/surat/<id:letter_id>/penerbitan")
@requires(Permission.ISSUE_LETTER)
def issue(letter_id: int) -> Response:
    """The final print: the number is taken and the paper kept; then the file opens."""
    letter, form = load_letter(letter_id), IssueForm()
    signing = signing_now(LetterKind(letter.kind))
    try:
        how = {"version": form.expected_version(), "actor": viewer(), "now": clock.now()}
        number = issue_letter(letter, signing=signing, lay_out=lay_out_and_keep, **how)
    except RuleBroken as problem:
        flash(problem.message, "error")
        return send_to(letter_url(letter))
    return done(letter_url(letter), f"Surat terbit dengan nomor {number}. Cetak sekarang.")


@blueprint.post("/surat/<id:letter_id>/pembatalan")
@requires(Permission.ISSUE_LETTER)
def void(letter_id: int) -> Response:
    letter, form = load_letter(letter_id), VoidForm()
    if form.validate_on_submit():
        try:
            how = {"version": form.expected_version(), "actor": viewer(), "now": clock.now()}
            void_letter(letter, form.reason.data, **how)
            return done(
                letter_url(letter), f"Surat {letter.number} dibatalkan. Nomornya tidak dipakai lagi.", draft="batal"
            )
        except RuleBroken as problem:
            form.carry(problem)
    return _shown(letter, form, form_status())


@blueprint.post("/surat/<id:letter_id>/penghapusan")
@requires(Permission.WRITE_LETTER)
def drop(letter_id: int) -> Response:
    letter = load_letter(letter_id)
    drop_draft(letter, version=DropForm().expected_version(), actor=viewer(), now=clock.now())
    return done(case_url(letter.case.number), "Draf surat dihapus.")


@blueprint.get("/surat/<id:letter_id>/cetak")
@requires(Permission.SEE_LETTERS)
def page(letter_id: int) -> Response:
    letter = _own_paper(letter_id)
    frame = {"back": (letter_url(letter), "Kembali ke surat"), "pdf": url_for("letter.file", letter_id=letter.id)}
    paper = "draf-surat" if is_draft(letter) else letter.kind
    return show_paper(on_screen(there(lambda: source_of(letter)), current_hub(), **frame), ("letter", letter.id), paper)


@blueprint.get("/surat/<id:letter_id>/cetak.pdf")
@requires(Permission.SEE_LETTERS)
def file(letter_id: int) -> Response:
    letter = _own_paper(letter_id)
    name = letter.kind.replace("_", "-") + f"-{letter.serial or 'draf'}"
    where = {"name": name, "instead": url_for("letter.page", letter_id=letter.id)}
    return send_paper(lambda: letter_pdf(letter), ("letter", letter.id), f"{letter.kind}.pdf", **where)


def _saved() -> str:
    """What is said of a new draft: its next step, and whose that is."""
    then = "lalu terbitkan" if viewer().can(Permission.ISSUE_LETTER) else "koordinator yang menerbitkan"
    return f"Draf surat disimpan. Periksa pratinjau, {then}."


def _own_paper(letter_id: int) -> Letter:
    """A letter whose paper is printed here; a referral's has its own page."""
    letter = load_letter(letter_id)
    return letter if letter.referral_id is None else abort(404)


def _shown(letter: Letter, form: VoidForm, status: int) -> Response:
    if referral := number_of_referral(letter):
        return redirect(url_for("referral.show", number=letter.case.number, referral_number=referral), 303)
    about = {"letter": letter, "facts": facts_of(letter), "kind": LetterKind(letter.kind)}
    about |= {"proof": show_code(letter.proof_code), "preview": _preview(letter), "unsigned": is_unsigned(letter)}
    return respond("letter/show.html", status=status, form=form, **about)


def _preview(letter: Letter) -> str:
    """The paper as it stands in a frame of the letter's page; empty when its file is gone."""
    try:
        return in_frame(source_of(letter), current_hub())
    except PaperLost:
        return ""


def _task(case: Case, kind: LetterKind) -> Assignment | None:
    """The task that a surat tugas is about, named in the address; without one at work there is nothing to write."""
    if kind != LetterKind.TUGAS:
        return None
    task = find_assignment(viewer(), request.args.get("tugas", ""))
    is_at_work = task is not None and task.case_id == case.id and task.state in OPEN_ASSIGNMENT_STATES
    return task if is_at_work else abort(404)


def _open(kind: LetterKind, case: Case, known: dict[str, object]) -> LetterFields:
    form = open_form(form_of(kind), data=known)
    if not case.restricted:
        form.keep_names_open()
    return form
