"""Lists that were brought into the registry: the file's columns, each row with its verdict, and what it wrote.

JSON columns hold text. Ninety days after the end the rows' contents are emptied; counts stay.
"""

from __future__ import annotations

from peewee import AutoField, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.hub import Hub
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.rules.register_import import ImportState, RowChoice, RowState, Verdict


class Import(BaseModel):
    """One uploaded list. `stored_name` is the file under `<data>/imports`, empty once it is removed.

    `sheets` is what was peeked at, `columns` maps column indexes to fields, `updates` lists the fields that may change
    known people, `constants` holds values for the whole list; `last_person` and `last_household` are the highest ids it
    made, which are never given out again.
    """

    id = AutoField()
    hub = reference(Hub)
    name = TextField()
    file_name = TextField()
    stored_name = TextField(default="")
    size = IntegerField(default=0)
    data_on = DateField()
    state = TextField(default=str(ImportState.DIBACA))
    failure = TextField(default="")
    sheets = TextField(default="[]")
    sheet = TextField(default="")
    header_row = IntegerField(default=0)
    headings = TextField(default="[]")
    columns = TextField(default="{}")
    updates = TextField(default="[]")
    constants = TextField(default="{}")
    total = IntegerField(default=0)
    counts = TextField(default="{}")
    outcome = TextField(default="{}")
    checked_at = UtcDateTimeField(null=True)
    checked_person = IntegerField(default=0)
    last_person = IntegerField(default=0)
    last_household = IntegerField(default=0)
    created_by = reference(User)
    created_at = UtcDateTimeField()
    applied_by = reference(User, null=True)
    applied_at = UtcDateTimeField(null=True)
    undone_by = reference(User, null=True)
    undone_at = UtcDateTimeField(null=True)
    ended_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = (one_of("state", [str(one) for one in ImportState]),)
        indexes = ((("hub", "id"), False),)


class ImportRow(BaseModel):
    """One row of the sheet: cells as read, verdict with reasons in words, what it changes, and how to take that back.

    `words` is the folded name and the NIK, by which the page searches; `person` is the known, doubtful or made person.
    """

    id = AutoField()
    of_import = reference(Import)
    position = IntegerField()
    cells = TextField(default="[]")
    words = TextField(default="")
    verdict = TextField()
    reasons = TextField(default="")
    person = reference(Person, null=True)
    changes = TextField(default="{}")
    choice = TextField(default="")
    state = TextField(default=str(RowState.BELUM))
    undo = TextField(default="{}")

    class Meta:
        constraints = (
            one_of("verdict", [str(one) for one in Verdict]),
            one_of("choice", ["", *(str(one) for one in RowChoice)]),
            one_of("state", [str(one) for one in RowState]),
        )
        indexes = (
            (("of_import", "position"), True),
            (("of_import", "verdict", "position"), False),
            (("of_import", "state", "position"), False),
            (("of_import", "words"), False),
            (("person",), False),
        )


class ImportMapping(BaseModel):
    """What the columns of one kind of list mean, under a name; `headings` are the folded headings as one line."""

    id = AutoField()
    hub = reference(Hub)
    name = TextField()
    headings = TextField()
    columns = TextField()
    updates = TextField()
    constants = TextField()
    created_by = reference(User)
    created_at = UtcDateTimeField()

    class Meta:
        indexes = ((("hub", "name"), True),)
