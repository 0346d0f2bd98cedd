"""Cases of the same people: the later one is linked to the earlier, unless it is cancelled as its duplicate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from puskesos.actions.case_link import link_cases
from puskesos.practice.beside import SOON, Act, BesideScene
from puskesos.practice.scene import Scene


def introduce(scenes: list[Scene]) -> None:
    """Let every story find the one that it says it belongs to."""
    labelled = {scene.story.label: scene for scene in scenes if scene.story.label}
    for scene in scenes:
        scene.together = labelled


def link_acts(scenes: list[Scene], acts: Iterable[Act]) -> Iterator[tuple[datetime, BesideScene, str]]:
    """One act soon after a case of known people was registered."""
    for now, place, step in acts:
        story = scenes[place].story
        if step == "daftar" and story.same_as and story.end != "batal":
            yield now + SOON, BesideScene(scenes[place], _link), "kaitan"


def _link(scene: Scene, now: datetime, _today: date) -> None:
    other = scene.together[scene.story.same_as].case
    link_cases(scene.case, other, "Satu keluarga.", actor=scene.sari, now=now)
