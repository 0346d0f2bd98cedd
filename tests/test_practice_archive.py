"""The practice hub's year before: closed cases that disturb nothing of today, and twelve months that were reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby, pairwise

import pytest
import time_machine
from flask import Flask

from puskesos import clock, create_app
from puskesos.config import Settings
from puskesos.database import close_database, connected
from puskesos.migrating import migrate
from puskesos.models import Case, CaseDocument, CaseStay, Hub, MonthReport, Person, Service, User
from puskesos.practice.archive import CLOSED, LATE_BACK, MONTHS, WAVE_BACK, seed_archive
from puskesos.practice.archive_texts import MARK, Kind, archive_kinds
from puskesos.practice.seeding import seed_practice
from puskesos.queries.hub import forget_hub
from puskesos.queries.report import closed_months, content_of, live_figures
from puskesos.queries.report_behind import behind_several, count_sets
from puskesos.queries.report_cases import ALL_CASE_SETS, case_items
from puskesos.rules.activity import Month
from puskesos.rules.case_path import CLOSED_STATES
from puskesos.rules.period import Period
from puskesos.rules.report import Counted
from puskesos.rules.report_balance import balance_of, is_balanced
from puskesos.rules.service import read_papers
from puskesos.security.guard import TOKEN
from puskesos.security.sessions import start_session
from tests.cast import NOW, viewer_of
from tests.lists_behind import check_lists
from tests.page_client import PageClient
from tests.practice_hub import TUESDAY
from tests.test_practice import BANNED

HERE = ("/", "/papan", "/perlu-tindakan", "/jalur", "/kasus?status=terbuka", "/laporan/hari")
WHO = ("ratna", "sari", "bayu", "ujang")
Pages = dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pages, Pages]]:
    """What the pages of today say without and with the archive, which stands in the bound database afterwards."""
    settings = Settings(data=tmp_path_factory.mktemp("arsip"), secret="rahasia" * 6, practice=True, testing=True)
    migrate(settings, backup=False)
    app = create_app(settings)
    with time_machine.travel(NOW, tick=False), connected():
        stage = seed_practice(settings, today=TUESDAY)
        before = read_all(app)
        seed_archive(stage, today=TUESDAY, seed=1, say=lambda _line: None)
        yield before, read_all(app)
    close_database()


def read_all(app: Flask) -> Pages:
    found = {}
    forget_hub()
    for name in WHO:
        token = start_session(User.get(User.username == name), "Peramban uji", clock.now())
        client = PageClient(app, token, token_key=TOKEN)
        for path in HERE:
            page = client.get(path, expect={200, 303, 403}, budget=60)
            found[name, path] = page.text()
    return found


def archived() -> list[Case]:
    return list(Case.select(Case, Service).join(Service).where(Case.story.endswith(MARK)).order_by(Case.id))


def months() -> list[Month]:
    found = [Month.of(TUESDAY)]
    while len(found) < MONTHS:
        found.append(found[-1].before)
    return found[::-1]


def test_nothing_of_today_changes(pages: tuple[Pages, Pages]) -> None:
    before, after = pages
    assert [key for key in before if before[key] != after[key]] == []
    assert not [case.number for case in archived() if case.state not in CLOSED_STATES]


def test_every_month_has_its_cases_and_one_a_wave(pages: tuple[Pages, Pages]) -> None:
    came = Counter(str(Month.of(case.registered_on)) for case in archived())
    assert list(came) == sorted(came) or len(came) >= MONTHS - 1
    assert all(came[str(month)] >= 55 for month in months()[:CLOSED])
    health = Counter(str(Month.of(one.registered_on)) for one in archived() if one.service.code == "K01")
    assert health.most_common(1)[0][0] == str(months()[-1 - WAVE_BACK])


def test_stays_follow_each_other_to_the_state_of_the_case(pages: tuple[Pages, Pages]) -> None:
    states = {case.id: case.state for case in Case.select()}
    rows = CaseStay.select().order_by(CaseStay.case, CaseStay.id)
    for case_id, found in groupby(rows, key=lambda stay: stay.case_id):
        stays = list(found)
        assert stays[-1].until is None and stays[-1].state == states[case_id]
        for one, after in pairwise(stays):
            assert (one.until, one.state) == (after.since, after.came_from) and one.since <= one.until <= TUESDAY


def test_every_month_balances(pages: tuple[Pages, Pages]) -> None:
    left = 0
    for month in months():
        balance = balance_of(live_figures(Hub.get(), month).items)
        assert is_balanced(balance) and balance[Counted.SISA_AWAL] == left
        left = balance[Counted.SISA_AKHIR]


@pytest.mark.parametrize("name", ["ratna", "bayu"])
def test_each_figure_has_its_list(pages: tuple[Pages, Pages], name: str) -> None:
    hub, viewer = Hub.get(), viewer_of(User.get(User.username == name))
    hidden = [check_lists(hub, month, live_figures(hub, month).items, viewer) for month in months()[-1::-4]]
    assert any(hidden) == (name == "bayu")


def test_a_day_is_counted_as_its_items_say(pages: tuple[Pages, Pages]) -> None:
    hub, ratna = Hub.get(), User.get(User.username == "ratna")
    for back in (0, 1, 17, 40, 200):
        day = Period(TUESDAY - timedelta(days=back), TUESDAY - timedelta(days=back))
        told = Counter(item.counted for item in case_items(hub.id, day))
        assert count_sets(hub, day, ALL_CASE_SETS) == {counted: told[counted] for counted in ALL_CASE_SETS}
        both = behind_several(hub, day, [Counted.MASUK, Counted.SISA_AKHIR]).shown(viewer_of(ratna), 0, 2000)
        assert both.total == len(both.items) == told[Counted.MASUK] + told[Counted.SISA_AKHIR]


def test_a_year_was_reported_and_a_late_paper_corrected(pages: tuple[Pages, Pages]) -> None:
    assert closed_months(Hub.get().id) == months()[:CLOSED]
    told = {report.month: content_of(report).corrections for report in MonthReport.select()}
    late = months()[-1 - LATE_BACK]
    assert {one.month for found in told.values() for one in found} == {str(late)}
    assert next((one.counted, one.difference) for one in told[late.after.first]) == (Counted.MASUK, 1)
    notes = [content_of(report).note for report in MonthReport.select()]
    assert all(proposals for _, proposals in notes) and any(obstacles for obstacles, _ in notes)


def test_their_papers_were_shown(pages: tuple[Pages, Pages]) -> None:
    papers = CaseDocument.select().where(CaseDocument.case.in_([case.id for case in archived()]))
    assert papers.count() > MONTHS * 55 and {(one.state, one.form) for one in papers} == {("ada", "fotokopi")}
    asked = {case.id: len(read_papers(case.service.papers)) for case in archived()}
    assert Counter(one.case_id for one in papers) == {case: count for case, count in asked.items() if count}


def test_people_of_the_archive_are_invented(pages: tuple[Pages, Pages]) -> None:
    numbers = [person.nik for person in Person.select() if person.nik]
    assert len(numbers) == len(set(numbers)) > 500 and all(number.startswith("321699") for number in numbers)
    clients = {case.client_id for case in archived()}
    names = [person.name for person in Person.select().where(Person.id.in_(clients))]
    assert len(names) == len(set(names)) and all(len(name.split()) >= 4 for name in names)


@pytest.mark.parametrize("kind", archive_kinds(), ids=lambda kind: kind.service)
def test_every_kind_is_complete_and_respectful(kind: Kind) -> None:
    words = " ".join(str(value) for value in vars(kind).values()).lower()
    assert not BANNED.findall(words) and kind.story and kind.closing
    assert bool(kind.reject) == ("tolak" in kind.ends) and bool(kind.agency) == ("rujuk" in kind.ends)
    assert (not kind.agency or (kind.wanted and kind.answered)) and bool(kind.spm) == bool(kind.given)
