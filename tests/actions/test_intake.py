"""Taking in a need happens once, whoever taps how often, and all or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from puskesos import clock
from puskesos.actions.intake import Need, register_case
from puskesos.actions.person import Identity
from puskesos.database import connected
from puskesos.errors import RuleBroken
from puskesos.models import AuditEntry, Case, CaseDocument, CaseEvent, Counter, Household, Person, Service, Submission
from puskesos.rules.service import read_papers
from tests.cast import TODAY, Cast, make_case, viewer_of

THREADS = 8


def a_need(cast: Cast) -> Need:
    identity = Identity(name="Nurhayati", sex="P", village_id=cast.bahagia.id, nik_reason="tidak_dibawa")
    return Need(
        service_id=cast.services["K01"].id,
        village_id=cast.bahagia.id,
        kind="permohonan",
        channel="datang",
        priority="biasa",
        reporter_name="Wawan",
        reporter_relation="anak",
        story="Kartu tidak aktif.",
        identity=identity,
        kk="3216991206790001",
        papers_present=("KTP",),
    )


def register(cast: Cast, need: Need, key: str) -> str:
    return register_case(need, key=key, actor=viewer_of(cast.sari), now=clock.now(), today=TODAY)


def in_parallel(work: Callable[[int], str]) -> list[str]:
    """What `work` answers in eight threads that begin together, each with a connection of its own."""
    start = Barrier(THREADS)

    def begin(index: int) -> str:
        with connected():
            start.wait()
            return work(index)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(begin, range(THREADS)))


def test_the_same_key_answers_the_same_number(cast: Cast) -> None:
    key, need = str(uuid.uuid4()), a_need(cast)
    assert {register(cast, need, key) for _ in range(3)} == {"321617-2611-0001"}
    assert Case.select().count() == Person.select().count() == Submission.select().count() == 1


def test_eight_taps_at_once_make_one_case(cast: Cast) -> None:
    key, need = str(uuid.uuid4()), a_need(cast)
    assert in_parallel(lambda _: register(cast, need, key)) == ["321617-2611-0001"] * THREADS
    for model in (Case, Person, Household, CaseEvent, Submission):
        assert model.select().count() == 1, model
    assert AuditEntry.select().where(AuditEntry.action == "case_registered").count() == 1


def test_eight_needs_at_once_get_eight_numbers_without_a_gap(cast: Cast) -> None:
    numbers = in_parallel(lambda _: register(cast, a_need(cast), str(uuid.uuid4())))
    assert sorted(numbers) == [f"321617-2611-000{index}" for index in range(1, THREADS + 1)]
    assert Household.select().count() <= THREADS


def test_other_content_under_the_same_key_is_refused(cast: Cast) -> None:
    key = str(uuid.uuid4())
    register(cast, a_need(cast), key)
    with pytest.raises(RuleBroken, match="dengan isi lain"):
        register(cast, replace(a_need(cast), story="Lain."), key)


@pytest.mark.parametrize(
    "wrong",
    [{"service_id": 999_999}, {"village_id": 999_999}, {"client_id": 999_999}, {"identity": None}],
    ids=["service", "village", "client", "nobody"],
)
def test_what_is_refused_leaves_nothing_behind_not_even_a_number(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        register(cast, replace(a_need(cast), **wrong), str(uuid.uuid4()))
    for model in (Case, Person, Household, Submission, AuditEntry):
        assert not model.select().exists(), model
    assert (Counter.select(Counter.last).scalar() or 0) == 0
    assert make_case(cast).number == "321617-2611-0001"


def test_services_villages_and_people_of_another_hub_are_unknown_here(cast: Cast) -> None:
    theirs = make_case(cast, by=cast.citra)
    other = next(iter(cast.other_villages.values()))
    for wrong in (
        {"service_id": cast.other_services["K01"].id},
        {"village_id": other.id},
        {"client_id": theirs.client_id},
    ):
        with pytest.raises(RuleBroken):
            register(cast, replace(a_need(cast), **wrong), str(uuid.uuid4()))


def test_two_people_of_one_family_card_share_the_household(cast: Cast) -> None:
    for name in ("Nurhayati", "Sarman"):
        need = a_need(cast)
        register(cast, replace(need, identity=replace(need.identity, name=name)), str(uuid.uuid4()))
    assert Household.select().count() == 1 and Person.select().count() == 2


def test_each_hub_counts_for_itself(cast: Cast) -> None:
    assert make_case(cast, by=cast.citra).number == "321609-2611-0001"
    assert make_case(cast).number == "321617-2611-0001"


def test_the_services_papers_are_listed_and_those_shown_are_noted(cast: Cast) -> None:
    register(cast, a_need(cast), str(uuid.uuid4()))
    papers = list(CaseDocument.select().order_by(CaseDocument.position))
    asked = read_papers(cast.services["K01"].papers)
    assert [(paper.name, paper.owner) for paper in papers] == [(paper.name, paper.owner) for paper in asked]
    assert {paper.name for paper in papers if paper.state == "ada"} == {"KTP"}


def test_a_list_that_changed_meanwhile_ticks_no_other_paper(cast: Cast) -> None:
    Service.update(papers="KK\nSurat faskes\nKTP").where(Service.id == cast.services["K01"].id).execute()
    register(cast, a_need(cast), str(uuid.uuid4()))
    states = {paper.name: paper.state for paper in CaseDocument.select()}
    assert states == {"KK": "belum", "Surat faskes": "belum", "KTP": "ada"}
