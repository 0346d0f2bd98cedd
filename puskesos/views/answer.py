"""How views answer: page or fragment, done, and loading what the URL names."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from flask import Response, abort, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from puskesos import clock
from puskesos.errors import NoLongerYours
from puskesos.forms.base import HubForm
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.person import Household, Person
from puskesos.queries import assignment as assignment_queries
from puskesos.queries import case as case_queries
from puskesos.queries.household import find_household
from puskesos.queries.hub import days_off, find_hub
from puskesos.queries.person import find_resident
from puskesos.rules.deadlines import DueWords, due_words
from puskesos.security.guard import take_parked_form, viewer
from puskesos.views.door import admit, admit_volunteer

Loaded = TypeVar("Loaded")
FormKind = TypeVar("FormKind", bound=HubForm)


def is_fragment() -> bool:
    """Whether htmx asks for a part of a page (not for a whole one on a restored history entry)."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def respond(page: str, partial: str | None = None, /, *, status: int = 200, **context: object) -> Response:
    """The page, or only its partial when htmx asks for one; 422 for what the person can mend."""
    template = partial if partial and is_fragment() else page
    response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request")
    return response


def open_form(kind: type[FormKind], **initial: Any) -> FormKind:
    """The form of this request: posted values, else what a lost sign-in or a conflict had parked, else `initial`."""
    if request.method == "GET" and (parked := take_parked_form(request.path)):
        typed = MultiDict([(name, value) for name, values in parked.items() for value in values])
        form = kind(formdata=typed, **initial)
        form.restored = True
        flash("Isian yang belum terkirim sudah dikembalikan. Periksa, lalu kirim.", "info")
        return form
    return kind(**initial)


def form_status() -> int:
    """The status of a page with a form: 422 when what was posted did not pass."""
    return 422 if request.method == "POST" else 200


def done(url: str, message: str, *, draft: str | None = None) -> Response:
    """After a change: say what happened and go on with 303; `draft` names the device's draft that was sent."""
    flash(message, "done")
    if draft:
        drop_draft(request.path, draft)
    return send_to(url)


def send_to(url: str) -> Response:
    """Go on at `url`: 303, or for htmx a redirect of the whole page."""
    if is_fragment():
        return Response("", 200, {"HX-Redirect": url})
    return redirect(url, 303)


def drop_draft(path: str, name: str) -> None:
    """Let the device forget the draft of the form that goes to `path`: what it holds was sent."""
    flash(f"{path}:{name}", "draft-done")


def current_hub() -> Hub:
    """The viewer's hub."""
    return find_hub(viewer().hub_id)


def hub_today() -> date:
    """Today in the hub's zone."""
    return clock.today(current_hub().zone)


def hub_due_words(due: date, today: date) -> DueWords:
    """The words beside a due date, over this hub's own holidays too (the filter `due` of templates)."""
    if "days_off" not in g:  # a list asks hundreds of times
        g.days_off = days_off(viewer().hub_id)
    return due_words(due, today, g.days_off)


def load_case(number: str) -> Case:
    """The case of the URL: 404 outside the viewer's scope; a restricted one only through its door (views/door.py)."""
    case = find_case_here(number)
    admit(case)
    return case


def find_case_here(number: str) -> Case:
    """The case of the URL before its door, else 404: nothing of it may be shown but the number."""
    return found(case_queries.find_case(viewer(), number))


def load_assignment(number: str) -> Assignment:
    """The assignment of the URL within the viewer's scope, else 404; of a restricted case through its door."""
    task = found(assignment_queries.find_assignment(viewer(), number))
    admit(task.case)
    return task


def load_own_assignment(number: str) -> Assignment:
    """The viewer's own assignment of the URL, else 404, which says so when it was theirs; a restricted case closes for
    its volunteer with the task."""
    task = assignment_queries.find_own_assignment(viewer(), number)
    if task is None and assignment_queries.had_assignment(viewer(), number):
        raise NoLongerYours
    task = found(task)
    admit_volunteer(task.case)
    return task


def load_person(person_id: int) -> Person:
    """The person of the URL within the viewer's hub, else 404."""
    return found(find_resident(viewer(), person_id))


def load_household(household_id: int) -> Household:
    """The family of the URL within the viewer's hub, else 404."""
    return found(find_household(viewer(), household_id))


def person_url(person_id: int) -> str:
    """The page of a person."""
    return url_for("person.show", person_id=person_id)


def back_url(person: Person) -> str:
    """Where a form about a person leads back to: the case it was opened from (?kasus=…), else the person's page."""
    number = request.args.get("kasus", "")
    case = case_queries.find_case(viewer(), number) if number.isprintable() and len(number) < 30 else None
    is_theirs = case is not None and case.client_id == person.id and case_queries.may_open(viewer(), case)
    return case_url(number) if is_theirs else person_url(person.id)


def case_url(case: Case | str) -> str:
    """The page of a case."""
    return url_for("case.show", number=case if isinstance(case, str) else case.number)


def row_id(name: str) -> int | None:
    """The id that the address names, like `?desa=12`; nonsense is none."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def found(row: Loaded | None) -> Loaded:
    """The row, else 404."""
    if row is None:
        abort(404)
    return row
