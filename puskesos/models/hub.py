"""The hub, its villages, its counters, and its copy of the service catalogue."""

from __future__ import annotations

from peewee import SQL, AutoField, BooleanField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference


def added_number(default: int, low: int, high: int, column: str) -> IntegerField:
    """A bounded number column that an existing table gets: the rows that are there take the default."""
    bounds = SQL(f"CHECK ({column} BETWEEN {low} AND {high})")
    return IntegerField(default=default, constraints=[SQL(f"DEFAULT {default}"), bounds])


class Hub(BaseModel):
    """One Puskesos: a kecamatan with its villages. `code` is the Kemendagri code with dots, "32.16.17".

    From `answer_days` on stand the field's time limits that each hub may set: working days a referral's office has to
    answer (of an emergency and of what is prompt in columns of their own), days of the month for DTSEN, months in
    which a PBI-JK membership can be made active again, working days without news after which a case is called silent.
    `network_address` is where staff reach this server, `public_address` where offices and families do, if they can.
    `load_limit`: open tasks from which on one volunteer has enough; `handoff_text`: the hub's own words of the
    WhatsApp hand-off, empty for ours; `village_silent_days`: days without anything from a village after which it is
    called silent.
    """

    id = AutoField()
    code = TextField(unique=True)
    name = TextField()
    district = TextField()
    regency = TextField()
    province = TextField()
    address = TextField(default="")
    phone = TextField(default="")
    opening_hours = TextField(default="")
    paper = TextField(default="F4")
    zone = TextField(default="Asia/Jakarta")
    practice = BooleanField(default=False)
    created_at = UtcDateTimeField()
    answer_days = added_number(5, 1, 60, "answer_days")
    proposal_from_day = added_number(1, 1, 28, "proposal_from_day")
    proposal_until_day = added_number(10, 1, 28, "proposal_until_day")
    dtsen_cutoff_day = added_number(17, 1, 28, "dtsen_cutoff_day")
    dtsen_pull_day = added_number(18, 1, 28, "dtsen_pull_day")
    reactivation_months = added_number(6, 1, 24, "reactivation_months")
    public_status = BooleanField(default=True, constraints=[SQL("DEFAULT TRUE")])
    silent_days = added_number(5, 1, 60, "silent_days")
    answer_days_urgent = added_number(0, 0, 60, "answer_days_urgent")
    answer_days_prompt = added_number(1, 0, 60, "answer_days_prompt")
    network_address = TextField(default="", constraints=[SQL("DEFAULT ''")])
    public_address = TextField(default="", constraints=[SQL("DEFAULT ''")])
    load_limit = added_number(8, 1, 60, "load_limit")
    handoff_text = TextField(default="", constraints=[SQL("DEFAULT ''")])
    village_silent_days = added_number(14, 1, 365, "village_silent_days")

    class Meta:
        constraints = (one_of("paper", ["F4", "A4"]),)

    @property
    def number_prefix(self) -> str:
        """The kecamatan code without dots, as case numbers begin: "321617"."""
        return self.code.replace(".", "")


class Village(BaseModel):
    """A desa or kelurahan; `active` when the hub serves it; `office_km` to the SLRT/Dinsos office, None: unknown."""

    id = AutoField()
    hub = reference(Hub)
    code = TextField()
    name = TextField()
    kind = TextField(default="desa")
    active = BooleanField(default=True)
    office_km = IntegerField(null=True, constraints=[SQL("CHECK (office_km BETWEEN 0 AND 500)")])

    class Meta:
        indexes = ((("hub", "code"), True),)


class Counter(BaseModel):
    """The last number given, per hub, kind ("kasus", "penugasan") and period ("2611")."""

    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    period = TextField()
    last = IntegerField(constraints=[SQL("CHECK (last >= 0)")])

    class Meta:
        indexes = ((("hub", "kind", "period"), True),)


class Service(BaseModel):
    """A kind of service (jenis layanan) of this hub; `papers` is one name per line, `target_days` working days.

    `agencies`, `ppks` and `spm` hold codes joined by commas; `sector` is a Sector; `version` rises with each change.
    """

    id = AutoField()
    hub = reference(Hub)
    code = TextField()
    name = TextField()
    area = TextField()
    pillar = TextField()
    priority = TextField()
    target_days = IntegerField()
    papers = TextField(default="")
    restricted = BooleanField(default=False)
    hint = TextField(default="")
    position = IntegerField(default=0)
    active = BooleanField(default=True)
    sector = TextField(default="", constraints=[SQL("DEFAULT ''")])
    agencies = TextField(default="", constraints=[SQL("DEFAULT ''")])
    ppks = TextField(default="", constraints=[SQL("DEFAULT ''")])
    spm = TextField(default="", constraints=[SQL("DEFAULT ''")])
    version = IntegerField(default=1, constraints=[SQL("DEFAULT 1"), SQL("CHECK (version >= 1)")])

    class Meta:
        indexes = ((("hub", "code"), True),)
