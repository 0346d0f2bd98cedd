"""Households, the people in them, what programs they receive, and what was corrected about them.

A person is not a case, and a client is not the reporter. Columns that came later carry a default in the database.
"""

from __future__ import annotations

import uuid

from peewee import SQL, AutoField, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.hub import Hub, Village
from puskesos.models.user import User
from puskesos.rules.person import ChangeSource, HouseholdStatus, MembershipStatus, PersonStatus


def new_uuid() -> str:
    """An identity that stays unique when rows travel between hubs."""
    return str(uuid.uuid4())


def added_text(default: str = "", *constraints: SQL) -> TextField:
    """A text column that an existing table gets: the rows that are there take the default."""
    return TextField(default=default, constraints=[SQL(f"DEFAULT '{default}'"), *constraints])


class Household(BaseModel):
    """A family with one family card (`kk`, 16 digits, may be unknown); the head is the member with role "kepala"."""

    id = AutoField()
    hub = reference(Hub)
    uuid = TextField(unique=True, default=new_uuid)
    kk = TextField(null=True)
    village = reference(Village, null=True)
    address = TextField(default="")
    rt = TextField(default="")
    rw = TextField(default="")
    created_at = UtcDateTimeField()
    status = added_text(str(HouseholdStatus.AKTIF), one_of("status", [str(one) for one in HouseholdStatus]))

    class Meta:
        indexes = ((("hub", "kk"), False),)


class Person(BaseModel):
    """A resident. `search_words` holds the folded words the search index reads; address fields are the domicile.

    `disability` and `condition` hold codes joined by commas; `version` rises with each change. A person that was merged
    into another stays as a hidden row without numbers, and every read leaves it out.
    """

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
    created_by = reference(User, null=True)
    created_at = UtcDateTimeField()
    changed_at = UtcDateTimeField()
    religion = added_text()
    marital_status = added_text()
    education = added_text()
    nationality = added_text()
    id_card_rt = added_text()
    id_card_rw = added_text()
    id_card_village = added_text()
    id_card_district = added_text()
    id_card_regency = added_text()
    status = added_text(str(PersonStatus.HIDUP), one_of("status", [str(one) for one in PersonStatus]))
    status_on = DateField(null=True)
    status_note = added_text()
    disability = added_text()
    condition = added_text()
    dtsen_status = added_text()
    decile = IntegerField(null=True, constraints=[SQL("CHECK (decile BETWEEN 1 AND 10)")])
    decile_period = added_text()
    decile_on = DateField(null=True)
    decile_channel = added_text()
    version = IntegerField(default=1, constraints=[SQL("DEFAULT 1"), SQL("CHECK (version >= 1)")])
    merged_into = reference("self", null=True)
    health_insurance = added_text()
    insurance_number = added_text()
    insurance_status = added_text()
    deactivated_on = DateField(null=True)
    deactivation_number = added_text()

    class Meta:
        constraints = (one_of("sex", ["L", "P"]),)
        indexes = (
            (("hub", "nik"), False),
            (("hub", "phone_normal"), False),
            (("hub", "search_words"), False),
            (("hub", "birth_date"), False),
            (("household",), False),
            (("hub", "status", "search_words"), False),
            (("village", "status", "search_words"), False),
            (("merged_into",), False),
        )


class Membership(BaseModel):
    """A program a person receives, is proposed for or no longer receives; `program` is a code of the catalogue."""

    id = AutoField()
    person = reference(Person)
    program = TextField()
    status = TextField()
    card_number = TextField(default="")
    since = DateField(null=True)
    until = DateField(null=True)
    note = TextField(default="")
    created_by = reference(User, null=True)
    created_at = UtcDateTimeField()
    changed_by = reference(User, null=True)
    changed_at = UtcDateTimeField()

    class Meta:
        constraints = (one_of("status", [str(one) for one in MembershipStatus]),)
        indexes = ((("person", "id"), False), (("program", "status"), False))


class PersonChange(BaseModel):
    """One corrected field of a person: the value before and after, who and why. The names stay as they were."""

    id = AutoField()
    person = reference(Person)
    field = TextField()
    old = TextField(default="")
    new = TextField(default="")
    reason = TextField(default="")
    source = TextField(default="tangan")
    actor = reference(User, null=True)
    actor_name = TextField(default="")
    at = UtcDateTimeField()

    class Meta:
        constraints = (one_of("source", [str(one) for one in ChangeSource]),)
        indexes = ((("person", "id"), False),)
