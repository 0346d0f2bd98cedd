"""The list behind a figure, the same wherever something is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, request, url_for

from puskesos.models.report import MonthReport
from puskesos.queries.report_labels import names_of
from puskesos.queries.report_list import PAGE, list_items
from puskesos.queries.report_read import Behind
from puskesos.rules.report import Labels
from puskesos.security.guard import viewer
from puskesos.views.answer import respond, row_id
from puskesos.views.report_shown import remarks_of, words_of

NO_PARTS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Heading:
    """What stands above a list: the way back (address and words), whose list it is, and what was counted."""

    back: tuple[str, str]
    title: str
    definition: str
    words: Sequence[str] = ()


def show_list(
    behind: Behind,
    heading: Heading,
    where: Mapping[str, object],
    *,
    parts: Mapping[str, str] = NO_PARTS,
    closed: MonthReport | None = None,
    labels: Labels | None = None,
    template: str = "report/list.html",
    **more: object,
) -> Response:
    """A page of what is behind a figure, as far as the viewer may see it; `where` is the list's own address without the
    page, `parts` by which it is narrowed, `closed` the report that kept it, if one did, with its `labels`."""
    skipped = row_id("lewati") or 0
    found = list_items(viewer(), behind, skipped)
    if labels is None:
        labels = names_of(viewer().hub_id, [parts, *(line.item.parts for line in found.lines)])

    def page(first: int) -> str:
        return url_for(str(request.endpoint), **where, lewati=first)

    return respond(
        template,
        heading=heading,
        words=[*heading.words, *words_of(parts, labels)],
        found=found,
        closed=closed,
        remarks=lambda line: remarks_of(line.item, labels),
        newer=page(skipped - PAGE) if skipped else None,
        older=page(skipped + PAGE) if found.has_more else None,
        **more,
    )
