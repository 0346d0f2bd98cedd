"""The person behind a request, as plain values: loaded once, kept for seconds, never an ORM row."""

from __future__ import annotations

from dataclasses import dataclass

from puskesos.rules.permissions import Permission, has_permission
from puskesos.rules.roles import Role, main_role


@dataclass(frozen=True)
class Viewer:
    """Who is looking: hub, roles, villages (for volunteers) and the session they use."""

    id: int
    hub_id: int
    username: str
    name: str
    roles: frozenset[Role]
    area: str
    village_ids: frozenset[int]
    session_id: int
    idle_seconds: int
    must_change_password: bool

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.session_id)

    @property
    def main_role(self) -> Role:
        return main_role(self.roles)

    @property
    def roles_label(self) -> str:
        return ", ".join(role.label for role in Role if role in self.roles)

    @property
    def is_volunteer(self) -> bool:
        """Signed in as a volunteer only: sees the phone pages and own assignments."""
        return self.roles == {Role.PSM}

    @property
    def home_label(self) -> str:
        return "Hari ini" if self.is_volunteer else "Beranda"

    def can(self, permission: Permission | str) -> bool:
        return has_permission(self.roles, Permission(permission))

    def has_role(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)
