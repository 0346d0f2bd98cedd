"""Workers of a hub: made, changed, given a new password; nobody can lock themselves or the whole hub out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from puskesos.actions.assignment import withdraw_tasks
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.hub import Village
from puskesos.models.user import LoginSession, User, UserVillage
from puskesos.queries.assignment import waiting_for
from puskesos.queries.hub import forget_hub
from puskesos.rules.intake import Area
from puskesos.rules.permissions import Permission, has_permission
from puskesos.rules.roles import Role, join_roles, parse_roles
from puskesos.rules.viewer import Viewer
from puskesos.security import audit
from puskesos.security.passphrase import make_passphrase
from puskesos.security.passwords import hash_password, password_problem
from puskesos.security.sessions import end_sessions, forget_cached

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9.]{1,28})[a-z0-9]")
KEPT_ROLES = (Role.KOORDINATOR, Role.ADMIN)  # a hub that has one keeps one


@dataclass(frozen=True)
class Worker:
    """What is known of a user, cleaned; area counts for back office, villages for volunteers."""

    username: str
    name: str
    roles: frozenset[Role]
    area: str = ""
    phone: str = ""
    letter_of_appointment: str = ""
    village_ids: frozenset[int] = frozenset()
    active: bool = True


def create_user(
    hub_id: int,
    worker: Worker,
    *,
    password: str,
    actor: Viewer | None,
    now: datetime,
    must_change_password: bool = False,
) -> User:
    """A new user of the hub; `actor` is None at set-up only. Raises RuleBroken at the field that is wrong."""
    worker = _checked(worker, hub_id, user_id=None)
    if problem := password_problem(password, near=(worker.username, worker.name)):
        raise RuleBroken(problem, "password")
    hashed = hash_password(password)
    with database.atomic():
        _check_username_free(worker.username, user_id=None)
        user = User.create(
            hub=hub_id,
            password_hash=hashed,
            must_change_password=must_change_password,
            created_at=now,
            **_columns(worker),
        )
        _store_villages(user.id, worker)
        audit.record(
            "user_created",
            actor=actor,
            now=now,
            hub_id=hub_id,
            object_type="user",
            object_id=user.id,
            username=worker.username,
            roles=join_roles(worker.roles),
        )
    forget_hub()
    return user


def invite_user(worker: Worker, *, actor: Viewer, now: datetime) -> tuple[User, str]:
    """A new user with a one-time password, which is returned once and stored nowhere."""
    _check_right(actor)
    password = make_passphrase()
    user = create_user(actor.hub_id, worker, password=password, actor=actor, now=now, must_change_password=True)
    return user, password


def change_user(user: User, wanted: Worker, *, withdraw: bool = False, actor: Viewer, now: datetime) -> list[str]:
    """Change a user and return the changed fields; a deactivated one is signed out everywhere at once.

    A volunteer who stops leaves no task behind: `withdraw` takes the open ones back ("tasks" is then among the fields),
    without it RuleBroken says how many there are.
    """
    _check_right(actor)
    worker = _checked(wanted, user.hub_id, user_id=user.id)
    with database.atomic():
        _check_username_free(worker.username, user_id=user.id)
        _check_no_lock_out(user, worker, actor)
        changed = [*_changed_fields(user, worker), *_settle_tasks(user, worker, withdraw, actor, now)]
        if not changed:
            return []
        User.update(**_columns(worker)).where(User.id == user.id).execute()
        _store_villages(user.id, worker)
        if not worker.active:
            _sign_out_everywhere(user.id, now)
        _note_change(user, changed, actor, now)
    forget_cached()
    forget_hub()
    return changed


def reset_password(user: User, *, actor: Viewer, now: datetime) -> str:
    """Give a user a one-time password, returned once; every device of theirs is signed out."""
    _check_right(actor)
    if user.id == actor.id:
        raise RuleBroken("Ganti kata sandi sendiri lewat halaman Akun.")
    password = make_passphrase()
    hashed = hash_password(password)
    with database.atomic():
        User.update(password_hash=hashed, must_change_password=True).where(User.id == user.id).execute()
        _sign_out_everywhere(user.id, now)
        _note_change(user, ["kata sandi"], actor, now)
    forget_cached()
    return password


def _check_right(actor: Viewer) -> None:
    if not actor.can(Permission.MANAGE_HUB):
        raise NotAllowed


def _checked(worker: Worker, hub_id: int, *, user_id: int | None) -> Worker:
    """The worker with what does not belong to the roles removed. Raises RuleBroken at the field that is wrong."""
    if not worker.name:
        raise RuleBroken("Isi nama.", "name")
    if not USERNAME.fullmatch(worker.username):
        raise RuleBroken("Nama pengguna 3 sampai 30 huruf kecil, angka, atau titik; tanpa spasi.", "username")
    if not worker.roles:
        raise RuleBroken("Pilih paling sedikit satu peran.", "roles")
    area = worker.area if Role.BO in worker.roles else ""
    villages = worker.village_ids if Role.PSM in worker.roles else frozenset()
    if Role.BO in worker.roles and area not in {str(one) for one in Area}:
        raise RuleBroken("Pilih bidang untuk back office.", "area")
    if Role.PSM in worker.roles and not villages:
        raise RuleBroken("Pilih desa/kelurahan tempat relawan bertugas.", "villages")
    known = Village.select().where(Village.hub == hub_id, Village.id.in_(villages)).count()
    if known != len(villages):
        raise RuleBroken("Pilih desa/kelurahan dari daftar.", "villages")
    return replace(worker, area=area, village_ids=villages)


def _check_username_free(username: str, *, user_id: int | None) -> None:
    taken = User.get_or_none(User.username == username)
    if taken is not None and taken.id != user_id:
        raise RuleBroken("Nama pengguna ini sudah dipakai. Coba tambah angka atau nama belakang.", "username")


def _check_no_lock_out(user: User, worker: Worker, actor: Viewer) -> None:
    if user.id == actor.id and not worker.active:
        raise RuleBroken("Akun sendiri tidak dapat dinonaktifkan.", "active")
    if user.id == actor.id and not has_permission(worker.roles, Permission.MANAGE_HUB):
        raise RuleBroken("Peran sendiri tidak dapat dilepas sampai tidak bisa mengatur pengguna lagi.", "roles")
    for role in KEPT_ROLES:
        loses = role in parse_roles(user.roles) and user.active and not (worker.active and role in worker.roles)
        if loses and not _others_with(role, user):
            raise RuleBroken(
                f"{user.name} satu-satunya {role.label.lower()} yang aktif. Angkat penggantinya lebih dahulu.",
                "roles" if worker.active else "active",
            )


def _settle_tasks(user: User, worker: Worker, withdraw: bool, actor: Viewer, now: datetime) -> list[str]:
    """Take open tasks back from a volunteer who stops, when that is wanted. Raises RuleBroken when it is not."""
    if worker.active and Role.PSM in worker.roles:
        return []
    if withdraw:
        return ["tasks"] if withdraw_tasks(user, actor=actor, now=now) else []
    if tasks := len(waiting_for(user.id)):
        said = f"{user.name} masih memegang {tasks} tugas yang belum dilaporkan."
        raise RuleBroken(f"{said} Centang “Tarik semua tugas terbuka”, atau tugaskan orang lain dulu.", "withdraw")
    return []


def _others_with(role: Role, user: User) -> bool:
    others = User.select(User.roles).where(User.hub == user.hub_id, User.active, User.id != user.id).tuples()
    return any(role in parse_roles(roles) for (roles,) in others)


def _columns(worker: Worker) -> dict[str, object]:
    return {
        "username": worker.username,
        "name": worker.name,
        "roles": join_roles(worker.roles),
        "area": worker.area,
        "phone": worker.phone,
        "letter_of_appointment": worker.letter_of_appointment,
        "active": worker.active,
    }


def _changed_fields(user: User, worker: Worker) -> list[str]:
    changed = [name for name, value in _columns(worker).items() if getattr(user, name) != value]
    villages = UserVillage.select(UserVillage.village).where(UserVillage.user == user.id).tuples()
    return changed + (["villages"] if {village for (village,) in villages} != worker.village_ids else [])


def _store_villages(user_id: int, worker: Worker) -> None:
    UserVillage.delete().where(UserVillage.user == user_id).execute()
    for village_id in sorted(worker.village_ids):
        UserVillage.create(user=user_id, village=village_id)


def _sign_out_everywhere(user_id: int, now: datetime) -> None:
    rows = LoginSession.select(LoginSession.id).where(LoginSession.user == user_id, LoginSession.revoked_at.is_null())
    end_sessions([row.id for row in rows], now)


def _note_change(user: User, changed: list[str], actor: Viewer, now: datetime) -> None:
    audit.record(
        "user_changed",
        actor=actor,
        now=now,
        object_type="user",
        object_id=user.id,
        username=user.username,
        fields=", ".join(changed),
    )
