"""The workers of a hub as the list of users shows them."""

from __future__ import annotations

from dataclasses import dataclass

from puskesos.models.hub import Village
from puskesos.models.user import LoginSession, User, UserVillage
from puskesos.queries.user import list_users
from puskesos.rules.intake import Area
from puskesos.rules.invitation import may_be_invited
from puskesos.rules.roles import Role, parse_roles


@dataclass(frozen=True)
class WorkerRow:
    """One line: `duty` names the area of back office or the villages of a volunteer.

    `waits` says in words that the own password is still to be set; `invitable` whom a QR may invite.
    """

    id: int
    name: str
    username: str
    roles: str
    duty: str
    active: bool
    waits: str
    invitable: bool


def list_workers(hub_id: int, text: str = "") -> list[WorkerRow]:
    """Everybody of the hub whose name, user name, role, duty or standing holds `text`; active ones first."""
    villages = _village_names(hub_id)
    users = list_users(hub_id)
    known = _signed_in_ever([user.id for user in users if user.must_change_password])
    rows = [_row(user, villages.get(user.id, []), user.id in known) for user in users]
    wanted = text.casefold().split()
    return [row for row in rows if all(word in _searched(row) for word in wanted)]


def waits_to_join(user: User) -> str:
    """In words, why this account is not in use yet: never joined, or its own password is to be set again."""
    return _waits(user, user.must_change_password and bool(_signed_in_ever([user.id])))


def villages_of(user_id: int) -> list[int]:
    """The ids of the villages a volunteer works in."""
    query = UserVillage.select(UserVillage.village).where(UserVillage.user == user_id).tuples()
    return [village for (village,) in query]


def list_all_villages(hub_id: int) -> list[Village]:
    """Every village of the district, served or not."""
    return list(Village.select().where(Village.hub == hub_id).order_by(Village.code))


def _village_names(hub_id: int) -> dict[int, list[str]]:
    query = (
        UserVillage.select(UserVillage.user, Village.name)
        .join(Village)
        .where(Village.hub == hub_id)
        .order_by(Village.code)
        .tuples()
    )
    names: dict[int, list[str]] = {}
    for user, village in query:
        names.setdefault(user, []).append(village)
    return names


def _signed_in_ever(user_ids: list[int]) -> set[int]:
    query = LoginSession.select(LoginSession.user).where(LoginSession.user.in_(user_ids)).distinct().tuples()
    return {user for (user,) in query} if user_ids else set()


def _waits(user: User, known: bool) -> str:
    if not user.must_change_password:
        return ""
    return "belum masuk lagi" if known else "belum bergabung"


def _row(user: User, villages: list[str], known: bool) -> WorkerRow:
    roles = parse_roles(user.roles)
    labels = ", ".join(role.label for role in Role if role in roles)
    duties = [Area(user.area).label if user.area else "", ", ".join(villages)]
    duty = "; ".join(part for part in duties if part)
    facts = (user.id, user.name, user.username, labels, duty, user.active)
    return WorkerRow(*facts, _waits(user, known), user.active and may_be_invited(roles))


def _searched(row: WorkerRow) -> str:
    return f"{row.name} {row.username} {row.roles} {row.duty} {row.waits}".casefold()
