"""Once only: the client-made key of a form makes a double tap, a retry and a reload answer the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime

from peewee import IntegrityError

from puskesos.database import database
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.audit import Submission
from puskesos.rules.viewer import Viewer


def run_once(
    key: str,
    effect: Callable[[], str],
    *,
    actor: Viewer,
    action: str,
    fields: Mapping[str, object],
    now: datetime,
) -> str:
    """Run `effect` in one transaction unless `key` was seen; either way return where the effect can be seen.

    Raises RuleBroken when the key comes again with other content or from another person.
    """
    digest = _digest(action, fields)
    if target := _seen(key, actor, digest):
        return target
    try:
        with database.atomic():
            if target := _seen(key, actor, digest):
                return target
            target = effect()
            Submission.create(key=key, user=actor.id, action=action, digest=digest, target=target, created_at=now)
            return target
    except (IntegrityError, Conflict):  # on PostgreSQL a double tap runs beside the first and loses
        if target := _seen(key, actor, digest):
            return target
        raise


def _seen(key: str, actor: Viewer, digest: str) -> str | None:
    row = Submission.get_or_none(Submission.key == key)
    if row is None:
        return None
    if row.user_id != actor.id or row.digest != digest:
        raise RuleBroken(
            "Formulir ini sudah pernah dikirim dengan isi lain. Buka formulir baru untuk isian yang berbeda."
        )
    return row.target


def _digest(action: str, fields: Mapping[str, object]) -> str:
    text = json.dumps([action, dict(fields)], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
