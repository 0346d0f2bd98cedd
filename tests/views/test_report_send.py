"""/laporan/kirim: only a closed month, signed, without any name, and written down."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import fastjsonschema
import pytest

from puskesos.models import AuditEntry, Case, MonthNote
from puskesos.recap.schema import misfit, read_schema
from puskesos.rules.bundle import canonical
from puskesos.security.report_key import is_signed, short_fingerprint
from tests.cast import NOW, Cast, make_assignment, make_case, make_person
from tests.page_client import Page, PageClient
from tests.sheets.reckoning import read_sheets
from tests.welfare import claim_spm, note_ppks

SignIn = Callable[[str], PageClient]
PATH = "/laporan/kirim"
NOVEMBER = f"{PATH}?bulan=2026-11"
LATER = datetime(2026, 12, 2, 3, 0, tzinfo=NOW.tzinfo)
SECRET, KNOWN, WORDS = "Mawar Kusumawardhani", "Siti Nurhaliza", "Listrik padam dua hari"


@pytest.fixture
def ratna(client_for: SignIn, cast: Cast, moment: Any) -> PageClient:
    """The koordinator after closing a month with a restricted case, PPKS, SPM and a volunteer at work."""
    hidden = make_case(cast, service="R08", by=cast.ratna, client=make_person(cast, name=SECRET))
    note_ppks(cast, hidden, "19")
    case = make_case(cast, client=make_person(cast, name=KNOWN))
    note_ppks(cast, case, "08")
    claim_spm(cast, case, "SPM-3", given="rujukan")
    make_assignment(cast, Case.get_by_id(case.id))
    note = {"obstacles": WORDS, "proposals": "", "changed_by": cast.ratna.id, "changed_at": NOW}
    MonthNote.create(hub=cast.hub.id, month=NOW.date().replace(day=1), **note)
    moment.move_to(LATER)
    found = client_for("ratna")
    found.fill(found.get("/laporan?bulan=2026-11"), "#tutup form")
    return found


def sent(client: PageClient, **ticked: bool) -> tuple[dict[str, Any], bytes, bytes]:
    """The signed file, read; its bytes; the workbook beside it."""
    answer = client.fill(client.get(NOVEMBER), "#kirim", _expect=200, **ticked)
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["laporan.json", "laporan.xlsx"]
        content = archive.read("laporan.json")
        return json.loads(content), content, archive.read("laporan.xlsx")


def test_the_closed_month_leads_to_its_file(ratna: PageClient, cast: Cast) -> None:
    assert "Kirim laporan November 2026" in ratna.get(PATH).text("h1"), "without a month: the newest closed one"
    page = ratna.get("/laporan?bulan=2026-11")
    assert page.one(f"#tutup a[href='{NOVEMBER}']").get_text(strip=True) == "Kirim ke Dinsos"
    answer = ratna.fill(ratna.get(NOVEMBER), "#kirim", _expect=200)
    name = f'attachment; filename="laporan-{cast.hub.number_prefix}-2026-11-r1.zip"'
    assert answer.headers["Content-Disposition"] == name


def test_the_file_fits_the_schema_and_is_signed_by_the_key_on_the_page(ratna: PageClient) -> None:
    plain, content, _ = sent(ratna)
    fastjsonschema.compile(read_schema())(plain)
    assert misfit(plain) == "" and canonical(plain) == content
    seal = plain["seal"]
    assert is_signed(canonical(plain["report"]), seal["public_key"], seal["signature"])
    page = ratna.get(NOVEMBER)
    assert page.text("#sidik-kunci") == short_fingerprint(seal["public_key"]) and seal["public_key"] in page


def test_nobody_is_named_and_small_figures_are_hidden(ratna: PageClient) -> None:
    plain, content, book = sent(ratna)
    cells = (str(one) for sheet in read_sheets(book).values() for one in sheet.values.values())
    told = content.decode() + " ".join(cells)
    for name in (SECRET, KNOWN, "Mawar", "Nurhaliza", "Ujang", "Ratna", "Bayu", WORDS):
        assert name not in told, name
    assert plain["report"]["volunteers"] == 1 and "Semua relawan (1 orang)" in told and plain["report"]["notes"] is None
    sections = {one["code"]: one for one in plain["report"]["sections"]}
    assert list(sections) == ["a", "b1", "b2", "c", "d", "e", "f", "g", "h1", "h2", "i"]
    for code in "ef":
        cells = {cell for row in [*sections[code]["rows"], {"cells": sections[code]["total"]}] for cell in row["cells"]}
        assert cells <= {0, None, "<5"} and sections[code]["hides"]


def test_villages_and_services_go_by_their_codes(ratna: PageClient, cast: Cast) -> None:
    sections = {one["code"]: one for one in sent(ratna)[0]["report"]["sections"]}
    assert all(row["key"].startswith(cast.hub.code) for row in sections["c"]["rows"])
    assert "R08" in {row["key"] for row in sections["b2"]["rows"]}
    assert [row["key"] for row in sections["h1"]["rows"]] == ["semua"]


def test_words_go_along_only_when_ticked(ratna: PageClient) -> None:
    plain, _, book = sent(ratna, with_notes=True)
    assert plain["report"]["notes"] == {"obstacles": WORDS, "proposals": ""}
    assert WORDS in read_sheets(book)["Ringkasan"].values.values()
    entry = AuditEntry.get(AuditEntry.action == "report_sent")
    detail = json.loads(entry.detail)
    assert detail["notes"] is True and detail["key"] == short_fingerprint(plain["seal"]["public_key"])
    assert (entry.object_type, entry.object_id) == ("month_report", "2026-11")


def test_the_same_month_gives_the_same_file(ratna: PageClient) -> None:
    assert sent(ratna)[1] == sent(ratna)[1]


def test_an_open_month_is_not_sent(ratna: PageClient) -> None:
    page: Page = ratna.get(f"{PATH}?bulan=2026-12")
    assert "Bulan ini belum ditutup" in page and not page.select("form#kirim")
    answer = ratna.post(f"{PATH}?bulan=2026-12", {}, expect=422)
    assert "Laporan Desember 2026 belum ditutup" in answer
    assert not AuditEntry.select().where(AuditEntry.action == "report_sent").count()


def test_a_broken_key_is_told(ratna: PageClient, app: Any) -> None:
    ratna.get(NOVEMBER)
    (path,) = app.config["SETTINGS"].keys.iterdir()
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("rusak")
    assert "Kunci hub tidak dapat dibaca" in ratna.get(NOVEMBER)
    assert "Kunci hub tidak dapat dibaca" in ratna.fill(ratna.get(NOVEMBER), "#kirim", _expect=422)


def test_only_the_koordinator_sends(client_for: SignIn) -> None:
    for who in ("sari", "bayu", "ujang", "dewi"):
        client_for(who).get(PATH, expect=403)
        client_for(who).post(PATH, {}, expect=403)
