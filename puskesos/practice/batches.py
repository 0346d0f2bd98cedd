"""Two batches that the practice hub's koordinator asked for this morning; the worker prints them when a demo starts."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_OID, uuid5

from puskesos.actions.print_batch import BatchRequest, ask_batch
from puskesos.models import Case, Hub, User
from puskesos.practice.calendar import OPENING, at
from puskesos.practice.cast import actor_of
from puskesos.rules.print_batch import BatchForm, BatchKind, BatchPaper, parts_of_cases

CASES = 3
WANTED = ((BatchForm.PDF, BatchPaper.LEMBAR_KASUS), (BatchForm.ZIP, BatchPaper.TANDA_TERIMA))


def ask_batches(today: date) -> None:
    """Of the newest cases that are open to everybody in the hub; a few papers only."""
    hub, ratna = Hub.get(), User.get(User.username == "ratna")
    newest = Case.select(Case.number).where(~Case.restricted).order_by(Case.id.desc()).limit(CASES)
    numbers = [case.number for case in newest]
    for form, paper in WANTED:
        parts = parts_of_cases(numbers, [paper])
        wanted = BatchRequest(BatchKind.PILIHAN, form, f"{len(numbers)} kasus pilihan", parts, hub.network_address)
        key = str(uuid5(NAMESPACE_OID, f"kumpulan {form} {today}"))
        ask_batch(wanted, key=key, actor=actor_of(ratna), now=at(today, OPENING))
