"""The hub's directory of offices: copied from the catalogue at set-up, then edited; an office is never deleted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime

from peewee import fn

from puskesos.actions.newest import write_newest
from puskesos.catalogue import agency_rows
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.referral import Agency
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

LONGEST_CODE = 20


@dataclass(frozen=True)
class AgencyEntry:
    """An office as typed; without `answer_days` the hub's own number of working days holds."""

    code: str
    name: str
    purpose: str = ""
    address: str = ""
    phone: str = ""
    contact: str = ""
    opening: str = ""
    answer_days: int | None = None
    active: bool = True


def copy_agencies(hub_id: int, hub_code: str) -> None:
    """Give a new hub the offices of the catalogue, in the caller's transaction."""
    Agency.insert_many([{"hub": hub_id} | row for row in agency_rows(hub_code)]).execute()


def add_agency(entry: AgencyEntry, *, actor: Viewer, now: datetime) -> Agency:
    """A new office. Raises RuleBroken when the code is taken."""
    with database.atomic():
        _check_code(entry.code, actor.hub_id, None)
        agency = Agency.create(hub=actor.hub_id, **asdict(entry))
        _record(agency, "baru", actor, now)
    return agency


def change_agency(agency: Agency, entry: AgencyEntry, *, version: int, actor: Viewer, now: datetime) -> None:
    """Write what changed; letters already written keep the office, whatever it is called now."""
    changed = {name: value for name, value in asdict(entry).items() if getattr(agency, name) != value}
    if not changed:
        return
    with database.atomic():
        _check_code(entry.code, agency.hub_id, agency.id)
        write_newest(agency, version, **changed)
        _record(agency, ", ".join(changed), actor, now)


def agency_named(name: str, *, actor: Viewer, now: datetime) -> Agency:
    """The office of that name, whether capital or small; a new one when the directory has none. In a transaction."""
    known = Agency.select().where(Agency.hub == actor.hub_id, fn.LOWER(Agency.name) == name.lower()).first()
    return known or add_agency(AgencyEntry(_free_code(name, actor.hub_id), name), actor=actor, now=now)


def _free_code(name: str, hub_id: int) -> str:
    """A code that nobody has, from the name's letters: "Yayasan Kasih Ibu" → "YAYASAN-KASIH-IBU"."""
    plain = unicodedata.normalize("NFKD", name.upper()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Z0-9]+", "-", plain).strip("-")[:LONGEST_CODE].strip("-") or "INSTANSI"
    taken = {code for (code,) in Agency.select(Agency.code).where(Agency.hub == hub_id).tuples()}
    others = (f"{stem[: LONGEST_CODE - 4]}-{place}" for place in range(2, len(taken) + 3))
    return next(code for code in (stem, *others) if code not in taken)


def _check_code(code: str, hub_id: int, own_id: int | None) -> None:
    taken = Agency.select(Agency.id).where(Agency.hub == hub_id, Agency.code == code, Agency.id != (own_id or 0))
    if taken.exists():
        raise RuleBroken("Kode ini sudah dipakai instansi lain.", "code")


def _record(agency: Agency, fields: str, actor: Viewer, now: datetime) -> None:
    audit.record(
        "agency_saved",
        actor=actor,
        now=now,
        object_type="agency",
        object_id=agency.id,
        code=agency.code,
        fields=fields,
    )
