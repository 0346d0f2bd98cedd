"""The list behind a figure, the same wherever something is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, request, url_for

from puskesos.models.report import MonthReport
from puskesos.queries.report_list import PAGE, list_items
from puskesos.rules.report import Item, Labels
from puskesos.security.guard import viewer
from puskesos.views.answer import respond, row_id
from puskesos.views.report_shown import remarks_of

NO_LABELS: Labels = {}


@dataclass(frozen=True)
class Heading:
    """What stands above a list: the way back (address and words), whose list it is, and what was counted."""

    back: tuple[str, str]
    title: str
    definition: str
    words: Sequence[str] = ()


def show_list(
    items: Sequence[Item],
    heading: Heading,
    where: Mapping[str, object],
    *,
    labels: Labels = NO_LABELS,
    closed: MonthReport | None = None,
    template: str = "report/list.html",
    **more: object,
) -> Response:
    """A page of the items, as far as the viewer may see them; `where` is the list's own address without the page,
    `closed` the report that kept the items, if one did."""
    skipped = row_id("lewati") or 0
    found = list_items(viewer(), items, skipped)

    def page(first: int) -> str:
        return url_for(str(request.endpoint), **where, lewati=first)

    return respond(
        template,
        heading=heading,
        found=found,
        closed=closed,
        remarks=lambda line: remarks_of(line.item, labels),
        newer=page(skipped - PAGE) if skipped else None,
        older=page(skipped + PAGE) if found.has_more else None,
        **more,
    )
