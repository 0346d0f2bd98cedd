"""The history of a case beyond its newest lines, one entry of it, and what entries said before."""

from __future__ import annotations

from collections.abc import Iterable

from peewee import ModelSelect

from puskesos.models.attachment import EntryCorrection
from puskesos.models.case import Case, CaseEvent, DataCheck, Recommendation
from puskesos.queries.prepared import prepared_models, slot
from puskesos.rules.history import PAGE


def events_before(case: Case, event_id: int | None, *, most: int = PAGE) -> tuple[list[CaseEvent], bool]:
    """`most` entries older than `event_id` (the newest for None), newest first, and whether there are older ones."""
    rows = _events(bool(event_id), case=case.id, event=event_id, limit=most + 1)
    return rows[:most], len(rows) > most


@prepared_models
def _events(is_older: bool) -> ModelSelect:
    query = CaseEvent.select().where(CaseEvent.case == slot("case"))
    if is_older:
        query = query.where(CaseEvent.id < slot("event"))
    return query.order_by(CaseEvent.id.desc()).limit(slot("limit"))


def find_event(case: Case, event_id: int) -> CaseEvent | None:
    """One entry of this case."""
    return CaseEvent.get_or_none(CaseEvent.id == event_id, CaseEvent.case == case)


def corrections_of(events: Iterable[CaseEvent]) -> dict[int, list[EntryCorrection]]:
    """What corrected entries said before, newest first, by entry; asks nothing when none was corrected."""
    corrected = [event.id for event in events if event.corrected_at]
    found: dict[int, list[EntryCorrection]] = {}
    if corrected:
        query = EntryCorrection.select().where(EntryCorrection.event.in_(corrected))
        for row in query.order_by(EntryCorrection.id.desc()):
            found.setdefault(row.event_id, []).append(row)
    return found


def check_of(event: CaseEvent) -> DataCheck | None:
    """The data check that wrote this entry: both carry the same moment."""
    return DataCheck.get_or_none(DataCheck.case == event.case_id, DataCheck.created_at == event.at)


def recommendation_of(event: CaseEvent) -> Recommendation | None:
    """The recommendation that wrote this entry."""
    return Recommendation.get_or_none(Recommendation.case == event.case_id, Recommendation.created_at == event.at)
