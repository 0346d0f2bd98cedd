"""The role groups of a Puskesos (Permensos 15/2018 names koordinator, front office, back office)

One person may hold several.
"""

from __future__ import annotations

from collections.abc import Collection

from puskesos.rules.code import Code


class Role(Code):
    """What a person is in the hub."""

    KOORDINATOR = "koordinator", "Koordinator"
    FO = "fo", "Front office"
    BO = "bo", "Back office"
    PSM = "psm", "Relawan PSM"
    ADMIN = "admin", "Admin"


def parse_roles(text: str) -> frozenset[Role]:
    """Roles from their stored form, "koordinator,bo"; unknown words are left out."""
    known = {str(role): role for role in Role}
    return frozenset(known[word] for word in text.split(",") if word in known)


def join_roles(roles: Collection[str]) -> str:
    """Roles in their stored form, in the order of the Role list."""
    return ",".join(str(role) for role in Role if str(role) in {str(r) for r in roles})


def main_role(roles: Collection[Role]) -> Role:
    """The role a person acts as when several fit: the one with the widest duty first."""
    for role in (Role.KOORDINATOR, Role.BO, Role.FO, Role.PSM, Role.ADMIN):
        if role in roles:
            return role
    return Role.ADMIN
