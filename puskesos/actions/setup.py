"""The first start: a one-time code from the console, then the hub with its villages, services and first two users."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from puskesos.actions.agency import copy_agencies
from puskesos.actions.user import Worker, create_user
from puskesos.catalogue import program_rows, service_rows
from puskesos.config import Settings
from puskesos.database import connected, database
from puskesos.errors import RuleBroken
from puskesos.models.hub import Hub, Service, Village
from puskesos.models.settings import Program
from puskesos.queries.hub import forget_hub, only_hub
from puskesos.queries.region import find_district, list_district_villages, region_names, zone_of
from puskesos.rules.roles import Role
from puskesos.security import audit
from puskesos.security.throttle import forget, give_back, take_turn

CODE_FILE = "setup-code"
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
THROTTLE = ["pasang"]


@dataclass(frozen=True)
class FirstUser:
    """The admin or koordinator a hub begins with."""

    username: str
    name: str
    password: str
    phone: str = ""


def create_hub(
    *,
    code: str,
    name: str,
    address: str,
    phone: str,
    opening_hours: str,
    paper: str,
    village_codes: list[str],
    admin: FirstUser,
    koordinator: FirstUser,
    practice: bool,
    now: datetime,
    allow_more: bool = False,
) -> Hub:
    """The hub of kecamatan `code`, serving `village_codes`, in one transaction.

    Raises RuleBroken when a hub exists already (unless `allow_more`), or at the field that is wrong; fields of the two
    users begin with "admin_" and "koordinator_".
    """
    _check_place(code, village_codes, paper)
    with database.atomic():
        if not allow_more and Hub.select().exists():
            raise RuleBroken("Hub sudah dipasang. Masuk dengan akun yang ada.")
        details = {"name": name, "address": address, "phone": phone, "opening_hours": opening_hours, "paper": paper}
        hub = _store_hub(code, practice=practice, created_at=now, **details)
        _store_villages(hub, village_codes)
        _store_catalogue(hub)
        counts = {"code": code, "villages": len(village_codes)}
        audit.record("hub_created", actor=None, now=now, hub_id=hub.id, object_type="hub", object_id=hub.id, **counts)
        _create_first_user(hub, admin, Role.ADMIN, now)
        _create_first_user(hub, koordinator, Role.KOORDINATOR, now)
    forget_hub()
    return hub


def _store_hub(code: str, **details: Any) -> Hub:
    district, regency, province = region_names(code)
    return Hub.create(code=code, district=district, regency=regency, province=province, zone=zone_of(code), **details)


def ensure_setup_code(settings: Settings) -> str | None:
    """The code to print at the start while there is no hub, made on first use; None once the hub stands."""
    with connected():
        if only_hub() is not None:
            return None
    return setup_code(settings, create=True)


def setup_code(settings: Settings, *, create: bool = False) -> str | None:
    """The one-time code of this installation, "K7QF-2M9T", readable by the owner of the data folder only."""
    path = settings.data / CODE_FILE
    if create and not path.exists():
        letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(8))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{letters[:4]}-{letters[4:]}")
    return path.read_text().strip() if path.exists() else None


def check_setup_code(settings: Settings, typed: str, *, now: datetime) -> None:
    """Raise RuleBroken unless `typed` is the code; wrong ones slow the next try."""
    turn = take_turn(THROTTLE, now)
    if turn.wait:
        raise RuleBroken(f"Terlalu sering mencoba. Coba lagi dalam {turn.wait} detik.", "code")
    wanted = _plain(setup_code(settings) or "")
    if not wanted or not secrets.compare_digest(_plain(typed).encode(), wanted.encode()):
        raise RuleBroken("Kode pemasangan tidak cocok. Lihat kode pada layar komputer hub.", "code")
    with database.atomic():
        give_back(turn, THROTTLE)


def forget_setup_code(settings: Settings) -> None:
    """Remove the code after a successful set-up."""
    (settings.data / CODE_FILE).unlink(missing_ok=True)
    with database.atomic():
        forget(THROTTLE)


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _check_place(code: str, village_codes: list[str], paper: str) -> None:
    if find_district(code) is None:
        raise RuleBroken("Pilih kecamatan dari daftar.")
    if not village_codes:
        raise RuleBroken("Pilih paling sedikit satu desa/kelurahan.", "villages")
    if not set(village_codes) <= {village.code for village in list_district_villages(code)}:
        raise RuleBroken("Pilih desa/kelurahan dari daftar.", "villages")
    if paper not in {"F4", "A4"}:
        raise RuleBroken("Pilih ukuran kertas dari daftar.", "paper")


def _store_villages(hub: Hub, village_codes: list[str]) -> None:
    rows = [
        {"hub": hub.id, "code": one.code, "name": one.name, "kind": one.type, "active": one.code in village_codes}
        for one in list_district_villages(hub.code)
    ]
    Village.insert_many(rows).execute()


def _store_catalogue(hub: Hub) -> None:
    """The hub's own copy of services, programs and offices, which it may change."""
    Service.insert_many([{"hub": hub.id, **row} for row in service_rows()]).execute()
    Program.insert_many([{"hub": hub.id, **row} for row in program_rows()]).execute()
    copy_agencies(hub.id, hub.code)


def _create_first_user(hub: Hub, first: FirstUser, role: Role, now: datetime) -> None:
    worker = Worker(username=first.username, name=first.name, roles=frozenset({role}), phone=first.phone)
    try:
        create_user(hub.id, worker, password=first.password, actor=None, now=now)
    except RuleBroken as problem:
        raise RuleBroken(problem.message, f"{role}_{problem.field}") from problem
