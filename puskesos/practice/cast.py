"""The practice hub and everybody who works in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from puskesos.actions.setup import FirstUser, create_hub
from puskesos.actions.user import Worker, create_user
from puskesos.models.hub import Hub, Service, Village
from puskesos.models.report import SpmTarget
from puskesos.models.user import User, UserVillage
from puskesos.queries.region import list_district_villages
from puskesos.rules.roles import Role, parse_roles
from puskesos.rules.viewer import Viewer

CODE = "32.16.17"
NETWORK, PUBLIC = "http://192.168.17.5:8000", "https://puskesos.example"  # invented, like everybody here
STAFF = (
    ("Sari", Role.FO, ""),
    ("Bayu", Role.BO, "kesehatan"),
    ("Lilis", Role.BO, "pendidikan"),
    ("Hendra", Role.BO, "sosial_ekonomi"),
)
VOLUNTEERS = {
    "Pantai Mekar": ("Nani", "Rusdi"),
    "Pantai Bahagia": ("Ujang", "Enok"),
    "Pantai Bakti": ("Tono", "Mumun"),
    "Pantai Harapanjaya": ("Jajang", "Wiwin"),
    "Pantai Sederhana": ("Karta", "Dede"),
    "Jayasakti": ("Komar", "Euis"),
}
KILOMETRES = {"Pantai Mekar": 42, "Pantai Bahagia": 55, "Pantai Bakti": 51, "Pantai Sederhana": 47, "Jayasakti": 38}
SERVE = {"SPM-1": 24, "SPM-2": 5, "SPM-3": 36, "SPM-5": 20}  # people a year; of one SPM nobody has said yet


@dataclass(frozen=True)
class Stage:
    """The hub with its villages by name, services by code, and workers as actors by user name."""

    hub: Hub
    villages: dict[str, Village]
    services: dict[str, Service]
    actors: dict[str, Viewer]

    def officer(self, area: str) -> Viewer:
        """The back-office worker of an area."""
        return next(one for one in self.actors.values() if Role.BO in one.roles and one.area == area)


def build_stage(password: str, now: datetime) -> Stage:
    """Set the hub up as the first start does, then add the workers."""
    hub = create_hub(
        code=CODE,
        name="Puskesos Kecamatan Muaragembong",
        address="Jl. Raya Muaragembong, komplek kantor kecamatan",
        phone="021-0000-3216",
        opening_hours="Senin–Jumat 08.00–15.00",
        paper="F4",
        village_codes=[village.code for village in list_district_villages(CODE)],
        admin=FirstUser("dewi", "Dewi", password, phone(1)),
        koordinator=FirstUser("ratna", "Ratna", password, phone(2)),
        practice=True,
        now=now,
    )
    Hub.update(network_address=NETWORK, public_address=PUBLIC).where(Hub.id == hub.id).execute()
    villages = {row.name: row for row in Village.select().where(Village.hub == hub)}
    _add_workers(hub, villages, password, now)
    _set_the_report(hub, villages, now.year)
    services = {row.code: row for row in Service.select().where(Service.hub == hub)}
    return Stage(hub, villages, services, {user.username: actor_of(user) for user in User.select().order_by(User.id)})


def _set_the_report(hub: Hub, villages: dict[str, Village], year: int) -> None:
    """How far villages are (of some it is not known) and what SPM is to reach, this year and the next."""
    for name, kilometres in KILOMETRES.items():
        Village.update(office_km=kilometres).where(Village.id == villages[name].id).execute()
    for code, people in SERVE.items():
        for one in (year, year + 1):
            SpmTarget.create(hub=hub, year=one, code=code, people=people)


def phone(number: int) -> str:
    """An invented mobile number; nobody has been given the block 0812-0000."""
    return f"0812-0000-{number:04d}"


def _add_workers(hub: Hub, villages: dict[str, Village], password: str, now: datetime) -> None:
    workers = [Worker(name.lower(), name, frozenset({role}), area=area) for name, role, area in STAFF]
    workers += [
        Worker(name.lower(), name, frozenset({Role.PSM}), village_ids=frozenset({villages[village].id}))
        for village, names in VOLUNTEERS.items()
        for name in names
    ]
    for place, worker in enumerate(workers, start=3):
        numbered = Worker(**{**worker.__dict__, "phone": phone(place)})
        create_user(hub.id, numbered, password=password, actor=None, now=now)


def actor_of(user: User) -> Viewer:
    """Somebody of the hub as actions see who is signed in."""
    served = UserVillage.select(UserVillage.village).where(UserVillage.user == user).tuples()
    return Viewer(
        id=user.id,
        hub_id=user.hub_id,
        username=user.username,
        name=user.name,
        roles=parse_roles(user.roles),
        area=user.area,
        village_ids=frozenset(village for (village,) in served),
        session_id=0,
        idle_seconds=0,
        must_change_password=False,
    )
