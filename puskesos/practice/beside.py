"""What is done beside the stories, each at its moment: a deed, after which step of a story, how many days later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from puskesos.practice.calendar import OPENING, ZONE, at
from puskesos.practice.scene import Scene
from puskesos.rules.deadlines import add_working_days

SOON = timedelta(minutes=1)  # steps of a story stand at least four minutes apart
Act = tuple[datetime, int, str]
Place = tuple[str, str, int]  # service, end and day of a story
Deed = Callable[[Scene, datetime, date], None]


@dataclass(frozen=True)
class Beside:
    """One deed in a story, `days` working days after the step, in the morning of that day."""

    after: str
    deed: Deed
    days: int = 0


@dataclass(frozen=True)
class BesideScene:
    """A deed being played in its story."""

    scene: Scene
    deed: Deed

    def play(self, _step: str, now: datetime) -> None:
        self.deed(self.scene, now, now.astimezone(ZONE).date())


def beside_acts(
    scenes: list[Scene], acts: Iterable[Act], table: Mapping[Place, tuple[Beside, ...]]
) -> Iterator[tuple[datetime, BesideScene, str]]:
    """What the table adds to the acts of the stories: moment, scene and step."""
    for now, place, step in acts:
        scene = scenes[place]
        row = [one for one in table.get(place_of(scene), ()) if one.after == step]
        for number, one in enumerate(row, start=1):
            yield _moment(now, one.days, number, scene.today), BesideScene(scene, one.deed), "di samping"


def place_of(scene: Scene) -> Place:
    """How the tables name a story."""
    return scene.story.service, scene.story.end, scene.story.day


def once(scene: Scene, words: str) -> str:
    """The key of a form that is sent once in this story."""
    return str(uuid5(NAMESPACE_OID, f"{scene.number} {words}"))


def _moment(now: datetime, days: int, number: int, today: date) -> datetime:
    if not days:
        return now + SOON * number
    day = min(add_working_days(now.astimezone(ZONE).date(), days), today)
    return at(day, OPENING) + SOON * number
