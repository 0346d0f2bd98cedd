"""A numbered letter in a batch: what was kept when it was issued, printed once for ever like any first print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import current_app

from puskesos.actions.letter import keep_first_file
from puskesos.documents.frozen import thaw
from puskesos.documents.printing import print_pdf
from puskesos.documents.store import keep_file, read_file
from puskesos.models.hub import Hub
from puskesos.models.letter import Letter
from puskesos.queries.letter import find_letter
from puskesos.queries.letter_settings import look_of
from puskesos.queries.print_batch import may_print
from puskesos.rules.letter import LetterState
from puskesos.rules.viewer import Viewer

MOST_PAGES = 6


def open_letter(letter_id: int, hub: Hub, asker: Viewer, now: datetime) -> Callable[[], bytes] | None:
    """How to print it; None for a draft, a void one, a referral's, and for that of a case closed to the asker."""
    letter = find_letter(asker, letter_id)
    if letter is None or letter.state != LetterState.TERBIT or not letter.source_sha256:
        return None
    if letter.case_id and not may_print(asker, letter.case.number, now):
        return None
    return lambda: _printed(letter, hub)


def _printed(letter: Letter, hub: Hub) -> bytes:
    """The file that counts. Raises PaperLost when what was kept is gone."""
    folder = current_app.config["SETTINGS"].papers
    if letter.file_sha256:
        return read_file(folder, letter.file_sha256)
    kept, archive = thaw(folder, letter.source_sha256), look_of(hub).archive
    pdf = print_pdf(kept, most_pages=MOST_PAGES, archive=archive)
    return read_file(folder, keep_first_file(letter, keep_file(folder, pdf)))
