"""What is typed into a letter of each kind, kept as JSON with the letter. Names of clients come from the case."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Self, get_type_hints

from puskesos.rules.code import Code


class HandedOver(Code):
    """Apa yang diserahkan."""

    BARANG = "barang", "Barang"
    KLIEN = "klien", "Klien"


@dataclass(frozen=True)
class Stored:
    """Fields of a letter as JSON. Reading forgives: what is missing or of another shape was left empty."""

    @classmethod
    def from_json(cls, text: str) -> Self:
        try:
            kept = json.loads(text or "{}")
        except ValueError:
            kept = {}
        return cls.read(kept)

    @classmethod
    def read(cls, kept: Any) -> Self:
        kept = kept if isinstance(kept, dict) else {}
        hints = get_type_hints(cls)
        told = {field.name: _read(hints[field.name], kept[field.name]) for field in fields(cls) if field.name in kept}
        return cls(**{name: value for name, value in told.items() if value is not None})

    def as_dict(self) -> dict[str, Any]:
        """The fields by name; days as text, so that the answer can stand in JSON."""
        return json.loads(self.to_json())

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, default=str)


@dataclass(frozen=True)
class TaskContent(Stored):
    """Surat tugas: who goes, what for, and when. `grounds` stand before the number of the case."""

    volunteer: str = ""
    member_number: str = ""
    position: str = ""
    area: str = ""
    grounds: tuple[str, ...] = ()
    purpose: str = ""
    place: str = ""
    from_day: date | None = None
    until_day: date | None = None
    report_by: date | None = None
    transport: str = ""
    companions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Party(Stored):
    """One side of a handing over; `identity` is the ready line "NIP. …" or "No. Anggota PSM …"."""

    name: str = ""
    position: str = ""
    address: str = ""
    identity: str = ""


@dataclass(frozen=True)
class Goods(Stored):
    """One line: "Kursi roda", "1 unit", "baru, merek …"."""

    name: str = ""
    amount: str = ""
    remark: str = ""


@dataclass(frozen=True)
class HandingOverContent(Stored):
    """Berita acara serah terima of goods, or of a client to the family or an institution.

    `condition` is how the client was when handed over, `belongings` what came along. `witnesses` are names with office.
    """

    what: HandedOver = HandedOver.BARANG
    place: str = ""
    giver: Party = Party()
    taker: Party = Party()
    goods: tuple[Goods, ...] = ()
    condition: str = ""
    belongings: str = ""
    purpose: str = ""
    witnesses: tuple[str, ...] = ()
    needs_stamp: bool = False


@dataclass(frozen=True)
class RecommendationContent(Stored):
    """Surat rekomendasi: what it is for and what it states; `identity` is how a restricted case names its client."""

    purpose: str = ""
    service: str = ""
    applicant: str = ""
    statement: str = ""
    identity: str = "inisial"


@dataclass(frozen=True)
class CoverContent(Stored):
    """Surat pengantar: what is sent along, and why; `identity` is how a restricted case names its client."""

    purpose: str = ""
    opening: str = ""
    items: tuple[Goods, ...] = ()
    identity: str = "inisial"


def goods_from_lines(text: str) -> tuple[Goods, ...]:
    """One per line, "Kursi roda; 1 unit; baru"; what follows the second semicolon is the remark."""
    parts = ([part.strip() for part in line.split(";", 2)] for line in text.splitlines() if line.strip(" ;"))
    return tuple(Goods(*[*part, "", ""][:3]) for part in parts)


def lines_from_goods(goods: tuple[Goods, ...]) -> str:
    """The lines that `goods_from_lines` reads."""
    return "\n".join("; ".join((one.name, one.amount, one.remark)).rstrip("; ") for one in goods)


def _read(wanted: Any, value: Any) -> Any:
    """The value in the shape that its field wants; None where it has another."""
    if wanted is str:
        return value if isinstance(value, str) else None
    if wanted is bool:
        return value if isinstance(value, bool) else None
    if wanted == date | None:
        return _day(value)
    if isinstance(wanted, type) and issubclass(wanted, Code):
        return next((code for code in wanted if code == value), None)
    if isinstance(wanted, type) and issubclass(wanted, Stored):
        return wanted.read(value)
    if not isinstance(value, list | tuple):
        return None
    (each, _) = wanted.__args__
    return tuple(read for read in (_read(each, one) for one in value) if read not in (None, ""))


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
