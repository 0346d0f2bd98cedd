"""Files, notes and handovers for the tests: made through the actions, as the counter makes them."""

from __future__ import annotations

import io
import uuid
from pathlib import Path

from puskesos import clock
from puskesos.actions.attachment import add_attachments
from puskesos.actions.case_work import add_note
from puskesos.actions.handover import hand_over
from puskesos.files import PreparedFile, prepare_file
from puskesos.models import Attachment, Case, CaseEvent, Handover, User
from puskesos.rules.handover import Line, Part
from tests.cast import Cast, viewer_of
from tests.views.field import jpeg

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def prepared(content: bytes | None = None, name: str = "surat.jpg") -> PreparedFile:
    """A small photo, or what `content` is."""
    return prepare_file(io.BytesIO(content or jpeg()), name, limit=8 * 1024 * 1024)


def attach(
    case: Case, uploads: Path, *, by: User, title: str = "Surat kontrol", content: bytes | None = None
) -> Attachment:
    """One file in a case."""
    once = {"key": str(uuid.uuid4()), "actor": viewer_of(by), "now": clock.now()}
    add_attachments(case, [prepared(content)], title, uploads=uploads, **once)
    return Attachment.select().order_by(Attachment.id.desc()).get()


def note(case: Case, text: str, *, by: User) -> CaseEvent:
    """A note in the history."""
    add_note(case, text, actor=viewer_of(by), now=clock.now())
    return CaseEvent.select().where(CaseEvent.kind == "catatan").order_by(CaseEvent.id.desc()).get()


def give(cast: Cast, *cases: Case, by: User | None = None, text: str = "Jaga loket besok.") -> Handover:
    """A handover of Sari (or `by`) that names these cases."""
    lines = tuple(Line(case.number, "Menunggu berkas dari keluarga.") for case in cases)
    once = {"key": str(uuid.uuid4()), "actor": viewer_of(by or cast.sari), "now": clock.now()}
    parts = [Part("Kasus yang dikerjakan", lines)] if lines else []
    made = hand_over(parts, text, since=clock.now(), **once)
    return Handover.get_by_id(made)
