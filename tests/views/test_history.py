"""Riwayat of a case: every entry a sentence, corrected with a trace, complete beyond the newest hundred."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from puskesos import clock
from puskesos.actions.case_work import AdviceEntry, add_note, recommend
from puskesos.models import AuditEntry, Case, CaseEvent, DataCheck, EntryCorrection, Person, Recommendation
from tests.attached import note
from tests.cast import Cast, make_case, viewer_of
from tests.page_client import PageClient
from tests.views.field import checked_case

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft=perbaiki-riwayat]"


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast)


def path(case: Case, event: CaseEvent) -> str:
    return f"/kasus/{case.number}/riwayat/{event.id}/perbaikan"


def test_a_corrected_note_shows_who_and_what_it_said(client_for: SignIn, case: Case, cast: Cast) -> None:
    event, sari = note(case, "Datang hari Selasa.", by=cast.sari), client_for("sari")
    page = sari.follow(sari.fill(sari.get(path(case, event)), FORM, text="Datang hari Rabu.", why="salah hari"))
    entry = f"#entry-{event.id}"
    assert page.texts(f"{entry} > div > .said") == ["Datang hari Rabu."]
    assert page.text(f"{entry} summary") == ("diperbaiki oleh Sari (Front office) pada 17 Nov 2026 09.00: salah hari")
    assert page.text(f"{entry} details .said") == "Datang hari Selasa."
    again = sari.fill(sari.get(path(case, event)), FORM, text="Datang hari Rabu.")
    assert "Tidak ada yang berubah." in sari.follow(again) and EntryCorrection.select().count() == 1
    assert AuditEntry.select().where(AuditEntry.action == "entry_corrected").count() == 1


def test_only_the_author_within_a_week_or_the_koordinator(
    client_for: SignIn, case: Case, cast: Cast, moment: time_machine.Traveller
) -> None:
    event = note(case, "Datang hari Selasa.", by=cast.sari)
    where = path(case, event)
    assert where not in client_for("bayu").get(f"/kasus/{case.number}").html
    client_for("bayu").get(where, expect=403)
    client_for("bayu").post(where, {"text": "Lain"}, expect=403)
    client_for("sari").get(where)
    moment.shift(timedelta(days=7, minutes=1))
    client_for("sari").get(where, expect=403)
    ratna = client_for("ratna")
    ratna.fill(ratna.get(where), FORM, text="Datang hari Rabu.")
    assert CaseEvent.get_by_id(event.id).text == "Datang hari Rabu."


def test_what_the_program_wrote_cannot_be_corrected(client_for: SignIn, case: Case) -> None:
    first = CaseEvent.get(CaseEvent.case == case)
    client_for("ratna").get(path(case, first), expect=404)


def test_an_entry_of_another_case_is_not_found(client_for: SignIn, case: Case, cast: Cast) -> None:
    event = note(make_case(cast), "Lain.", by=cast.sari)
    client_for("sari").get(path(case, event), expect=404)


def test_a_recommendation_keeps_its_choice_and_changes_its_reason(client_for: SignIn, cast: Cast) -> None:
    case = checked_case(cast)
    bayu = viewer_of(cast.bayu)
    recommend(case, AdviceEntry("layani", "Desil 2, kartu mati."), version=case.version, actor=bayu, now=clock.now())
    event = CaseEvent.select().where(CaseEvent.case == case).order_by(CaseEvent.id.desc()).get()
    client = client_for("bayu")
    page = client.get(path(case, event))
    assert page.text("textarea").strip() == "Desil 2, kartu mati."
    page = client.follow(client.fill(page, FORM, text="Desil 2, kartu mati sejak Juli."))
    assert Recommendation.get().reason == "Desil 2, kartu mati sejak Juli."
    assert "kartu mati sejak Juli." in page.text(f"#entry-{event.id} > div > .said")
    assert page.text(f"#entry-{event.id} details .said").endswith("Desil 2, kartu mati.")


def test_a_data_check_is_corrected_on_the_client_too(client_for: SignIn, cast: Cast) -> None:
    case = checked_case(cast)
    event = CaseEvent.get(CaseEvent.case == case, CaseEvent.kind == "cek_data")
    bayu = client_for("bayu")
    page = bayu.get(path(case, event))
    assert page.one("#decile")["value"] == "2"
    assert "Desil antara 1 dan 10." in bayu.fill(page, FORM, decile="12", _expect=422).text(".errors")
    page = bayu.follow(bayu.fill(bayu.get(path(case, event)), FORM, decile="7"))
    assert (DataCheck.get().decile, Person.get_by_id(case.client_id).decile) == (7, 7)
    assert "desil 2" in page.text(f"#entry-{event.id} details .said")
    assert "Desil 7: di atas batas" in page


def test_a_data_check_on_a_case_that_moved_meanwhile_is_stale(client_for: SignIn, cast: Cast) -> None:
    case = checked_case(cast)
    event = CaseEvent.get(CaseEvent.case == case, CaseEvent.kind == "cek_data")
    bayu = client_for("bayu")
    page = bayu.get(path(case, event))
    Case.update(version=Case.version + 1).execute()
    bayu.fill(page, FORM, decile="7", _expect=409)
    assert DataCheck.get().decile == 2 and not EntryCorrection.select().exists()


def test_the_page_shows_ten_and_leads_to_the_whole_history(client_for: SignIn, case: Case, cast: Cast) -> None:
    for place in range(205):
        add_note(case, f"Catatan {place}.", actor=viewer_of(cast.sari), now=clock.now())
    sari, seen = client_for("sari"), []
    page = sari.get(f"/kasus/{case.number}")
    seen += page.texts("#case-history .timeline > li > div > .said")
    link = page.one("#case-history > p > a")
    assert link.get_text() == "Tampilkan semua riwayat" and len(seen) == 10
    seen.clear()
    while link:
        page = sari.get(str(link["href"]))
        seen += page.texts(".timeline > li > div > .said")
        older = page.select("a[rel=next]")
        link = older[0] if older else None
    assert len(seen) == len(set(seen)) == 206 and seen[-1] == "Kasus didaftarkan."


def test_every_entry_says_who_in_which_role_did_what(client_for: SignIn, cast: Cast) -> None:
    case = checked_case(cast)
    note(case, "Menelepon.", by=cast.sari)
    told = client_for("sari").get(f"/kasus/{case.number}").texts("#case-history .timeline > li > div > p:first-child")
    assert told == [
        "Sari (Front office) menulis catatan",
        "Bayu (Back office) mengubah status menjadi Penanganan BO",
        "Bayu (Back office) mengisi cek data",
        "Sari (Front office) mendaftarkan kasus",
    ]
