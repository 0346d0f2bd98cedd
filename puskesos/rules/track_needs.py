"""Of whom on a guided way (jalur) somebody must be reminded: the reasons, most urgent first, from when on, and how each
reads. Cut-off days and months are the hub's; how long a step may stand is our own default."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from puskesos.rules.code import Code
from puskesos.rules.dates import show_date
from puskesos.rules.deadlines import ONE_DAY
from puskesos.rules.needs_action import began_before
from puskesos.rules.track import AWAITED, TrackStep
from puskesos.rules.track_dates import DECILE_MONTHS, NEAR, SOON, decile_words, last_start, next_monthly, span_words

OWN_DAYS, CARE_DAYS, OUTSIDE_DAYS = 3, 1, 20  # working days: our own step, somebody in care, Kemensos or BPJS
REMINDED_FOR = SOON  # after the day on which a decile should have been mended


class TrackNeed(Code):
    """Yang perlu ditindak di jalur, most urgent first."""

    JENDELA = "jendela", "Batas reaktivasi hampir habis"
    BATAS = "batas", "Batas usulan/SIKS-NG dekat"
    LANGKAH = "langkah", "Langkah jalur terlalu lama"
    DESIL = "desil", "Desil perlu diperbaiki"


TRACK_BITS: Mapping[TrackNeed, int] = {need: 1 << place for place, need in enumerate(TrackNeed)}


@dataclass(frozen=True, slots=True)
class TrackCutoffs:
    """Days and moments that divide what can wait from what cannot.

    `ending`: cards off since then or before have a window that ends soon; `mending` holds the first and last day since
    when a card is active that is reminded of; `data_near` and `programs_near` say whether a cut-off is at hand; a step
    stands too long since before `own`, `in_care` or `outside`.
    """

    today: date
    ending: date
    mending: tuple[date, date]
    data_near: bool
    programs_near: bool
    own: datetime
    in_care: datetime
    outside: datetime


def track_cutoffs_at(
    now: datetime, zone: str, *, months: int, cutoff_day: int, until_day: int, days_off: frozenset[date] = frozenset()
) -> TrackCutoffs:
    """The cut-offs at this moment for a hub in `zone` with its months for a reactivation and days of the month."""
    today = now.astimezone(ZoneInfo(zone)).date()
    first, last = (last_start(day, DECILE_MONTHS) for day in (today - REMINDED_FOR, today + 2 * SOON + ONE_DAY))
    return TrackCutoffs(
        today=today,
        ending=last_start(today + SOON + ONE_DAY, months),
        mending=(first, last),
        data_near=next_monthly(cutoff_day, today) - today <= NEAR,
        programs_near=next_monthly(until_day, today) - today <= NEAR,
        own=began_before(today, OWN_DAYS, zone, days_off),
        in_care=began_before(today, CARE_DAYS, zone, days_off),
        outside=began_before(today, OUTSIDE_DAYS, zone, days_off),
    )


def track_needs_in(bits: int) -> list[TrackNeed]:
    """The reasons of a row, most urgent first."""
    return [need for need in TrackNeed if bits & TRACK_BITS[need]]


def track_sentence(need: TrackNeed, step: str, *, last_day: date | None, since: str, today: date) -> str:
    """Why somebody is listed; `last_day` is the day the need is about, `since` how long the step has stood."""
    label = TrackStep(step).label
    if need == TrackNeed.LANGKAH or last_day is None:
        return f"{f'Menunggu {AWAITED[TrackStep(step)]}' if step in AWAITED else f'Masih “{label}”'} sejak {since}."
    if need == TrackNeed.DESIL:
        words = decile_words(last_day, today).text
        return f"{words[0].upper()}{words[1:]}."
    day = show_date(last_day)
    if need == TrackNeed.BATAS:
        return f"Belum diinput SIKS-NG; batas {day} ({span_words(last_day, today)})."
    if last_day < today:
        return f"Batas reaktivasi lewat sejak {day}: buat usulan baru."
    return f"Batas reaktivasi {day} ({span_words(last_day, today)}), belum diusulkan lewat SIKS-NG."


def is_window_over(need: TrackNeed, last_day: date | None, today: date) -> bool:
    """Whether nothing but a new proposal is left."""
    return need == TrackNeed.JENDELA and last_day is not None and last_day < today
