"""The hub, its villages, its counters, and its copy of the service catalogue."""

from __future__ import annotations

from peewee import SQL, AutoField, BooleanField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference


class Hub(BaseModel):
    """One Puskesos: a kecamatan with its villages. `code` is the Kemendagri code with dots, "32.16.17"."""

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

    class Meta:
        constraints = (one_of("paper", ["F4", "A4"]),)

    @property
    def number_prefix(self) -> str:
        """The kecamatan code without dots, as case numbers begin: "321617"."""
        return self.code.replace(".", "")


class Village(BaseModel):
    """A desa or kelurahan; `active` when the hub serves it."""

    id = AutoField()
    hub = reference(Hub)
    code = TextField()
    name = TextField()
    kind = TextField(default="desa")
    active = BooleanField(default=True)

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
    """A kind of service (jenis layanan) of this hub; `papers` is one name per line, `target_days` working days."""

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

    class Meta:
        indexes = ((("hub", "code"), True),)
