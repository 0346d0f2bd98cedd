"""How two entries read side by side: one line of words per field, numbers masked; and how merges read in a history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from puskesos.formatting import show_moment, show_place
from puskesos.models.merging import PersonMerge, row_of
from puskesos.models.person import Person
from puskesos.rules.dates import show_date
from puskesos.rules.merging import BOTH, GONE, KEPT, MergeField, alike, differing, joined
from puskesos.rules.nik import mask_number
from puskesos.rules.person import show_value
from puskesos.rules.phone import normalise_phone, show_phone
from puskesos.views.history_shown import HistoryLine

DIFFERENT = " (angka di tengah berbeda)"


@dataclass(frozen=True)
class Compared:
    """Two entries as the page shows them: rows, choices per differing field, what is alike as (label, words)."""

    kept: dict[str, Any]
    gone: dict[str, Any]
    fields: list[MergeField]
    choices: dict[str, list[tuple[str, str]]]
    alike: list[tuple[str, str]]


def compare_rows(kept: Person, gone: Person) -> Compared:
    """Everything of both entries in words."""
    rows = row_of(kept), row_of(gone)
    villages = {person.village_id: person.village.name for person in (kept, gone)}
    cards = {person.household_id: person.household.kk for person in (kept, gone) if person.household_id}
    words = [_Words(row, villages, cards) for row in rows]
    fields = differing(*rows)
    return Compared(
        *rows,
        fields=fields,
        choices={field.name: _choices(field, *words) for field in fields},
        alike=[(field.label, words[0].of(field)) for field in alike(*rows)],
    )


@dataclass(frozen=True)
class _Words:
    """One entry in words, by the names of its fields."""

    row: Mapping[str, Any]
    villages: Mapping[int, str]
    cards: Mapping[int, str | None]

    def of(self, field: MergeField) -> str:
        say = getattr(self, f"_{field.name}", None)
        return (say() if say else _join(*(_value(column, self.row[column]) for column in field.columns))) or "kosong"

    def _name(self) -> str:
        identity = "" if self.row["identity"] == "lengkap" else "identitas " + _value("identity", self.row["identity"])
        return _join(self.row["name"], identity.lower())

    def _nik(self) -> str:
        return mask_number(self.row["nik"]) if self.row["nik"] else _join("tanpa NIK", _low("nik_reason", self.row))

    def _birth(self) -> str:
        guess = self.row["birth_year_estimate"]
        return show_date(self.row["birth_date"]) if self.row["birth_date"] else f"sekitar {guess}" if guess else ""

    def _family(self) -> str:
        if not self.row["household_id"]:
            return "tanpa keluarga"
        card = self.cards.get(self.row["household_id"])
        role = _low("household_role", self.row) or "hubungan belum diisi"
        return _join(f"KK {mask_number(card)}" if card else "KK belum diisi", role)

    def _home(self) -> str:
        village = self.villages.get(self.row["village_id"], "")
        return _join(self.row["address"], show_place(self.row["rt"], self.row["rw"]), village)

    def _id_card(self) -> str:
        row = self.row
        place = show_place(row["id_card_rt"], row["id_card_rw"])
        return _join(
            row["id_card_address"], place, row["id_card_village"], row["id_card_district"], row["id_card_regency"]
        )

    def _phone(self) -> str:
        normal = normalise_phone(self.row["phone"])
        return show_phone(normal) if normal else str(self.row["phone"])

    def _status(self) -> str:
        return _join(_value("status", self.row["status"]), show_date(self.row["status_on"]), self.row["status_note"])

    def _welfare(self) -> str:
        decile = f"desil {self.row['decile']}" if self.row["decile"] else ""
        return _join(_value("dtsen_status", self.row["dtsen_status"]), decile, show_date(self.row["decile_on"]))


def merge_lines(merges: list[PersonMerge], person_id: int, zone: str) -> list[tuple[datetime, HistoryLine]]:
    """Merges and undos as lines of a person's history, each with its moment."""
    lines = []
    for merge in merges:
        is_kept = merge.kept_id == person_id
        other = f"data “{merge.gone_name}”" if merge.gone_name else "data lain"
        told = f"menggabungkan {other} ke warga ini" if is_kept else "menggabungkan data ini"
        reason = f"Alasan: {merge.reason}" if merge.reason else ""
        lines.append((merge.at, HistoryLine(show_moment(merge.at, zone), merge.actor_name, told, reason)))
        if merge.undone_at:
            back = HistoryLine(show_moment(merge.undone_at, zone), merge.undone_by_name, "membatalkan penggabungan", "")
            lines.append((merge.undone_at, back))
    return lines


def _choices(field: MergeField, kept: _Words, gone: _Words) -> list[tuple[str, str]]:
    one, other = kept.of(field), gone.of(field)
    if one == other:
        hint = DIFFERENT if "•" in one else " (beda di rinciannya)"
        one, other = one + hint, other + hint
    both = []
    if field.lists and kept.row[field.name] and gone.row[field.name]:
        text = joined(field.lists, kept.row[field.name], gone.row[field.name])
        both = [(BOTH, "Keduanya: " + show_value(field.name, text))]
    return [(KEPT, one), (GONE, other), *both]


def _value(column: str, value: Any) -> str:
    return show_value(column, str(value)) if value not in (None, "") else ""


def _low(column: str, row: Mapping[str, Any]) -> str:
    return _value(column, row[column]).lower()


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
