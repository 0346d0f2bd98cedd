"""Pengaturan → Penugasan: the load limit and the hub's own words, with a preview before they are kept."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from puskesos.models import AuditEntry, Hub
from tests.cast import Cast, make_case
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
PATH = "/pengaturan/penugasan"
FORM = f"form[action='{PATH}']"


def test_both_are_kept_and_used_at_once(client_for: SignIn, cast: Cast) -> None:
    dewi, case = client_for("dewi"), make_case(cast)
    assert dewi.get("/pengaturan").select(f"main nav a[href='{PATH}']")
    answer = dewi.fill(dewi.get(PATH), FORM, load_limit="1", handoff_text="Ada tugas {nomor}: {tautan}")
    page = dewi.follow(answer)
    assert "Pengaturan penugasan tersimpan." in page.text("#flash")
    assert "Ada tugas T-321617-2611-0001: http://10.0.0.5:8000/tugas/T-321617-2611-0001" in page.text(
        "#handoff-preview"
    )
    assert "tugas terbuka per relawan semula “8”" in page.text(".timeline")
    assert "dari 1" in client_for("ratna").get("/relawan")
    assert "PSM desa ini · tidak ada tugas terbuka" in client_for("ratna").get(f"/kasus/{case.number}/penugasan")


def test_saving_the_same_again_changes_nothing(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    page = dewi.follow(dewi.fill(dewi.get(PATH), FORM))
    assert "Tidak ada yang berubah." in page.text("#flash")
    assert not AuditEntry.select().where(AuditEntry.action == "assigning_changed").exists()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"load_limit": "0"}, "load_limit", "Antara 1 dan 60 tugas."),
        ({"load_limit": "61"}, "load_limit", "Antara 1 dan 60 tugas."),
        ({"load_limit": ""}, "load_limit", "Isi angkanya."),
        ({"load_limit": "x"}, "load_limit", "harus angka"),
        ({"handoff_text": "Tugas untuk {nama}"}, "handoff_text", "{nama} tidak dikenal"),
        ({"handoff_text": "Ada tugas."}, "handoff_text", "Sebut {nomor} atau {tautan}"),
        ({"handoff_text": "{nomor}" + "x" * 400}, "handoff_text", "paling banyak 400"),
    ],
)
def test_what_will_not_do_is_said_at_the_field(
    client_for: SignIn, cast: Cast, typed: dict[str, str], field: str, said: str
) -> None:
    dewi = client_for("dewi")
    assert said in dewi.fill(dewi.get(PATH), FORM, _expect=422, **typed).text(f"#{field}-error")
    assert Hub.get_by_id(cast.hub.id).load_limit == 8


def test_the_preview_changes_while_typing_and_by_its_button_and_keeps_nothing(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    typed = "Tugas {nomor} di {desa}"
    part = dewi.get(f"{PATH}?handoff_text={quote(typed)}", fragment=True)
    assert "Tugas T-321617-2611-0001 di Pantai" in part.text("#handoff-preview")
    assert "{x} tidak dikenal" in dewi.get(f"{PATH}?handoff_text={quote('{x}')}", fragment=True).text()
    page = dewi.fill(dewi.get(PATH), FORM, press="[name=pratinjau]", handoff_text=typed, _expect=200)
    assert "Tugas T-321617-2611-0002 di Pantai" in page.text("#handoff-preview") and page.text("#handoff_text") == typed
    assert Hub.get_by_id(cast.hub.id).handoff_text == ""
