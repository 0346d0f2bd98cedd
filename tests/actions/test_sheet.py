"""Handing out sheets: one code while a sheet is out, whoever prints it at once; and what its coming back changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from puskesos import clock
from puskesos.actions.scan import take_back_scan
from puskesos.actions.sheet import await_again, give_up_sheet, hand_out
from puskesos.config import Settings
from puskesos.database import connected
from puskesos.models import Attachment, Case, Scan, SheetOut
from puskesos.queries.sheet import find_sheet
from puskesos.rules.sheet import SheetPaper, read_sheet_code
from tests.cast import Cast, make_assignment, make_case, viewer_of
from tests.scanned import file_page, sheet_of


def test_many_who_print_the_same_sheet_at_once_get_one_code(cast: Cast, opened: Settings) -> None:
    case, actor = make_case(cast), viewer_of(cast.ratna)

    def print_it(_place: int) -> str:
        with connected():
            return hand_out(SheetPaper.LEMBAR_KASUS, Case.get_by_id(case.id), actor=actor, now=clock.now())

    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(print_it, range(16)))
    assert len(codes) == 1 and SheetOut.get().times == 16 and read_sheet_code(codes.pop())


def test_papers_tasks_and_cases_have_codes_of_their_own(cast: Cast) -> None:
    case, actor = make_case(cast), viewer_of(cast.ratna)
    task, other = make_assignment(cast, case), make_case(cast)
    asked = [(SheetPaper.LEMBAR_KASUS, case, None), (SheetPaper.PERSETUJUAN, case, None)]
    asked += [(SheetPaper.LEMBAR_KUNJUNGAN, case, task), (SheetPaper.LEMBAR_KASUS, other, None)]
    codes = {hand_out(paper, of, assignment=to, actor=actor, now=clock.now()) for paper, of, to in asked}
    assert len(codes) == SheetOut.select().count() == 4


def test_a_given_up_sheet_is_printed_anew_and_may_be_found_again(cast: Cast) -> None:
    case, actor = make_case(cast), viewer_of(cast.ratna)
    lost = find_sheet(actor, sheet_of(case, by=cast.ratna).id)
    for _ in range(2):
        give_up_sheet(lost, "Basah", actor=actor, now=clock.now())
    again = sheet_of(case, by=cast.ratna)
    assert again.code != lost.code and SheetOut.get_by_id(lost.id).reason == "Basah"
    for _ in range(2):
        await_again(lost, actor=actor, now=clock.now())
    assert {sheet.state for sheet in SheetOut.select()} == {"di_luar"}
    assert sheet_of(case, by=cast.ratna).code == again.code


def test_a_page_taken_back_twice_is_one_and_its_sheet_is_out_again(cast: Cast, opened: Settings) -> None:
    sheet, actor = sheet_of(make_case(cast), by=cast.ratna), viewer_of(cast.sari)
    scan = file_page(opened, sheet, by=cast.sari)
    for _ in range(2):
        take_back_scan(Scan.get_by_id(scan.id), settings=opened, actor=actor, now=clock.now())
    assert SheetOut.get_by_id(sheet.id).state == "di_luar" and Attachment.get().removed_at
    assert Scan.get().state == "menunggu" and len(list(opened.uploads.iterdir())) == 2
