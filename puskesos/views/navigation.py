"""The main menu by role, with what waits in each place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask import current_app, request
from markupsafe import Markup

from puskesos import clock
from puskesos.queries.waiting import waiting_counts
from puskesos.rules.needs_action import Cutoffs
from puskesos.rules.permissions import Permission
from puskesos.rules.track_needs import TrackCutoffs
from puskesos.rules.viewer import Viewer
from puskesos.views.needs_shown import cutoffs_now, known_total
from puskesos.views.track_needs_shown import track_cutoffs_now


@dataclass(frozen=True)
class Place:
    """One entry of the menu."""

    url: str
    label: str
    icon: str
    current: bool
    count: int = 0


_STAFF_PLACES = (
    ("/penerimaan", "Penerimaan", "in", Permission.REGISTER_CASE, ""),
    ("/laporan-lapangan", "Laporan lapangan", "phone", Permission.RECEIVE_REPORTS, "reports"),
    ("/kasus", "Kasus", "file", Permission.SEE_CASES, ""),
    ("/jalur", "Jalur", "clock", Permission.SEE_TRACKS, "ways"),
    ("/warga", "Warga", "people", Permission.SEE_PEOPLE, ""),
    ("/rujukan", "Rujukan", "send", Permission.SEE_CASES, ""),
    ("/surat", "Surat", "file", Permission.SEE_LETTERS, "drafts"),
    ("/tugas", "Tugas saya", "check", Permission.REPORT_VISIT, ""),
    ("/lapangan", "Lapor kebutuhan", "plus", Permission.REPORT_NEED, ""),
    ("/kegiatan", "Kegiatan saya", "calendar", Permission.NOTE_ACTIVITY, ""),
    ("/papan", "Papan tugas", "board", Permission.SEE_BOARD, "unassigned"),
    ("/relawan", "Relawan", "user", Permission.SEE_BOARD, ""),
    ("/laporan", "Laporan", "calendar", Permission.SEE_REPORT, ""),
    ("/register", "Register", "board", Permission.KEEP_BOOKS, ""),
    ("/cetak", "Kertas", "print", Permission.PRINT_CASE_SHEET, "scans"),
    ("/pengaturan", "Pengaturan", "gear", Permission.MANAGE_HUB, ""),
    ("/bantuan", "Bantuan", "help", Permission.SIGNED_IN, ""),
)

# pages that belong to a place although their address begins otherwise
_BELOW = {"/warga": ("/keluarga/",), "/": ("/perlu-tindakan",), "/relawan": ("/kegiatan-relawan",)}
_BELOW["/cetak"] = ("/pindaian",)
_BELOW["/register"] = ("/susunan-kolom",)


def counts_for(viewer: Viewer) -> dict[str, int]:
    """What waits for this person, by the words of _STAFF_PLACES; `alarms` only for who receives reports."""
    return waiting_counts(viewer, _cutoffs, now=clock.now(), own=known_total())


def _cutoffs() -> tuple[Cutoffs, TrackCutoffs]:
    return cutoffs_now(), track_cutoffs_now()


def _places(viewer: Viewer, counts: Mapping[str, int]) -> list[Place]:
    """The places this person can go; a volunteer gets four tabs."""
    if viewer.is_volunteer:
        return [
            _place("/", "Hari ini", "home"),
            _place("/tugas", "Semua tugas", "board", counts.get("new", 0)),
            _place("/lapangan", "Lapor", "plus"),
            _place("/bantuan", "Bantuan", "help"),
        ]
    places = [_place("/", "Beranda", "home", counts.get("own", 0))]
    for url, label, icon, permission, waits in _STAFF_PLACES:
        if viewer.can(permission):
            places.append(_place(url, label, icon, counts.get(waits, 0)))
    return places


def draw_menu(viewer: Viewer, counts: Mapping[str, int]) -> Markup:
    """The menu as text; one that reads as before is not drawn anew."""
    return _menu(request.script_root, tuple(_places(viewer, counts)))


@lru_cache(maxsize=128)
def _menu(_root: str, places: tuple[Place, ...]) -> Markup:
    return Markup(current_app.jinja_env.get_template("shared/_nav.html").render(nav=places))


def _place(url: str, label: str, icon: str, count: int = 0) -> Place:
    below = (*_BELOW.get(url, ()), *((f"{url}/",) if url != "/" else ()))
    current = request.path == url or request.path.startswith(below)
    return Place(url, label, icon, current, count)
