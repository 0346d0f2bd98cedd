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
from puskesos.practice.tracks import track_scenes
from puskesos.practice.untidy import leave_untidy
from puskesos.practice.welfare import welfare_acts

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
            Scene(stage, story, casting.choose(story), today=today, settings=settings, chance=chance)
            for story in load_stories()
        ]
        acts = [
            (now, place, step)
            for place, scene in enumerate(scenes)
            for step, now in moments(scene.story, today, chance)
        ]
        ways = track_scenes(scenes, Random(f"jalur {seed} {today}"))
        registered = {place: now for now, place, step in acts if step == "daftar"}
        played = [(now, scenes[place], step) for now, place, step in acts]
        played += [(now, way, step) for place, way in ways.items() for step, now in way.moments(registered[place])]
        played += welfare_acts(scenes, acts)
        for now, player, step in sorted(played, key=lambda act: act[0]):
            player.play(step, now)
        say(f"{len(scenes)} kasus")
