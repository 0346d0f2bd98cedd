"""Every paper there is stays readable after a bad photocopy: no letter under 10 pt, nothing but black on white.

There is no exception: also feet, heads of tables, hints and the words beside a QR code.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos.config import ROOT
from puskesos.documents.person_copy import person_copy_pdf
from puskesos.models import Letter, Person
from puskesos.rules.letter import LetterKind
from puskesos.views.blank_papers import MOST_PAGES as BLANK
from tests.cast import Cast
from tests.documents.read_pdf import BLACK_OR_WHITE, colours_of, read_pdf
from tests.documents.test_person_copy import copy_file
from tests.letters import draft
from tests.page_client import PageClient
from tests.papers import print_recap
from tests.views.everything import furnish, steps_of
from tests.views.field import Field, start_field

SignIn = Callable[[str], PageClient]
SMALLEST = 10.0
TEMPLATES = ROOT / "puskesos" / "templates" / "papers"
SHEET = (ROOT / "static" / "paper.css").read_text(encoding="utf-8")


@pytest.fixture
def field(cast: Cast, app: Flask) -> Field:
    return furnish(start_field(cast, nik="3216995206790003", kk="3216991206790001"), app)


def addresses(app: Flask, field: Field) -> set[str]:
    """Of all papers: every route that ends in .pdf, with each kind of letter and each empty paper."""
    for kind in (LetterKind.PENGANTAR, LetterKind.BERITA_ACARA):
        draft(field.cast, field.case, kind=kind)
    draft(field.cast, field.case, kind=LetterKind.TUGAS, task=field.task)
    found = {step.path for step in steps_of(app, field) if step.method == "GET" and step.path.endswith(".pdf")}
    found |= {f"/pengaturan/surat/contoh/{kind}.pdf" for kind in LetterKind} | {f"/cetak/{stem}.pdf" for stem in BLANK}
    letters = Letter.select().where(Letter.referral.is_null())  # that of a referral has an address of its own
    return found | {f"/surat/{letter.id}/cetak.pdf" for letter in letters}


def papers(app: Flask, field: Field, client_for: SignIn) -> Iterator[tuple[str, bytes]]:
    """Each paper with its address; the copy of a person's data is no plain address."""
    koordinator, volunteer = client_for("ratna"), client_for("ujang")
    for path in sorted(addresses(app, field)):
        answers = (who.get(path, expect=range(200, 600), budget=99) for who in (koordinator, volunteer))
        made = [answer.content for answer in answers if answer.content.startswith(b"%PDF")]
        assert made, path
        yield path, made[0]
    with app.app_context():
        yield "rekap", print_recap()
        yield "salinan", person_copy_pdf(copy_file(field.cast, Person.get_by_id(field.case.client_id)))


@pytest.mark.pango
def test_no_paper_has_small_or_grey_words(
    app: Flask, field: Field, client_for: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, find = set(), app.jinja_env.get_template
    monkeypatch.setattr(app.jinja_env, "get_template", lambda name, *more: (drawn.add(name), find(name, *more))[1])
    small, colourful = {}, {}
    for name, pdf in papers(app, field, client_for):
        if sizes := sorted(size for size in read_pdf(pdf).sizes if size < SMALLEST):
            small[name] = sizes
        if colours := colours_of(PdfReader(io.BytesIO(pdf))) - BLACK_OR_WHITE:
            colourful[name] = colours
    assert (small, colourful) == ({}, {})
    known = {f"papers/{path.name}" for path in TEMPLATES.glob("[!_]*.html")}
    assert known <= drawn, "a paper that this test does not print"


def test_no_rule_makes_words_small() -> None:
    sizes = re.findall(r"font(?:-size)?:[^;}]*?([0-9.]+)(pt|px|em|rem|mm|%)", SHEET)
    assert [size for size, unit in sizes if unit != "pt" or float(size) < SMALLEST] == []
