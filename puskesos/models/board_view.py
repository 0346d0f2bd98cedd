"""A person's kept filters of the board."""

from __future__ import annotations

from peewee import AutoField, TextField

from puskesos.models.base import BaseModel, reference
from puskesos.models.user import User


class BoardView(BaseModel):
    """A filter under a name of the person's own; `query` as it stands in the board's address."""

    id = AutoField()
    user = reference(User)
    name = TextField()
    query = TextField()

    class Meta:
        indexes = ((("user", "name"), True),)
