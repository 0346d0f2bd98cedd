"""A family on a guided way: begun, taken on step by step, taken back; for tests of several rooms."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from puskesos import clock
from puskesos.actions.track import TrackEntry, TrackPerson, start_track
from puskesos.actions.track_log import StepFacts
from puskesos.actions.track_step import move_people, step_back
from puskesos.models import Case, Person, Track, TrackMember, User
from puskesos.queries.track import people_on
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of

KK = "3216991206790001"
OFF = date(2026, 10, 12)
TELLING = {
    "berkas": StepFacts(TODAY, number="440/12", who="RSUD Cabangbungin"),
    "kelayakan": StepFacts(TODAY, who="Dinsos"),
    "rekomendasi": StepFacts(TODAY, number="460/77"),
    "diusulkan": StepFacts(TODAY, channel="siks_dinsos"),
    "disetujui": StepFacts(TODAY),
    "aktif": StepFacts(TODAY),
    "selesai": StepFacts(TODAY, text="Datang ke loket."),
    "ditolak": StepFacts(TODAY, text="Desil 8."),
    "dihentikan": StepFacts(TODAY, text="Keluarga pindah."),
}


NAMES = ("Siti Aminah", "Budi", "Ani", "Cici", "Dodi", "Euis", "Fajar")


def make_family(cast: Cast, *, size: int = 3, service: str = "K01", **case: Any) -> Case:
    """A case of a mother who comes for her family."""
    people = [
        make_person(cast, name, kk=KK, birth_date=date(1980 + 4 * place, 2, 1))
        for place, name in enumerate(NAMES[:size])
    ]
    return make_case(cast, client=people[0], service=service, **case)


def family(case: Case) -> list[Person]:
    """Everybody of the client's family, the client first."""
    client = Person.get_by_id(case.client_id)
    return list(Person.select().where(Person.household == client.household_id).order_by(Person.id))


def everybody_on(track: Track) -> list[TrackMember]:
    """All people of a track, as its koordinator sees them."""
    return people_on(viewer_of(User.get(User.username == "ratna")), track)


def begin(
    cast: Cast,
    case: Case,
    *,
    by: User | None = None,
    key: str = "",
    people: Any = None,
    today: date = TODAY,
    **entry: Any,
) -> Track:
    """A new track, for everybody of the family unless `people` says whom."""
    everybody = tuple(TrackPerson(one.id, deactivated_on=OFF, deactivation_number="SK 3/2026") for one in family(case))
    usual = {"kind": "reaktivasi_pbi", "on": TODAY, "people": everybody if people is None else people}
    now, actor = clock.now(), viewer_of(by or cast.bayu)
    made = start_track(
        case, TrackEntry(**usual | entry), key=key or str(uuid.uuid4()), actor=actor, now=now, today=today
    )
    return Track.get_by_id(made)


def go(cast: Cast, track: Track, *targets: str, who: list[TrackMember] | None = None, by: User | None = None) -> None:
    """Take everybody (or `who`) on through these steps."""
    for target in targets:
        fresh = Track.get_by_id(track.id)
        ids = [one.id for one in who or everybody_on(fresh)]
        when = {"version": fresh.version, "now": clock.now(), "today": TODAY}
        move_people(fresh, ids, target, TELLING[target], actor=viewer_of(by or cast.bayu), **when)


def back(cast: Cast, track: Track, reason: str = "Salah klik.", who: list[TrackMember] | None = None) -> None:
    """Take everybody (or `who`) one step back."""
    fresh = Track.get_by_id(track.id)
    when = {"version": fresh.version, "now": clock.now(), "today": TODAY}
    ids = [one.id for one in who or everybody_on(fresh)]
    step_back(fresh, ids, reason, actor=viewer_of(cast.bayu), **when)


def steps(track: Track) -> list[str]:
    """Where everybody stands, in the order they joined."""
    return [one.step for one in TrackMember.select().where(TrackMember.track == track).order_by(TrackMember.id)]
