"""Pengaturan → Tenggat, Program, Hari libur: set here, believed everywhere at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from puskesos.models import AuditEntry, Case, DataCheck, Hub, LocalHoliday, Program
from puskesos.queries.hub import step_days
from tests.cast import TODAY, Cast, make_case, make_person
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
LIMITS, PROGRAMS, HOLIDAYS = "/pengaturan/tenggat", "/pengaturan/program", "/pengaturan/hari-libur"


@pytest.fixture
def checked(cast: Cast) -> Case:
    """A case whose client was found in decile 6."""
    case = make_case(cast)
    DataCheck.create(
        case=case, status="terdaftar", decile=6, checked_on=TODAY, channel="siks_ng", checked_by=cast.bayu,
        created_at=case.created_at,
    )  # fmt: skip
    return case


def test_the_settings_page_leads_to_each_of_them(cast: Cast, client_for: SignIn) -> None:
    links = {link["href"] for link in client_for("ratna").get("/pengaturan").select("main nav a")}
    assert {LIMITS, PROGRAMS, HOLIDAYS, "/pengaturan/layanan"} <= links


def test_time_limits_are_saved_and_the_assignment_form_uses_them(cast: Cast, client_for: SignIn) -> None:
    client, case = client_for("ratna"), make_case(cast)
    form = f"form[action='{LIMITS}']"
    answer = client.fill(client.get(LIMITS), form, days_kunjungan_biasa="1", answer_days="7", public_status=False)
    page = client.follow(answer)
    assert "3 pengaturan berubah." in page.text("#flash") and "bawaan 3" in page
    assert "tenggat kunjungan, biasa semula “3”" in page.text(".timeline")
    hub = Hub.get_by_id(cast.hub.id)
    assert (hub.answer_days, hub.public_status) == (7, False)
    assert client.get(f"/kasus/{case.number}/penugasan").one("#due_on")["value"] == "2026-11-18"
    client.fill(client.get(LIMITS), form)
    assert AuditEntry.select().where(AuditEntry.action == "field_settings_changed").count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"days_penanganan_biasa": "61"}, "days_penanganan_biasa", "antara 0 dan 60"),
        ({"days_penanganan_biasa": ""}, "days_penanganan_biasa", "Isi angkanya."),
        ({"dtsen_cutoff_day": "29"}, "dtsen_cutoff_day", "antara 1 dan 28"),
        ({"dtsen_cutoff_day": "20"}, "dtsen_pull_day", "Tanggal penarikan sebelum tanggal batas."),
    ],
)
def test_limits_that_cannot_be_are_said_at_the_field(
    cast: Cast, client_for: SignIn, typed: dict[str, str], field: str, message: str
) -> None:
    client = client_for("ratna")
    page = client.fill(client.get(LIMITS), f"form[action='{LIMITS}']", _expect=422, **typed)
    assert message in page.text(f"#{field}-error")
    assert step_days(cast.hub.id)["penanganan", "biasa"] == 3


def test_a_programs_limit_changes_what_a_case_advises(cast: Cast, client_for: SignIn, checked: Case) -> None:
    client, bayu = client_for("ratna"), client_for("bayu")
    assert "Desil 6: di atas batas PBI-JK (1–5)." in bayu.get(f"/kasus/{checked.number}")
    program = Program.get(Program.hub == cast.hub, Program.code == "pbi_jk")
    page = client.get(f"{PROGRAMS}/{program.id}")
    answer = client.fill(page, ".sheet[data-draft]", decile_limit="6", doubtful_decile="6")
    assert "PBI-JK tersimpan." in client.follow(answer).text("#flash")
    advice = bayu.get(f"/kasus/{checked.number}").text()
    assert "di atas batas PBI-JK" not in advice and "Desil 6: perlu cek untuk PBI-JK." in advice
    client.fill(client.get(f"{PROGRAMS}/{program.id}"), ".sheet[data-draft]", active=False)
    assert "PBI-JK." not in bayu.get(f"/kasus/{checked.number}").text()
    assert "batas desil semula “5”" in client.get(f"{PROGRAMS}/{program.id}").text(".timeline")


def test_a_program_out_of_use_is_offered_no_more_and_a_new_one_is(cast: Cast, client_for: SignIn) -> None:
    client, person = client_for("ratna"), make_person(cast)
    Program.update(active=False).where(Program.code == "lpg").execute()
    client.fill(client.get(f"{PROGRAMS}/baru"), ".sheet[data-draft]", name="Kartu Sehat Daerah")
    offered = client.get(f"/warga/{person.id}/program").text("select[name=program]")
    assert "Kartu Sehat Daerah" in offered and "Subsidi LPG" not in offered and "Rujukan panti" not in offered


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name": ""}, "name"), ({"name": "pkh"}, "name"), ({"name": "Baru", "decile_limit": "11"}, "decile_limit")],
)
def test_an_odd_program_is_refused_at_the_field(
    cast: Cast, client_for: SignIn, typed: dict[str, str], field: str
) -> None:
    client = client_for("ratna")
    page = client.fill(client.get(f"{PROGRAMS}/baru"), ".sheet[data-draft]", _expect=422, **typed)
    assert page.text(f"#{field}-error")


def test_holidays_are_added_shown_and_removed(cast: Cast, client_for: SignIn) -> None:
    client = client_for("ratna")
    form = "form[data-draft=libur]"
    typed = {"name": "Hari Jadi Kabupaten", "first": "2026-11-18", "last": "2026-11-19"}
    page = client.follow(client.fill(client.get(HOLIDAYS), form, **typed))
    assert "2 hari libur ditambahkan." in page.text("#flash")
    assert "Proklamasi Kemerdekaan" in page and "Rabu 18 November Hari Jadi Kabupaten" in page
    assert "sudah tercatat" in client.follow(client.fill(page, form, **typed)).text("#flash")
    holiday = LocalHoliday.get(LocalHoliday.day == date(2026, 11, 18))
    page = client.follow(client.fill(page, f"#holiday-row-{holiday.id} form"))
    assert "bukan hari libur lagi" in page.text("#flash")
    assert "Ratna menghapus libur. 2026-11-18" in page.text(".timeline")
    client.post(f"{HOLIDAYS}/{holiday.id}/penghapusan", expect=404)


def test_due_words_on_lists_know_the_hubs_holidays(cast: Cast, client_for: SignIn) -> None:
    make_case(cast, service="K02")
    sari = client_for("sari")
    assert "3 hari kerja lagi" in sari.get("/kasus")
    client_for("ratna").post(HOLIDAYS, {"name": "Pilkades", "first": "2026-11-18"})
    assert "2 hari kerja lagi" in sari.get("/kasus")


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("2026", "Proklamasi Kemerdekaan"),
        ("2029", "Keputusan hari libur 2029 belum ada"),
        ("9999", "Hari libur 2026"),
        ("x", "Hari libur 2026"),
    ],
)
def test_a_year_without_decree_says_so(cast: Cast, client_for: SignIn, year: str, said: str) -> None:
    assert said in client_for("dewi").get(f"{HOLIDAYS}?tahun={year}")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "", "first": "2026-11-18"}, "name"),
        ({"name": "Libur", "first": "besok"}, "first"),
        ({"name": "Libur", "first": "2026-11-18", "last": "2026-11-17"}, "last"),
    ],
)
def test_odd_holidays_are_refused_at_the_field(
    cast: Cast, client_for: SignIn, typed: dict[str, str], field: str
) -> None:
    assert client_for("ratna").post(HOLIDAYS, typed, expect=422).text(f"#{field}-error")
    assert not LocalHoliday.select().exists()
