"""The door of a restricted case: who is outside gets 403 with the way of an emergency, who is inside says why first.

Once per person, case and day of the hub. What was typed on the way is parked and stands again on its page afterwards.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Response, abort, redirect, request, url_for

from puskesos import clock
from puskesos.actions.restriction import log_volunteer_look
from puskesos.errors import CaseClosedToViewer
from puskesos.models.case import Case
from puskesos.models.user import User
from puskesos.queries.case_door import may_open
from puskesos.queries.hub import find_hub
from puskesos.queries.restriction import is_in_emergency, is_shut_out, stands_where, was_logged
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security.guard import OF_THE_OLD_PAGE, SAFE_METHODS, park_form, viewer


def admit(case: Case) -> None:
    """Let the viewer in to a case, send to the question why, or refuse. An open case admits everybody in scope."""
    if not case.restricted:
        return
    person, now = viewer(), clock.now()
    if person.is_volunteer:
        return admit_volunteer(case)
    is_inside, has_said = stands_where(person, case, start_of_day(person, now), now)
    if not is_inside:
        _refuse(case)
    if not has_said:
        abort(_go_to(url_for("restriction.look", number=case.number, lanjut=_place(case))))


def admit_volunteer(case: Case) -> None:
    """A volunteer at work comes in unasked, and the first look of the day is logged."""
    if not case.restricted:
        return
    person, now = viewer(), clock.now()
    check_inside(case)
    if not was_logged(person, case, start_of_day(person, now)):
        log_volunteer_look(case, actor=person, now=now)


def check_inside(case: Case) -> None:
    """Raise CaseClosedToViewer for whom neither the rule, nor the team, nor an emergency lets in."""
    person = viewer()
    if not may_open(person, case) and not is_in_emergency(person, case, clock.now()):
        _refuse(case)


def place_after(case: Case) -> str:
    """Where the person was going: a path of this case or of the house, else the case itself."""
    path = request.values.get("lanjut", "")
    own = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    fits = len(path) < 300 and (case.number in path or urlsplit(path).path.startswith(("/penugasan/", "/foto/")))
    return path if own and fits else url_for("case.show", number=case.number)


def start_of_day(person: Viewer, now: datetime) -> datetime:
    """The hub's midnight, as an aware UTC moment."""
    zone = find_hub(person.hub_id).zone
    return datetime.combine(clock.today(zone, now), time(), ZoneInfo(zone)).astimezone(UTC)


def _refuse(case: Case) -> NoReturn:
    may_break = viewer().can(Permission.SEE_CASES) and not is_shut_out(case, viewer().id)
    raise CaseClosedToViewer(url_for("restriction.emergency", number=case.number) if may_break else "")


def _place(case: Case) -> str:
    """The page to go on to; what was sent from a form waits there."""
    if request.method in SAFE_METHODS:
        return request.full_path.rstrip("?")
    page = park_form(User.get_by_id(viewer().id), clock.now(), OF_THE_OLD_PAGE)
    return page if page != "/" else url_for("case.show", number=case.number)


def _go_to(url: str) -> Response:
    if "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers:
        return Response("", 200, {"HX-Redirect": url})
    return redirect(url, 303)
