"""Closed in the hub, in time, and the way saved on /laporan: shares, villages, the unknown, what a closing keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from puskesos.actions.report import close_month
from puskesos.models import Village
from puskesos.queries.report import closed_report, kept_figures, live_figures
from puskesos.rules.activity import Month
from tests.cast import NOW, Cast, make_case, make_person, viewer_of
from tests.page_client import Page, PageClient
from tests.views.test_report import number_at

SignIn = Callable[[str], PageClient]
PATH = "/laporan"
NOVEMBER = Month(NOW.date().replace(day=1))
LATER = datetime(2026, 12, 2, 3, 0, tzinfo=NOW.tzinfo)


def answered(cast: Cast, village: Village | None = None) -> None:
    """A question that was answered at the counter: closed in the hub, on the day it came in."""
    person = make_person(cast, village_id=village.id) if village else make_person(cast)
    make_case(cast, client=person, kind="pertanyaan", service="L01", answer="Dijelaskan di meja.")


def far(village: Village, kilometres: int | None) -> None:
    Village.update(office_km=kilometres).where(Village.id == village.id).execute()


def line(page: Page, words: str) -> str:
    """The figure beside a line of section a."""
    (found,) = (row for row in page.select("#bagian-a tr") if row.th.get_text(" ", strip=True).startswith(words))
    return str(found.td.get_text(" ", strip=True))


def test_shares_stand_beside_the_figures(client_for: SignIn, cast: Cast) -> None:
    answered(cast)
    make_case(cast)
    page = client_for("ratna").get(PATH)
    assert line(page, "Selesai di hub") == line(page, "Selesai tepat waktu") == "1 100% dari selesai"


def test_without_anything_closed_there_is_no_share_and_nothing_saved(client_for: SignIn, cast: Cast) -> None:
    make_case(cast)
    page = client_for("ratna").get(PATH)
    assert line(page, "Selesai di hub") == "0" == line(page, "Perjalanan yang dihemat")
    assert number_at(page, "c", "Jumlah", "Km dihemat") == "0"


def test_the_way_saved_is_there_and_back_and_the_unknown_is_named(client_for: SignIn, cast: Cast) -> None:
    far(cast.bakti, 20)
    answered(cast, cast.bakti)
    answered(cast, cast.bakti)
    answered(cast)
    ratna = client_for("ratna")
    page = ratna.get(PATH)
    assert line(page, "Perjalanan yang dihemat") == "80 km"
    assert "Jarak belum diketahui: Pantai Bahagia (1 kasus)." in page.text("#hemat")
    assert page.select("#hemat a[href='/pengaturan/laporan#jarak']")
    assert number_at(page, "c", "Pantai Bakti", "Km dihemat") == "80" == number_at(page, "c", "Jumlah", "Km dihemat")
    assert number_at(page, "c", "Pantai Bahagia", "Km dihemat") == "tidak diketahui"
    listed = ratna.get(str(page.one("#bagian-c a[data-km]")["href"]))
    assert listed.text("main p.row strong") == "2"
    assert not client_for("bayu").get(PATH).select("#hemat a")


def test_where_no_distance_is_known_nothing_is_called_zero(client_for: SignIn, cast: Cast) -> None:
    answered(cast)
    assert line(client_for("ratna").get(PATH), "Perjalanan yang dihemat") == "tidak diketahui"


def test_a_closed_month_keeps_the_distances_it_was_counted_with(client_for: SignIn, cast: Cast, moment: Any) -> None:
    far(cast.bakti, 20)
    answered(cast, cast.bakti)
    moment.move_to(LATER)
    report = close_month(cast.hub, NOVEMBER, actor=viewer_of(cast.ratna), now=LATER, today=LATER.date())
    far(cast.bakti, 400)
    assert kept_figures(closed_report(cast.hub.id, NOVEMBER)).saved.kilometres == 40
    assert live_figures(cast.hub, NOVEMBER).saved.kilometres == 800
    page = client_for("ratna").get(f"{PATH}?bulan=2026-11")
    assert line(page, "Perjalanan yang dihemat") == "40 km" and report.fingerprint[:12] in page
