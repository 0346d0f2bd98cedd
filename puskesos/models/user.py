"""People who sign in, the villages of volunteers, their devices, invitations, and the sign-in throttle."""

from __future__ import annotations

from peewee import AutoField, BooleanField, CompositeKey, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, reference
from puskesos.models.hub import Hub, Village


class User(BaseModel):
    """A worker of the hub. `roles` holds Role values joined by commas; `area` is set for back-office workers."""

    id = AutoField()
    hub = reference(Hub)
    username = TextField(unique=True)
    name = TextField()
    password_hash = TextField()
    roles = TextField()
    area = TextField(default="")
    phone = TextField(default="")
    letter_of_appointment = TextField(default="")
    active = BooleanField(default=True)
    must_change_password = BooleanField(default=False)
    created_at = UtcDateTimeField()

    class Meta:
        indexes = ((("hub", "active"), False),)


class UserVillage(BaseModel):
    """A village a volunteer works in."""

    user = reference(User)
    village = reference(Village)

    class Meta:
        primary_key = CompositeKey("user", "village")


class LoginSession(BaseModel):
    """One signed-in device; only the SHA-256 of its token is kept."""

    id = AutoField()
    user = reference(User)
    token_hash = TextField(unique=True)
    device = TextField(default="")
    created_at = UtcDateTimeField()
    seen_at = UtcDateTimeField()
    revoked_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("user", "revoked_at"), False),)


class Invitation(BaseModel):
    """A link by which a volunteer joins with the own phone: works once and until `expires_at`; `ended_at` revokes it.

    The link's token is derived from the installation's secret and `uuid`; only its digest is kept.
    """

    id = AutoField()
    user = reference(User)
    uuid = TextField(unique=True)
    token_hash = TextField(unique=True)
    created_by = reference(User)
    created_at = UtcDateTimeField()
    expires_at = UtcDateTimeField()
    used_at = UtcDateTimeField(null=True)
    ended_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("user", "id"), False),)


class LoginThrottle(BaseModel):
    """Failed sign-ins per key ("akun:…" or "alamat:…"); survives a restart."""

    key = TextField(primary_key=True)
    failures = IntegerField()
    last_at = UtcDateTimeField()
