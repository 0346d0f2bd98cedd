"""The audit trail: declared events with their exact details; values of people (names, NIK, stories) never enter it."""

from __future__ import annotations

import json
from datetime import datetime

from flask import has_request_context, request

from puskesos.models.audit import AuditEntry
from puskesos.rules.viewer import Viewer

EVENTS: dict[str, frozenset[str]] = {
    "sign_in": frozenset({"device"}),
    "sign_in_failed": frozenset({"username_known"}),
    "sign_out": frozenset(),
    "session_ended": frozenset({"sessions"}),
    "password_changed": frozenset(),
    "hub_created": frozenset({"code", "villages"}),
    "hub_changed": frozenset({"fields"}),
    "service_created": frozenset({"code"}),
    "service_changed": frozenset({"code", "fields", "before"}),
    "program_created": frozenset({"code"}),
    "program_changed": frozenset({"code", "fields", "before"}),
    "holidays_added": frozenset({"first", "last", "days"}),
    "holiday_removed": frozenset({"day"}),
    "field_settings_changed": frozenset({"fields", "before"}),
    "user_created": frozenset({"username", "roles"}),
    "user_changed": frozenset({"username", "fields"}),
    "person_created": frozenset({"case"}),
    "person_changed": frozenset({"fields"}),
    "person_identified": frozenset(),
    "person_status_changed": frozenset({"status"}),
    "household_moved": frozenset({"source", "target"}),
    "household_changed": frozenset({"fields"}),
    "membership_saved": frozenset({"membership", "program", "status"}),
    "told_apart": frozenset({"other"}),
    "person_merged": frozenset({"other", "fields"}),
    "person_merge_undone": frozenset({"merge", "other"}),
    "household_merged": frozenset({"other", "members"}),
    "household_split": frozenset({"new", "members"}),
    "household_merge_undone": frozenset({"merge"}),
    "import_started": frozenset({"size"}),
    "import_checked": frozenset({"counts"}),
    "import_applied": frozenset({"counts"}),
    "import_undone": frozenset({"counts"}),
    "import_discarded": frozenset({"state"}),
    "import_rejects_given": frozenset({"rows"}),
    "export_made": frozenset({"rows", "filter", "format", "numbers"}),
    "export_numbers_opened": frozenset({"rows"}),
    "export_fetched": frozenset({"rows"}),
    "number_revealed": frozenset({"number"}),
    "restricted_opened": frozenset({"kind"}),
    "restriction_lifted": frozenset({"cause"}),
    "team_changed": frozenset({"user", "member"}),
    "emergency_known": frozenset({"looks"}),
    "case_registered": frozenset({"service", "village"}),
    "case_story_changed": frozenset({"fields"}),
    "case_moved": frozenset({"source", "target"}),
    "paper_ticked": frozenset({"position", "state"}),
    "paper_added": frozenset({"position"}),
    "papers_waived": frozenset({"papers"}),
    "note_added": frozenset(),
    "data_checked": frozenset({"status", "decile"}),
    "recommended": frozenset({"choice"}),
    "decided": frozenset({"choice"}),
    "case_closed": frozenset({"result"}),
    "helped_first": frozenset({"way"}),
    "cases_linked": frozenset({"other", "kind"}),
    "cases_unlinked": frozenset({"other"}),
    "agency_saved": frozenset({"code", "fields"}),
    "referral_sent": frozenset({"case", "agency"}),
    "referral_moved": frozenset({"source", "target", "channel"}),
    "referral_reminded": frozenset({"channel"}),
    "referral_answered": frozenset({"source", "target"}),
    "family_told": frozenset({"channel"}),
    "code_revoked": frozenset({"renewed"}),
    "track_started": frozenset({"case", "kind", "people"}),
    "track_moved": frozenset({"source", "target", "people"}),
    "track_stepped_back": frozenset({"source", "target", "people"}),
    "track_corrected": frozenset({"fields", "people"}),
    "decile_mended": frozenset({"people"}),
    "categories_noted": frozenset({"case", "categories"}),
    "category_changed": frozenset({"case", "fields"}),
    "case_restricted": frozenset({"cause"}),
    "spm_decided": frozenset({"case", "state"}),
    "spm_given": frozenset({"case", "services"}),
    "spm_service_changed": frozenset({"case", "fields"}),
    "assigned": frozenset({"assignment", "volunteer"}),
    "assignment_moved": frozenset({"source", "target"}),
    "visit_reported": frozenset({"outcome", "photos"}),
    "visit_reviewed": frozenset({"approved"}),
    "photo_viewed": frozenset({"photo"}),
    "attachment_added": frozenset({"attachments", "size"}),
    "attachment_seen": frozenset({"attachment"}),
    "attachment_removed": frozenset({"attachment"}),
    "entry_corrected": frozenset({"event", "kind"}),
    "handed_over": frozenset({"cases"}),
    "handover_read": frozenset(),
    "status_shown": frozenset(),
    "person_seen": frozenset(),
    "household_seen": frozenset(),
    "case_seen": frozenset(),
    "looks_lost": frozenset({"count"}),
    "copy_given": frozenset({"format", "checked"}),
    "printed": frozenset({"paper"}),
    "backup_made": frozenset({"file"}),
    "restored": frozenset({"file"}),
}


def record(
    action: str,
    *,
    actor: Viewer | None,
    now: datetime,
    hub_id: int | None = None,
    object_type: str = "",
    object_id: str | int = "",
    reason: str = "",
    **detail: object,
) -> None:
    """Write one entry in the caller's transaction. Raises KeyError or ValueError for an undeclared event or detail."""
    entry = describe(action, actor, now, object_type, object_id, hub_id=hub_id, reason=reason, **detail)
    AuditEntry.create(**entry)


def describe(
    action: str,
    actor: Viewer | None,
    now: datetime,
    object_type: str = "",
    object_id: str | int = "",
    *,
    hub_id: int | None = None,
    reason: str = "",
    **detail: object,
) -> dict[str, object]:
    """The columns of an entry that is written now or, for looks, a moment later. Raises like `record`."""
    if set(detail) != EVENTS[action]:
        raise ValueError(f"audit event {action} takes {sorted(EVENTS[action])}, not {sorted(detail)}")
    return {
        "hub": hub_id or (actor.hub_id if actor else None),
        "at": now,
        "actor": actor.id if actor else None,
        "actor_name": actor.name if actor else "",
        "session_id": str(actor.session_id) if actor else "",
        "address": (request.remote_addr or "") if has_request_context() else "",
        "action": action,
        "object_type": object_type,
        "object_id": str(object_id),
        "reason": reason,
        "detail": json.dumps(detail, ensure_ascii=False, default=str, sort_keys=True),
    }
