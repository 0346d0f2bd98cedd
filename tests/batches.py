"""Batches of papers for tests: asked for by Ratna of some cases."""

from __future__ import annotations

import uuid

from puskesos import clock
from puskesos.actions.print_batch import BatchRequest, ask_batch
from puskesos.models import Case, PrintBatch, User
from puskesos.rules.print_batch import BatchForm, BatchKind, BatchPaper, Part, parts_of_cases
from tests.cast import Cast, viewer_of


def batch_of(
    cast: Cast,
    *cases: Case,
    by: User | None = None,
    papers: tuple[BatchPaper, ...] = (BatchPaper.LEMBAR_KASUS,),
    parts: list[Part] | None = None,
    form: BatchForm = BatchForm.PDF,
    double_sided: bool = False,
) -> PrintBatch:
    """These papers of these cases, asked for just now and still to be printed."""
    parts = parts or parts_of_cases([case.number for case in cases], papers)
    wanted = BatchRequest(
        BatchKind.PILIHAN, form, f"{len(cases)} kasus pilihan", parts, "http://10.0.0.5:8000/", double_sided
    )
    key, actor = str(uuid.uuid4()), viewer_of(by or cast.ratna)
    return PrintBatch.get_by_id(ask_batch(wanted, key=key, actor=actor, now=clock.now()))
