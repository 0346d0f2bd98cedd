"""The cast of the tests, always by name, and plain factories that go through the actions where there is one.

Our hub is Puskesos Muaragembong; Citra works in Cikarang Utara and must see nothing of ours.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from lokal import wilayah

from puskesos import clock
from puskesos.actions.agency import copy_agencies
from puskesos.actions.assignment import assign_volunteer
from puskesos.actions.intake import Need, register_case
from puskesos.actions.person import Identity, create_person
from puskesos.actions.referral import ReferralEntry, write_referral
from puskesos.catalogue import program_rows, service_rows
from puskesos.database import database
from puskesos.models import (
    Agency,
    Assignment,
    Case,
    Hub,
    Person,
    Program,
    Referral,
    Service,
    User,
    UserVillage,
    Village,
)
from puskesos.rules.roles import Role, parse_roles
from puskesos.rules.viewer import Viewer
from puskesos.security.passwords import hash_password

NOW = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)  # Tuesday 17 November 2026, 09.00 in Muaragembong
TODAY = date(2026, 11, 17)
PASSWORD = "latihan-hub"
ZONE = "Asia/Jakarta"
NETWORK, PUBLIC = "http://10.0.0.5:8000", "https://puskesos.example"
OUR_CODE, OTHER_CODE = "32.16.17", "32.16.09"
PEOPLE: tuple[tuple[str, str, str, str, str], ...] = (  # name, hub, role, area, village
    ("Sari", OUR_CODE, Role.FO, "", ""),
    ("Bayu", OUR_CODE, Role.BO, "kesehatan", ""),
    ("Ratna", OUR_CODE, Role.KOORDINATOR, "", ""),
    ("Ujang", OUR_CODE, Role.PSM, "", "Pantai Bahagia"),
    ("Tono", OUR_CODE, Role.PSM, "", "Pantai Bakti"),
    ("Dewi", OUR_CODE, Role.ADMIN, "", ""),
    ("Citra", OTHER_CODE, Role.KOORDINATOR, "", ""),
)


@dataclass(frozen=True)
class Cast:
    """Fresh rows of one test: the people, our hub with villages by name and services by code, and the other hub."""

    hub: Hub
    other_hub: Hub
    villages: dict[str, Village]
    other_villages: dict[str, Village]
    services: dict[str, Service]
    other_services: dict[str, Service]
    sari: User
    bayu: User
    ratna: User
    ujang: User
    tono: User
    dewi: User
    citra: User

    @property
    def bahagia(self) -> Village:
        """Ujang's village."""
        return self.villages["Pantai Bahagia"]

    @property
    def bakti(self) -> Village:
        """Tono's village."""
        return self.villages["Pantai Bakti"]


def build_cast(now: datetime = NOW) -> Cast:
    """Write both hubs and everybody into the empty database."""
    hubs = {code: _build_hub(code, now) for code in (OUR_CODE, OTHER_CODE)}
    for name, code, role, area, village in PEOPLE:
        user = _build_user(hubs[code], name, str(role), area, now)
        if village:
            UserVillage.create(user=user, village=Village.get(Village.hub == hubs[code], Village.name == village))
    return load_cast()


def load_cast() -> Cast:
    """Read what build_cast wrote."""
    hubs = {hub.code: hub for hub in Hub.select()}
    ours, other = hubs[OUR_CODE], hubs[OTHER_CODE]
    villages, services = list(Village.select()), list(Service.select())
    return Cast(
        hub=ours,
        other_hub=other,
        villages={row.name: row for row in villages if row.hub_id == ours.id},
        other_villages={row.name: row for row in villages if row.hub_id == other.id},
        services={row.code: row for row in services if row.hub_id == ours.id},
        other_services={row.code: row for row in services if row.hub_id == other.id},
        **{user.username: user for user in User.select()},
    )


def viewer_of(user: User, *, session_id: int = 0) -> Viewer:
    """The user as actions and queries see the signed-in person."""
    villages = UserVillage.select(UserVillage.village).where(UserVillage.user == user.id).tuples()
    return Viewer(
        id=user.id,
        hub_id=user.hub_id,
        username=user.username,
        name=user.name,
        roles=parse_roles(user.roles),
        area=user.area,
        village_ids=frozenset(village for (village,) in villages),
        session_id=session_id,
        idle_seconds=15 * 60,
        must_change_password=user.must_change_password,
    )


def make_person(
    cast: Cast, name: str = "Siti Nurhaliza", *, by: User | None = None, kk: str | None = None, **known: Any
) -> Person:
    """A resident of Ujang's village unless `known` (fields of Identity) says otherwise."""
    actor = viewer_of(by or cast.sari)
    home = cast.bahagia if actor.hub_id == cast.hub.id else next(iter(cast.other_villages.values()))
    identity = Identity(**{"name": name, "sex": "P", "village_id": home.id, "nik_reason": "tidak_dibawa"} | known)
    return create_person(identity, kk=kk, actor=actor, now=clock.now())


def make_case(
    cast: Cast, *, client: Person | None = None, by: User | None = None, service: str = "K01", **need: Any
) -> Case:
    """A registered case of `client` (a new person unless given); `need` replaces fields of Need."""
    user = by or cast.sari
    services = cast.services if user.hub_id == cast.hub.id else cast.other_services
    client = client or make_person(cast, by=user)
    usual = {
        "service_id": services[service].id,
        "village_id": client.village_id,
        "kind": "permohonan",
        "channel": "datang",
        "priority": "biasa",
        "reporter_name": "Wati",
        "reporter_relation": "tetangga",
        "story": "Kartu BPJS ibu ini tidak aktif sejak bulan lalu.",
        "client_id": client.id,
    }
    now = clock.now()
    number = register_case(
        Need(**usual | need), key=str(uuid.uuid4()), actor=viewer_of(user), now=now, today=clock.today(ZONE, now)
    )
    return Case.get(Case.number == number)


def make_assignment(
    cast: Cast, case: Case | None = None, *, volunteer: User | None = None, by: User | None = None, **task: Any
) -> Assignment:
    """A task in `case` for Ujang (or `volunteer`), due in three days; `task` holds kind, instruction, due_on."""
    today = clock.today(ZONE)
    usual = {"kind": "kunjungan_rumah", "instruction": "Temui keluarganya.", "due_on": today + timedelta(days=3)}
    number = assign_volunteer(
        case or make_case(cast),
        volunteer_id=(volunteer or cast.ujang).id,
        key=str(uuid.uuid4()),
        actor=viewer_of(by or cast.ratna),
        now=clock.now(),
        today=today,
        **usual | task,
    )
    return Assignment.get(Assignment.number == number)


def referral_entry(cast: Cast, **typed: Any) -> ReferralEntry:
    """A referral to Dinas Pendidikan as typed on the test's Tuesday; `typed` holds other fields of ReferralEntry."""
    usual = {
        "wanted": "Beasiswa dan kembali sekolah",
        "reason": "Putus sekolah sejak Juli; orang tua tidak sanggup membayar seragam.",
        "basis": "persetujuan_tertulis",
        "officer": "Bayu",
        "letter_on": clock.today(ZONE),
        "channel": "surat",
    }
    if "agency_name" not in typed:
        usual["agency_id"] = Agency.get(Agency.hub == cast.hub, Agency.code == "DISDIK").id
    return ReferralEntry(**usual | typed)


def make_referral(cast: Cast, case: Case | None = None, *, secret: str = "rahasia-uji-" * 4, **typed: Any) -> Referral:
    """A letter sent today in `case` (a new one that is referred), with its office; `typed` are fields of the entry."""
    case = case or make_case(cast)
    Case.update(state="dirujuk").where(Case.id == case.id).execute()
    with database.atomic():
        made = write_referral(
            case, referral_entry(cast, **typed), secret=secret, actor=viewer_of(cast.ratna), now=clock.now()
        )
    return Referral.select(Referral, Agency).join(Agency).where(Referral.id == made.id).get()


def _build_hub(code: str, now: datetime) -> Hub:
    place = wilayah.get_wilayah(code)
    regency, province = place.path.split(", ")[1:]
    hub = Hub.create(
        code=code,
        name=f"Puskesos Kecamatan {place.name}",
        district=place.name,
        regency=regency,
        province=province,
        address="Jl. Raya Muaragembong No. 1",
        phone="02112345678",
        opening_hours="Senin–Jumat 08.00–15.00",
        network_address=NETWORK,
        public_address=PUBLIC,
        created_at=now,
    )
    for village in wilayah.list_wilayah(code):
        Village.create(hub=hub, code=village.code, name=village.name, kind=village.type)
    Service.insert_many([{"hub": hub.id, **row} for row in service_rows()]).execute()
    Program.insert_many([{"hub": hub.id, **row} for row in program_rows()]).execute()
    copy_agencies(hub.id, hub.code)
    return hub


def _build_user(hub: Hub, name: str, role: str, area: str, now: datetime) -> User:
    return User.create(
        hub=hub,
        username=name.lower(),
        name=name,
        password_hash=_hashed(PASSWORD),
        roles=role,
        area=area,
        created_at=now,
    )


@cache
def _hashed(password: str) -> str:
    return hash_password(password)
