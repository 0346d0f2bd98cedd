"""What the practice hub's volunteers met on the road: drafts of this morning, and earlier ones that came to an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from puskesos.actions.field_report import ReportEntry, dismiss_report, join_report, report_need, withdraw_report
from puskesos.config import Settings
from puskesos.models import Case, FieldReport
from puskesos.practice.calendar import at
from puskesos.practice.cast import Stage
from puskesos.practice.drawing import draw_photos
from puskesos.rules.case_path import OPEN_STATES
from puskesos.rules.deadlines import add_working_days

Ending = Callable[[Stage, FieldReport, datetime], None]


def _joined(stage: Stage, report: FieldReport, now: datetime) -> None:
    """It was about a family whose case is open already."""
    is_open = Case.state.in_([str(state) for state in OPEN_STATES])
    case = Case.select().where(Case.village == report.village_id, is_open).order_by(Case.id.desc()).first()
    if case is not None:
        join_report(report, case, version=report.version, actor=stage.actors["ratna"], now=now)


def _dismissed(stage: Stage, report: FieldReport, now: datetime) -> None:
    reason = "Warga kecamatan lain; keluarganya sudah dihubungi Puskesos setempat."
    dismiss_report(report, reason, version=report.version, actor=stage.actors["sari"], now=now)


def _withdrawn(stage: Stage, report: FieldReport, now: datetime) -> None:
    actor = stage.actors["rusdi"]
    withdraw_report(report, "Sudah dijemput anaknya.", version=report.version, actor=actor, now=now)


@dataclass(frozen=True)
class Met:
    """One report: who, where, what, how many working days ago, and how it ended."""

    who: str
    village: str
    days: int
    hour: time
    story: str
    name: str = ""
    sex: str = ""
    age: int | None = None
    place: str = ""
    phone: str = ""
    service: str = ""
    urgent: bool = False
    photos: int = 0
    ending: Ending | None = None


ROADSIDE = (
    Met(
        "ujang", "Pantai Bahagia", 0, time(8, 10), "Kakek duduk di dermaga sejak subuh, lemas, tidak ingat rumahnya.",
        sex="L", age=70, place="Dermaga TPI, dekat warung kopi", service="R02", urgent=True, photos=1,
    ),
    Met(
        "nani", "Pantai Mekar", 0, time(8, 25), "Ibu hamil delapan bulan, kartu BPJS-nya ditolak bidan.",
        "Jubaedah", "P", 24, "Kampung Bungin RT 002/004", "0812-0000-9101", "K02",
    ),
    Met(
        "komar", "Jayasakti", 1, time(16, 5), "Atap dapur roboh kena angin, keluarga menumpang di tetangga.",
        "Sarmin", "L", 52, "Samping musala", photos=1,
    ),
    Met("tono", "Pantai Bakti", 3, time(10, 0), "Keluarga menanyakan kapan kunjungannya.", "Keluarga Pak Rohim",
        ending=_joined),
    Met("enok", "Pantai Bahagia", 6, time(14, 30), "Anak tidur di pos ronda, bukan warga sini.", sex="L", age=15,
        ending=_dismissed),
    Met("rusdi", "Pantai Mekar", 8, time(9, 15), "Nenek tersesat di pasar.", sex="P", age=80, ending=_withdrawn),
)  # fmt: skip


@dataclass(frozen=True)
class Roadside:
    """One report being told, or ended an hour later."""

    stage: Stage
    met: Met
    uploads: Path

    def play(self, step: str, now: datetime) -> None:
        """Report, or what became of it."""
        key = str(uuid5(NAMESPACE_OID, f"jalan {self.met.who} {self.met.story}"))
        entry = ReportEntry(
            village_id=self.stage.villages[self.met.village].id,
            service_id=self.stage.services[self.met.service].id if self.met.service else None,
            **{name: getattr(self.met, name) for name in ("story", "name", "sex", "age", "place", "phone", "urgent")},
        )
        actor, photos = self.stage.actors[self.met.who], draw_photos(self.met.photos) if step == "lapor" else []
        number = report_need(entry, photos, uploads=self.uploads, key=key, actor=actor, now=now)
        if step == "akhir" and self.met.ending:
            self.met.ending(self.stage, FieldReport.get(FieldReport.number == number), now)


def roadside_acts(stage: Stage, today: date, settings: Settings) -> Iterator[tuple[datetime, Roadside, str]]:
    """Every report at its hour, and its end an hour later: moment, report and step."""
    for met in ROADSIDE:
        moment = at(add_working_days(today, -met.days), met.hour)
        yield moment, Roadside(stage, met, settings.uploads), "lapor"
        if met.ending:
            yield moment + timedelta(hours=1), Roadside(stage, met, settings.uploads), "akhir"
