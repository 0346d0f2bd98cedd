"""Reading users, their devices, and the practice cast."""

from __future__ import annotations

from puskesos.models.user import LoginSession, User
from puskesos.rules.roles import Role, parse_roles

CAST = ("sari", "bayu", "ratna", "ujang", "tono", "dewi")


def find_active_user(username: str) -> User | None:
    """The active user of that name."""
    return User.get_or_none(User.username == username, User.active)


def practice_cast() -> list[User]:
    """The people of a practice hub who are offered with one tap, in the order of the story."""
    rows = {user.username: user for user in User.select().where(User.username.in_(CAST), User.active)}
    return [rows[name] for name in CAST if name in rows]


def list_users(hub_id: int) -> list[User]:
    """Everybody of the hub, active ones first."""
    return list(User.select().where(User.hub == hub_id).order_by(User.active.desc(), User.name))


def find_user(hub_id: int, user_id: int) -> User | None:
    """A user of the hub by id."""
    return User.get_or_none(User.id == user_id, User.hub == hub_id)


def koordinators_of(hub_id: int) -> list[User]:
    """The active koordinators of the hub, for whoever must reach one at once."""
    people = User.select().where(User.hub == hub_id, User.active).order_by(User.name)
    return [user for user in people if Role.KOORDINATOR in parse_roles(user.roles)]


def devices_of(user_id: int) -> list[LoginSession]:
    """Signed-in devices, last used first."""
    return list(
        LoginSession.select()
        .where(LoginSession.user == user_id, LoginSession.revoked_at.is_null())
        .order_by(LoginSession.seen_at.desc())
    )
