"""What may be attached to a case, how much of it, and how it is called."""

from __future__ import annotations

from puskesos.rules.code import Code

MOST_AT_ONCE = 6
MOST_IN_CASE = 60
MOST_MEGABYTES_A_DAY = 150  # per account: one worker cannot fill the disk (security: T15)
TITLE_LETTERS = 80
MEGABYTE = 1024 * 1024


class AttachmentKind(Code):
    """Jenis lampiran. Nothing else is taken: other kinds of files can carry programs."""

    FOTO = "foto", "Foto"
    PDF = "pdf", "PDF"


def title_of(typed: str, place: int, count: int) -> str:
    """The title of the `place`-th of `count` files: what was typed, numbered when there are several.

    The file's own name is never taken: it may hold a person's name or NIK.
    """
    return typed if count == 1 else f"{typed} ({place}/{count})"[:TITLE_LETTERS]


def show_size(size: int) -> str:
    """Like "820 KB" or "1,4 MB"."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / MEGABYTE:.1f} MB".replace(".", ",")
