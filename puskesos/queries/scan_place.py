"""Where a page of the tray may belong: for what a person types, and for what a chosen place's key says."""

from __future__ import annotations

from dataclasses import dataclass

from puskesos.models.case import Case
from puskesos.queries.assignment import find_assignment
from puskesos.queries.case import find_case, may_open
from puskesos.queries.scan import Named, name_sheet
from puskesos.queries.search import find_case_number, find_people
from puskesos.queries.sheet import sheet_by_code
from puskesos.rules.sheet import (
    UNKNOWN_CODE,
    WRONG_CODE,
    looks_like_sheet_code,
    read_sheet_code,
)
from puskesos.rules.viewer import Viewer

MOST = 8
NOTHING = "Tidak ada kasus terbuka yang cocok. Periksa kode, nomor kasus, atau ejaan namanya."
TITLE = "Hasil pindai"


@dataclass(frozen=True)
class Place:
    """A case that a page may be filed under; `key` names it in the form, `about` is the sheet or the task.

    Of a restricted case it holds the number alone.
    """

    key: str
    number: str
    about: str
    client: str
    service: str
    state: str
    closed: bool


def places_for(viewer: Viewer, text: str) -> tuple[list[Place], str]:
    """The cases that a sheet's code, a case or task number, or a name leads to; else a sentence that says why none."""
    text = text.strip()[:100]
    if looks_like_sheet_code(text):
        code = read_sheet_code(text)
        sheet = sheet_by_code(viewer.hub_id, code) if code else None
        places = _known([f"b:{code}"], viewer) if sheet else []
        return places, "" if places else UNKNOWN_CODE if code else WRONG_CODE
    if text.upper().startswith("T-"):
        keys = [f"t:{text.upper()}"]
    elif number := find_case_number(viewer, text):
        keys = [f"k:{number}"]
    else:
        keys = [f"k:{case.number}" for one in find_people(viewer, text) for case in one.open_cases][:MOST]
    places = _known(keys, viewer)
    return places, "" if places else NOTHING


def place_of(viewer: Viewer, key: str) -> tuple[Named, Case] | None:
    """The case that a key names within the viewer's scope, and as what the page is filed there."""
    kind, _, value = key.partition(":")
    if kind == "b":
        named = name_sheet(viewer.hub_id, read_sheet_code(value) or "")
        number = Case.select(Case.number).where(Case.id == named.case_id).scalar() if named else ""
        return _with_case(viewer, number, named) if named else None
    if kind == "t":
        task = find_assignment(viewer, value)
        named = Named(title=f"{TITLE} {task.number}", assignment_id=task.id) if task else Named()
        return _with_case(viewer, task.case.number, named) if task else None
    return _with_case(viewer, value, Named(title=TITLE)) if kind == "k" else None


def show_place_of(viewer: Viewer, key: str) -> Place | None:
    """The place of a key as the page shows it."""
    found = place_of(viewer, key)
    if found is None:
        return None
    named, case = found
    about = named.title if named.title != TITLE else ""
    if case.restricted:
        return Place(key, case.number, about, "", "Kasus terbatas", "", not may_open(viewer, case))
    return Place(key, case.number, about, case.client.name, case.service.name, case.state, closed=False)


def _known(keys: list[str], viewer: Viewer) -> list[Place]:
    return [place for key in dict.fromkeys(keys) if (place := show_place_of(viewer, key))]


def _with_case(viewer: Viewer, number: str, named: Named) -> tuple[Named, Case] | None:
    case = find_case(viewer, number)
    return (named, case) if case else None
