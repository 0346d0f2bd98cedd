"""Which cases need action, for which reasons, in which order, and for whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from puskesos import clock
from puskesos.models import Assignment, Case, CaseDocument, CaseEvent, LocalHoliday, Referral, StepTarget, User
from puskesos.queries.hub import days_off, forget_hub, step_days
from puskesos.queries.needs_action import PAGE, NeedFilter, count_needs, list_needs, place_of
from puskesos.queries.needs_around import around
from puskesos.rules.needs_action import Cutoffs, Need, cutoffs_at, needs_in
from puskesos.rules.track_needs import track_cutoffs_at
from tests.cast import NOW, TODAY, ZONE, Cast, make_assignment, make_case, make_person, make_referral, viewer_of

FAR = TODAY + timedelta(days=60)


def cutoffs(cast: Cast) -> Cutoffs:
    return cutoffs_at(clock.now(), ZONE, step_days(cast.hub.id), days_off(cast.hub.id))


def put(case: Case, state: str, *, days: int = 0, due: date = FAR, **fields: Any) -> Case:
    """The case standing in `state` since `days` ago and last heard of then."""
    since = NOW - timedelta(days=days)
    values = {"state": state, "state_since": since, "due_on": due, "awaits_assignment": False} | fields
    Case.update(**values).where(Case.id == case.id).execute()
    CaseEvent.update(at=since).where(CaseEvent.case == case.id).execute()
    return case


def listed(cast: Cast, user: User, **wanted: Any) -> list[tuple[str, list[Need]]]:
    rows = list_needs(viewer_of(user), cutoffs(cast), NeedFilter(**wanted))
    return [(row.number, needs_in(row.bits)) for row in rows]


def needs_of(cast: Cast, user: User, case: Case) -> list[Need]:
    return dict(listed(cast, user)).get(case.number, [])


@pytest.mark.parametrize(
    ("state", "days", "koordinator", "office"),
    [
        pytest.param("terdaftar", 1, [], [], id="registered yesterday"),
        pytest.param("terdaftar", 5, [Need.KONTAK], [Need.KONTAK], id="nobody was in touch"),
        pytest.param("terdaftar", 6, [Need.KONTAK, Need.ESKALASI], [Need.KONTAK], id="and nothing was done"),
        pytest.param("penanganan", 5, [], [], id="the back office's own for now"),
        pytest.param("penanganan", 6, [Need.ESKALASI], [Need.LANGKAH], id="three days without progress"),
        pytest.param("penanganan", 12, [Need.ESKALASI], [Need.LANGKAH, Need.SENYAP], id="and silent"),
        pytest.param("perlu_perbaikan", 14, [], [Need.SENYAP], id="the family has ten days"),
        pytest.param("perlu_perbaikan", 16, [Need.ESKALASI], [Need.BERKAS, Need.SENYAP], id="papers for long"),
        pytest.param("menunggu_penetapan", 0, [Need.PENETAPAN], [], id="a decision waits at once"),
        pytest.param("dilayani", 4, [], [], id="served, in time"),
        pytest.param("dilayani", 16, [Need.LANGKAH, Need.SENYAP], [], id="served for long"),
        pytest.param("selesai", 90, [], [], id="closed"),
        pytest.param("draf", 90, [], [], id="a draft"),
    ],
)
def test_a_step_that_takes_too_long_is_told_to_whose_it_is(
    cast: Cast, state: str, days: int, koordinator: list[Need], office: list[Need]
) -> None:
    case = put(make_case(cast), state, days=days)
    assert needs_of(cast, cast.ratna, case) == koordinator
    assert needs_of(cast, cast.bayu, case) == office


def test_the_hub_sets_how_long_a_step_may_take(cast: Cast) -> None:
    case = put(make_case(cast), "penanganan", days=6)
    StepTarget.create(hub=cast.hub, step="penanganan", priority="biasa", days=10)
    forget_hub()
    assert needs_of(cast, cast.bayu, case) == []


def test_a_local_holiday_gives_a_day_more(cast: Cast) -> None:
    case = put(make_case(cast), "penanganan", days=6)
    LocalHoliday.create(hub=cast.hub, day=TODAY - timedelta(days=1), name="Hajat laut")
    forget_hub()
    assert needs_of(cast, cast.bayu, case) == []


def test_late_and_soon_go_by_the_due_date_and_stand_still_with_the_clock(cast: Cast) -> None:
    late = put(make_case(cast), "penanganan", due=TODAY - timedelta(days=1))
    soon = put(make_case(cast), "penanganan", due=TODAY + timedelta(days=1))
    papers = put(make_case(cast), "perlu_perbaikan", due=TODAY - timedelta(days=9))
    letter = make_referral(cast)
    Case.update(due_on=TODAY - timedelta(days=9)).where(Case.id == letter.case_id).execute()
    assert listed(cast, cast.bayu) == [(late.number, [Need.LEWAT]), (soon.number, [Need.SEGERA])]
    assert listed(cast, cast.ratna, late=True) == [(late.number, [Need.LEWAT])]
    assert papers.number not in dict(listed(cast, cast.bayu))


@pytest.mark.parametrize(("minutes", "told"), [(50, False), (70, True)])
def test_an_emergency_that_no_volunteer_takes_is_told_within_the_hour(cast: Cast, minutes: int, told: bool) -> None:
    task = make_assignment(cast, make_case(cast, priority="darurat"))
    Case.update(due_on=FAR).where(Case.id == task.case_id).execute()
    Assignment.update(state_since=NOW - timedelta(minutes=minutes)).where(Assignment.id == task.id).execute()
    case = Case.get_by_id(task.case_id)
    assert needs_of(cast, cast.ratna, case) == ([Need.TUGAS] if told else [])
    assert needs_of(cast, cast.bayu, case) == []


def test_what_a_volunteer_asks_is_told_to_who_answers_wherever_the_case_stands(cast: Cast) -> None:
    asked, later = (make_assignment(cast, make_case(cast)) for _ in range(2))
    Case.update(due_on=FAR).execute()
    Assignment.update(asked_at=NOW).where(Assignment.id == asked.id).execute()
    Assignment.update(planned_on=later.due_on + timedelta(days=1)).where(Assignment.id == later.id).execute()
    Case.update(state="dilayani", state_since=NOW).where(Case.id == asked.case_id).execute()
    question, delay = (Case.get_by_id(task.case_id) for task in (asked, later))
    assert needs_of(cast, cast.ratna, question) == [Need.TANYA] and needs_of(cast, cast.ratna, delay) == [Need.TUNDA]
    assert needs_of(cast, cast.bayu, delay) == []
    assert around(list_needs(viewer_of(cast.ratna), cutoffs(cast), NeedFilter())).tasks[asked.case_id].asked_at == NOW
    Assignment.update(state="batal").execute()
    assert not {Need.TANYA, Need.TUNDA} & {need for _, needs in listed(cast, cast.ratna) for need in needs}


def test_reports_letters_answers_and_promised_papers_are_told(cast: Cast) -> None:
    task = make_assignment(cast, make_case(cast))
    Assignment.update(state="dilaporkan").where(Assignment.id == task.id).execute()
    Case.update(due_on=FAR).execute()
    assert needs_of(cast, cast.bayu, Case.get_by_id(task.case_id)) == [Need.LAPORAN]
    waiting, answered = make_referral(cast), make_referral(cast)
    Referral.update(answer_due_on=TODAY - timedelta(days=1)).where(Referral.id == waiting.id).execute()
    Referral.update(state="selesai", answered_on=TODAY).where(Referral.id == answered.id).execute()
    promised = make_case(cast)
    CaseDocument.update(state="menyusul", promised_on=TODAY - timedelta(days=1)).where(
        CaseDocument.case == promised.id, CaseDocument.position == 1
    ).execute()
    Case.update(due_on=FAR).execute()
    assert needs_of(cast, cast.ratna, Case.get_by_id(waiting.case_id)) == [Need.RUJUKAN]
    assert needs_of(cast, cast.ratna, Case.get_by_id(answered.case_id)) == [Need.KABAR]
    assert needs_of(cast, cast.bayu, promised) == [Need.BERKAS]
    known = around(list_needs(viewer_of(cast.bayu), cutoffs(cast), NeedFilter()))
    assert known.tasks[task.case_id].number == task.number
    assert [one.agency.name for one in known.letters[waiting.case_id]] == [waiting.agency.name]
    assert known.papers[promised.id][0].promised_on == TODAY - timedelta(days=1)


def test_silence_is_five_working_days_without_any_line_of_history(cast: Cast) -> None:
    quiet, noted = make_case(cast), make_case(cast)
    for case in (quiet, noted):
        put(case, "dilayani", days=8)
    CaseEvent.update(at=NOW - timedelta(days=1)).where(CaseEvent.case == noted.id).execute()
    assert listed(cast, cast.ratna) == [(quiet.number, [Need.SENYAP])]
    known = around(list_needs(viewer_of(cast.ratna), cutoffs(cast), NeedFilter()))
    assert known.heard[quiet.id] == NOW - timedelta(days=8)


def test_a_case_stands_once_emergencies_first_then_by_reason_and_due_date(cast: Cast) -> None:
    decide = put(make_case(cast), "menunggu_penetapan", due=TODAY - timedelta(days=2))
    later = put(make_case(cast), "dilayani", days=1, due=TODAY - timedelta(days=1))
    sooner = put(make_case(cast), "dilayani", days=1, due=TODAY - timedelta(days=9))
    urgent = put(make_case(cast, priority="darurat"), "menunggu_penetapan")
    assert [number for number, _ in listed(cast, cast.ratna)] == [
        urgent.number,
        sooner.number,
        decide.number,
        later.number,
    ]
    assert needs_of(cast, cast.ratna, decide) == [Need.LEWAT, Need.PENETAPAN]


def test_the_back_office_sees_its_own_area_first(cast: Cast) -> None:
    school = put(make_case(cast, service="P01"), "penanganan", due=TODAY - timedelta(days=9))
    health = put(make_case(cast), "penanganan", due=TODAY - timedelta(days=1))
    assert [number for number, _ in listed(cast, cast.bayu)] == [health.number, school.number]
    assert [number for number, _ in listed(cast, cast.bayu, area="pendidikan")] == [school.number]


def test_filters_narrow_by_reason_and_village(cast: Cast) -> None:
    late = put(make_case(cast), "penanganan", due=TODAY - timedelta(days=1))
    away = put(make_case(cast, village_id=cast.bakti.id), "menunggu_penetapan")
    assert listed(cast, cast.ratna, need="penetapan") == [(away.number, [Need.PENETAPAN])]
    assert [number for number, _ in listed(cast, cast.ratna, village=cast.bakti.id)] == [away.number]
    assert [number for number, _ in listed(cast, cast.ratna, village=cast.bahagia.id)] == [late.number]


def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast) -> None:
    client = make_person(cast)
    for place in range(PAGE + 5):
        put(make_case(cast, client=client), "menunggu_penetapan", due=FAR + timedelta(days=place % 3))
    seen: list[str] = []
    after = None
    while rows := list_needs(viewer_of(cast.ratna), cutoffs(cast), NeedFilter(), after):
        page = rows[:PAGE]
        seen += [row.number for row in page]
        after = place_of(page[-1])
    assert len(seen) == len(set(seen)) == PAGE + 5
    ways = track_cutoffs_at(clock.now(), ZONE, months=6, cutoff_day=17, until_day=10)
    counts = {"own": PAGE + 5, "unassigned": 0, "ways": 0, "reports": 0, "alarms": 0, "scans": 0, "drafts": 0}
    assert count_needs(viewer_of(cast.ratna), cutoffs(cast), ways) == counts
    assert count_needs(viewer_of(cast.ratna), cutoffs(cast), ways, own=7) == counts | {"own": 7}


def test_nobody_else_is_told_anything(cast: Cast) -> None:
    put(make_case(cast), "menunggu_penetapan")
    for user in (cast.citra, cast.sari, cast.ujang, cast.dewi):
        assert listed(cast, user) == []


def test_a_restricted_case_comes_as_initials_and_only_to_who_may_open_it(cast: Cast) -> None:
    case = put(make_case(cast, service="R08"), "penanganan", due=TODAY - timedelta(days=1))
    (row,) = list_needs(viewer_of(cast.ratna), cutoffs(cast), NeedFilter())
    assert row.client_name == "S. N. (Terbatas)" and case.area != cast.bayu.area
    assert listed(cast, cast.bayu) == []


@pytest.mark.parametrize(
    ("state", "days", "due", "need"),
    [
        ("penanganan", 6, FAR, Need.LANGKAH),
        ("perlu_perbaikan", 16, FAR, Need.BERKAS),
        ("penanganan", 1, TODAY, Need.SEGERA),
    ],
)
def test_a_restricted_case_is_watched_by_the_koordinator_for_whom_alone_it_may_open(
    cast: Cast, state: str, days: int, due: date, need: Need
) -> None:
    case = put(make_case(cast, service="R08"), state, days=days, due=due)
    assert need in needs_of(cast, cast.ratna, case)
    assert needs_of(cast, cast.bayu, case) == []  # of another area, and nobody else is there


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_the_day_turns_where_the_hub_is(cast: Cast, zone: str, moment: Any) -> None:
    """At 23.30 in Jakarta it is tomorrow further east, and what was due today is late there."""
    case = put(make_case(cast), "penanganan", due=TODAY)
    moment.move_to(datetime(2026, 11, 17, 16, 30, tzinfo=UTC))
    late = list_needs(viewer_of(cast.bayu), cutoffs_at(clock.now(), zone, step_days(cast.hub.id)), NeedFilter())
    assert [needs_in(row.bits)[0] for row in late] == [Need.SEGERA if zone == "Asia/Jakarta" else Need.LEWAT]
    assert [row.id for row in late] == [case.id]
