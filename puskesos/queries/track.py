"""Reading guided ways: of a case with their people, who of a family may join one, and the log of one."""

from __future__ import annotations

from collections.abc import Collection

from puskesos.models.case import Case
from puskesos.models.person import Person
from puskesos.models.track import Track, TrackEvent, TrackMember
from puskesos.queries.case import openable, scope
from puskesos.queries.household import MOST
from puskesos.rules.person import PersonStatus
from puskesos.rules.track import RUNNING_STEPS, place_of, running_words
from puskesos.rules.viewer import Viewer

LOG = 400
RUNNING = [str(step) for step in RUNNING_STEPS]


def tracks_of(case: Case) -> list[TrackMember]:
    """The people on any track of the case, with track and person: the newest track first, furthest people last."""
    query = TrackMember.select(TrackMember, Track, Person).join(Track).switch(TrackMember).join(Person)
    rows = query.where(Track.case == case).order_by(Track.id.desc(), TrackMember.id)
    return sorted(rows, key=lambda one: (-one.track_id, place_of(one.track.kind, one.step), one.id))


def running_on(case: Case) -> str:
    """Who is on which step of a guided way of the case still, in words; empty when nobody is."""
    query = TrackMember.select(Track.kind, TrackMember.step, Person.name).join(Track).switch(TrackMember).join(Person)
    rows = query.where(Track.case == case, TrackMember.step.in_(RUNNING)).order_by(TrackMember.id)
    return running_words(rows.tuples())


def find_track(case: Case, track_id: int) -> Track | None:
    """The track of that id in this case."""
    return Track.get_or_none(Track.id == track_id, Track.case == case)


def people_on(track: Track) -> list[TrackMember]:
    """Everybody on the track with their person, those furthest along last."""
    rows = TrackMember.select(TrackMember, Person).join(Person).where(TrackMember.track == track)
    return sorted(rows, key=lambda one: (place_of(track.kind, one.step), one.id))


def log_of(track: Track) -> list[TrackEvent]:
    """The lines of a track with the person each is about, newest first."""
    query = TrackEvent.select(TrackEvent, TrackMember, Person).join(TrackMember).join(Person)
    return list(query.where(TrackMember.track == track).order_by(TrackEvent.id.desc()).limit(LOG))


def family_of(case: Case) -> list[Person]:
    """The client and everybody alive in the client's family, the client first, then by birth."""
    client = Person.get_by_id(case.client_id)
    rows = Person.select().where(Person.household == client.household_id, Person.id != client.id)
    alive = rows.where(Person.status == str(PersonStatus.HIDUP)).order_by(Person.birth_date, Person.id).limit(MOST)
    return [client, *alive] if client.household_id else [client]


def people_running(viewer: Viewer, person_ids: Collection[int], kind: str) -> set[int]:
    """Who of these is on an unfinished track of this kind already, in a case that the viewer may open."""
    query = TrackMember.select(TrackMember.person).join(Track).join(Case)
    mine = (TrackMember.person.in_(list(person_ids)), TrackMember.step.in_(RUNNING), Track.kind == kind)
    return {person for (person,) in query.where(*mine, scope(viewer), openable(viewer)).tuples()}
