"""Correcting entries of the history on both engines: what belongs to an entry is found by its moment."""

from __future__ import annotations

import pytest

from puskesos import clock
from puskesos.actions.case_work import AdviceEntry, DataCheckEntry, recommend
from puskesos.actions.history import correct_check, correct_text
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models import Case, CaseEvent, DataCheck, EntryCorrection, Person, Recommendation
from tests.attached import note
from tests.cast import TODAY, Cast, make_case, viewer_of
from tests.views.field import checked_case


def newest(case: Case, **where: str) -> CaseEvent:
    query = CaseEvent.select().where(CaseEvent.case == case)
    return query.filter(**where).order_by(CaseEvent.id.desc()).get()


def test_every_correction_keeps_the_words_before_it(cast: Cast) -> None:
    case = make_case(cast)
    event, sari = note(case, "Satu.", by=cast.sari), viewer_of(cast.sari)
    for text in ("Dua.", "Tiga.", "Tiga."):
        correct_text(case, CaseEvent.get_by_id(event.id), text, reason="", actor=sari, now=clock.now())
    assert [row.was for row in EntryCorrection.select().order_by(EntryCorrection.id)] == ["Satu.", "Dua."]
    assert CaseEvent.get_by_id(event.id).text == "Tiga."


def test_advice_and_check_are_found_by_their_moment(cast: Cast) -> None:
    case, bayu = checked_case(cast), viewer_of(cast.bayu)
    entry = DataCheckEntry(status="terdaftar", checked_on=TODAY, channel="siks_ng", decile=4)
    how = {"reason": "salah ketik", "actor": bayu, "now": clock.now()}
    assert correct_check(case, newest(case, kind="cek_data"), entry, version=case.version, **how)
    assert DataCheck.get().decile == Person.get_by_id(case.client_id).decile == 4
    recommend(case, AdviceEntry("layani", "Desil 4."), version=case.version, actor=bayu, now=clock.now())
    assert correct_text(case, newest(case), "Desil 4, sudah dicek ulang.", **how)
    assert Recommendation.get().reason == "Desil 4, sudah dicek ulang."


def test_a_newer_status_of_the_client_is_left_alone(cast: Cast) -> None:
    case, bayu = checked_case(cast), viewer_of(cast.bayu)
    Person.update(decile=9).where(Person.id == case.client_id).execute()
    entry = DataCheckEntry(status="terdaftar", checked_on=TODAY, channel="siks_ng", decile=4)
    event = newest(case, kind="cek_data")
    correct_check(case, event, entry, version=case.version, reason="", actor=bayu, now=clock.now())
    assert Person.get_by_id(case.client_id).decile == 9


def test_others_and_closed_cases_and_the_programs_own_lines_are_refused(cast: Cast) -> None:
    case = checked_case(cast)
    event, how = newest(case, kind="cek_data"), {"reason": "", "now": clock.now()}
    entry = DataCheckEntry(status="terdaftar", checked_on=TODAY, channel="siks_ng", decile=4)
    with pytest.raises(NotAllowed):
        correct_check(case, event, entry, version=case.version, actor=viewer_of(cast.sari), **how)
    with pytest.raises(RuleBroken):
        correct_text(case, newest(case, kind="daftar"), "Lain", actor=viewer_of(cast.ratna), **how)
    Case.update(state="selesai").execute()
    with pytest.raises(RuleBroken, match="sudah ditutup"):
        closed = Case.get_by_id(case.id)
        correct_check(closed, event, entry, version=closed.version, actor=viewer_of(cast.bayu), **how)
    assert not EntryCorrection.select().exists()
