"""Letters against names that turn lines round, tasks that ended meanwhile, and taps that come too late."""

from __future__ import annotations

import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos import clock
from puskesos.actions.assignment import cancel_assignment
from puskesos.models import Assignment, Case, Letter, Person, SheetOut
from puskesos.rules.letter import LetterKind
from tests.cast import Cast, make_assignment, viewer_of
from tests.letters import draft
from tests.page_client import PageClient
from tests.signers import make_signer, sign_kind
from tests.views.letters_written import KINDS, TYPED, case_of, press, printed, text_of, write

SignIn = Callable[[str], PageClient]
TURNED = "\u202eبنت سلطان\u202d 😀 <b>Siti</b> file:///etc/passwd"


def cancel(cast: Cast, task: Assignment) -> None:
    cancel_assignment(task, reason="Salah orang.", actor=viewer_of(cast.ratna), now=clock.now())


@pytest.mark.pango
@pytest.mark.parametrize("kind", KINDS)
def test_names_from_elsewhere_stay_text_in_their_place(client_for: SignIn, cast: Cast, kind: str) -> None:
    ratna, case = client_for("ratna"), case_of(cast)
    Person.update(name=TURNED).where(Person.id == case.client_id).execute()
    sign_kind(cast, LetterKind(kind), make_signer(cast, "Ratna \u202e😀 <i>x</i>"))
    letter = write(ratna, case, kind, addressee=f"Kepala {TURNED}")
    press(ratna, letter, "penerbitan")
    reader = PdfReader(io.BytesIO(printed(ratna, letter)))
    text = text_of(printed(ratna, letter))
    assert len(reader.pages) <= 2 and "file:///etc/passwd" in text and "root:" not in text
    assert not any(page.images for page in reader.pages) and "400.9/001/PKS-321617/XI/2026" in text


def test_a_task_that_ended_gets_no_surat_tugas(client_for: SignIn, cast: Cast) -> None:
    case, ratna = case_of(cast), client_for("ratna")
    task = make_assignment(cast, case)
    path = f"/kasus/{case.number}/surat/surat_tugas?tugas={task.number}"
    ratna.get(path)
    cancel(cast, task)
    ratna.get(path, expect=404)
    sent = {**TYPED, "volunteer": "Ujang", "purpose": "Kunjungan", "from_day": "2026-11-17", "key": str(uuid4())}
    ratna.post(path, sent, expect=404)
    assert not Letter.select().exists()


def test_a_surat_tugas_is_not_issued_once_its_task_ended(client_for: SignIn, cast: Cast, app: Flask) -> None:
    case, ratna = case_of(cast), client_for("ratna")
    task = make_assignment(cast, case)
    content = {"volunteer": "Ujang", "purpose": "Kunjungan rumah"}
    letter = draft(cast, Case.get_by_id(case.id), task=task, kind="surat_tugas", content=content)
    cancel(cast, task)
    page = ratna.follow(press(ratna, letter, "penerbitan"))
    assert "sudah berakhir" in page.text("#flash")
    assert Letter.get().state == "draf" and not SheetOut.select().exists()


def test_what_comes_too_late_is_a_conflict_and_changes_nothing(client_for: SignIn, cast: Cast) -> None:
    ratna, bayu = client_for("ratna"), client_for("bayu")
    letter = write(bayu, case_of(cast))
    ratna_sees = Letter.get_by_id(letter.id).version
    page = bayu.get(f"/surat/{letter.id}/isi")
    bayu.fill(page, "main form.sheet", subject="Perihal lain")
    late = {"version": ratna_sees}
    ratna.post(f"/surat/{letter.id}/penerbitan", late, expect=409)
    ratna.post(f"/surat/{letter.id}/penghapusan", late, expect=409)
    press(ratna, letter, "penerbitan")
    for step, typed in (("penerbitan", {}), ("penghapusan", {}), ("pembatalan", {"reason": "Keliru."})):
        ratna.post(f"/surat/{letter.id}/{step}", late | typed, expect=409)
    assert (Letter.get().state, Letter.get().serial) == ("terbit", 1)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "1.5", "²"])
def test_a_version_that_is_none_issues_nothing(client_for: SignIn, cast: Cast, version: str) -> None:
    ratna = client_for("ratna")
    letter = write(ratna, case_of(cast))
    ratna.post(f"/surat/{letter.id}/penerbitan", {"version": version}, expect=range(303, 423))
    assert Letter.get().state == "draf"
