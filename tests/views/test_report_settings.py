"""Pengaturan → Laporan: targets by year, distances that may be unknown, and days of silence; with their history."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import AuditEntry, Hub, SpmTarget, Village
from tests.cast import Cast
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
PATH = "/pengaturan/laporan"
FORM = "main form"


def test_numbers_are_kept_by_year_with_their_history(client_for: SignIn, cast: Cast) -> None:
    dewi, place = client_for("dewi"), f"km_{cast.bakti.id}"
    assert dewi.get("/pengaturan").select(f"main nav a[href='{PATH}']")
    typed = {"target_3": "40", "target_1": "0", place: "27", "village_silent_days": "21"}
    page = dewi.follow(dewi.fill(dewi.get(PATH), FORM, **typed))
    assert "4 pengaturan berubah." in page.text("#flash")
    assert page.one(f"#{place}")["value"] == "27" and page.one("#target_3")["value"] == "40"
    assert "jarak Pantai Bakti (km) semula kosong" in page.text(".timeline")
    assert "sasaran SPM-3 tahun 2026 semula kosong" in page.text(".timeline")
    assert "hari tanpa kabar dari desa semula “14”" in page.text(".timeline")
    assert Hub.get_by_id(cast.hub.id).village_silent_days == 21
    following = dewi.get(f"{PATH}?tahun=2027")
    assert following.one("#target_3").get("value", "") == "" and following.one(f"#{place}")["value"] == "27"
    dewi.fill(following, FORM, target_3="50")
    assert dict(SpmTarget.select(SpmTarget.year, SpmTarget.people).where(SpmTarget.code == "SPM-3").tuples()) == {
        2026: 40,
        2027: 50,
    }


def test_what_is_emptied_is_unknown_again_and_zero_is_a_number(client_for: SignIn, cast: Cast) -> None:
    ratna, place = client_for("ratna"), f"km_{cast.bakti.id}"
    ratna.fill(ratna.get(PATH), FORM, target_3="40", **{place: "0"})
    assert Village.get_by_id(cast.bakti.id).office_km == 0
    ratna.fill(ratna.get(PATH), FORM, target_3="", **{place: ""})
    assert Village.get_by_id(cast.bakti.id).office_km is None and not SpmTarget.select().exists()


def test_saving_the_same_again_changes_nothing(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    assert "Tidak ada yang berubah." in dewi.follow(dewi.fill(dewi.get(PATH), FORM)).text("#flash")
    assert not AuditEntry.select().where(AuditEntry.action == "report_settings_changed").exists()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("target_1", "100001", "Antara 0 dan 100.000 orang."),
        ("target_1", "-3", "harus angka"),
        ("target_1", "3,5", "harus angka"),
        ("km", "501", "Antara 0 dan 500 km."),
        ("km", "dua", "harus angka"),
        ("village_silent_days", "", "Isi angkanya."),
        ("village_silent_days", "0", "antara 1 dan 365"),
        ("village_silent_days", "366", "antara 1 dan 365"),
    ],
)
def test_what_will_not_do_is_said_at_the_field(
    client_for: SignIn, cast: Cast, field: str, typed: str, said: str
) -> None:
    name = f"km_{cast.bakti.id}" if field == "km" else field
    dewi = client_for("dewi")
    assert said in dewi.fill(dewi.get(PATH), FORM, _expect=422, **{name: typed}).text(f"#{name}-error")
    assert not SpmTarget.select().exists() and not AuditEntry.select().where(
        AuditEntry.action == "report_settings_changed"
    )


@pytest.mark.parametrize("who", ["sari", "bayu", "ujang"])
def test_others_may_not(client_for: SignIn, cast: Cast, who: str) -> None:
    client_for(who).get(PATH, expect=403)


def test_another_hubs_villages_stay_as_they_are(client_for: SignIn, cast: Cast) -> None:
    citra = client_for("citra")
    page = citra.get(PATH)
    assert not page.select(f"#km_{cast.bakti.id}")
    citra.post(PATH, {"village_silent_days": "30", f"km_{cast.bakti.id}": "9"})
    assert Village.get_by_id(cast.bakti.id).office_km is None
    assert Hub.get_by_id(cast.hub.id).village_silent_days == 14
