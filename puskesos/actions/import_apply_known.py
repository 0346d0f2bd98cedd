"""What an import changes about known people: each field only while it still holds what the dry run saw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from puskesos.actions.bulk import insert_rows, update_rows
from puskesos.actions.case_path import write_event
from puskesos.actions.import_apply_new import find_or_make, membership_row
from puskesos.actions.person import search_words
from puskesos.models.case import Case
from puskesos.models.person import Household, Membership, Person, PersonChange
from puskesos.queries.import_matching import memberships_of, people_by_id, stands
from puskesos.rules.case_path import OPEN_STATES
from puskesos.rules.person import ChangeSource, HouseholdRole, HouseholdStatus, MembershipStatus, PersonStatus
from puskesos.rules.phone import normalise_phone
from puskesos.rules.register_compare import KK, ROLE

if TYPE_CHECKING:
    from puskesos.actions.import_apply import Applying, Planned

Row = dict[str, Any]
KEPALA = str(HouseholdRole.KEPALA)


class Written:
    """Updates and lines of history on their way to the database, written together."""

    def __init__(self, work: Applying) -> None:
        self.work = work
        self.updates: list[tuple[int, Row]] = []
        self.lines: list[Row] = []

    def change(self, person: int, values: Row) -> None:
        self.updates.append((person, values | {"changed_at": self.work.at}))

    def tell(self, person: int, name: str, old: object, new: object) -> None:
        self.lines.append(history_line(self.work, person, name, old, new))

    def flush(self) -> None:
        update_rows(Person, self.updates, rises="version")
        insert_rows(PersonChange, self.lines)
        self.updates, self.lines = [], []


def change_known(work: Applying, rows: list[Planned]) -> None:
    """Write what these rows change; in the caller's transaction. What changed since the dry run skips the row."""
    people = people_by_id(work.hub_id, [row.person for row in rows if row.person])
    memberships = memberships_of([row.person for row in rows if row.person and row.plan.get("memberships")])
    movers = [row for row in rows if KK in row.plan.get("fields", {}) and _is_as_seen(work, row, people, memberships)]
    households = find_or_make(work, movers)
    written = Written(work)
    for row in rows:
        person = people.get(row.person or 0)
        if person is None or not _is_as_seen(work, row, people, memberships):
            row.skip()
            continue
        _change_person(written, row, person, households)
        _change_programs(written, row, memberships.get(person["id"], []))
    written.flush()


def _is_as_seen(work: Applying, row: Planned, people: Mapping[int, Row], memberships: Mapping[int, list[Row]]) -> bool:
    """Whether every field and membership the row changes is still what the dry run saw."""
    person = people.get(row.person or 0)
    if person is None:
        return False
    for name, (old, new) in row.plan.get("fields", {}).items():
        headless = name == ROLE and old == KEPALA and person[name] == ""  # another row took the headship just now
        if person[name] not in (old, new) and not headless:
            return False
    nik = row.plan.get("fields", {}).get("nik")
    if nik and Person.select().where(stands(work.hub_id), Person.nik == nik[1], Person.id != person["id"]).exists():
        return False
    return all(_fits(one, memberships.get(person["id"], [])) for one in row.plan.get("memberships", []))


def _fits(wanted: Row, memberships: list[Row]) -> bool:
    if wanted["id"]:
        known = next((one for one in memberships if one["id"] == wanted["id"]), None)
        return known is not None and all(known[name] == old for name, old in wanted["old"].items())
    runs = wanted["new"]["status"] != MembershipStatus.BERHENTI
    same = [one for one in memberships if one["program"] == wanted["program"]]
    return not (runs and any(one["status"] != MembershipStatus.BERHENTI for one in same))


def _change_person(written: Written, row: Planned, person: Row, households: Mapping[str, int]) -> None:
    values = {name: new for name, (_, new) in row.plan.get("fields", {}).items() if person[name] != new}
    if KK in values:
        values["household_id"] = households[values.pop(KK)]
    if not values:
        return
    row.undo["fields"] = {name: [person[name], value] for name, value in values.items()}
    written.change(person["id"], values | _derived(person, values))
    for name, (old, new) in row.undo["fields"].items():
        written.tell(person["id"], name, old, new)
    if "household_id" in values or ROLE in values:
        _settle_families(written, row, person, values)
    if "status" in values:
        sentence = f"Klien dicatat {PersonStatus(values['status']).label.lower()} (impor)."
        tell_cases(written.work, person["id"], sentence)
    person |= values


def _settle_families(written: Written, row: Planned, person: Row, values: Row) -> None:
    """One head in the family that is joined, and nobody left in an active family without members."""
    written.flush()
    left, joined = person["household_id"], values.get("household_id")
    if values.get(ROLE) == KEPALA:
        row.undo["heads"] = _end_other_heads(written, person["id"], joined or left)
    if joined and left:
        refresh(left)


def _derived(person: Row, values: Row) -> Row:
    """Columns that follow from the changed ones."""
    derived: Row = {}
    if {"name", "alias"} & values.keys():
        now = person | values
        derived["search_words"] = search_words(now["name"], now["alias"])
    if "phone" in values:
        derived["phone_normal"] = normalise_phone(values["phone"])
    return derived


def history_line(work: Applying, person: int, name: str, old: object, new: object) -> Row:
    """A line of a person's history that names the import; undoing finds it by person and moment."""
    return {
        "person_id": person,
        "field": name,
        "old": _as_text(old),
        "new": _as_text(new),
        "reason": work.imp.name[:200],
        "source": str(ChangeSource.IMPOR),
        "actor_id": work.actor.id,
        "actor_name": work.actor.name,
        "at": work.at,
    }


def _end_other_heads(written: Written, person: int, household: int | None) -> list[int]:
    """A family has one head: the role of the one before stays open; returns who that was."""
    if not household:
        return []
    leads = (Person.household == household) & (Person.household_role == KEPALA) & (Person.id != person)
    others = list(Person.select(Person.id, Person.created_at).where(leads).tuples())
    for other, created_at in others:
        rises = int(created_at != written.work.at)  # the import's own new people stay untouched by it
        changed = {"household_role": "", "version": Person.version + rises, "changed_at": written.work.at}
        Person.update(**changed).where(Person.id == other).execute()
        written.tell(other, ROLE, KEPALA, "")
    return [other for other, _ in others]


def _change_programs(written: Written, row: Planned, memberships: list[Row]) -> None:
    work, made = written.work, []
    for wanted in row.plan.get("memberships", []):
        old = next((one for one in memberships if one["id"] == wanted["id"]), None)
        if old is None:
            membership = Membership.create(**membership_row(work, row.person, wanted["new"]))
            made.append({"id": membership.id, "new": wanted["new"]})
        else:
            changed = wanted["new"] | {"changed_by": work.actor.id, "changed_at": work.at}
            Membership.update(**changed).where(Membership.id == old["id"]).execute()
            before = {"changed_by": old["changed_by"], "changed_at": old["changed_at"].isoformat()}
            made.append({"id": old["id"], "new": wanted["new"], "old": wanted["old"], "before": before})
        status = wanted["new"].get("status") or (old or {}).get("status", "")
        written.tell(row.person or 0, "program", *(_program(wanted, one) for one in (old and old["status"], status)))
    if made:
        row.undo["memberships"] = made


def _program(wanted: Row, status: str | None) -> str:
    return f"{wanted['program']}: {MembershipStatus(status).label.lower()}" if status else ""


def refresh(household_id: int) -> None:
    """A family without members is empty, one with members is not."""
    has_members = Person.select().where(Person.household == household_id).exists()
    status = HouseholdStatus.AKTIF if has_members else HouseholdStatus.KOSONG
    Household.update(status=str(status)).where(Household.id == household_id, Household.status != str(status)).execute()


def tell_cases(work: Applying, person: int, sentence: str) -> None:
    """Open cases learn what became of their client."""
    for case in Case.select().where(Case.client == person, Case.state.in_([str(one) for one in OPEN_STATES])):
        write_event(case, "warga", sentence, actor=work.actor, now=work.at)


def _as_text(value: object) -> str:
    return "" if value is None else str(value)
