"""Writing referrals: with the decision, further ones, their numbers, offices and keys; on both engines."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest

from puskesos import clock
from puskesos.actions.agency import AgencyEntry, add_agency, change_agency
from puskesos.actions.case_decision import DecisionEntry, decide_case
from puskesos.actions.case_papers import tick_paper
from puskesos.actions.referral import ReferralEntry, refer_further
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import (
    Agency,
    AuditEntry,
    Case,
    CaseDocument,
    CaseEvent,
    Counter,
    Decision,
    Hub,
    Referral,
    ReferralEvent,
    User,
)
from puskesos.rules.referral import CODE_DAYS
from tests.cast import TODAY, Cast, make_case, make_referral, referral_entry, viewer_of

SECRET = "rahasia"


def put(case: Case, state: str) -> Case:
    Case.update(state=state).where(Case.id == case.id).execute()
    return Case.get_by_id(case.id)


def decide(cast: Cast, case: Case, entry: ReferralEntry, by: User | None = None, secret: str = SECRET) -> None:
    said = DecisionEntry("rujuk", "Dirujuk ke Disdik.", referral=entry)
    actor = viewer_of(by or cast.ratna)
    decide_case(case, said, version=case.version, actor=actor, now=clock.now(), secret=secret)


def refer(cast: Cast, case: Case, key: str | None = None, by: User | None = None, **typed: object) -> str:
    made_of = {"version": case.version, "secret": SECRET, "actor": viewer_of(by or cast.ratna), "now": clock.now()}
    return refer_further(case, referral_entry(cast, **typed), key=key or str(uuid.uuid4()), **made_of)


def test_a_decision_to_refer_writes_the_letter_with_its_numbers(cast: Cast) -> None:
    case = put(make_case(cast), "menunggu_penetapan")
    tick_paper(case, 1, state="ada", form="asli", actor=viewer_of(cast.sari), now=clock.now())
    decide(cast, case, referral_entry(cast, papers=(1, 2)))
    made = Referral.get(Referral.case == case)
    assert (made.number, made.letter_number) == ("R-321617-2611-0001", "400.9/001/PKS-321617/XI/2026")
    assert (made.state, made.sent_on, made.answer_due_on) == ("dikirim", date(2026, 11, 17), date(2026, 11, 24))
    first, second = CaseDocument.select().where(CaseDocument.case == case, CaseDocument.position.in_((1, 2)))
    assert made.papers == first.name and second.name not in made.papers, "a paper that is not there is not sent"
    decision = Decision.get(Decision.case == case)
    assert (decision.agency, decision.letter_number) == ("Dinas Pendidikan", made.letter_number)
    assert Case.get_by_id(case.id).state == "dirujuk"
    assert AuditEntry.get(AuditEntry.action == "referral_sent").object_id == made.number
    event = ReferralEvent.get(ReferralEvent.referral == made)
    assert (event.to_state, event.channel, event.actor_name) == ("dikirim", "surat", "Ratna")


@pytest.mark.parametrize(
    ("priority", "due"),
    [("darurat", date(2026, 11, 17)), ("segera", date(2026, 11, 18)), ("biasa", date(2026, 11, 24))],
)
def test_an_emergency_is_answered_the_same_day(cast: Cast, priority: str, due: date) -> None:
    Agency.update(answer_days=None).execute()
    assert make_referral(cast, make_case(cast, priority=priority)).answer_due_on == due


def test_a_hub_sets_how_soon_offices_answer(cast: Cast) -> None:
    Hub.update(answer_days_urgent=1, answer_days_prompt=3).execute()
    Agency.update(answer_days=10).execute()
    made = [make_referral(cast, make_case(cast, priority=one)).answer_due_on for one in ("darurat", "segera", "biasa")]
    assert made == [date(2026, 11, 18), date(2026, 11, 20), date(2026, 12, 1)]


def test_a_letter_that_is_not_sent_is_a_draft(cast: Cast) -> None:
    made = make_referral(cast, channel="")
    assert (made.state, made.sent_on) == ("draf", None)


def test_a_refused_decision_leaves_no_letter_and_no_gap_in_the_numbers(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(RuleBroken, match="langkah ini tidak tersedia"):
        decide(cast, case, referral_entry(cast))
    with pytest.raises(NotAllowed):
        decide(cast, put(case, "menunggu_penetapan"), referral_entry(cast), by=cast.bayu)
    assert not Referral.select().exists() and not Counter.select().where(Counter.kind == "surat_rujukan").exists()
    assert make_referral(cast).letter_number.startswith("400.9/001/")


def test_letters_are_counted_anew_each_year_and_referrals_each_month(cast: Cast, moment: object) -> None:
    case, made = make_case(cast), []
    for day in (date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 1)):
        moment.move_to(datetime(day.year, day.month, day.day, 2, tzinfo=UTC))
        made.append(make_referral(cast, case))
    assert [one.letter_number.split("/")[1] for one in made] == ["001", "002", "001"]
    assert [one.number[-9:] for one in made] == ["2611-0001", "2612-0001", "2701-0001"]


def test_a_letter_may_be_older_than_its_case_or_wait_for_its_signature(cast: Cast) -> None:
    assert make_referral(cast, letter_on=date(2026, 11, 10)).state == "dikirim"
    assert make_referral(cast, letter_on=date(2026, 11, 24), channel="").state == "draf"


def test_no_code_is_dead_before_its_answer_is_due(cast: Cast) -> None:
    made = make_referral(cast, letter_on=date(2026, 11, 10))
    assert made.code_expires_on == max(TODAY, made.answer_due_on) + CODE_DAYS
    assert make_referral(cast, answer_due_on=date(2027, 11, 17)).code_expires_on == date(2027, 11, 17) + CODE_DAYS


def test_only_digests_of_the_keys_are_stored(cast: Cast) -> None:
    first, second = make_referral(cast), make_referral(cast)
    assert len({first.token_hash, second.token_hash, first.code_hash, second.code_hash}) == 4
    assert {len(first.token_hash), len(first.code_hash)} == {64}
    with pytest.raises(ValueError, match="secret"):
        make_referral(cast, secret="")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"agency_id": None}, "agency"),
        ({"wanted": ""}, "wanted"),
        ({"reason": ""}, "reason"),
        ({"basis": ""}, "basis"),
        ({"officer": ""}, "referral_officer"),
        ({"basis": "persetujuan_wali"}, "basis_note"),
        ({"answer_due_on": date(2026, 11, 16)}, "answer_due_on"),
        ({"answer_due_on": date(2027, 11, 18)}, "answer_due_on"),
        ({"letter_on": date(2026, 11, 9)}, "letter_on"),
        ({"letter_on": date(2026, 11, 18)}, "letter_on"),
        ({"letter_on": date(2026, 11, 25), "channel": ""}, "letter_on"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_missing_is_said_at_its_field(cast: Cast, typed: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        make_referral(cast, **typed)
    assert refused.value.field == field


def test_an_office_of_another_hub_or_no_longer_offered_is_refused(cast: Cast) -> None:
    theirs = Agency.get(Agency.hub == cast.other_hub)
    Agency.update(active=False).where(Agency.hub == cast.hub, Agency.code == "PMI").execute()
    closed = Agency.get(Agency.hub == cast.hub, Agency.code == "PMI")
    for agency in (theirs, closed):
        with pytest.raises(RuleBroken, match="dari daftar"):
            make_referral(cast, agency_id=agency.id)


def test_an_office_typed_by_name_joins_the_directory_once(cast: Cast) -> None:
    before = Agency.select().count()
    for name in ("Yayasan Kasih Ibu", "YAYASAN kasih ibu"):
        assert make_referral(cast, agency_name=name).agency.code == "YAYASAN-KASIH-IBU"
    make_referral(cast, agency_name="Yayasan Kasih-Ibu")
    assert Agency.select().count() == before + 2


def test_a_further_referral_is_made_once_and_takes_a_served_case_along(cast: Cast) -> None:
    case, key = put(make_case(cast), "dilayani"), str(uuid.uuid4())
    assert refer(cast, case, key) == refer(cast, case, key)
    assert Referral.select().count() == 1
    moved = Case.get_by_id(case.id)
    assert moved.state == "dirujuk"
    before = moved.version
    refer(cast, moved)
    assert Referral.select().count() == 2 and Case.get_by_id(case.id).version == before + 1


@pytest.mark.parametrize("state", ["terdaftar", "penanganan", "menunggu_penetapan", "selesai"])
def test_a_further_referral_needs_a_decision_first(cast: Cast, state: str) -> None:
    with pytest.raises(RuleBroken, match="Tetapkan kasus dahulu"):
        refer(cast, put(make_case(cast), state))


def test_a_stale_page_makes_no_second_referral(cast: Cast) -> None:
    case = put(make_case(cast), "dirujuk")
    refer(cast, case)
    stale = Case.get_by_id(case.id)
    stale.version -= 1
    with pytest.raises(Conflict):
        refer(cast, stale)
    assert Referral.select().count() == 1


def test_an_office_keeps_its_own_days_to_answer(cast: Cast) -> None:
    agency = Agency.get(Agency.hub == cast.hub, Agency.code == "RSJ")
    Agency.update(answer_days=1).where(Agency.id == agency.id).execute()
    assert make_referral(cast, agency_id=agency.id).answer_due_on == date(2026, 11, 18)


def test_an_office_is_written_once_and_audited_without_its_people(cast: Cast) -> None:
    actor, now = viewer_of(cast.dewi), clock.now()
    made = add_agency(AgencyEntry("PKM-2", "Puskesmas Jayasakti", contact="Ibu Rini"), actor=actor, now=now)
    with pytest.raises(RuleBroken, match="sudah dipakai"):
        add_agency(AgencyEntry("PKM-2", "Lain"), actor=actor, now=now)
    entry = AgencyEntry("PKM-2", "Puskesmas Jayasakti", contact="Pak Adi", active=False)
    change_agency(made, entry, version=1, actor=actor, now=now)
    with pytest.raises(Conflict):
        change_agency(made, entry, version=1, actor=actor, now=now)
    saved = AuditEntry.select().where(AuditEntry.action == "agency_saved")
    assert [row.detail for row in saved] == [
        '{"code": "PKM-2", "fields": "baru"}',
        '{"code": "PKM-2", "fields": "contact, active"}',
    ]
    assert not CaseEvent.select().exists()
