"""Cetak kumpulan: chosen in the list, a month, a day, a volunteer; fetched by the asker and the koordinator alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from puskesos import clock
from puskesos.actions.restriction import say_why
from puskesos.config import Settings
from puskesos.documents.store import read_file
from puskesos.jobs.worker import run_waiting
from puskesos.models import AuditEntry, Case, CaseTeam, Letter, PrintBatch
from puskesos.queries.print_batch import job_of
from puskesos.rules.print_batch import MOST_UNFINISHED, BatchPaper, read_parts
from tests.batches import batch_of
from tests.cast import TODAY, Cast, make_assignment, make_case, make_person, viewer_of
from tests.letters import draft, issue_task_letter
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
INDEX, NEW, FORM = "/cetak/kumpulan", "/cetak/kumpulan/baru", "main form[method=post]"


def parts() -> list[tuple[str, str]]:
    """Paper and case of the newest batch."""
    newest = PrintBatch.select().order_by(PrintBatch.id.desc()).get()
    return [(str(part.paper), part.about) for part in read_parts(newest.parts)]


def ask(client: PageClient, address: str, **typed: object) -> Page:
    """The page of the batch that this address asks for."""
    return client.follow(client.fill(client.get(address), FORM, **typed))


def test_cases_ticked_in_the_list_are_printed_together(client_for: SignIn, cast: Cast) -> None:
    first, second = make_case(cast), make_case(cast, client=make_person(cast, "Wati"))
    sari = client_for("sari")
    boxes = [box["value"] for box in sari.get("/kasus").select("#case-rows input[name=kasus]")]
    assert sorted(boxes) == [first.number, second.number]
    page = ask(sari, f"{NEW}?kasus={second.number}&kasus={first.number}", receipt=True, case_sheet=True)
    assert "menunggu giliran" in page.text("#job-progress") and page.text("h1") == "2 kasus pilihan"
    papers = ("lembar-kasus", "tanda-terima")
    assert parts() == [(paper, case.number) for case in (second, first) for paper in papers]
    asked = AuditEntry.get(AuditEntry.action == "batch_asked")
    assert asked.detail == '{"kind": "pilihan", "papers": 4}'


def test_the_whole_filtered_list_is_printed(client_for: SignIn, cast: Cast) -> None:
    make_case(cast, client=make_person(cast, "Wati", village_id=cast.bakti.id), village_id=cast.bakti.id)
    here = make_case(cast)
    sari = client_for("sari")
    link = sari.get(f"/kasus?desa={cast.bahagia.id}").one("#print-chosen a")
    ask(sari, str(link["href"]))
    assert parts() == [("lembar-kasus", here.number)]


def test_no_paper_ticked_is_said_at_the_papers(client_for: SignIn, cast: Cast) -> None:
    sari = client_for("sari")
    page = sari.get(f"{NEW}?kasus={make_case(cast).number}")
    refused = sari.fill(page, FORM, case_sheet=False, _expect=422)
    assert refused.text("#case_sheet-error").endswith("Pilih kertas yang dicetak.")


def test_what_nobody_printed_today_is_offered_and_only_that(client_for: SignIn, cast: Cast) -> None:
    fresh, seen = make_case(cast), make_case(cast, client=make_person(cast, "Wati"))
    older = make_case(cast, client=make_person(cast, "Cucun"))
    Case.update(registered_on=TODAY - timedelta(days=1)).where(Case.id == older.id).execute()
    sari = client_for("sari")
    sari.get(f"/kasus/{seen.number}/tanda-terima")
    page = sari.get(INDEX)
    assert page.texts("#batch-unprinted li") == ["Tanda terima: 1", "Lembar kasus: 2"]
    detailed = sari.get(str(page.one("#batch-unprinted a")["href"]))
    assert detailed.text("#batch-count") == "3 kertas: 1 tanda terima, 2 lembar kasus"
    started = sari.follow(sari.fill(page, "#batch-unprinted form"))
    assert "3 kertas sedang dicetak." in started.text("#flash")
    papers = [("tanda-terima", fresh.number), ("lembar-kasus", fresh.number), ("lembar-kasus", seen.number)]
    assert parts() == papers


def test_letters_numbered_today_and_never_printed_are_for_who_sees_letters(
    client_for: SignIn, cast: Cast, opened: Settings
) -> None:
    case = make_case(cast)
    task = make_assignment(cast, case)
    letter, seen = (issue_task_letter(cast, task, opened.papers) for _ in range(2))
    draft(cast, case)
    bayu = client_for("bayu")
    bayu.get(f"/surat/{seen.id}/cetak")
    expected = ["Tanda terima: 1", "Lembar kasus: 1", "Surat bernomor: 1"]
    assert bayu.get(INDEX).texts("#batch-unprinted li") == expected
    assert client_for("sari").get(INDEX).texts("#batch-unprinted li") == expected[:2]
    bayu.fill(bayu.get(INDEX), "#batch-unprinted form")
    assert parts()[-1] == ("surat", str(letter.id))


def test_a_letter_of_yesterday_or_of_a_closed_case_is_not_of_the_day(
    client_for: SignIn, cast: Cast, opened: Settings, moment: time_machine.Traveller
) -> None:
    case = make_case(cast)
    issue_task_letter(cast, make_assignment(cast, case), opened.papers)
    Case.update(restricted=True).where(Case.id == case.id).execute()
    assert "sudah dicetak" in client_for("ratna").get(INDEX).text("#batch-unprinted")
    say_why(case, "Rapat kasus", actor=viewer_of(cast.ratna), now=clock.now())
    assert "Surat bernomor: 1" in client_for("ratna").get(INDEX).texts("#batch-unprinted li")
    moment.shift(timedelta(days=1))
    empty = client_for("ratna").get(INDEX).text("#batch-unprinted")
    assert "dan surat yang terbit hari ini" in empty and "surat" not in client_for("sari").get(INDEX).text(
        "#batch-unprinted"
    )


@pytest.mark.pango
def test_after_printing_all_nothing_is_left_for_the_day(client_for: SignIn, cast: Cast, opened: Settings) -> None:
    letter = issue_task_letter(cast, make_assignment(cast, make_case(cast)), opened.papers)
    ratna = client_for("ratna")
    ratna.fill(ratna.get(INDEX), "#batch-unprinted form")
    run_waiting(opened)
    assert "sudah dicetak" in ratna.get(INDEX).text("#batch-unprinted")
    assert "Tidak ada yang perlu dicetak" in ratna.get(f"{NEW}?jenis=belum_dicetak")
    digest = Letter.get_by_id(letter.id).file_sha256
    assert digest and ratna.get(f"/surat/{letter.id}/cetak.pdf").content == read_file(opened.papers, digest)


def test_receipts_of_a_month_wait_for_the_reason_of_restricted_cases(client_for: SignIn, cast: Cast) -> None:
    mine, hidden = make_case(cast), make_case(cast, client=make_person(cast, "Wati"), by=cast.ratna)
    Case.update(restricted=True).where(Case.id == hidden.id).execute()
    CaseTeam.create(case=hidden, user=cast.bayu, added_by=cast.ratna, at=hidden.created_at)
    ask(client_for("sari"), f"{NEW}?jenis=tanda_terima&bulan={TODAY:%Y-%m}")
    assert parts() == [("tanda-terima", mine.number)]
    ratna = client_for("ratna")
    assert "1 kertas" in ratna.get(f"{NEW}?jenis=tanda_terima&bulan={TODAY:%Y-%m}")
    say_why(hidden, "Rapat kasus", actor=viewer_of(cast.ratna), now=clock.now())
    ask(ratna, f"{NEW}?jenis=tanda_terima&bulan={TODAY:%Y-%m}")
    assert parts() == [("tanda-terima", mine.number), ("tanda-terima", hidden.number)]


def test_a_volunteers_day_is_the_route_and_the_visit_sheets(client_for: SignIn, cast: Cast) -> None:
    task = make_assignment(cast)
    ratna = client_for("ratna")
    link = ratna.get(f"/relawan/{cast.ujang.id}").one("a[href*='jenis=hari_relawan']")
    ask(ratna, str(link["href"]))
    assert parts() == [("rute", str(cast.ujang.id)), ("lembar-kunjungan", task.number)]
    client_for("sari").get(f"{NEW}?jenis=hari_relawan&relawan={cast.ujang.id}", expect=403)
    ratna.get(f"{NEW}?jenis=hari_relawan&relawan={cast.sari.id}", expect=404)


@pytest.mark.parametrize("nonsense", ["?kasus=321617-0000-0001", "?jenis=x", "?jenis=tanda_terima&bulan=9-9", ""])
def test_an_odd_address_asks_for_nothing(client_for: SignIn, cast: Cast, nonsense: str) -> None:
    sari = client_for("sari")
    page = sari.get(NEW + nonsense)
    if page.select(FORM):
        assert "Tidak ada kertas untuk dicetak" in sari.fill(page, FORM, _expect=422)
    assert not PrintBatch.select().exists()


@pytest.mark.pango
def test_the_asker_and_the_koordinator_fetch_it_and_nobody_else(
    client_for: SignIn, cast: Cast, opened: Settings
) -> None:
    batch = batch_of(cast, make_case(cast), by=cast.sari)
    run_waiting(opened)
    for username in ("sari", "ratna"):
        client = client_for(username)
        assert "1 kertas siap" in client.get(INDEX).text(f"#batch-row-{batch.id}")
        answer = client.fill(client.get(f"{INDEX}/{batch.id}"), FORM, _expect=200)
        assert answer.content.startswith(b"%PDF")
        assert answer.headers["Content-Disposition"] == "inline; filename=pilihan-20261117.pdf"
    for username in ("bayu", "citra"):
        client = client_for(username)
        client.get(f"{INDEX}/{batch.id}", expect=404)
        client.post(f"{INDEX}/{batch.id}/berkas", expect=404)
        client.post(f"{INDEX}/{batch.id}/pembatalan", expect=404)
        client.get(f"/pekerjaan/{job_of(batch).id}", expect=404)
    assert f"batch-row-{batch.id}" not in client_for("bayu").get(INDEX)
    fetched = AuditEntry.select().where(AuditEntry.action == "batch_fetched")
    assert [entry.actor_id for entry in fetched] == [cast.sari.id, cast.ratna.id]


@pytest.mark.pango
def test_after_a_day_the_file_is_gone(
    client_for: SignIn, cast: Cast, opened: Settings, moment: time_machine.Traveller
) -> None:
    batch = batch_of(cast, make_case(cast), by=cast.sari)
    run_waiting(opened)
    moment.shift(timedelta(hours=25))
    sari = client_for("sari")
    assert "sudah dihapus" in sari.get(f"{INDEX}/{batch.id}")
    answer = sari.post(f"{INDEX}/{batch.id}/berkas", expect=303)
    assert "sudah dihapus" in sari.follow(answer).text("#flash")


def test_a_waiting_batch_is_stopped_once(client_for: SignIn, cast: Cast, opened: Settings) -> None:
    batch = batch_of(cast, make_case(cast), by=cast.sari)
    sari = client_for("sari")
    page = sari.follow(sari.fill(sari.get(f"{INDEX}/{batch.id}"), FORM))
    assert "Dihentikan." in page and not page.select(FORM)
    sari.post(f"{INDEX}/{batch.id}/pembatalan", expect=303)
    assert run_waiting(opened) == 0
    assert AuditEntry.select().where(AuditEntry.action == "batch_stopped").count() == 1
    sari.get(f"{INDEX}/{batch.id}/pembatalan", expect=405)


def test_a_double_tap_asks_once_and_too_many_at_once_are_refused(client_for: SignIn, cast: Cast) -> None:
    case, sari = make_case(cast), client_for("sari")
    page = sari.get(f"{NEW}?kasus={case.number}")
    assert sari.fill(page, FORM).location == sari.fill(page, FORM).location
    assert PrintBatch.select().count() == 1
    for _ in range(MOST_UNFINISHED - 1):
        batch_of(cast, case, by=cast.sari)
    assert "masih dicetak" in sari.fill(sari.get(f"{NEW}?kasus={case.number}"), FORM, _expect=422)


@pytest.mark.parametrize(("username", "status"), [("ujang", 403), ("dewi", 403)])
def test_volunteers_and_the_admin_print_no_batches(client_for: SignIn, cast: Cast, username: str, status: int) -> None:
    batch = batch_of(cast, make_case(cast), papers=(BatchPaper.TANDA_TERIMA,))
    for address in (INDEX, NEW, f"{INDEX}/{batch.id}"):
        client_for(username).get(address, expect=status)


def test_the_health_page_shows_printer_and_queue(client_for: SignIn, cast: Cast) -> None:
    batch_of(cast, make_case(cast))
    page = client_for("ratna").get("/pengaturan/kesehatan")
    assert "0 kertas menunggu" in page.text("#printer-row") and "1 menunggu" in page.text("#jobs-row")
