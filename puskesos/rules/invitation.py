"""Invitations by QR: whom they are for, how long they work, and how one stands."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from puskesos.rules.code import Code
from puskesos.rules.roles import Role

VALID_HOURS = 72
VALID_FOR = timedelta(hours=VALID_HOURS)
TOLD_AGAIN = timedelta(seconds=30)  # in which the second of two taps finds the first one's work done


class InvitationState(Code):
    """What the phone that opens the link is told."""

    BERLAKU = "berlaku", "Berlaku"
    DIPAKAI = "dipakai", "Sudah dipakai"
    LEWAT = "lewat", "Lewat masanya"
    DICABUT = "dicabut", "Diganti atau dicabut"


def invitation_state(
    *, used_at: datetime | None, ended_at: datetime | None, expires_at: datetime, now: datetime
) -> InvitationState:
    """How an invitation stands; one that was used stays so, however old it is."""
    if used_at is not None:
        return InvitationState.DIPAKAI
    if ended_at is not None:
        return InvitationState.DICABUT
    return InvitationState.BERLAKU if now < expires_at else InvitationState.LEWAT


def may_be_invited(roles: Collection[Role]) -> bool:
    """Whether a paper may open the account: volunteers only, for they see nothing but their own tasks."""
    return set(roles) == {Role.PSM}
