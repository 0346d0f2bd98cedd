"""Fills an empty, migrated database with the practice hub, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from puskesos.config import Settings
from puskesos.database import database
from puskesos.practice.calendar import OPENING, at, moments
from puskesos.practice.cast import build_stage
from puskesos.practice.parts import Casting
from puskesos.practice.people import Registry, build_people
from puskesos.practice.scene import Scene
from puskesos.practice.script import load_stories
from puskesos.practice.untidy import leave_untidy

PASSWORD = "latihan-hub"
SEED = 321617
BEFORE = timedelta(days=240)


def seed_practice(
    settings: Settings, *, today: date, seed: int = SEED, say: Callable[[str], None] = lambda _line: None
) -> None:
    """Make the practice hub as of `today` in the bound, connected, empty database; photos go to the uploads folder."""
    chance = Random(f"{seed} {today}")
    start = at(today - BEFORE, OPENING)
    with database.atomic():
        stage = build_stage(PASSWORD, start)
        registry = Registry(chance, today)
        people = build_people(stage, registry, start)
        leave_untidy(stage, people, start)
        say(f"{sum(map(len, people.values()))} warga")
        casting = Casting(stage, people, registry, chance)
        scenes = [
            Scene(stage, story, casting.choose(story), today=today, uploads=settings.uploads, chance=chance)
            for story in load_stories()
        ]
        acts = [
            (now, place, step)
            for place, scene in enumerate(scenes)
            for step, now in moments(scene.story, today, chance)
        ]
        for now, place, step in sorted(acts, key=lambda act: act[:1]):
            scenes[place].play(step, now)
        say(f"{len(scenes)} kasus")
