"""Where a guided way stands in a few words, and the one button for the people of it on a step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for

from puskesos.models.hub import Hub
from puskesos.rules.permissions import Permission
from puskesos.rules.track import AWAITED, TrackKind, TrackStep, track_steps_from
from puskesos.rules.track_dates import entry_day
from puskesos.rules.viewer import Viewer


def next_track_step(
    row: Any, viewer: Viewer, *, to_mend: bool = False, to_renew: bool = False
) -> tuple[str, str] | None:
    """Address and text of the one button for the people of a way on a step: row has case_number, track, kind, step.

    `to_mend`: the decile is what waits; `to_renew`: nothing but a new proposal is left.
    """
    where = {"number": row.case_number, "track_id": row.track}
    if not viewer.can(Permission.HANDLE_TRACK):
        return None
    if to_renew:
        return url_for("track.new", number=row.case_number, jenis=str(TrackKind.USULAN)), "Buat usulan baru"
    if to_mend:
        return url_for("track_step.decile", **where), "Desil sudah diperbaiki"
    onward = track_steps_from(row.kind, row.step, {str(role) for role in viewer.roles})
    if not onward:
        return None
    return url_for("track_step.move", dari=row.step, ke=onward[0].target, **where), onward[0].label


def names_in_line(names: Sequence[str]) -> str:
    """Up to four names, or three and how many more."""
    rest = f" dan {len(names) - 3} orang lain" if len(names) > 4 else ""
    return ", ".join(names[: 3 if rest else 4]) + rest


def way_words(ways: Sequence[tuple[int, str, str]]) -> str:
    """Where the first way (track, kind, step) stands, as a sentence; empty without one."""
    if not ways:
        return ""
    _, kind, step = ways[0]
    whose = f", menunggu {AWAITED[TrackStep(step)]}" if step in AWAITED else ""
    return f"Jalur {TrackKind(kind).label}: {TrackStep(step).label}{whose}."


def entry_day_of(wanted: str, hub: Hub, today: date) -> date:
    """The last day of this hub for entering a proposal."""
    return entry_day(wanted, cutoff_day=hub.dtsen_cutoff_day, until_day=hub.proposal_until_day, today=today)
