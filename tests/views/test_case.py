"""The list and the page of cases: filters, restricted cases, corrections, and numbers opened with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from puskesos import clock
from puskesos.actions.restriction import say_why
from puskesos.models import AuditEntry, Case, CaseEvent, Person
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of
from tests.page_client import PageClient
from tests.views.field import start_field

SignIn = Callable[[str], PageClient]
NIK = "3216995206790003"
FORM = "form[data-draft]"


def test_the_page_shows_the_case_and_the_one_next_step(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    page = client_for("ratna").get(f"/kasus/{case.number}")
    assert "Siti Nurhaliza" in page.text("#case-header") and case.story in page.text("#case-story")
    assert page.one("#case-next a[data-main]")["href"] == f"/kasus/{case.number}/penugasan"


def test_who_cannot_take_the_next_step_is_told_but_not_offered(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    Case.update(state="menunggu_penetapan").where(Case.id == case.id).execute()
    page = client_for("sari").get(f"/kasus/{case.number}")
    assert "Menunggu penetapan koordinator" in page.text("#case-next") and not page.select("#case-next a[data-main]")


@pytest.mark.parametrize(
    "query", ["", "?status=terdaftar", "?cari=siti", "?cari=0001", "?bidang=kesehatan", "?status="]
)
def test_the_list_holds_the_case_under_fitting_filters(client_for: SignIn, cast: Cast, query: str) -> None:
    case = make_case(cast)
    client = client_for("sari")
    assert client.get(f"/kasus{query}").select(f"#case-row-{case.number}")
    fragment = client.get(f"/kasus{query}", fragment=True)
    assert fragment.select(f"#case-row-{case.number}") and not fragment.select("h1")


@pytest.mark.parametrize(
    "query", ["?status=selesai", "?cari=wati", "?desa=999999999", "?prioritas=darurat", "?lewat=1"]
)
def test_other_filters_leave_it_out(client_for: SignIn, cast: Cast, query: str) -> None:
    make_case(cast)
    assert "Tidak ada kasus yang cocok" in client_for("sari").get(f"/kasus{query}")


@pytest.mark.parametrize(
    "query", ["?status=lain", "?desa=x", "?desa=²", "?setelah=kemarin.1", "?setelah=2026-11-17.²", "?cari=%00"]
)
def test_odd_filters_break_nothing(client_for: SignIn, cast: Cast, query: str) -> None:
    make_case(cast)
    client_for("sari").get(f"/kasus{query}")


def test_a_long_list_goes_on_where_it_stopped(client_for: SignIn, cast: Cast) -> None:
    client, person = client_for("sari"), make_person(cast)
    numbers = {make_case(cast, client=person).number for _ in range(52)}
    first = client.get("/kasus")
    second = client.get(first.one("a[rel=next]")["href"])
    assert len(first.select("tbody tr")) == 50 and len(second.select("tbody tr")) == 2
    assert {
        row["id"].removeprefix("case-row-") for page in (first, second) for row in page.select("tbody tr")
    } == numbers
    assert not second.select("a[rel=next]")


class TestRestricted:
    """A restricted case of kesehatan that Ratna took in; Ujang is at work on it."""

    @pytest.fixture
    def case(self, cast: Cast) -> Case:
        case = start_field(cast).case
        Case.update(restricted=True, created_by=cast.ratna).where(Case.id == case.id).execute()
        for user in (cast.ratna, cast.bayu):
            say_why(case, "Menangani kasus ini", actor=viewer_of(user), now=clock.now())
        return case

    @pytest.mark.parametrize("username", ["ratna", "bayu"])
    def test_opens_for_koordinator_and_the_back_office_of_its_area(
        self, client_for: SignIn, case: Case, username: str
    ) -> None:
        assert "Siti Nurhaliza" in client_for(username).get(f"/kasus/{case.number}", budget=13)  # one for the door

    def test_stays_closed_for_others_with_a_sentence(self, client_for: SignIn, case: Case, cast: Cast) -> None:
        sari = client_for("sari")
        for sub in ("", "/isian", "/identitas", "/nomor", "/catatan", "/berkas", "/cek-data", "/pembatalan"):
            page = sari.get(f"/kasus/{case.number}{sub}", expect=403)
            assert "Kasus ini terbatas" in page and "Siti" not in page
        sari.post(f"/kasus/{case.number}/catatan", {"text": "Ingin tahu."}, expect=403)
        assert not CaseEvent.select().where(CaseEvent.text == "Ingin tahu.").exists()

    def test_stays_closed_for_the_back_office_of_another_area(self, client_for: SignIn, case: Case, cast: Cast) -> None:
        type(cast.bayu).update(area="pendidikan").where(type(cast.bayu).id == cast.bayu.id).execute()
        client_for("bayu").get(f"/kasus/{case.number}", expect=403)

    @pytest.mark.parametrize(
        ("username", "path"),
        [("sari", "/kasus"), ("bayu", "/kasus"), ("ratna", "/kasus"), ("bayu", "/"), ("ratna", "/papan")],
    )
    def test_stands_in_lists_with_initials_only(self, client_for: SignIn, case: Case, username: str, path: str) -> None:
        page = client_for(username).get(path)
        assert "S. N. (Terbatas)" in page and "Siti" not in page

    def test_is_not_found_by_its_clients_name_in_the_list(self, client_for: SignIn, case: Case) -> None:
        assert "Tidak ada kasus yang cocok" in client_for("sari").get("/kasus?cari=siti")

    def test_does_not_show_as_another_case_of_the_same_client(self, client_for: SignIn, case: Case, cast: Cast) -> None:
        other = make_case(cast, client=Person.get_by_id(case.client_id))
        assert case.number not in client_for("sari").get(f"/kasus/{other.number}")
        assert case.number in client_for("ratna").get(f"/kasus/{other.number}")


def test_a_child_or_a_restricted_service_makes_the_case_restricted(cast: Cast) -> None:
    assert make_case(cast, service="R08").restricted
    assert not make_case(cast, client=make_person(cast, birth_date=TODAY - timedelta(days=900))).restricted


def test_a_correction_keeps_what_was_there_in_the_history(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    sari = client_for("sari")
    sari.fill(sari.get(f"/kasus/{case.number}/isian"), FORM, story="Kartu hilang.", priority="segera")
    changed = Case.get_by_id(case.id)
    assert (changed.story, changed.priority, changed.version) == ("Kartu hilang.", "segera", case.version + 1)
    assert case.story in CaseEvent.select().order_by(CaseEvent.id.desc()).get().text
    assert AuditEntry.get(AuditEntry.action == "case_story_changed").detail == '{"fields": "story, priority"}'


def test_the_same_content_again_writes_nothing(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    sari = client_for("sari")
    sari.fill(sari.get(f"/kasus/{case.number}/isian"), FORM)
    assert CaseEvent.select().count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"story": " "}, "story", "Isi uraian masalah."),
        ({"reporter_phone": "0812-abc"}, "reporter_phone", "Nomor HP diawali 08"),
        ({"village": "999999999"}, "village", "Pilih desa/kelurahan kasus dari daftar."),
        ({"due_on": ""}, "due_on", "Isi batas waktu."),
        ({"due_on": "2100-01-01"}, "due_on", "Batas waktu paling lama setahun lagi."),
        ({"priority": "nanti"}, "priority", "Pilih prioritas dari daftar."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_wrong_correction_is_said_at_the_field(
    client_for: SignIn, cast: Cast, wrong: dict[str, str], field: str, message: str
) -> None:
    case = make_case(cast)
    sari = client_for("sari")
    fields = {"wish": "Kartu aktif."} | wrong
    page = sari.fill(sari.get(f"/kasus/{case.number}/isian"), FORM, _expect=422, **fields)
    assert message in page.text(f"#{field}-error") and page.text("#wish") == "Kartu aktif."
    assert Case.get_by_id(case.id).version == case.version


class TestIdentity:
    """Correcting who the client is; the known NIK stays unless something else is given."""

    @pytest.fixture
    def case(self, cast: Cast) -> Case:
        return make_case(cast, client=make_person(cast, nik=NIK, nik_reason="", birth_year_estimate=1950))

    def test_keeps_nik_and_age_that_the_form_does_not_show(self, client_for: SignIn, case: Case) -> None:
        sari = client_for("sari")
        page = sari.get(f"/kasus/{case.number}/identitas")
        assert "3216••••••••0003" in page and page.one("#age_estimate")["value"] == "76"
        sari.fill(page, FORM, name="Siti Nurhalizah", rt="4")
        person = Person.get_by_id(case.client_id)
        assert (person.name, person.nik, person.birth_year_estimate, person.rt) == ("Siti Nurhalizah", NIK, 1950, "004")

    def test_notes_what_was_there_with_the_number_masked(self, client_for: SignIn, case: Case) -> None:
        sari = client_for("sari")
        new = "3216995206790004"
        sari.fill(sari.get(f"/kasus/{case.number}/identitas"), FORM, nik=new)
        event = CaseEvent.select().order_by(CaseEvent.id.desc()).get().text
        assert "NIK semula “3216••••••••0003”" in event and NIK not in event
        assert Person.get_by_id(case.client_id).nik == new

    def test_a_reason_takes_a_wrong_nik_away(self, client_for: SignIn, case: Case) -> None:
        sari = client_for("sari")
        sari.fill(sari.get(f"/kasus/{case.number}/identitas"), FORM, nik_reason="hilang")
        person = Person.get_by_id(case.client_id)
        assert (person.nik, person.nik_reason) == (None, "hilang")

    def test_refuses_a_birth_date_in_the_future(self, client_for: SignIn, case: Case) -> None:
        sari = client_for("sari")
        page = sari.fill(sari.get(f"/kasus/{case.number}/identitas"), FORM, birth_date="2027-01-01", _expect=422)
        assert "masa depan" in page.text("#birth_date-error")


class TestReveal:
    """The whole number, for one look, with a reason that is kept."""

    @pytest.fixture
    def path(self, cast: Cast) -> str:
        return f"/kasus/{make_case(cast, client=make_person(cast, nik=NIK, nik_reason='')).number}/nomor"

    @pytest.mark.parametrize("fragment", [False, True], ids=["page", "htmx"])
    def test_shows_it_once_and_writes_down_why(self, client_for: SignIn, path: str, fragment: bool) -> None:
        sari = client_for("sari")
        form = "form[action$='/nomor']"
        page = sari.fill(
            sari.get(path), form, number="nik", reason="Dicocokkan dengan KTP",
            _expect=200, _fragment=fragment, _allow_numbers=True,
        )  # fmt: skip
        assert page.text(".big") == NIK
        entry = AuditEntry.get(AuditEntry.action == "number_revealed")
        assert (entry.reason, entry.actor_name) == ("Dicocokkan dengan KTP", "Sari")
        assert NIK not in entry.detail

    @pytest.mark.parametrize("reason", ["", "   ", "ya"])
    def test_stays_hidden_without_a_reason(self, client_for: SignIn, path: str, reason: str) -> None:
        sari = client_for("sari")
        page = sari.fill(sari.get(path), "form[action$='/nomor']", number="nik", reason=reason, _expect=422)
        assert page.text("#reason-error") and not page.select(".big")
        assert not AuditEntry.select().where(AuditEntry.action == "number_revealed").exists()
