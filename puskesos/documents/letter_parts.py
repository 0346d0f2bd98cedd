"""What numbered letters share on paper: who signs, and how a draft says that it is one (domain 6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from puskesos.documents.paper import Imprint, imprint
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.letter import Letter
from puskesos.queries.letter_settings import Signer
from puskesos.rules.letter import LetterState

JOINED = ("Plt.", "Plh.")  # stand before the office on one line; "a.n." and "u.b." have lines of their own
KNOWING = "Mengetahui,"


@dataclass(frozen=True)
class SignatureBlock:
    """One place to sign: `lead` and the office's `lines` above, `name` (dots when empty), then rank and number.

    `stamp` stands in the room for the signature: "meterai Rp10.000", "cap jempol".
    """

    lines: tuple[str, ...]
    name: str = ""
    below: tuple[str, ...] = ()
    lead: str = ""
    stamp: str = ""


@dataclass(frozen=True)
class LetterFacts:
    """What a letter needs beside its row: case and task as `find_case` and `find_assignment` read them, who signs and
    acknowledges, who prints and when."""

    case: Case | None
    task: Assignment | None
    signer: Signer | None
    acknowledger: Signer | None
    printed_by: str
    now: datetime


def signature(signer: Signer | None, *, office: str = "", lead: str = "") -> SignatureBlock:
    """How somebody signs; where nobody is named, `office` with dotted room."""
    if signer is None:
        return SignatureBlock((f"{office},",) if office else (), lead=lead)
    above = [line.strip() for line in signer.acting.splitlines() if line.strip()]
    position = signer.position or office
    if above and above[-1] in JOINED:
        position = f"{above.pop()} {position}"
    below = tuple(line for line in (signer.rank, signer.identity) if line)
    return SignatureBlock((*above, f"{position},"), signer.name, below, lead)


def acknowledged(signer: Signer | None) -> SignatureBlock | None:
    """The left block under "Mengetahui,"; None when nobody acknowledges."""
    return signature(signer, lead=KNOWING) if signer else None


def letter_imprint(letter: Letter, hub: Hub, facts: LetterFacts) -> Imprint:
    """Foot and marks of a letter; a draft has no number yet."""
    number = letter.number or "belum bernomor"
    extra = ("DRAF",) * (letter.number is None) + ("BATAL",) * (letter.state == LetterState.BATAL)
    restricted = bool(facts.case and facts.case.restricted)
    return imprint(hub, number, restricted=restricted, printed_by=facts.printed_by, now=facts.now, extra=extra)
