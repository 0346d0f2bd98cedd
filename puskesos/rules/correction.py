"""How a value that was corrected reads in the history: labels instead of codes, dates in words, numbers masked."""

from datetime import date

from puskesos.rules.code import Code
from puskesos.rules.dates import show_date
from puskesos.rules.intake import IdentityKnown, NikReason, Priority, Relation, Sex
from puskesos.rules.nik import mask_number

CODES: dict[str, type[Code]] = {
    "sex": Sex,
    "nik_reason": NikReason,
    "identity": IdentityKnown,
    "priority": Priority,
    "reporter_relation": Relation,
}


def words_of(field: str, value: object) -> str:
    """What stood in `field`, as people say it; "kosong" for nothing."""
    if value is None or value == "":
        return "kosong"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, date):
        return show_date(value)
    if field in CODES:
        return CODES[field](value).label
    return mask_number(str(value)) if field == "nik" else str(value)
