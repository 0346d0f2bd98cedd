"""The stored file of a numbered letter: the first print counts, every later one is a copy of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import current_app

from puskesos.actions.letter import keep_first_file
from puskesos.documents.printing import print_pdf
from puskesos.documents.store import PaperLost, keep_file, read_file
from puskesos.errors import RuleBroken
from puskesos.models.letter import Letter
from puskesos.queries.letter_settings import look_of
from puskesos.views.answer import current_hub
from puskesos.views.letter_shown import is_draft, source_of

MOST_PAGES = 6
LOST = "Berkas surat ini tidak ada lagi di komputer hub. Pulihkan dari cadangan, atau cari arsip kertasnya."
Kept = TypeVar("Kept", bytes, str)


def letter_pdf(letter: Letter) -> bytes:
    """An issued letter's file as it was printed first; a draft's is made each time and never kept."""
    archive = look_of(current_hub()).archive

    def make() -> bytes:
        return print_pdf(there(lambda: source_of(letter)), most_pages=MOST_PAGES, archive=archive)

    return make() if is_draft(letter) else first_print(letter, make)


def first_print(letter: Letter, make: Callable[[], bytes]) -> bytes:
    """The file that was printed first; `make` makes it when there is none. Raises RuleBroken when it is lost."""
    folder = current_app.config["SETTINGS"].papers
    if letter.file_sha256:
        return there(lambda: read_file(folder, letter.file_sha256))
    pdf = make()
    digest = keep_file(folder, pdf)
    first = keep_first_file(letter, digest)
    return pdf if first == digest else there(lambda: read_file(folder, first))


def there(read: Callable[[], Kept]) -> Kept:
    """What was kept; without it the page says so instead of printing something else under the same number."""
    try:
        return read()
    except PaperLost as problem:
        raise RuleBroken(LOST) from problem
