"""The list of guided ways: patients in care first, then by step and window; filters; and who sees what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from puskesos.actions.track import TrackPerson
from puskesos.models import Case, TrackMember
from puskesos.queries import track_list
from puskesos.queries.track import family_of, people_running, tracks_of
from puskesos.queries.track_list import TO_ENTER, TO_MEND, Clock, TrackFilter, count_people, counts_by_step, list_people
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of
from tests.tracked_family import OFF, begin, go

CLOCK = Clock(TODAY, 6)
FILTERS = [
    pytest.param({}, ["Ani", "Budi", "Dodi", "Cici"], id="everybody who runs, one kind after the other"),
    pytest.param({"kind": "usulan_dtsen"}, ["Cici"], id="kind"),
    pytest.param({"step": "berkas"}, ["Ani"], id="step"),
    pytest.param({"step": TO_ENTER}, ["Ani", "Budi", "Cici"], id="not proposed yet"),
    pytest.param({"step": TO_MEND}, ["Dodi", "Euis"], id="decile to mend, after the end too"),
    pytest.param({"in_care": True}, ["Ani"], id="in care"),
    pytest.param({"late": True}, ["Budi"], id="window over"),
    pytest.param({"text": "budi"}, ["Budi"], id="name"),
    pytest.param({"text": "tidak ada"}, [], id="nobody"),
]


@pytest.fixture
def ways(cast: Cast) -> dict[str, Case]:
    """Five people, each alone in a case: in care, late, a proposal, active again, done."""
    cases = {name: make_case(cast, client=make_person(cast, name)) for name in ("Ani", "Budi", "Cici", "Dodi", "Euis")}

    def start(name: str, off: date | None = OFF, care: str = "", **entry: Any) -> Any:
        return begin(cast, cases[name], people=(TrackPerson(cases[name].client_id, off, care_place=care),), **entry)

    go(cast, start("Ani", care="RSUD Cabangbungin"), "berkas")
    start("Budi", off=date(2026, 5, 1))
    start("Cici", None, kind="usulan_dtsen", wanted=("dtsen",))
    go(cast, start("Dodi"), "aktif")
    go(cast, start("Euis"), "aktif", "selesai")
    return cases


def names(cast: Cast, *, who: str = "bayu", after: int | None = None, **wanted: Any) -> list[str]:
    viewer = viewer_of(getattr(cast, who))
    return [row.client_name for row in list_people(viewer, TrackFilter(**wanted), CLOCK, after=after)]


@pytest.mark.parametrize(("wanted", "expected"), FILTERS)
def test_each_filter_leaves_its_people(
    cast: Cast, ways: dict[str, Case], wanted: dict[str, Any], expected: list[str]
) -> None:
    assert names(cast, **wanted) == expected
    assert count_people(viewer_of(cast.bayu), TrackFilter(**wanted), CLOCK) == len(expected)


def test_the_decile_that_should_have_been_mended_is_late(cast: Cast, ways: dict[str, Case]) -> None:
    TrackMember.update(active_on=date(2026, 5, 16)).where(TrackMember.step == "selesai").execute()
    assert names(cast, step=TO_MEND, late=True) == ["Euis"]
    TrackMember.update(decile_fixed_on=TODAY).where(TrackMember.step == "selesai").execute()
    assert names(cast, step=TO_MEND) == ["Dodi"]


def test_a_patient_in_care_goes_before_everybody_and_the_shortest_window_before_the_longer(
    cast: Cast, ways: dict[str, Case]
) -> None:
    late = make_person(cast, "Zainab")
    begin(cast, make_case(cast, client=late), people=(TrackPerson(late.id, date(2026, 4, 1)),))
    assert names(cast)[:3] == ["Ani", "Zainab", "Budi"]


def test_the_list_goes_on_by_key_over_every_row_once(
    cast: Cast, ways: dict[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(track_list, "PAGE", 1)
    seen: list[str] = []
    after = None
    while True:
        rows = list_people(viewer_of(cast.bayu), TrackFilter(), CLOCK, after=after)
        if not rows:
            break
        seen.append(rows[0].client_name)
        after = rows[0].id
    assert seen == ["Ani", "Budi", "Dodi", "Cici"]
    assert names(cast, after=999_999) == ["Ani", "Budi"]


def test_by_village_and_by_case_number(cast: Cast, ways: dict[str, Case]) -> None:
    assert names(cast, village=cast.bakti.id) == []
    assert names(cast, village=cast.bahagia.id) == ["Ani", "Budi", "Dodi", "Cici"]
    assert names(cast, text=ways["Cici"].number) == ["Cici"]


def test_other_hubs_and_volunteers_see_nobody(cast: Cast, ways: dict[str, Case]) -> None:
    for who in ("citra", "ujang", "dewi"):
        assert names(cast, who=who) == [] and counts_by_step(viewer_of(getattr(cast, who))) == {}


def test_a_restricted_case_shows_initials_to_its_own_and_nothing_to_others(cast: Cast, ways: dict[str, Case]) -> None:
    Case.update(restricted=True, area="pendidikan").where(Case.id == ways["Budi"].id).execute()
    assert "Budi" not in names(cast) and len(names(cast)) == 3
    assert "B (Terbatas)" in [name.replace(".", "") for name in names(cast, who="ratna")]
    assert names(cast, who="ratna", text="budi") == []
    budi = ways["Budi"].client_id
    assert people_running(viewer_of(cast.bayu), [budi], "reaktivasi_pbi") == set()
    assert people_running(viewer_of(cast.ratna), [budi], "reaktivasi_pbi") == {budi}


def test_how_many_stand_on_each_step(cast: Cast, ways: dict[str, Case]) -> None:
    assert counts_by_step(viewer_of(cast.bayu)) == {
        ("reaktivasi_pbi", "berkas"): 1,
        ("reaktivasi_pbi", "diajukan"): 1,
        ("usulan_dtsen", "dihimpun"): 1,
        ("reaktivasi_pbi", "aktif"): 1,
    }


def test_the_family_begins_with_the_client_and_leaves_out_the_dead(cast: Cast) -> None:
    kk = "3216991206790001"
    client = make_person(cast, "Siti", kk=kk, birth_date=date(1990, 1, 1))
    make_person(cast, "Tua", kk=kk, birth_date=date(1950, 1, 1))
    dead = make_person(cast, "Almarhum", kk=kk)
    type(dead).update(status="meninggal").where(type(dead).id == dead.id).execute()
    case = make_case(cast, client=client)
    assert [one.name for one in family_of(viewer_of(cast.bayu), case)] == ["Siti", "Tua"]
    assert tracks_of(viewer_of(cast.bayu), case) == []
