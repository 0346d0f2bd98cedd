"""Visitors of the practice hub who only asked something: lines of the book of visitors that belong to no case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_OID, uuid5

from puskesos.actions.guest import GuestEntry, note_guest
from puskesos.practice.calendar import ZONE, at
from puskesos.practice.cast import Stage
from puskesos.rules.deadlines import add_working_days

ARRIVALS = time(10, 20)


@dataclass(frozen=True)
class Guest:
    """Who came, so many working days ago, from where (empty: from elsewhere), with how many people, and what for."""

    days: int
    name: str
    village: str
    purpose: str
    people: int = 1


GUESTS = (
    Guest(1, "Ibu Carsih", "Pantai Bakti", "Bertanya jadwal penyaluran beras"),
    Guest(1, "", "Pantai Bahagia", "Bertanya syarat KIP Kuliah", 2),
    Guest(2, "Pak Wasdi, ketua RT 003", "Jayasakti", "Mengambil formulir musdes"),
    Guest(4, "Mahasiswa KKN", "", "Minta data jumlah layanan untuk laporan KKN", 6),
    Guest(7, "", "Pantai Mekar", "Bertanya nomor pengaduan PLN"),
    Guest(9, "Bu Nengsih, kader Posyandu", "Pantai Harapanjaya", "Mengantar undangan penimbangan balita"),
    Guest(13, "Dinas Sosial Kabupaten", "", "Pembinaan bulanan Puskesos", 3),
    Guest(18, "", "Pantai Sederhana", "Bertanya pendaftaran tanah, diarahkan ke kantor desa"),
    Guest(24, "Pak Rasman", "Pantai Bakti", "Bertanya hasil musdes"),
)


@dataclass(frozen=True)
class Arrival:
    """A visitor at the counter, whom Sari notes in one line."""

    stage: Stage
    guest: Guest

    def play(self, _step: str, now: datetime) -> None:
        day, guest = now.astimezone(ZONE).date(), self.guest
        village = self.stage.villages[guest.village].id if guest.village else None
        entry = GuestEntry(day, guest.name, village, guest.purpose, guest.people)
        key = str(uuid5(NAMESPACE_OID, f"tamu {guest.purpose} {day}"))
        note_guest(entry, key=key, actor=self.stage.actors["sari"], now=now, today=day)


def guest_acts(stage: Stage, today: date) -> Iterator[tuple[datetime, Arrival, str]]:
    """Each arrival, minutes apart."""
    for place, guest in enumerate(GUESTS):
        day = add_working_days(today, -guest.days)
        yield at(day, ARRIVALS) + timedelta(minutes=place), Arrival(stage, guest), "datang"
