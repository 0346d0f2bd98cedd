"""The hub's own words of its letters: each change is a new version, so that an older one can come back."""

from __future__ import annotations

from datetime import datetime

from peewee import IntegrityError

from puskesos.actions.settings_change import check_manager
from puskesos.database import database
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.hub import Hub
from puskesos.models.letter_settings import LetterText
from puskesos.queries.hub import forget_hub
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_text import text_problem
from puskesos.rules.letter_words import USUAL
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


def change_text(hub: Hub, kind: LetterKind, text: str, *, version: int, actor: Viewer, now: datetime) -> bool:
    """Store a wording ("" or ours: back to ours); returns whether anything changed. Raises Conflict when stale."""
    check_manager(actor, hub.id)
    if problem := text_problem(kind, text):
        raise RuleBroken(problem, "text")
    wanted = "" if text == USUAL[kind] else text
    newest = _newest(hub.id, kind)
    if wanted == (newest.text if newest else ""):
        return False
    if version != (newest.version if newest else 0):
        raise Conflict
    try:
        with database.atomic():
            written = {"hub": hub.id, "kind": str(kind), "version": version + 1, "text": wanted}
            LetterText.create(**written, created_by=actor.id, created_at=now)
            about = {"object_type": "hub", "object_id": hub.id, "kind": str(kind), "version": version + 1}
            audit.record("letter_text_changed", actor=actor, now=now, **about)
    except IntegrityError as taken:  # somebody wrote that version a moment ago
        raise Conflict from taken
    forget_hub()
    return True


def _newest(hub_id: int, kind: LetterKind) -> LetterText | None:
    mine = LetterText.select().where(LetterText.hub == hub_id, LetterText.kind == str(kind))
    return mine.order_by(LetterText.version.desc()).first()
