"""What a row of a list would change about a known person, and what of the person stays and why: pure.

An empty cell never erases; only chosen columns change; what an officer wrote after the list was made stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from puskesos.rules.intake import IdentityKnown
from puskesos.rules.person import MembershipStatus
from puskesos.rules.register_import import DTSEN_FIELDS
from puskesos.rules.register_row import HAS, Entry

# columns of Person that a row may change, by the import field whose tick allows it
COLUMNS: dict[str, tuple[str, ...]] = {
    **{
        name: (name,)
        for name in (
            *("name", "alias", "nik", "sex", "birth_place", "birth_date", "religion", "education", "occupation"),
            *("marital_status", "nationality", "rt", "rw", "landmark", "phone", "disability", "condition"),
            *("id_card_address", "id_card_rt", "id_card_rw", "id_card_village", "id_card_district", "id_card_regency"),
        )
    },
    "age": ("birth_year_estimate",),
    "address": ("address",),
    "dusun": ("address",),
    "village": ("village_id",),
    "status": ("status", "status_on"),
    "dtsen_status": DTSEN_FIELDS,
    "decile": DTSEN_FIELDS,
}
KK, ROLE = "kk", "household_role"
MEMBERSHIP = ("status", "card_number", "since", "until", "note")
UPDATABLE = frozenset({*COLUMNS, KK, ROLE, "program"})


@dataclass
class Changes:
    """`fields` column → (old, new); `kept` column → why it stays; `programs` what happens to memberships.

    `kk` and `household_role` stand among the fields by those names.
    """

    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    programs: list[dict[str, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.fields or self.programs)


def compare(entry: Entry, person: Mapping[str, Any], *, chosen: Collection[str], kept: Mapping[str, str]) -> Changes:
    """What the row changes about `person` (its columns, with `kk`); `kept` gives the columns people wrote later."""
    found = Changes()
    for column in dict.fromkeys(column for name in chosen for column in COLUMNS.get(name, ())):
        new = entry.person.get(column)
        if new in (None, "") or column in DTSEN_FIELDS:
            continue
        old = person[column]
        if is_same(old, new) or _needs_nothing(column, person):
            continue
        if reason := _stays(column, old, kept):
            found.kept[column] = reason
        else:
            found.fields[column] = (old, new)
    if not set(DTSEN_FIELDS).isdisjoint(entry.person) and not {"dtsen_status", "decile"}.isdisjoint(chosen):
        _compare_dtsen(found, entry, person)
    if found.fields.get("nik"):
        _now_identified(found, person)
    _compare_family(found, entry, person, chosen, kept)
    return found


def is_same(old: object, new: object) -> bool:
    """Whether two values say the same; capitals and spaces do not count."""
    if isinstance(old, str) and isinstance(new, str):
        return old == new or " ".join(old.split()).casefold() == " ".join(new.split()).casefold()
    return old == new


def compare_programs(
    entry: Entry,
    memberships: Collection[Mapping[str, Any]],
    *,
    chosen: Collection[str],
    is_list: bool,
    kept: Mapping[int, str],
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """What happens to the memberships of a known person, and which stay and why.

    `is_list` says that the program holds for the whole list; `kept` gives the memberships people changed later.
    """
    wanted: list[dict[str, Any]] = []
    stays: dict[str, str] = {}
    for program in entry.programs:
        if not (is_list or "program" in chosen or HAS + program["program"] in chosen):
            continue
        same = [one for one in memberships if one["program"] == program["program"]]
        known = _meant(program, same)
        if known is None:
            if not any(_ended_later(one, program) for one in same):
                wanted.append({"id": None, "program": program["program"], "old": {}, "new": program})
            continue
        new = {name: program[name] for name in MEMBERSHIP if program[name] and not is_same(known[name], program[name])}
        if new and known["id"] in kept:
            stays[f"program {program['program']}"] = kept[known["id"]]
        elif new:
            old = {name: known[name] for name in new}
            wanted.append({"id": known["id"], "program": program["program"], "old": old, "new": new})
    return wanted, stays


def _meant(program: Mapping[str, Any], same: Collection[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The membership a row speaks of: the running one, or for an ended one the newest that has ended."""
    running = [one for one in same if one["status"] != MembershipStatus.BERHENTI]
    if running:
        return max(running, key=lambda one: one["id"])
    ended = program["status"] == MembershipStatus.BERHENTI
    return max(same, key=lambda one: one["id"]) if ended and same else None


def _ended_later(known: Mapping[str, Any], program: Mapping[str, Any]) -> bool:
    """Whether a running membership of an older list has ended since."""
    since: date | None = program["since"]
    return bool(since and known["until"] and known["until"] >= since and known["since"] == since)


def _needs_nothing(column: str, person: Mapping[str, Any]) -> bool:
    """An estimated year is of no use beside a birth date."""
    return column == "birth_year_estimate" and bool(person["birth_date"] or person["birth_year_estimate"])


def _stays(column: str, old: object, kept: Mapping[str, str]) -> str:
    if old in (None, ""):
        return ""
    if column == "nik":
        return "NIK yang tercatat tidak diganti oleh impor"
    return kept.get(column, "")


def _compare_dtsen(found: Changes, entry: Entry, person: Mapping[str, Any]) -> None:
    """All or nothing, by the day: an older look at DTSEN never replaces a newer one."""
    new = {name: entry.person[name] for name in DTSEN_FIELDS if entry.person.get(name) not in (None, "")}
    told = [name for name in ("dtsen_status", "decile") if name in new]
    if all(person[name] == new[name] for name in told):
        return
    on = person["decile_on"]
    if on and on >= new["decile_on"]:
        found.kept["decile"] = f"data DTSEN tanggal {on.day}-{on.month}-{on.year} lebih baru atau sama"
        return
    found.fields |= {name: (person[name], value) for name, value in new.items() if person[name] != value}


def _now_identified(found: Changes, person: Mapping[str, Any]) -> None:
    found.fields["identity"] = (person["identity"], str(IdentityKnown.LENGKAP))
    found.fields["nik_reason"] = (person["nik_reason"], "")
    for name in ("identity", "nik_reason"):
        if found.fields[name][0] == found.fields[name][1]:
            del found.fields[name]


def _compare_family(
    found: Changes, entry: Entry, person: Mapping[str, Any], chosen: Collection[str], kept: Mapping[str, str]
) -> None:
    moves = KK in chosen and entry.kk and person[KK] != entry.kk
    reason = kept.get("household_id", "") if person[KK] else ""
    if moves and reason:
        found.kept[KK] = reason
        return
    if moves:
        found.fields[KK] = (person[KK], entry.kk)
        if entry.role != person[ROLE]:
            found.fields[ROLE] = (person[ROLE], entry.role)
        return
    lives_there = bool(person["household_id"]) and (not entry.kk or person[KK] == entry.kk)
    if ROLE in chosen and lives_there and entry.role and entry.role != person[ROLE]:
        if person[ROLE] and ROLE in kept:
            found.kept[ROLE] = kept[ROLE]
        else:
            found.fields[ROLE] = (person[ROLE], entry.role)
