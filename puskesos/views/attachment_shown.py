"""How the files of a case read on its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from puskesos.formatting import show_moment
from puskesos.models.attachment import Attachment
from puskesos.rules.attachment import AttachmentKind, show_size


@dataclass(frozen=True)
class AttachmentLine:
    """Ready texts of one file; `removed` says who took it out of sight, when and why."""

    id: int
    title: str
    kind: str
    size: str
    paper: str
    who: str
    when: str
    removed: str


def attachment_lines(rows: list[Attachment], names: Mapping[int, str], zone: str) -> list[AttachmentLine]:
    """The files as `attachments_of` gives them, removed ones too."""
    return [
        AttachmentLine(
            id=row.id,
            title=row.title,
            kind=AttachmentKind(row.kind).label,
            size=show_size(row.size),
            paper=row.document.name if row.document and row.document.name != row.title else "",
            who=names.get(row.created_by_id, ""),
            when=show_moment(row.created_at, zone),
            removed=_removal(row, names, zone),
        )
        for row in rows
    ]


def _removal(row: Attachment, names: Mapping[int, str], zone: str) -> str:
    if row.removed_at is None:
        return ""
    return f"{names.get(row.removed_by_id, '')}, {show_moment(row.removed_at, zone)}: {row.removed_because}"
