"""/laporan/spm: the year's figures with their lists, who still waits, the sheet of each SPM, and the paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from puskesos.actions.report import close_month
from puskesos.actions.spm_service import GivenEntry
from puskesos.models import AuditEntry, Case, MonthReport, Person, SpmTarget
from puskesos.rules.activity import Month
from tests.cast import NOW, TODAY, Cast, make_case, make_person, viewer_of
from tests.page_client import Page, PageClient
from tests.welfare import claim_spm, give

SignIn = Callable[[str], PageClient]
PATH, LIST = "/laporan/spm", "/laporan/spm/daftar"
LATER = datetime(2026, 12, 2, 3, 0, tzinfo=NOW.tzinfo)


def cells(page: Page, section: str, row: str) -> list[str]:
    """The texts of a table's line by how its head begins."""
    for line in page.select(f"{section} tbody tr"):
        if line.th.get_text(" ", strip=True).startswith(row):
            return [cell.get_text(" ", strip=True) for cell in line.select("td")]
    raise AssertionError(f"no line {row!r} in {section}")


def rows(page: Page) -> int:
    return len(page.select("main tbody tr"))


def test_the_year_stands_beside_its_target_in_words(client_for: SignIn, cast: Cast) -> None:
    SpmTarget.create(hub=cast.hub, year=2026, code="SPM-3", people=4)
    claim_spm(cast, make_case(cast), given="sandang")
    page = client_for("ratna").get(PATH)
    assert cells(page, "#capaian", "SPM-3") == ["4", "1", "1", "0", "0"]
    assert cells(page, "#capaian", "SPM-1") == ["–", "0", "0", "0", "0"]
    said = page.texts("#capaian .reached")
    assert said[2] == "1 dari 4 orang dilayani (25%)" and {*said[:2], *said[3:]} == {"Sasaran belum diisi"}
    assert len(page.select("#capaian svg")) == 1 and page.one("#capaian svg .done")["width"] == "25"
    assert page.select("main a[href='/laporan/spm/cetak?tahun=2026']")
    assert client_for("ratna").get("/laporan").select("main a[href='/laporan/spm?tahun=2026']")


def test_each_figure_is_as_long_as_its_list(client_for: SignIn, cast: Cast) -> None:
    claim = claim_spm(cast, make_case(cast), given="sandang")
    give(cast, claim, GivenEntry("permakanan", TODAY, amount=150_000), GivenEntry("rujukan", TODAY))
    claim_spm(cast, make_case(cast, client=make_person(cast, name="Nenek <b>Icah</b>")))
    claim_spm(cast, make_case(cast, client=make_person(cast, name="Kakek Oman")), "SPM-4", state="usul")
    ratna = client_for("ratna")
    for where in (PATH, f"{PATH}/SPM-3"):
        page = ratna.get(where)
        links = page.select("main td a, main dd a")
        figures = [link for link in links if link.get_text().isdigit()]
        assert len(figures) >= 6
        for link in figures:
            listed = ratna.get(str(link["href"]))
            assert rows(listed) == int(link.get_text()) == int(listed.text("main p.row strong")), link
    sheet = ratna.get(f"{PATH}/SPM-3")
    assert cells(sheet, "#layanan", "Permakanan") == ["1", "1", "Rp150.000"]
    assert cells(sheet, "#layanan", "Sandang") == ["1", "1", "–"], "no value noted is not Rp0"
    assert sheet.texts("#layanan tfoot td") == ["3", "1", "Rp150.000"]


def test_who_waits_longest_comes_first_and_leaves_when_served(client_for: SignIn, cast: Cast, moment: Any) -> None:
    first = claim_spm(cast, make_case(cast, client=make_person(cast, name="Nenek Icah")))
    moment.shift(86400 * 3)
    claim_spm(cast, make_case(cast, client=make_person(cast, name="Kakek Oman")))
    ratna = client_for("ratna")
    page = ratna.get(PATH)
    assert [text.split()[1] for text in page.texts("#menunggu td[data-label=Klien]")] == ["Icah", "Oman"]
    assert page.texts("#menunggu td[data-label=Menunggu]") == ["3 hari", "0 hari"]
    number = Case.get_by_id(first.case_id).number
    link = page.select("#menunggu tbody a")[0]
    assert link["href"] == f"/kasus/{number}/spm#SPM-3" and ratna.get(f"/kasus/{number}/spm")
    give(cast, first, GivenEntry("sandang", TODAY))
    assert page.texts("h2#menunggu-judul") == ["Masih menunggu: 2"]
    assert ratna.get(PATH).texts("h2#menunggu-judul") == ["Masih menunggu: 1"]


def test_back_office_learns_no_name_of_a_restricted_case(client_for: SignIn, cast: Cast) -> None:
    hidden = make_case(cast, service="R08", client=make_person(cast, name="Rahasia Sekali"), by=cast.ratna)
    assert Case.get_by_id(hidden.id).restricted
    claim_spm(cast, hidden)
    bayu = client_for("bayu")
    for where in (PATH, f"{LIST}?isi=menunggu", f"{LIST}?isi=spm_ditemukan&spm=SPM-3"):
        page = bayu.get(where)
        assert "1 di antaranya pada kasus terbatas" in page.text("main") and "Rahasia" not in page
        assert hidden.number not in page.text("main")
    assert "R. S. (Terbatas)" in client_for("ratna").get(PATH).text("#menunggu")


def test_a_closed_month_stays_in_the_year_and_nobody_stands_twice(client_for: SignIn, cast: Cast, moment: Any) -> None:
    claim = claim_spm(cast, make_case(cast), given="sandang")
    moment.move_to(LATER)
    close_month(cast.hub, Month(NOW.date().replace(day=1)), actor=viewer_of(cast.ratna), now=LATER, today=LATER.date())
    give(cast, claim, GivenEntry("permakanan", LATER.date()))
    page = client_for("ratna").get(PATH)
    served = cells(page, "#bulan", "SPM-3 dilayani")
    assert served[10:] == ["1", "1", "1"], "November, December, the year"
    assert "(1 bulan)" in page.text("main p.hint") and MonthReport.select().count() == 1


def test_other_years_are_empty_and_nonsense_is_this_year(client_for: SignIn, cast: Cast) -> None:
    claim_spm(cast, make_case(cast))
    ratna = client_for("ratna")
    assert cells(ratna.get(f"{PATH}?tahun=2025"), "#capaian", "SPM-3")[1] == "0"
    assert "Tidak ada yang menunggu." in ratna.get(f"{PATH}?tahun=2025")
    for text in ("2027", "abcd", "9999", "-1"):
        assert ratna.get(f"{PATH}?tahun={text}").text("h1") == "SPM bidang sosial 2026"
    ratna.get(f"{LIST}?isi=apa", expect=404)
    ratna.get(f"{LIST}?isi=menunggu&spm=SPM-9", expect=404)
    ratna.get(f"{LIST}?isi=diberikan&layanan=apa", expect=404)


def test_the_paper_names_nobody_and_is_noted(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    claim = claim_spm(cast, case)
    give(cast, claim, GivenEntry("sandang", TODAY, amount=90_000))
    SpmTarget.create(hub=cast.hub, year=2026, code="SPM-3", people=0)
    page = client_for("ratna").get(f"{PATH}/cetak?tahun=2026")
    assert "LAPORAN SPM BIDANG SOSIAL" in page and "Januari sampai November 2026" in page and "Rp90.000" in page
    assert Person.get_by_id(case.client_id).name not in page and case.number not in page
    assert AuditEntry.select().where(AuditEntry.action == "printed").count() == 1
    assert page.texts(".letter-name")[1:] == ["Ratna"] and "Mengetahui," in page.texts(".letter-heads")[0]


@pytest.mark.pango
def test_the_paper_is_a_pdf(client_for: SignIn, cast: Cast) -> None:
    claim_spm(cast, make_case(cast), given="sandang")
    answer = client_for("bayu").get(f"{PATH}/cetak.pdf")
    assert answer.headers["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("who", ["sari", "ujang", "dewi"])
@pytest.mark.parametrize("where", [PATH, LIST, f"{PATH}/SPM-1", f"{PATH}/cetak", f"{PATH}/cetak.pdf"])
def test_only_koordinator_and_back_office_read_it(client_for: SignIn, cast: Cast, who: str, where: str) -> None:
    client_for(who).get(where, expect=403)


def test_another_hub_sees_nothing_of_ours(client_for: SignIn, cast: Cast) -> None:
    claim_spm(cast, make_case(cast), given="sandang")
    page = client_for("citra").get(PATH)
    assert {cell for code in range(1, 6) for cell in cells(page, "#capaian", f"SPM-{code}")[1:5]} == {"0"}
