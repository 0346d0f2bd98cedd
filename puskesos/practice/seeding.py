"""Fills an empty, migrated database with the practice hub, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from puskesos.actions.holiday import Holidays, add_holidays
from puskesos.config import Settings
from puskesos.database import database
from puskesos.practice.activities import activity_acts
from puskesos.practice.beside import beside_acts
from puskesos.practice.calendar import OPENING, at, moments
from puskesos.practice.cast import Stage, build_stage
from puskesos.practice.desk import DESK
from puskesos.practice.doors import DOORS
from puskesos.practice.guests import guest_acts
from puskesos.practice.handing_on import HANDING_ON
from puskesos.practice.letter_log import LETTERS
from puskesos.practice.letterhead import letterhead_acts
from puskesos.practice.links import introduce, link_acts
from puskesos.practice.parts import Casting
from puskesos.practice.people import Registry, build_people
from puskesos.practice.returned import RETURNED
from puskesos.practice.roadside import roadside_acts
from puskesos.practice.scene import Scene
from puskesos.practice.script import load_stories
from puskesos.practice.shifts import shift_acts
from puskesos.practice.track_mends import MENDS
from puskesos.practice.tracks import track_scenes
from puskesos.practice.untidy import leave_untidy
from puskesos.practice.welfare import welfare_acts
from puskesos.practice.written import WRITTEN
from puskesos.web import build_paper_app

PASSWORD = "latihan-hub"
SEED = 321617
BEFORE, FEAST = timedelta(days=450), timedelta(days=30)


def seed_practice(
    settings: Settings, *, today: date, seed: int = SEED, say: Callable[[str], None] = lambda _line: None
) -> Stage:
    """Make the practice hub as of `today` in the bound, connected, empty database; photos go to the uploads folder."""
    chance = Random(f"{seed} {today}")
    start = at(today - BEFORE, OPENING)
    with database.atomic():
        stage = build_stage(PASSWORD, start)
        registry = Registry(chance, today)
        _close_one_day(stage, start, today)
        people = build_people(stage, registry, start)
        leave_untidy(stage, people, start)
        say(f"{sum(map(len, people.values()))} warga")
        casting = Casting(stage, people, registry, chance)
        scenes = [
            Scene(stage, story, casting.choose(story), today=today, settings=settings, chance=chance)
            for story in load_stories()
        ]
        introduce(scenes)
        acts = [
            (now, place, step)
            for place, scene in enumerate(scenes)
            for step, now in moments(scene.story, today, chance)
        ]
        ways = track_scenes(scenes, Random(f"jalur {seed} {today}"))
        registered = {place: now for now, place, step in acts if step == "daftar"}
        played = [(now, scenes[place], step) for now, place, step in acts]
        played += [(now, way, step) for place, way in ways.items() for step, now in way.moments(registered[place])]
        played += [*welfare_acts(scenes, acts), *link_acts(scenes, acts), *shift_acts(stage, today)]
        played += [*roadside_acts(stage, today, settings), *activity_acts(stage, today)]
        played += [*letterhead_acts(stage, today), *guest_acts(stage, today)]
        for table in (LETTERS, DESK, DOORS, HANDING_ON, MENDS, WRITTEN, RETURNED):
            played += beside_acts(scenes, acts, table)
        with build_paper_app(settings).app_context():
            for now, player, step in sorted(played, key=lambda act: act[0]):
                player.play(step, now)
        say(f"{len(scenes)} kasus")
    return stage


def _close_one_day(stage: Stage, now: datetime, today: date) -> None:
    """The fishermen's feast next month, a day off of this place alone."""
    day = today + FEAST
    add_holidays(Holidays("Pesta laut Muaragembong", day, day), actor=stage.actors["dewi"], now=now)
