"""Work of the practice hub that changes hands: a volunteer who is away, whose task another goes on with, and what was
told by WhatsApp."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from puskesos.actions.absence import add_absence
from puskesos.actions.handoff import note_handoff
from puskesos.actions.reassigning import Transfer, transfer_tasks
from puskesos.practice.beside import Beside, Deed, Place, once
from puskesos.practice.scene import Scene

AWAY = timedelta(days=5)


def be_away(name: str, reason: str) -> Deed:
    """A volunteer says that the coming days do not suit."""

    def deed(scene: Scene, now: datetime, today: date) -> None:
        actor = scene.stage.actors[name]
        add_absence(actor.id, scene.today, scene.today + AWAY, reason, actor=actor, now=now, today=today)

    return deed


def hand_on(name: str, reason: str) -> Deed:
    """The koordinator gives the story's task to somebody else, who then is its volunteer."""

    def deed(scene: Scene, now: datetime, today: date) -> None:
        task, to = scene.assignment, scene.stage.actors[name]
        one = Transfer(task.number, task.version, to.id, max(task.due_on, today))
        transfer_tasks([one], reason, key=once(scene, "alihkan"), actor=scene.ratna, now=now, today=today)

    return deed


def tell(scene: Scene, now: datetime, _today: date) -> None:
    """The koordinator has told the volunteer by WhatsApp."""
    note_handoff([scene.task], key=once(scene, "kabar"), actor=scene.ratna, now=now)


HANDING_ON: dict[Place, tuple[Beside, ...]] = {
    ("P01", "ditugaskan", 1): (Beside("tugas", tell),),
    ("E05", "ditugaskan", 3): (
        Beside("tugas", be_away("rusdi", "Pulang kampung"), 2),
        Beside("tugas", hand_on("nani", "Rusdi pulang kampung sampai akhir pekan."), 2),
    ),
}
