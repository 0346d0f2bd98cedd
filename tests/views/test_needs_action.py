"""Perlu tindakan: the page with its filters, the sentence and button of each row; the clock on the case page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from puskesos.models import Case, CaseDocument, Referral
from tests.cast import NOW, TODAY, Cast, make_assignment, make_case, make_person, make_referral
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
FAR = TODAY + timedelta(days=60)


def put(case: Case, state: str, *, days: int = 0, **fields: Any) -> Case:
    values = {"state": state, "state_since": NOW - timedelta(days=days), "due_on": FAR} | fields
    Case.update(**values).where(Case.id == case.id).execute()
    return Case.get_by_id(case.id)


@pytest.mark.parametrize(
    ("user", "state", "fields", "text", "button"),
    [
        ("ratna", "menunggu_penetapan", {}, "Menunggu penetapan sejak 17 Nov 2026.", "Tetapkan"),
        ("ratna", "dilayani", {"decision_pending": True}, "Penetapan menyusul sejak 17 Nov 2026.", "Tetapkan yang"),
        ("bayu", "penanganan", {"days": 6}, "Rekomendasi back office belum ada sejak 11 Nov 2026", "Beri rekomendasi"),
        ("ratna", "penanganan", {"days": 14}, "Diteruskan karena rekomendasi back office", "Beri rekomendasi"),
        ("ratna", "terdaftar", {"days": 6}, "Keluarga belum dihubungi sejak kasus didaftarkan", "Tugaskan relawan"),
        ("bayu", "terdaftar", {"days": 6}, "Keluarga belum dihubungi sejak kasus didaftarkan", "Isi cek data"),
        ("bayu", "perlu_perbaikan", {"days": 20}, "Berkas ditunggu sejak 28 Okt 2026", "Catat berkas"),
        ("ratna", "dilayani", {"due_on": TODAY - timedelta(days=4)}, "Lewat batas waktu 13 Nov 2026:", "Tutup kasus"),
        ("bayu", "penanganan", {"due_on": TODAY}, "Jatuh tempo hari ini.", "Beri rekomendasi"),
    ],
)
def test_each_row_says_why_and_has_the_button_of_the_step(
    client_for: SignIn, cast: Cast, user: str, state: str, fields: dict[str, Any], text: str, button: str
) -> None:
    put(make_case(cast), state, **fields)
    client = client_for(user)
    page = client.get("/perlu-tindakan")
    assert page.text(".needs strong").startswith(text)
    (link,) = page.select(".needs .button")
    assert link.get_text(strip=True).startswith(button)
    client.get(link["href"])


def test_a_case_stands_once_with_its_other_reasons_as_words(client_for: SignIn, cast: Cast) -> None:
    case = put(make_case(cast), "menunggu_penetapan", due_on=TODAY - timedelta(days=1))
    page = client_for("ratna").get("/perlu-tindakan")
    assert len(page.select(".needs > li")) == 1
    assert "menunggu penetapan" in page.text(".needs li")
    told = client_for("ratna").get("/perlu-tindakan?alasan=penetapan")
    assert told.text(".needs strong") == "Menunggu penetapan sejak 17 Nov 2026."
    assert case.number in told


def test_letters_and_answers_name_the_office_and_lead_to_the_referral(client_for: SignIn, cast: Cast) -> None:
    waiting, answered = make_referral(cast), make_referral(cast)
    Case.update(due_on=FAR).execute()
    Referral.update(answer_due_on=TODAY - timedelta(days=1)).where(Referral.id == waiting.id).execute()
    Referral.update(state="selesai", answered_on=TODAY).where(Referral.id == answered.id).execute()
    page = client_for("bayu").get("/perlu-tindakan")
    assert page.texts(".needs strong") == [
        f"{answered.agency.name} sudah menjawab; sampaikan kepada keluarga.",
        f"{waiting.agency.name} belum menjawab; seharusnya 16 Nov 2026 (1 hari kerja).",
    ]
    assert [link["href"].rsplit("/", 1)[1] for link in page.select(".needs .button")] == [
        answered.number,
        waiting.number,
    ]


def test_a_promised_paper_is_named_with_its_day(client_for: SignIn, cast: Cast) -> None:
    case = put(make_case(cast), "penanganan")
    promised = {"state": "menyusul", "promised_on": TODAY - timedelta(days=1), "name": "Surat keterangan RS"}
    CaseDocument.update(**promised).where(CaseDocument.case == case.id, CaseDocument.position == 1).execute()
    said = client_for("bayu").get("/perlu-tindakan").text(".needs strong")
    assert said == "Dijanjikan 16 Nov 2026 (1 hari kerja) dan belum dibawa: Surat keterangan RS."


def test_a_volunteer_who_has_not_answered_is_named(client_for: SignIn, cast: Cast, moment: Any) -> None:
    make_assignment(cast, make_case(cast, priority="darurat"))
    Case.update(due_on=FAR).execute()
    moment.shift(timedelta(hours=2))
    page = client_for("ratna").get("/perlu-tindakan")
    assert page.text(".needs strong") == "Ujang belum menerima tugas sejak 17 Nov 2026 09.00."


def test_of_a_restricted_case_neither_name_nor_office_is_told(client_for: SignIn, cast: Cast) -> None:
    letter = make_referral(cast, make_case(cast, service="R08", client=make_person(cast, "Siti Nurhaliza")))
    Case.update(due_on=FAR).execute()
    Referral.update(answer_due_on=TODAY - timedelta(days=1)).execute()
    page = client_for("ratna").get("/perlu-tindakan")
    assert "Instansi belum menjawab" in page
    assert letter.agency.name not in page and "Nurhaliza" not in page
    assert not client_for("citra").get("/perlu-tindakan").select(".needs li")


def test_the_list_goes_on_and_filters_answer_as_a_fragment(client_for: SignIn, cast: Cast) -> None:
    client = make_person(cast)
    for _ in range(27):
        put(make_case(cast, client=client), "menunggu_penetapan")
    ratna = client_for("ratna")
    first = ratna.get("/perlu-tindakan?alasan=penetapan", fragment=True)
    assert "27 kasus" in first and len(first.select(".needs > li")) == 25
    rest = ratna.get(first.select("a[rel=next]")[0]["href"])
    assert len(rest.select(".needs > li")) == 2 and not rest.select("a[rel=next]")
    assert len(ratna.get("/").select(".needs > li")) == 25
    assert "27" in ratna.get("/kasus").text("#menu .count")
    assert "Tidak ada yang perlu ditindak" in ratna.get(
        f"/perlu-tindakan?desa={cast.bakti.id}&lewat=1&bidang=kesehatan"
    )


@pytest.mark.parametrize(
    "query", ["desa=x&alasan=x&bidang=x", "setelah=1", "setelah=a.b.c.d.e", "setelah=0.1.8.2026-99-99.4", "desa=9" * 5]
)
def test_nonsense_in_the_address_is_left_out(client_for: SignIn, query: str) -> None:
    client_for("ratna").get(f"/perlu-tindakan?{query}")


@pytest.mark.parametrize("user", ["sari", "ujang", "dewi"])
def test_other_roles_have_no_such_page(client_for: SignIn, user: str) -> None:
    client_for(user).get("/perlu-tindakan", expect=403)


def test_the_case_page_says_since_when_its_time_stands_still(client_for: SignIn, cast: Cast) -> None:
    case = put(make_case(cast), "perlu_perbaikan", days=5, due_on=TODAY)
    page = client_for("bayu").get(f"/kasus/{case.number}")
    assert "waktu berhenti: menunggu berkas keluarga sejak 12-11 (3 hari kerja)" in page.text("#case-header")
    assert "batas waktu kasus menjadi 20 Nov 2026" in page.text("#case-next")


def test_the_case_page_says_by_when_the_step_is_due(client_for: SignIn, cast: Cast) -> None:
    case = put(make_case(cast), "penanganan", days=6)
    page = client_for("bayu").get(f"/kasus/{case.number}")
    assert "Langkah ini paling lambat 16 Nov 2026 (lewat 1 hari kerja)." in page.text("#case-next")
    put(case, "selesai")
    assert "Langkah ini" not in client_for("bayu").get(f"/kasus/{case.number}").text("#case-next")
