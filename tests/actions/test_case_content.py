"""A wrong service or kind is corrected until the decision; papers, date and restriction go along."""

from __future__ import annotations

from datetime import date

import pytest

from puskesos import clock
from puskesos.actions.case_content import change_content
from puskesos.actions.case_papers import add_paper, tick_paper
from puskesos.errors import Conflict, RuleBroken
from puskesos.models import Case, CaseDocument, CaseEvent
from tests.actions.test_case_path import put
from tests.cast import TODAY, Cast, make_case, viewer_of

THREE_DAYS_ON = date(2026, 11, 20)  # K02 from Tuesday the 17th


def change(cast: Cast, case: Case, **fields: object) -> Case:
    if "service" in fields:
        fields["service"] = cast.services[str(fields["service"])].id
    change_content(case, fields, version=case.version, actor=viewer_of(cast.sari), now=clock.now())
    return Case.get_by_id(case.id)


def papers(case: Case) -> list[str]:
    rows = CaseDocument.select(CaseDocument.name).where(CaseDocument.case == case).order_by(CaseDocument.position)
    return [name for (name,) in rows.tuples()]


def test_another_service_brings_area_pillar_papers_and_date(cast: Cast) -> None:
    case = make_case(cast, papers_present=("Kartu BPJS/KIS",))
    assert case.due_on == TODAY
    case = change(cast, case, service="P01", kind="keluhan")
    assert (case.area, case.pillar, case.kind, case.due_on) == ("pendidikan", "p1", "keluhan", THREE_DAYS_ON)
    wanted = cast.services["P01"].papers.split("\n")
    assert set(papers(case)) == {*wanted, "Kartu BPJS/KIS"}  # what was shown stays
    said = [event.text for event in CaseEvent.select().where(CaseEvent.kind << ["perbaikan", "berkas"])]
    assert "jenis layanan semula “Reaktivasi PBI-JK”; jenis masukan semula “Permohonan layanan”" in said[0]
    assert "diminta" in said[1] and "tidak lagi" in said[1] and "Kartu siswa" in said[1]


def test_what_somebody_touched_or_asked_for_stays(cast: Cast) -> None:
    case, how = make_case(cast), {"actor": viewer_of(cast.sari), "now": clock.now()}
    tick_paper(case, 1, state="menyusul", **how)
    add_paper(case, "Surat pindah", key="5f0c8a9e-0d1c-4b1a-9c1e-0a4b8f0e7d11", **how)
    kept = {papers(case)[0], "Surat pindah", "KK"}
    case = change(cast, case, service="K02")
    assert kept <= set(papers(case)) and len(papers(case)) == len({name.casefold() for name in papers(case)})


@pytest.mark.parametrize(("moved", "due"), [(TODAY, THREE_DAYS_ON), (date(2026, 11, 25), date(2026, 11, 25))])
def test_a_due_date_moved_by_hand_stays(cast: Cast, moved: date, due: date) -> None:
    case = change(cast, make_case(cast), due_on=moved)
    assert change(cast, case, service="K02").due_on == due


def test_a_restricted_service_closes_the_case_and_nothing_opens_it(cast: Cast) -> None:
    case = change(cast, make_case(cast), service="R09")
    assert (case.restricted, case.restricted_reason) == (True, "layanan")
    assert change(cast, case, service="K02").restricted


def test_violence_waits_for_no_papers(cast: Cast) -> None:
    case = make_case(cast)
    tick_paper(case, 1, state="menyusul", actor=viewer_of(cast.sari), now=clock.now())
    case = change(cast, case, service="R08")
    assert case.restricted and not CaseDocument.select().where(CaseDocument.state << ["belum", "menyusul"]).exists()


@pytest.mark.parametrize("state", ["dilayani", "dirujuk"])
def test_after_the_decision_service_and_kind_stand(cast: Cast, state: str) -> None:
    case = put(make_case(cast), state)
    for fields in ({"service": "K02"}, {"kind": "keluhan"}):
        with pytest.raises(RuleBroken, match="setelah penetapan"):
            change(cast, case, **fields)
    assert change(cast, case, story="Diperbaiki.").story == "Diperbaiki."


def test_a_service_of_another_hub_or_a_stale_page_changes_nothing(cast: Cast) -> None:
    case, fields = make_case(cast), {"service": cast.other_services["K02"].id}
    before = papers(case)
    with pytest.raises(RuleBroken, match="Pilih jenis layanan"):
        change_content(case, fields, version=case.version, actor=viewer_of(cast.sari), now=clock.now())
    with pytest.raises(Conflict):
        moved = {"service": cast.services["K02"].id}
        change_content(case, moved, version=case.version - 1, actor=viewer_of(cast.sari), now=clock.now())
    assert Case.get_by_id(case.id).service_id == cast.services["K01"].id and papers(case) == before
