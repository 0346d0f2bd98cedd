"""The year before the practice hub's stories: closed cases of fourteen months, and twelve months that were reported.

Made after the stories and beside them, so that nothing that waits today changes.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from puskesos.actions.report import close_month, write_note
from puskesos.actions.search_words import learn_words
from puskesos.database import database
from puskesos.models import (
    Assignment,
    Case,
    CaseDocument,
    CaseEvent,
    CaseStay,
    DataCheck,
    Decision,
    Person,
    PersonCategory,
    Recommendation,
    Referral,
    ReferralEvent,
    SpmClaim,
    SpmService,
    Visit,
)
from puskesos.practice.archive_cases import ArchiveCases
from puskesos.practice.archive_people import ArchivePeople
from puskesos.practice.archive_rows import Rows
from puskesos.practice.archive_texts import Kind, archive_kinds, archive_texts
from puskesos.practice.calendar import at
from puskesos.practice.cast import Stage
from puskesos.rules.activity import Month
from puskesos.rules.deadlines import add_working_days, is_working_day

MONTHS, CLOSED = 14, 12
USUAL, WAVE = (60, 84), 60  # cases of a month; more of them in the month when cards were switched off
WAVE_BACK, WAVE_SERVICE = 5, "K01"
LATE_BACK = 7  # a case of that month was found on paper after its closing
FREE_DAYS, LAST_STEP = 24, -12  # before today: what came in since is the stories'; working days to the last step
ORDER = [
    *(Person, Case, CaseDocument, CaseEvent, CaseStay, Assignment, Visit, DataCheck, Recommendation, Decision),
    *(Referral, ReferralEvent, PersonCategory, SpmClaim, SpmService),
]


def seed_archive(stage: Stage, *, today: date, seed: int, say: Callable[[str], None]) -> None:
    """Write the archive into the seeded hub and close its months."""
    chance, months = Random(f"arsip {seed} {today}"), _months(today)
    with database.atomic():
        rows = Rows()
        people = ArchivePeople(stage, rows, chance, today, at(months[0].first, time(8)))
        cases = ArchiveCases(stage, rows, people, chance, add_working_days(today, LAST_STEP))
        count = 0
        for place, month in enumerate(months):
            for kind, day in _came_in(month, MONTHS - place - 1, today, chance):
                cases.write(kind, day)
                count += 1
        rows.write(ORDER)
        _close_months(stage, cases, rows, months, today)
        cases.keep_numbers()
        for (text,) in Person.select(Person.search_words).where(Person.id.in_(people.ids)).tuples():
            learn_words(stage.hub.id, text)
    say(f"{count + 1} kasus arsip, {CLOSED} bulan dilaporkan")


def _months(today: date) -> list[Month]:
    """The months of the history, oldest first; the last is the present one."""
    months = [Month.of(today)]
    while len(months) < MONTHS:
        months.append(months[-1].before)
    return months[::-1]


def _came_in(month: Month, back: int, today: date, chance: Random) -> Iterator[tuple[Kind, date]]:
    """What came in during a month, by day."""
    kinds = archive_kinds()
    days = [month.first.replace(day=day) for day in range(1, monthrange(month.first.year, month.first.month)[1] + 1)]
    days = [day for day in days if is_working_day(day)]
    chosen = chance.choices(kinds, [kind.weight for kind in kinds], k=chance.randint(*USUAL))
    if back == WAVE_BACK:
        chosen += [kind for kind in kinds if kind.service == WAVE_SERVICE] * WAVE
    came = sorted((chance.choice(days), place) for place in range(len(chosen)))
    for day, place in came:
        if day <= today - timedelta(days=FREE_DAYS):
            yield chosen[place], day


def _close_months(stage: Stage, cases: ArchiveCases, rows: Rows, months: list[Month], today: date) -> None:
    """Close all but the last two, each soon after its end; one case turns up on paper after its month was closed."""
    notes = archive_texts()["notes"]
    for place, month in enumerate(months[:CLOSED]):
        now = _soon_after(month)
        note = notes[place % len(notes)]
        write_note(month, note["obstacles"], note["proposals"], version=0, actor=stage.actors["ratna"], now=now)
        close_month(stage.hub, month, actor=stage.actors["ratna"], now=now, today=today)
        if MONTHS - place - 1 == LATE_BACK:
            _write_late(cases, rows, month)


def _write_late(cases: ArchiveCases, rows: Rows, month: Month) -> None:
    """A case that came in on the month's tenth day and was found on paper after the closing."""
    came = add_working_days(month.first.replace(day=10), 1)
    kind = next(one for one in archive_kinds() if one.service == WAVE_SERVICE)
    cases.write(kind, came, late=add_working_days(_soon_after(month).date(), 3))
    rows.write(ORDER)


def _soon_after(month: Month) -> datetime:
    """The morning on which the month is closed: its second working day after the end."""
    return at(add_working_days(month.last, 2), time(9))
