"""What a hub sets about its letters: kop, margins, numbers, signers, what each kind takes, and its own words."""

from __future__ import annotations

from peewee import SQL, AutoField, BooleanField, Check, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.hub import Hub
from puskesos.models.user import User
from puskesos.rules.letter import USUAL_PATTERN, LetterKind
from puskesos.rules.letter_page import LARGEST_MARGIN, SMALLEST_MARGIN, USUAL_MARGINS
from puskesos.rules.letter_signer import Acting, Identity

KINDS = [str(kind) for kind in LetterKind]


def margin(place: int, column: str) -> IntegerField:
    """A margin in millimetres within what printers can do."""
    within = SQL(f"CHECK ({column} BETWEEN {SMALLEST_MARGIN} AND {LARGEST_MARGIN})")
    return IntegerField(default=USUAL_MARGINS[place], constraints=[within])


class LetterSettings(BaseModel):
    """One row per hub that has changed anything; empty lines of the kop and an empty `hub_mark` mean ours.

    Logos are addresses `data:image/png;base64,…` of pictures that this program has drawn anew. `version` counts changes
    of the kop, the numbers and what each kind takes alike.
    """

    id = AutoField()
    hub = reference(Hub, unique=True)
    above = TextField(default="")
    name = TextField(default="")
    address = TextField(default="")
    margin_top = margin(0, "margin_top")
    margin_right = margin(1, "margin_right")
    margin_bottom = margin(2, "margin_bottom")
    margin_left = margin(3, "margin_left")
    archive = BooleanField(default=False)
    number_pattern = TextField(default=USUAL_PATTERN)
    hub_mark = TextField(default="")
    together = BooleanField(default=True)
    logo_left = TextField(default="")
    logo_right = TextField(default="")
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    @property
    def margins(self) -> tuple[int, int, int, int]:
        """Top, right, bottom, left in millimetres."""
        return self.margin_top, self.margin_right, self.margin_bottom, self.margin_left


class LetterSigner(BaseModel):
    """Somebody who signs. `superiors`: one position per line that stands above the own one (a.n. one, u.b. two)."""

    id = AutoField()
    hub = reference(Hub)
    name = TextField()
    position = TextField()
    acting = TextField(default=str(Acting.SENDIRI))
    superiors = TextField(default="")
    rank = TextField(default="")
    identity = TextField(default=str(Identity.KOSONG))
    identity_number = TextField(default="")
    active = BooleanField(default=True)
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (
            one_of("acting", [str(one) for one in Acting]),
            one_of("identity", [str(one) for one in Identity]),
            Check("(identity = 'kosong') = (identity_number = '')"),
        )
        indexes = ((("hub", "id"), False),)


class LetterKindChoice(BaseModel):
    """What letters of a kind take: their classification, who signs, who signs under "Mengetahui,"."""

    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    classification = TextField(default="")
    signer = reference(LetterSigner, null=True)
    acknowledger = reference(LetterSigner, null=True)

    class Meta:
        constraints = (one_of("kind", KINDS),)
        indexes = ((("hub", "kind"), True),)


class LetterText(BaseModel):
    """A wording of letters of a kind. The newest `version` counts; an empty one means ours. Rows stay as they are."""

    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])
    text = TextField()
    created_by = reference(User)
    created_at = UtcDateTimeField()

    class Meta:
        constraints = (one_of("kind", KINDS),)
        indexes = ((("hub", "kind", "version"), True),)
