"""Every route × every person: who gets in, who is sent away how, and that looking changes nothing.

A route without an entry in ROUTES (routes.py beside this file) fails the first test, so that nobody forgets to say
whom it is for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from flask import Flask

from puskesos.models import (
    MODELS,
    AuditEntry,
    Letter,
    LoginSession,
    Photo,
    SheetOut,
    User,
    Visit,
)
from puskesos.rules.permissions import GRANTED_TO, Permission
from puskesos.rules.roles import parse_roles
from tests.cast import Cast
from tests.page_client import PageClient
from tests.views.everything import Step, furnish, steps_of, walk
from tests.views.field import Field, start_field
from tests.views.route_kinds import (
    IN_HUB,
    OF_CASE,
    OF_JOB,
    OF_LETTER,
    OF_REPORT,
    OPEN,
    OWN_ABSENCE,
    OWN_ACTIVITY,
    OWN_BATCH,
    OWN_ENTRY,
    OWN_EXPORT,
    OWN_REPORT,
    OWN_SCAN,
    OWN_TASK,
    OWN_VIEW,
)
from tests.views.routes import ROUTES

SignIn = Callable[[str], PageClient]
PEOPLE = ("sari", "bayu", "ratna", "ujang", "tono", "dewi", "citra")
SENT_AWAY = {403, 404}
LET_IN = {"GET": {200, 303}, "POST": {200, 303, 409, 422}}
# The trail, the device last seen, a sheet that is out, and which file of a letter was printed first.
MAY_CHANGE_BY_LOOKING = {AuditEntry, LoginSession, SheetOut, Letter}


@pytest.fixture
def field(cast: Cast, app: Flask) -> Field:
    return furnish(start_field(cast, nik="3216995206790003", kk="3216991206790001"), app)


@pytest.fixture
def steps(app: Flask, field: Field) -> list[Step]:
    return steps_of(app, field)


def expected(step: Step, user: User) -> set[int]:
    """What this person should get; None of it looks at how the program decides."""
    roles, kind = parse_roles(user.roles), ROUTES[step.endpoint]
    wanted = Permission.IMPORT_PEOPLE if kind == OF_JOB else step.permission  # the job is that of an import
    if GRANTED_TO[step.permission].isdisjoint(roles) or GRANTED_TO[wanted].isdisjoint(roles):
        return {403}
    if kind == OF_LETTER and user.username == "sari":
        return {403}
    if kind == OWN_ENTRY and user.username == "bayu":  # Sari wrote it
        return {403}
    elsewhere = user.username == "citra" and kind != IN_HUB
    not_theirs = kind in {OF_CASE, OWN_TASK} and user.username in {"tono", "dewi"}
    not_theirs |= kind in {OWN_REPORT, OWN_ACTIVITY, OWN_ABSENCE} and user.username != "ujang"
    not_theirs |= kind == OF_REPORT and user.username in {"bayu", "tono", "dewi"}  # who neither wrote nor receives it
    not_theirs |= kind == OWN_SCAN and user.username == "bayu"
    not_hers = kind in {OWN_BATCH, OWN_EXPORT, OWN_VIEW} and user.username != "ratna"
    return {404} if elsewhere or not_theirs or not_hers else LET_IN[step.method]


def contents(without: set[type] = frozenset()) -> str:
    """A fingerprint of all tables."""
    rows = [(model.__name__, sorted(map(str, model.select().tuples()))) for model in MODELS if model not in without]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_every_route_has_a_mark_and_an_entry_here(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}
    assert not [name for name in endpoints if not hasattr(app.view_functions[name], "permission")]
    assert endpoints == set(ROUTES)
    assert {name for name in endpoints if app.view_functions[name].permission is None} == {
        name for name, kind in ROUTES.items() if kind == OPEN
    }


@pytest.mark.parametrize("username", PEOPLE)
def test_looking_lets_in_whom_it_should_and_changes_nothing(
    steps: list[Step], field: Field, client_for: SignIn, username: str
) -> None:
    client, user = client_for(username), User.get(User.username == username)
    before = contents(MAY_CHANGE_BY_LOOKING)
    wrong = [
        f"{step.path} answered {page.status}"
        for step in steps
        if step.method == "GET"
        and step.permission is not None
        and (page := walk(client, step)).status not in expected(step, user)
    ]
    assert not wrong
    assert contents(MAY_CHANGE_BY_LOOKING) == before


@pytest.mark.parametrize("username", PEOPLE)
def test_sending_lets_in_whom_it_should_and_a_refusal_changes_nothing(
    steps: list[Step], field: Field, client_for: SignIn, username: str
) -> None:
    client, user = client_for(username), User.get(User.username == username)
    wrong = []
    for step in steps:
        if step.method != "POST" or step.permission is None:
            continue
        before = contents({LoginSession})
        page = walk(client, step)
        if page.status not in expected(step, user):
            wrong.append(f"{step.path} answered {page.status}")
        if page.status in SENT_AWAY and contents({LoginSession}) != before:
            wrong.append(f"{step.path} changed something although refused")
    assert not wrong


def test_strangers_are_sent_to_sign_in_and_change_nothing(steps: list[Step], anonymous: PageClient) -> None:
    before = contents()
    for step in steps:
        if step.permission is not None:
            send = anonymous.get if step.method == "GET" else anonymous.post
            assert send(step.path, expect=303).location.startswith("/masuk?lanjut="), step
            fragment = send(step.path, fragment=True, expect=401)
            assert fragment.headers["HX-Redirect"].startswith("/masuk?lanjut=") and not fragment.content, step
    assert contents() == before


def test_nothing_is_sent_without_a_token(steps: list[Step], client_for: SignIn) -> None:
    client, before = client_for("ratna"), contents({LoginSession})
    for step in steps:
        if step.method == "POST":
            client.post(step.path, csrf=False, expect=400)
            client.post(step.path, {"csrf_token": "salah"}, expect=400)
    assert contents({LoginSession}) == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_no_route_knows_other_methods(steps: list[Step], client_for: SignIn, method: str) -> None:
    client = client_for("ratna")
    assert {client.browser.open(step.path, method=method).status_code for step in steps} == {405}


def test_what_only_sends_cannot_be_opened(app: Flask, steps: list[Step], client_for: SignIn) -> None:
    client, before = client_for("ratna"), contents(MAY_CHANGE_BY_LOOKING)
    readable = {step.path for step in steps if step.method == "GET"}
    for step in steps:
        if step.path not in readable:
            client.get(step.path, expect=405)
    assert contents(MAY_CHANGE_BY_LOOKING) == before


def test_the_reported_visit_is_there_to_be_protected(field: Field) -> None:
    assert Visit.select().count() == Photo.select().count() == 1
