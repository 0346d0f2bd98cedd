"""Known people get back what an import changed, field by field, as far as it still holds what the import wrote."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from puskesos.actions.bulk import update_rows
from puskesos.actions.import_apply_known import refresh, tell_cases
from puskesos.actions.person import search_words
from puskesos.models.person import Household, Membership, Person, PersonChange
from puskesos.queries.import_matching import people_by_id
from puskesos.rules.person import FIELD_LABELS, ChangeSource, HouseholdRole, PersonStatus
from puskesos.rules.phone import normalise_phone

if TYPE_CHECKING:
    from puskesos.actions.import_undo import Undoing

KEPALA = str(HouseholdRole.KEPALA)


def put_back(work: Undoing, person: dict[str, Any] | None, undo: dict[str, Any]) -> list[str]:
    """Take one changed row back; returns what stays and why, empty when all went back."""
    if not (undo.get("fields") or undo.get("memberships")):
        return []
    if person is not None and "household_role" in undo.get("fields", {}):
        person = people_by_id(work.hub_id, [person["id"]])[person["id"]]  # a row before may have ended its headship
    if person is None:
        return ["Warga ini sudah digabung dengan warga lain sejak impor."]
    stays = _put_fields_back(work, person, undo.get("fields", {}))
    kept = [reason for one in undo.get("memberships", []) if (reason := _put_membership_back(one))]
    if undo.get("memberships") and not kept:
        _forget_lines(work, person["id"], ["program"])
    for other in undo.get("heads", []):
        _put_head_back(work, other)
    return [*(f"{FIELD_LABELS.get(name, name)}: sudah diubah lagi sejak impor." for name in stays), *kept]


def _put_fields_back(work: Undoing, person: dict[str, Any], fields: dict[str, list[Any]]) -> list[str]:
    """The columns that stay because somebody changed them since."""
    stays = [name for name, (_, new) in fields.items() if person[name] != new]
    back = {name: old for name, (old, _) in fields.items() if name not in stays}
    if gone := _household_is_gone(back):
        stays.append(gone)
        del back[gone]
    if back:
        changed = {**back, **_derived(person, back), "changed_at": work.undone_at}
        update_rows(Person, [(person["id"], changed)], rises="version")
        for family in {person["household_id"], back.get("household_id")} - {None} if "household_id" in back else ():
            refresh(family)
        if "status" in back:
            tell_cases(work, person["id"], f"Keadaan klien kembali: {PersonStatus(back['status']).label.lower()}.")
        _forget_lines(work, person["id"], list(back))
    return stays


def _forget_lines(work: Undoing, person: int, names: list[str]) -> None:
    """Take the import's lines out of a person's history: the rows of the import tell what happened."""
    own = (PersonChange.source == str(ChangeSource.IMPOR)) & (PersonChange.at == work.at)
    PersonChange.delete().where(PersonChange.person == person, own, PersonChange.field.in_(names)).execute()


def _household_is_gone(back: dict[str, Any]) -> str:
    old = back.get("household_id")
    return "household_id" if old and not Household.select().where(Household.id == old).exists() else ""


def _derived(person: dict[str, Any], back: dict[str, Any]) -> dict[str, Any]:
    now, derived = person | back, {}
    if {"name", "alias"} & back.keys():
        derived["search_words"] = search_words(now["name"], now["alias"])
    if "phone" in back:
        derived["phone_normal"] = normalise_phone(back["phone"])
    return derived


def _put_membership_back(made: dict[str, Any]) -> str:
    known = Membership.select().where(Membership.id == made["id"]).dicts().first()
    if known is None:
        return "Kepesertaan program sudah dihapus sejak impor."
    if any(_plain(known[name]) != _plain(value) for name, value in made["new"].items()):
        return "Kepesertaan program sudah diubah lagi sejak impor."
    mine = Membership.id == made["id"]
    if "old" not in made:
        Membership.delete().where(mine).execute()
        return ""
    before = made["before"]
    moment = datetime.fromisoformat(before["changed_at"])
    Membership.update(**made["old"], changed_by=before["changed_by"], changed_at=moment).where(mine).execute()
    return ""


def _put_head_back(work: Undoing, other: int) -> None:
    """The head before gets the role again when it is still open and nobody else leads the family."""
    person = people_by_id(work.hub_id, [other]).get(other)
    if person is None or person["household_role"] or not person["household_id"]:
        return
    leads = (Person.household == person["household_id"]) & (Person.household_role == KEPALA)
    if Person.select().where(leads).exists():
        return
    rises = int(person["created_at"] != work.at)
    changed = {"household_role": KEPALA, "version": Person.version + rises, "changed_at": work.undone_at}
    Person.update(**changed).where(Person.id == other).execute()
    _forget_lines(work, other, ["household_role"])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
