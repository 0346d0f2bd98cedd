"""Susunan kolom: columns by name and order, and never more than the role may have."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest

from puskesos.models import AuditEntry, Case, ColumnSet
from puskesos.rules.export_columns import ExportList
from tests.books import make_set
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
PATH, FORM, EXPORT = "/susunan-kolom", "main form.sheet", "main form[method=post].sheet"
NIK, WHY = "3216995206790003", "Bahan rapat desa"


def head_of(page: Page) -> list[object]:
    return next(
        list(row) for row in openpyxl.load_workbook(io.BytesIO(page.content)).worksheets[0].iter_rows(values_only=True)
    )


def test_columns_are_chosen_in_order_and_kept_by_name(client_for: SignIn, cast: Cast) -> None:
    make_case(cast, client=make_person(cast, "Siti Nurhaliza", nik=NIK, nik_reason=""))
    ratna = client_for("ratna")
    page = ratna.get(f"{PATH}/baru?daftar=kasus")
    typed = {"kolom_number": "2", "kolom_nik": "1", "kolom_age": "3"}
    ratna.follow(ratna.fill(page, FORM, name="Rekap Dinsos", **typed))
    one = ColumnSet.get()
    assert (one.fields, one.shared, one.list) == ("nik,number,age", True, "kasus")
    file = ratna.fill(ratna.get("/kasus/ekspor"), EXPORT, reason=WHY, columns=str(one.id), _expect=200)
    assert head_of(file) == ["NIK", "Nomor kasus", "Umur"]
    assert "nik" in AuditEntry.get(AuditEntry.action == "export_made").detail


def test_a_set_gives_no_column_that_the_role_may_not_have(client_for: SignIn, cast: Cast) -> None:
    make_case(cast, client=make_person(cast, "Siti Nurhaliza", nik=NIK, nik_reason=""))
    one, only = make_set(cast), make_set(cast, "NIK saja", ("nik", "occupation"))
    sari = client_for("sari")
    file = sari.fill(sari.get("/kasus/ekspor"), EXPORT, reason=WHY, columns=str(one.id), _expect=200)
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == ["Nomor kasus", "Klien", "Umur"] and rows[1][1] == "S. N."
    page = sari.fill(sari.get("/kasus/ekspor"), EXPORT, reason=WHY, columns=str(only.id), _expect=422)
    assert "hanya untuk koordinator" in page.text("#columns-error")


def test_the_register_has_sets_too_and_restricted_cases_stay(client_for: SignIn, cast: Cast) -> None:
    make_case(cast)
    hidden = make_case(cast, client=make_person(cast, "Wati"))
    Case.update(restricted=True).where(Case.id == hidden.id).execute()
    one = make_set(cast, "Singkat", ("pillar", "number", "decile"), kind=ExportList.REGISTER)
    ratna = client_for("ratna")
    page = ratna.get("/register/register/ekspor")
    assert "1 kasus terbatas tidak ikut" in page
    file = ratna.fill(page, EXPORT, reason=WHY, columns=str(one.id), _expect=200)
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[0]
    assert head_of(file) == ["Pilar", "No. registrasi", "Desil"] and sheet.max_row == 2


def test_an_own_set_is_seen_by_nobody_else(client_for: SignIn, cast: Cast) -> None:
    one = make_set(cast, "Milik Sari", by=cast.sari, shared=False)
    assert "Milik Sari" in client_for("sari").get(PATH) and "Milik Sari" not in client_for("bayu").get(PATH)
    client_for("bayu").get(f"{PATH}/{one.id}", expect=404)
    make_case(cast)
    bayu = client_for("bayu")
    bayu.post("/kasus/ekspor", {"reason": WHY, "format": "xlsx", "columns": str(one.id)}, expect=422)


def test_another_hub_and_other_roles(client_for: SignIn, cast: Cast) -> None:
    one = make_set(cast)
    client_for("citra").get(f"{PATH}/{one.id}", expect=404)
    client_for("citra").post(f"{PATH}/{one.id}/penghapusan", expect=404)
    assert "Rekap Dinsos" not in client_for("citra").get(PATH)
    for who in ("ujang", "dewi"):
        client_for(who).get(PATH, expect=403)
    shown = client_for("sari").get(f"{PATH}/{one.id}")
    assert shown.texts("main ol li") == ["Nomor kasus", "NIK", "Klien", "Umur"] and not shown.select("main form")
    client_for("sari").post(f"{PATH}/{one.id}/penghapusan", expect=403)
    assert ColumnSet.select().count() == 1


def test_a_set_is_changed_and_removed(client_for: SignIn, cast: Cast) -> None:
    one = make_set(cast)
    make_set(cast, "Lain")
    ratna, path = client_for("ratna"), f"{PATH}/{one.id}"
    stale = ratna.get(path)
    assert stale.one("#kolom_nik")["value"] == "2"
    ratna.fill(stale, FORM, kolom_nik="")
    assert ColumnSet.get_by_id(one.id).fields == "number,client_name,age"
    ratna.fill(stale, FORM, name="Baru", _expect=409)
    assert "Sudah ada susunan" in ratna.fill(ratna.get(path), FORM, name="Lain", _expect=422).text("#name-error")
    ratna.fill(ratna.get(path), "details form")
    assert ColumnSet.select().count() == 1
    ratna.get(f"{path}/penghapusan", expect=405)


@pytest.mark.parametrize("typed", [{"name": ""}, {"name": "Kosong"}, {"name": "Huruf", "kolom_number": "x"}])
def test_an_empty_set_is_refused(client_for: SignIn, cast: Cast, typed: dict[str, str]) -> None:
    ratna = client_for("ratna")
    ratna.fill(ratna.get(f"{PATH}/baru"), FORM, **typed, _expect=422)
    assert not ColumnSet.select().exists()
