"""The place of a visit as a phone gives it: degrees and metres, kept as short texts; nonsense is no place."""

from __future__ import annotations

import re
from dataclasses import dataclass

DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")
METRES = re.compile(r"[0-9]{1,5}(\.[0-9]{1,15})?")


@dataclass(frozen=True)
class Place:
    """Degrees with five decimals (about one metre), and how exact the phone thinks this is, in metres."""

    latitude: str
    longitude: str
    accuracy: int | None


def read_place(latitude: str, longitude: str, accuracy: str) -> Place | None:
    """The place in what a phone sent, or None when that is no place on earth."""
    if not DEGREES.fullmatch(latitude) or not DEGREES.fullmatch(longitude):
        return None
    north, east = float(latitude), float(longitude)
    if abs(north) > 90 or abs(east) > 180:
        return None
    metres = round(float(accuracy)) if METRES.fullmatch(accuracy) else None
    return Place(f"{north:.5f}", f"{east:.5f}", metres)
