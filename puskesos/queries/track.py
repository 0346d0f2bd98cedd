"""Reading guided ways: of a case with their people, who of a family may join one, and the log of one.

Whoever is not there for the viewer (queries/closed_doors.py) stays in every count, without name and facts. An entry
that was merged away is on no way any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from peewee import Node, fn

from puskesos.models.case import Case
from puskesos.models.person import Person
from puskesos.models.track import Track, TrackEvent, TrackMember
from puskesos.queries.case import openable, scope
from puskesos.queries.closed_doors import known_openly
from puskesos.queries.household import MOST
from puskesos.rules.person import PersonStatus
from puskesos.rules.track import RUNNING_STEPS, place_of, running_words
from puskesos.rules.viewer import Viewer

LOG = 400
UNNAMED = "anggota lain"
RUNNING = [str(step) for step in RUNNING_STEPS]


def tracks_of(viewer: Viewer, case: Case) -> list[TrackMember]:
    """The people on any track of the case, with track and person: the newest track first, furthest people last."""
    query = TrackMember.select(TrackMember, Track, Person, _is_known(viewer, case.id))
    query = query.join(Track).switch(TrackMember).join(Person)
    rows = query.where(Track.case == case, Person.merged_into.is_null()).order_by(TrackMember.id)
    return sorted(
        (_safe(one, one.is_known) for one in rows),
        key=lambda one: (-one.track_id, place_of(one.track.kind, one.step), one.id),
    )


def running_on(case: Case) -> str:
    """How many are on which step of a guided way of the case still, in words; empty when nobody is."""
    query = TrackMember.select(Track.kind, TrackMember.step).join(Track).switch(TrackMember).join(Person)
    runs = (Track.case == case, TrackMember.step.in_(RUNNING), Person.merged_into.is_null())
    return running_words(query.where(*runs).order_by(TrackMember.id).tuples())


def find_track(case: Case, track_id: int) -> Track | None:
    """The track of that id in this case."""
    return Track.get_or_none(Track.id == track_id, Track.case == case)


def people_on(viewer: Viewer, track: Track) -> list[TrackMember]:
    """Everybody on the track with their person, those furthest along last.

    `is_doubled` says whether somebody runs on another track of the kind too (elsewhere_too).
    """
    query = TrackMember.select(TrackMember, Person, _is_known(viewer, track.case_id), _is_doubled(track)).join(Person)
    rows = query.where(TrackMember.track == track, Person.merged_into.is_null())
    return sorted((_safe(one, one.is_known) for one in rows), key=lambda one: (place_of(track.kind, one.step), one.id))


def log_of(viewer: Viewer, track: Track) -> list[TrackEvent]:
    """The lines of a track with the person each is about, newest first; of who is hidden only the step."""
    query = TrackEvent.select(TrackEvent, TrackMember, Person, _is_known(viewer, track.case_id))
    query = query.join(TrackMember).join(Person).where(TrackMember.track == track)
    rows = list(query.order_by(TrackEvent.id.desc()).limit(LOG))
    for row in rows:
        _safe(row.member, row.is_known)
    told = {_same_entry(row) for row in rows if not is_hidden(row.member)}
    for row in rows:
        if is_hidden(row.member) and _same_entry(row) not in told:
            row.who = row.number = row.channel = row.text = row.reason = ""
    return rows


def people_at_hand(viewer: Viewer, track: Track) -> list[TrackMember]:
    """Everybody on the track whom the viewer may take on."""
    return [one for one in people_on(viewer, track) if not is_hidden(one)]


def is_hidden(member: TrackMember) -> bool:
    """Whether this person is not there for who reads."""
    return member.person.id is None


def family_of(viewer: Viewer, case: Case) -> list[Person]:
    """The client and everybody alive in the client's family whom the viewer may know: the client, then by birth."""
    client = Person.get_by_id(case.client_id)
    rows = Person.select().where(Person.household == client.household_id, Person.id != client.id, known_openly(viewer))
    alive = rows.where(Person.status == str(PersonStatus.HIDUP)).order_by(Person.birth_date, Person.id).limit(MOST)
    return [client, *alive] if client.household_id else [client]


def elsewhere_too(viewer: Viewer, track: Track, members: Iterable[TrackMember]) -> list[TrackMember]:
    """Where else these people go the same way at this moment, with person, track and case: left over by a merge."""
    people = [one.person_id for one in members if one.is_doubled and one.step in RUNNING and not is_hidden(one)]
    if not people:
        return []
    query = TrackMember.select(TrackMember, Person, Track, Case).join(Person).switch(TrackMember).join(Track).join(Case)
    same = (TrackMember.person.in_(people), TrackMember.step.in_(RUNNING), Track.kind == track.kind)
    return list(query.where(*same, Track.id != track.id, scope(viewer), openable(viewer)).order_by(TrackMember.id))


def people_running(viewer: Viewer, person_ids: Collection[int], kind: str) -> set[int]:
    """Who of these is on an unfinished track of this kind already, in a case that the viewer may open."""
    query = TrackMember.select(TrackMember.person).join(Track).join(Case)
    mine = (TrackMember.person.in_(list(person_ids)), TrackMember.step.in_(RUNNING), Track.kind == kind)
    return {person for (person,) in query.where(*mine, scope(viewer), openable(viewer)).tuples()}


def _same_entry(row: TrackEvent) -> tuple[object, ...]:
    """What several people's lines share that were written at once."""
    return row.at, row.kind, row.to_step, row.on, row.text


def _is_known(viewer: Viewer, case_id: int) -> Node:
    """The column that says whether the viewer may know the person; a case's client stands on its own pages."""
    client = Case.select(Case.client).where(Case.id == case_id)
    return (known_openly(viewer, TrackMember.person) | TrackMember.person.in_(client)).alias("is_known")


def _is_doubled(track: Track) -> Node:
    other, way = TrackMember.alias(), Track.alias()
    same = (other.person == TrackMember.person) & (other.id != TrackMember.id) & other.step.in_(RUNNING)
    rows = other.select(other.id).join(way, on=(other.track == way.id)).where(same, way.kind == track.kind)
    return fn.EXISTS(rows).alias("is_doubled")


def _safe(member: TrackMember, is_known: object) -> TrackMember:
    """The row; without name and facts of somebody who is not there for the viewer."""
    if not is_known:
        member.person = Person(name=UNNAMED)
        member.care_place = member.deactivation_number = ""
    return member
