"""The list of the 26 PPKS on screen: what is proposed, searching without losing ticks, and who sees what afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from puskesos.models import Case, Person, PersonCategory
from tests.cast import Cast, make_case, make_person
from tests.page_client import PageClient
from tests.welfare import note_ppks

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"


@pytest.fixture
def case(cast: Cast) -> Case:
    """An old woman alone on her card who needs a device."""
    client = make_person(cast, "Minah", birth_date=date(1954, 2, 1), kk="3216990101200001")
    return make_case(cast, client=client, service="K06")


def url(case: Case, sub: str = "") -> str:
    return f"/kasus/{case.number}/ppks{sub}"


def test_all_26_are_offered_and_the_likely_ones_first_with_reasons(client_for: SignIn, case: Case) -> None:
    page = client_for("sari").get(url(case))
    assert len(page.select("#ppks-ticks input")) == 26
    assert page.texts("#ppks-ticks legend") == ["Mungkin sesuai", "Semua umur", "Anak"]
    assert page.text("#ppks-ticks summary") == "7 PPKS untuk umur lain"
    first = page.texts("#ppks-ticks .choice")[0]
    assert first.startswith("08 Lanjut usia telantar") and "Karena layanan Alat bantu" in first
    assert "usia 72 tahun, hidup sendiri menurut KK" in first


def test_what_does_not_fit_says_so_and_can_be_ticked_all_the_same(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    page = sari.get(url(case))
    assert "Untuk 0–5 tahun; usia 72 tahun." in page.text("label[for=codes-01]")
    sari.fill(page, FORM, codes=["01"])
    assert PersonCategory.get().code == "01"


def test_ticks_are_noted_and_stand_on_case_and_person(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    sent = sari.fill(sari.get(url(case)), FORM, codes=["08", "24"], since="2026-03-03")
    assert sent.location == f"/kasus/{case.number}"
    shown = sari.follow(sent)
    assert "2 PPKS dicatat." in shown
    for page in (shown, sari.get(f"/warga/{case.client_id}")):
        assert "08 Lanjut usia telantar" in page and "sejak 3 Mar 2026 · dicatat Sari" in page
    assert "24" not in [one["value"] for one in sari.get(url(case)).select("#ppks-ticks input")]


def test_the_case_proposes_until_something_is_noted(client_for: SignIn, cast: Cast, case: Case) -> None:
    sari = client_for("sari")
    assert "Mungkin PPKS 08 Lanjut usia telantar: layanan" in sari.get(f"/kasus/{case.number}").text("#case-welfare")
    note_ppks(cast, case, "24")
    assert "Mungkin PPKS" not in sari.get(f"/kasus/{case.number}").text("#case-welfare")


def test_searching_keeps_the_ticks(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    page = sari.fill(
        sari.get(url(case)), FORM, press="button[formaction]", q="banjir", codes=["08"], since="2026-03-03", _expect=200
    )
    assert [(one["value"], one.has_attr("checked")) for one in page.select("#ppks-ticks input")] == [
        ("08", True),
        ("21", False),
    ]
    sari.fill(page, FORM, press="button[data-main]", codes=["08", "21"])
    assert {(row.code, row.since) for row in PersonCategory.select()} == {
        ("08", date(2026, 3, 3)),
        ("21", date(2026, 3, 3)),
    }


def test_htmx_gets_the_narrowed_list_alone(client_for: SignIn, case: Case) -> None:
    sent = {"q": "odgj", "codes": "24"}
    page = client_for("sari").post(url(case, "/pencarian"), sent, fragment=True)
    assert page.one("#ppks-ticks") and not page.select("h1")
    assert [one["value"] for one in page.select("input")] == ["09", "24"]


def test_nothing_found_says_so(client_for: SignIn, case: Case) -> None:
    page = client_for("sari").post(url(case, "/pencarian"), {"q": "xyz"}, fragment=True)
    assert "Tidak ada PPKS yang cocok" in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"codes": []}, "Centang paling sedikit satu PPKS."),
        ({"codes": ["24"], "since": ""}, "Isi sejak kapan."),
        ({"codes": ["24"], "since": "2026-11-18"}, "Tanggal ini masih di depan."),
    ],
    ids=["nothing", "no day", "tomorrow"],
)
def test_mistakes_are_named(client_for: SignIn, case: Case, typed: dict[str, object], message: str) -> None:
    sari = client_for("sari")
    page = sari.fill(sari.get(url(case)), FORM, _expect=422, **typed)
    assert message in page.text(".errors") and not PersonCategory.select().exists()
    assert page.select(str(page.one(".errors a")["href"])), "the mistake leads nowhere"


def test_a_category_is_ended_on_its_own_page(client_for: SignIn, cast: Cast, case: Case) -> None:
    row, sari = note_ppks(cast, case, "11"), client_for("sari")
    page = sari.get(url(case, f"/{row.id}"))
    wrong = sari.fill(page, FORM, _expect=422, ending="berakhir", reason="pindah")
    assert "Isi sejak kapan" in wrong.text("#until-error")
    sari.fill(page, FORM, ending="keliru", reason="salah orang")
    assert "11 Gelandangan" not in sari.get(f"/kasus/{case.number}").text("#case-welfare")
    assert "salah catat · salah orang" in sari.get(f"/warga/{case.client_id}").text("#person-categories")
    sari.fill(page, FORM, _expect=409, ending="jalan")


def test_whoever_closes_a_case_for_himself_is_told(client_for: SignIn, cast: Cast) -> None:
    case, sari = make_case(cast, by=cast.ratna), client_for("sari")
    sent = sari.fill(sari.get(url(case)), FORM, codes=["17"])
    assert sent.location == "/kasus" and "Kasus ini sekarang terbatas" in sari.follow(sent)
    sari.get(url(case), expect=403)
    sari.get(f"/kasus/{case.number}", expect=403)


def test_a_hidden_category_leaves_no_trace(client_for: SignIn, cast: Cast) -> None:
    hidden = make_case(cast, by=cast.ratna)
    note_ppks(cast, hidden, "17")
    other = make_case(cast, client=Person.get_by_id(hidden.client_id))
    sari = client_for("sari")
    for page in (sari.get(f"/warga/{hidden.client_id}"), sari.get(f"/kasus/{other.number}")):
        assert "NAPZA" not in page.html and hidden.number not in page.html
    assert "NAPZA" in client_for("ratna").get(f"/warga/{hidden.client_id}")


def test_a_category_of_another_case_is_not_found(client_for: SignIn, cast: Cast, case: Case) -> None:
    row = note_ppks(cast, make_case(cast), "11")
    client_for("ratna").get(url(case, f"/{row.id}"), expect=404)
