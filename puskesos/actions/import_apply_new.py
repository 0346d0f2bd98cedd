"""New people of an import, many at once: families found or made by card number, people, their programs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from peewee import Model

from puskesos.actions.bulk import insert_rows, next_ids
from puskesos.actions.person import new_person_columns
from puskesos.models.person import Household, Membership, Person, new_uuid
from puskesos.queries.import_matching import stands
from puskesos.rules.person import HouseholdRole, HouseholdStatus
from puskesos.rules.register_row import Entry, missing, new_columns

if TYPE_CHECKING:
    from puskesos.actions.import_apply import Applying, Planned

HAS_HEAD = "KK ini sudah punya kepala keluarga; hubungan dalam keluarga dikosongkan."
COLUMNS = [field for field in Person._meta.sorted_fields if field.name != "id"]
BLANK = {field.column_name: field.default for field in COLUMNS}


def add_new(work: Applying, rows: list[Planned]) -> None:
    """Write the people of these rows; in the caller's transaction. A row whose person came meanwhile is skipped."""
    _skip_known(work, rows)
    rows = [row for row in rows if row.state != "dilewati"]
    if not rows:
        return
    households = find_or_make(work, rows)
    roles = _roles(rows, households)
    people = []
    for row, role in zip(rows, roles, strict=True):
        entry = Entry(person=row.plan["entry"])
        columns = new_person_columns(new_columns(entry), hub_id=work.hub_id, by=work.actor.id, now=work.at)
        columns["hub_id"], columns["created_by_id"] = columns.pop("hub"), columns.pop("created_by")
        family = {"household_id": households.get(row.plan["kk"]), "household_role": role, "uuid": new_uuid()}
        people.append({name: value() if callable(value) else value for name, value in BLANK.items()} | columns | family)
    for row, number in zip(rows, insert_all(Person, people), strict=True):
        if row.person:
            row.undo["like"] = row.person
        row.person = number
    _add_programs(work, rows)


def find_or_make(work: Applying, rows: list[Planned]) -> dict[str, int]:
    """The family of each card number that the rows name; those that are made stand in the row's `undo`."""
    cards = {row.plan["kk"]: row for row in reversed(rows) if row.plan.get("kk")}
    if not cards:
        return {}
    query = Household.select(Household.kk, Household.id, Household.status)
    found, empty = {}, []
    for kk, number, status in query.where(Household.hub == work.hub_id, Household.kk.in_(list(cards))).tuples():
        found.setdefault(kk, number)
        empty += [number] if status == HouseholdStatus.KOSONG else []
    if empty:
        Household.update(status=str(HouseholdStatus.AKTIF)).where(Household.id.in_(empty)).execute()
    wanted = [kk for kk in cards if kk not in found]
    for kk, number in zip(wanted, insert_all(Household, [_family(work, cards[kk]) for kk in wanted]), strict=True):
        found[kk] = cards[kk].undo["household"] = number
    return found


def insert_all(model: type[Model], rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows given by column name; returns their ids."""
    numbers = next_ids(model, len(rows)) if rows else []
    insert_rows(model, [{"id": number, **row} for number, row in zip(numbers, rows, strict=True)])
    return numbers


def _skip_known(work: Applying, rows: list[Planned]) -> None:
    """Somebody with this NIK, or of this name and birth date, is there since the dry run."""
    niks = [nik for row in rows if (nik := row.plan["entry"].get("nik"))]
    query = Person.select(Person.nik).where(stands(work.hub_id), Person.nik.in_(niks))
    taken = {nik for (nik,) in query.tuples()} if niks else set()
    for row in rows:
        entry = row.plan["entry"]
        if reasons := missing(Entry(person=entry)):
            row.skip(*reasons)
        elif entry.get("nik") in taken:
            row.skip("NIK ini tercatat sejak diperiksa.")
        elif work.strangers and _came_meanwhile(work, entry):
            row.skip("Warga yang mirip tercatat sejak diperiksa.")


def _came_meanwhile(work: Applying, entry: dict[str, Any]) -> bool:
    words = new_person_columns(entry, hub_id=work.hub_id, by=work.actor.id, now=work.at)["search_words"]
    born = entry.get("birth_date")
    return any(born is None or other is None or born == other for other in work.strangers.get(words, ()))


def _family(work: Applying, row: Planned) -> dict[str, Any]:
    entry = row.plan["entry"]
    return {
        "uuid": new_uuid(),
        "hub_id": work.hub_id,
        "kk": row.plan["kk"],
        "village_id": entry.get("village_id"),
        "address": entry.get("address", ""),
        "rt": entry.get("rt", ""),
        "rw": entry.get("rw", ""),
        "created_at": work.at,
        "status": str(HouseholdStatus.AKTIF),
    }


def _roles(rows: list[Planned], households: dict[str, int]) -> list[str]:
    """The role of each row's person; a family has one head, and the one who is there stays."""
    kepala = str(HouseholdRole.KEPALA)
    wanted = {households[row.plan["kk"]] for row in rows if row.plan.get("kk") and row.plan["role"] == kepala}
    query = Person.select(Person.household).where(Person.household.in_(list(wanted)), Person.household_role == kepala)
    headed = {number for (number,) in query.tuples()} if wanted else set()
    roles = []
    for row in rows:
        number = households.get(row.plan.get("kk") or "")
        role = row.plan["role"] if number else ""
        if role == kepala and number in headed:
            role = ""
            row.told.append(HAS_HEAD)
        elif role == kepala:
            headed.add(number)
        roles.append(role)
    return roles


def _add_programs(work: Applying, rows: list[Planned]) -> None:
    memberships = defaultdict(list)
    for row in rows:
        memberships[row.person] = row.plan["programs"]
    values = [membership_row(work, person, one) for person, wanted in memberships.items() for one in wanted]
    if values:
        Membership.insert_many(values).execute()


def membership_row(work: Applying, person: int | None, wanted: dict[str, Any]) -> dict[str, Any]:
    """The columns of a membership that an import makes."""
    by, at = work.actor.id, work.at
    return wanted | {"person": person, "created_by": by, "created_at": at, "changed_by": by, "changed_at": at}
