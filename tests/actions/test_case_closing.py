"""Closing asks what was given and how the family was told; information ends a case where it began."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from puskesos import clock
from puskesos.actions.case_closing import ClosingEntry, answer_on_the_spot, close_case
from puskesos.actions.case_decision import step_case
from puskesos.actions.intake import Need, register_case
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models import Case, CaseEvent, User
from puskesos.rules.case_path import CaseAct
from tests.actions.test_case_path import put
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of


def close(cast: Cast, case: Case, more: ClosingEntry, **given: object) -> Case:
    usual = {"result": "terpenuhi", "text": "Kartu aktif.", "told_family_on": TODAY, "today": TODAY}
    close_case(case, version=case.version, actor=viewer_of(cast.ratna), now=clock.now(), more=more, **usual | given)
    return Case.get_by_id(case.id)


def answer(case: Case, by: User) -> Case:
    answer_on_the_spot(case, "Jadwal dijelaskan.", version=case.version, actor=viewer_of(by), now=clock.now())
    return Case.get_by_id(case.id)


def test_closing_keeps_what_was_given_told_and_said_and_opening_again_forgets_it(cast: Cast) -> None:
    more = ClosingEntry("telepon", "Kursi roda", TODAY, 1_500_000, 4)
    case = close(cast, put(make_case(cast), "dilayani"), more)
    assert (case.given, case.given_amount, case.told_how, case.satisfaction) == ("Kursi roda", 1_500_000, "telepon", 4)
    said = CaseEvent.select().order_by(CaseEvent.id.desc()).get().text
    assert "Kursi roda, 17 November 2026, Rp1.500.000" in said and "telepon" in said
    how = {"version": case.version, "actor": viewer_of(cast.ratna), "now": clock.now(), "today": TODAY}
    step_case(case, CaseAct.PEMBUKAAN, reason="Kursinya rusak.", **how)
    again = Case.get_by_id(case.id)
    assert (again.given, again.given_on, again.told_how, again.satisfaction) == ("", None, "", None)


@pytest.mark.parametrize(
    ("more", "given", "message"),
    [
        (ClosingEntry(given_amount=100), {}, "Tulis apa yang diterima"),
        (ClosingEntry(given="Beras", given_on=TODAY + timedelta(days=1)), {}, "Tanggal diterima antara"),
        (ClosingEntry(told_how="tidak_ada"), {}, "Beri tahu keluarga dahulu"),
        (ClosingEntry(), {"told_family_on": None}, "Isi tanggal keluarga diberi tahu"),
    ],
    ids=["amount-of-nothing", "tomorrow", "nobody-told", "no-day"],
)
def test_closing_is_refused_in_words(cast: Cast, more: ClosingEntry, given: dict[str, object], message: str) -> None:
    case = put(make_case(cast), "dilayani")
    with pytest.raises(RuleBroken, match=message):
        close(cast, case, more, **given)


@pytest.mark.parametrize("result", ["tidak_ditemukan", "meninggal", "pindah"])
def test_where_there_is_nobody_to_tell_nobody_is_said_to_be_told(cast: Cast, result: str) -> None:
    case = put(make_case(cast), "dilayani")
    case = close(cast, case, ClosingEntry(told_how="tidak_ada"), result=result, told_family_on=None)
    assert (case.state, case.told_family_on, case.told_how) == ("selesai", None, "tidak_ada")


def test_a_case_just_registered_ends_only_with_information(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Informasi diberikan"):
        close(cast, make_case(cast), ClosingEntry())
    assert answer(make_case(cast, kind="pertanyaan"), cast.sari).result == "informasi"


@pytest.mark.parametrize(
    ("need", "message"),
    [
        ({}, "Hanya pertanyaan, saran"),
        ({"kind": "pertanyaan", "priority": "darurat"}, "Kasus darurat"),
        ({"kind": "pertanyaan", "restricted": True}, "Kasus terbatas"),
        ({"kind": "saran", "violence": True}, "Kasus terbatas"),
    ],
    ids=["request", "emergency", "restricted", "violence"],
)
def test_only_what_was_asked_ends_with_an_answer(cast: Cast, need: dict[str, object], message: str) -> None:
    case = make_case(cast, **need)
    with pytest.raises(RuleBroken, match=message):
        answer(case, cast.sari)
    assert Case.get_by_id(case.id).state == "terdaftar"


def test_the_back_office_does_not_answer_at_the_counter_and_nobody_later(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        answer(make_case(cast, kind="pertanyaan"), cast.bayu)
    with pytest.raises(RuleBroken, match="langkah ini tidak tersedia"):
        answer(put(make_case(cast), "dilayani"), cast.ratna)


def test_an_answer_at_registration_registers_and_closes_once(cast: Cast) -> None:
    client, key = make_person(cast), str(uuid.uuid4())
    need = Need(
        service_id=cast.services["L01"].id, village_id=client.village_id, kind="pertanyaan", channel="datang",
        priority="biasa", reporter_name="Wati", reporter_relation="tetangga", story="Kapan PKH cair?",
        client_id=client.id, answer="Bulan depan, lewat kantor pos.",
    )  # fmt: skip
    for _ in range(2):
        number = register_case(need, key=key, actor=viewer_of(cast.sari), now=clock.now(), today=TODAY)
    case = Case.get(Case.number == number)
    assert (case.state, case.result_text, Case.select().count()) == ("selesai", need.answer, 1)
