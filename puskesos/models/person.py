"""Households and the people in them: a person is not a case, and a client is not the reporter."""

from __future__ import annotations

import uuid

from peewee import AutoField, BooleanField, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.hub import Hub, Village
from puskesos.models.user import User


def new_uuid() -> str:
    """An identity that stays unique when rows travel between hubs."""
    return str(uuid.uuid4())


class Household(BaseModel):
    """A family with one family card (`kk`, 16 digits, may be unknown)."""

    id = AutoField()
    hub = reference(Hub)
    uuid = TextField(unique=True, default=new_uuid)
    kk = TextField(null=True)
    village = reference(Village, null=True)
    address = TextField(default="")
    rt = TextField(default="")
    rw = TextField(default="")
    created_at = UtcDateTimeField()

    class Meta:
        indexes = ((("hub", "kk"), False),)


class Person(BaseModel):
    """A resident. `search_words` holds the folded words the search index reads; address fields are the domicile."""

    id = AutoField()
    hub = reference(Hub)
    uuid = TextField(unique=True, default=new_uuid)
    household = reference(Household, null=True)
    household_role = TextField(default="")
    name = TextField()
    alias = TextField(default="")
    search_words = TextField()
    identity = TextField(default="lengkap")
    nik = TextField(null=True)
    nik_reason = TextField(default="")
    sex = TextField()
    birth_place = TextField(default="")
    birth_date = DateField(null=True)
    birth_year_estimate = IntegerField(null=True)
    village = reference(Village)
    address = TextField(default="")
    rt = TextField(default="")
    rw = TextField(default="")
    landmark = TextField(default="")
    id_card_address = TextField(default="")
    phone = TextField(default="")
    phone_normal = TextField(null=True)
    occupation = TextField(default="")
    is_alive = BooleanField(default=True)
    created_by = reference(User, null=True)
    created_at = UtcDateTimeField()
    changed_at = UtcDateTimeField()

    class Meta:
        constraints = (one_of("sex", ["L", "P"]),)
        indexes = (
            (("hub", "nik"), False),
            (("hub", "phone_normal"), False),
            (("hub", "search_words"), False),
            (("household",), False),
        )
