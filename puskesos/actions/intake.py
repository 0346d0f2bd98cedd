"""Taking in a need: person, case, required papers, number, history and audit, all or nothing, once only."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from puskesos import clock
from puskesos.actions.case_closing import answer_on_the_spot
from puskesos.actions.case_path import write_event
from puskesos.actions.case_stay import begin_first_stay
from puskesos.actions.counter import next_number
from puskesos.actions.field_report import settle_report
from puskesos.actions.matching import tell_apart
from puskesos.actions.person import Identity, check_village, create_person
from puskesos.actions.restriction import tell_restricted
from puskesos.actions.submission import run_once
from puskesos.database import locked
from puskesos.errors import RuleBroken
from puskesos.models.case import Case, CaseDocument
from puskesos.models.hub import Hub, Service
from puskesos.models.person import Person
from puskesos.queries.hub import days_off, find_hub
from puskesos.rules.case_path import CaseState
from puskesos.rules.dates import show_date
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.numbers import case_number
from puskesos.rules.papers import PaperState
from puskesos.rules.restriction import Cause, Signs, cause_of, known_age, must_be_referred
from puskesos.rules.service import read_papers
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

LONGEST_LATE = timedelta(days=366)


@dataclass(frozen=True)
class Need:
    """One need as taken at the counter. `client_id` names a known person; otherwise `identity` describes a new one.

    `papers_present` names papers, because the service's list may change while somebody types.
    `told_apart` are people who looked like the new one and were said to be others.
    An `answer` given on the spot closes the case at once. `report` numbers the volunteer's report it comes from.
    `received_at` and `late_because` belong to a need that came in before it is written down (paper, power cut, night).
    """

    service_id: int
    village_id: int
    kind: str
    channel: str
    priority: str
    reporter_name: str
    reporter_relation: str
    story: str
    reporter_phone: str = ""
    reporter_phone_reason: str = ""
    wish: str = ""
    restricted: bool = False
    restricted_why: str = ""
    violence: bool = False
    about_official: bool = False
    client_id: int | None = None
    identity: Identity | None = None
    kk: str | None = None
    papers_present: tuple[str, ...] = ()
    told_apart: tuple[int, ...] = ()
    answer: str = ""
    report: str = ""
    received_at: datetime | None = None
    late_because: str = ""


def register_case(need: Need, *, key: str, actor: Viewer, now: datetime, today: date) -> str:
    """Register the need and return the case number; the same `key` returns the same number.

    Raises RuleBroken for an unknown client, village or service.
    """
    return run_once(
        key,
        lambda: _register(need, actor, now, today).number,
        actor=actor,
        action="case_registered",
        fields=asdict(need),
        now=now,
    )


def _register(need: Need, actor: Viewer, now: datetime, today: date) -> Case:
    service = Service.get_or_none(Service.id == need.service_id, Service.hub == actor.hub_id, Service.active)
    if service is None:
        raise RuleBroken("Pilih jenis layanan dari daftar.", "service")
    check_village(need.village_id, actor)
    client = _client(need, actor, now)
    case = _create_case(need, service, client, actor, now, today)
    begin_first_stay(case)
    _list_papers(case, service, need, actor, now)
    write_event(case, "daftar", _said(case, need), actor=actor, now=now, target=str(CaseState.TERDAFTAR))
    if need.report:
        settle_report(need.report, case, actor=actor, now=now)
    if case.restricted:
        tell_restricted(case, Cause(case.restricted_reason).label.lower(), actor=actor, now=now)
    audit.record(
        "case_registered",
        actor=actor,
        now=now,
        object_type="case",
        object_id=case.number,
        service=service.code,
        village=need.village_id,
    )
    if need.answer:
        answer_on_the_spot(case, need.answer, version=case.version, actor=actor, now=now)
    return case


def _list_papers(case: Case, service: Service, need: Need, actor: Viewer, now: datetime) -> None:
    """One row per required paper; those shown at the counter are noted at once. Violence waits for none."""
    rows = []
    asked = [] if must_be_referred(service.code, case.restricted_reason) else read_papers(service.papers)
    for position, paper in enumerate(asked, start=1):
        shown = paper.name in need.papers_present
        state = str(PaperState.ADA if shown else PaperState.BELUM)
        who, when = (actor.id, now) if shown else (None, None)
        is_what = {"case": case, "position": position, "name": paper.name, "owner": str(paper.owner)}
        rows.append(is_what | {"state": state, "changed_by": who, "changed_at": when})
    if rows:
        CaseDocument.insert_many(rows).execute()


def _client(need: Need, actor: Viewer, now: datetime) -> Person:
    if need.client_id is not None:
        stands = (Person.hub == actor.hub_id) & Person.merged_into.is_null()
        # locked: a merge at this very moment either takes the case along or has made the row unfit for it
        client = locked(Person.select().where(Person.id == need.client_id, stands)).get_or_none()
        if client is None:
            raise RuleBroken("Warga yang dipilih tidak ditemukan. Cari lagi.", "client")
        return client
    if need.identity is None:
        raise RuleBroken("Isi nama klien atau pilih identitas tidak diketahui.", "name")
    person = create_person(need.identity, kk=need.kk, actor=actor, now=now)
    audit.record("person_created", actor=actor, now=now, object_type="person", object_id=person.id, case="")
    tell_apart(person.id, need.told_apart, actor=actor, now=now)
    return person


def _create_case(need: Need, service: Service, client: Person, actor: Viewer, now: datetime, today: date) -> Case:
    hub = Hub.get(Hub.id == actor.hub_id)
    sequence = next_number(hub.id, "kasus", f"{today:%y%m}")
    cause = _cause(need, service, client, today)
    received = need.received_at or now
    registered_on = _day_received(need, hub.zone, now)
    return Case.create(
        hub=hub,
        number=case_number(hub.number_prefix, today, sequence),
        village=need.village_id,
        client=client,
        channel=need.channel,
        kind=need.kind,
        priority=need.priority,
        service=service,
        area=service.area,
        pillar=service.pillar,
        reporter_name=need.reporter_name,
        reporter_relation=need.reporter_relation,
        reporter_phone=need.reporter_phone,
        reporter_phone_reason=need.reporter_phone_reason,
        story=need.story,
        wish=need.wish,
        state=str(CaseState.TERDAFTAR),
        state_since=received,
        due_on=add_working_days(registered_on, service.target_days, days_off(hub.id)),
        restricted=cause is not None,
        restricted_reason=str(cause or ""),
        restricted_by=actor.id if cause else None,
        awaits_assignment=True,
        registered_on=registered_on,
        created_by=actor.id,
        created_at=now,
        late_entry=need.late_because if need.received_at else "",
    )


def _day_received(need: Need, zone: str, now: datetime) -> date:
    """The day the need came in. Raises RuleBroken when that lies ahead, too far back, or has no reason."""
    received = need.received_at or now
    day = clock.today(zone, received)
    if received > now:
        raise RuleBroken("Waktu masuk tidak boleh di masa depan.", "received_on")
    if day < clock.today(zone, now) - LONGEST_LATE:
        raise RuleBroken(f"Waktu masuk paling lama {LONGEST_LATE.days} hari yang lalu.", "received_on")
    if need.received_at and not need.late_because:
        raise RuleBroken("Tulis mengapa dicatat belakangan.", "late_because")
    return day


def _said(case: Case, need: Need) -> str:
    """The first line of the history."""
    if not need.received_at:
        return "Kasus didaftarkan."
    when = f"{show_date(case.registered_on)} pukul {_local(need.received_at, case):%H.%M}"
    return f"Kasus didaftarkan belakangan: masuk {when} ({need.late_because})."


def _local(moment: datetime, case: Case) -> datetime:
    return moment.astimezone(ZoneInfo(find_hub(case.hub_id).zone))


def _cause(need: Need, service: Service, client: Person, today: date) -> Cause | None:
    """Why the case is closed to others from the first moment, if it is."""
    chosen = (need.restricted_why or str(Cause.PERMINTAAN)) if need.restricted else ""
    signs = Signs(
        service_restricted=service.restricted,
        age=known_age(client.birth_date, client.birth_year_estimate, today),
        kind=need.kind,
        service_code=service.code,
        violence=need.violence,
        about_official=need.about_official,
        chosen=chosen,
    )
    return cause_of(signs)
