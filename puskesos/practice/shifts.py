"""The end of yesterday's shift in the practice hub: what two workers handed over, and who has read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_OID, uuid5

from puskesos.actions.handover import hand_over, read_handover
from puskesos.models.handover import Handover
from puskesos.practice.calendar import OPENING, ZONE, at
from puskesos.practice.cast import Stage
from puskesos.rules.deadlines import add_working_days
from puskesos.views.handover_shown import compose

CLOSING = time(15, 50)
NOTES = {
    "sari": "Keluarga dari Pantai Mekar kembali besok pagi membawa KK. Kunci lemari arsip ada pada Ratna.",
    "bayu": "RSJ akan menelepon pukul sembilan. Tolong diangkat, nomornya belum dikenal.",
}
READ = ("bayu", "ratna")  # whose handover, and by whom; the other one nobody has read yet


@dataclass(frozen=True)
class Shift:
    """One worker's evening and the next morning."""

    stage: Stage
    name: str

    def play(self, step: str, now: datetime) -> None:
        """Hand over, or read."""
        getattr(self, f"_{step}")(now)

    def _serah(self, now: datetime) -> None:
        actor = self.stage.actors[self.name]
        since = at(now.astimezone(ZONE).date(), time.min)
        parts = compose(actor, since, now, str(ZONE))
        key = str(uuid5(NAMESPACE_OID, f"serah terima {self.name} {now}"))
        hand_over(parts, NOTES[self.name], since=since, key=key, actor=actor, now=now)

    def _baca(self, now: datetime) -> None:
        giver, reader = self.stage.actors[self.name], self.stage.actors[READ[1]]
        handover = Handover.select().where(Handover.user == giver.id).order_by(Handover.id.desc()).get()
        read_handover(handover, actor=reader, now=now)


def shift_acts(stage: Stage, today: date) -> Iterator[tuple[datetime, Shift, str]]:
    """Yesterday's end and this morning: moment, worker and step."""
    evening = at(add_working_days(today, -1), CLOSING)
    for place, name in enumerate(NOTES):
        yield evening + timedelta(minutes=place), Shift(stage, name), "serah"
    yield at(today, OPENING), Shift(stage, READ[0]), "baca"
