"""Numbers of letters under pressure: sixteen hands at once, a rolled-back transaction, a number written already."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from puskesos.actions.letter_number import take_number
from puskesos.database import connected, database
from puskesos.models import Hub, Letter
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_code import read_code
from tests.cast import Cast, make_case, make_referral

DAY = date(2026, 11, 17)
HANDS, EACH = 16, 5


def serials() -> list[int]:
    return sorted(row.serial for row in Letter.select(Letter.serial))


def test_sixteen_hands_take_each_number_once_and_skip_none(cast: Cast) -> None:
    hub_id, together = cast.hub.id, Barrier(HANDS)

    def take(hand: int) -> list[int]:
        kind = list(LetterKind)[hand % len(LetterKind)]
        with connected():
            together.wait()
            taken = []
            for _ in range(EACH):
                with database.atomic():
                    taken.append(take_number(Hub.get_by_id(hub_id), kind, DAY).serial)
        return taken

    with ThreadPoolExecutor(HANDS) as pool:
        taken = [serial for hand in pool.map(take, range(HANDS)) for serial in hand]
    assert sorted(taken) == list(range(1, HANDS * EACH + 1))


def test_a_letter_that_was_not_written_after_all_leaves_no_gap(cast: Cast) -> None:
    class Slip(Exception):
        pass

    try:
        with database.atomic():
            assert take_number(cast.hub, LetterKind.REKOMENDASI, DAY).serial == 1
            raise Slip
    except Slip:
        pass
    assert take_number(cast.hub, LetterKind.REKOMENDASI, DAY).serial == 1


def test_numbers_begin_anew_each_year_and_in_each_hub(cast: Cast) -> None:
    assert [take_number(cast.hub, LetterKind.TUGAS, DAY).serial for _ in range(2)] == [1, 2]
    assert take_number(cast.hub, LetterKind.TUGAS, date(2027, 1, 4)).number == "400.9/001/PKS-321617/I/2027"
    assert take_number(cast.other_hub, LetterKind.TUGAS, DAY).serial == 1


def test_a_referral_stands_in_the_register_with_its_number(cast: Cast) -> None:
    referral = make_referral(cast, make_case(cast))
    line = Letter.get(Letter.referral == referral)
    assert (line.number, line.kind, line.state) == (referral.letter_number, "surat_rujukan", "terbit")
    assert (line.case_id, line.addressee, line.serial) == (referral.case_id, referral.agency_name, 1)
    assert read_code(line.proof_code) == line.proof_code


def test_a_number_that_stands_on_a_letter_already_is_passed_over(cast: Cast) -> None:
    referral = make_referral(cast, make_case(cast))
    line = Letter.get(Letter.referral == referral)
    Letter.update(number="400.9/002/PKS-321617/XI/2026").where(Letter.id == line.id).execute()
    with database.atomic():
        assert take_number(cast.hub, LetterKind.TUGAS, DAY).serial == 3
    assert serials() == [1]
