"""Every route × every person: who gets in, who is sent away how, and that looking changes nothing.

A route without an entry in ROUTES (routes.py beside this file) fails the first test, so that nobody forgets to say
whom it is for.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask import Flask
from werkzeug.routing import Rule

from puskesos import clock
from puskesos.actions.job import ask_for
from puskesos.actions.membership import MembershipEntry, add_membership
from puskesos.models import (
    MODELS,
    AuditEntry,
    Household,
    HouseholdMerge,
    Import,
    Job,
    LoginSession,
    Membership,
    Person,
    PersonMerge,
    Photo,
    User,
    Visit,
)
from puskesos.rules.job import JobKind
from puskesos.rules.permissions import GRANTED_TO, Permission
from puskesos.rules.roles import parse_roles
from tests.cast import Cast, viewer_of
from tests.page_client import Page, PageClient
from tests.views.field import Field, report, start_field
from tests.views.lists import SITI, start_list
from tests.views.merges import add_merges, other_person
from tests.views.routes import IN_HUB, OF_CASE, OF_JOB, OPEN, OWN_EXPORT, OWN_TASK, ROUTES

SignIn = Callable[[str], PageClient]
PEOPLE = ("sari", "bayu", "ratna", "ujang", "tono", "dewi", "citra")
SENT_AWAY = {403, 404}
LET_IN = {"GET": {200, 303}, "POST": {200, 303, 409, 422}}
FRAGMENTS = {"intake.nik_remarks", "intake.service_info", "matching.likely"}  # answered to htmx alone
MAY_CHANGE_BY_LOOKING = {AuditEntry, LoginSession}  # the trail of the look, and when the device was last seen


class Step(NamedTuple):
    """One request of the walk."""

    endpoint: str
    method: str
    path: str
    permission: Permission | None


@pytest.fixture
def field(cast: Cast, app: Flask) -> Field:
    """A case with a reported visit and a photo: there is something to see behind every address."""
    started = start_field(cast, nik="3216995206790003", kk="3216991206790001")
    report(started, app.config["SETTINGS"].uploads)
    client, program = started.case.client_id, MembershipEntry("pkh", "aktif")
    key, actor = str(uuid.uuid4()), viewer_of(cast.sari)
    add_membership(Person.get_by_id(client), program, key=key, actor=actor, now=clock.now())
    start_list(app.config["SETTINGS"], SITI, by=cast.ratna)
    add_merges(cast, client)
    ask_for(JobKind.PERIKSA_WARGA, hub_id=cast.hub.id, now=clock.now())
    ask_for(JobKind.EKSPOR_WARGA, hub_id=cast.hub.id, now=clock.now(), actor=viewer_of(cast.ratna))
    return started


@pytest.fixture
def steps(app: Flask, field: Field) -> list[Step]:
    """Every route with every method, filled with the numbers of the field; signing out comes last."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    rules.sort(key=lambda rule: rule.endpoint == "session.destroy")
    return [
        Step(rule.endpoint, method, address(app, rule, field), app.view_functions[rule.endpoint].permission)
        for rule in rules
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def address(app: Flask, rule: Rule, field: Field) -> str:
    number = field.task.number if "<task:number>" in rule.rule else field.case.number
    values = {
        "number": number,
        "position": 1,
        "photo_id": Photo.get().id,
        "person_id": field.case.client_id,
        "household_id": Household.get().id,
        "membership_id": Membership.get().id,
        "user_id": field.cast.sari.id,
        "other": other_person().id,
        "merge_id": PersonMerge.get().id,
        "other_id": other_person().household_id,
        "change_id": HouseholdMerge.get().id,
        "job_id": Job.get().id,
        "import_id": Import.get().id,
        "export_id": Job.get(Job.kind == JobKind.EKSPOR_WARGA).id,
        "file_name": "contoh-warga.csv",
        "name": "laporan",
        "chapter": "fo",
        "username": "sari",
        "code": "32.16.17",
    }
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, {name: values[name] for name in rule.arguments}))


def expected(step: Step, user: User) -> set[int]:
    """What this person should get; None of it looks at how the program decides."""
    roles, kind = parse_roles(user.roles), ROUTES[step.endpoint]
    wanted = Permission.IMPORT_PEOPLE if kind == OF_JOB else step.permission  # the job is that of an import
    if GRANTED_TO[step.permission].isdisjoint(roles) or GRANTED_TO[wanted].isdisjoint(roles):
        return {403}
    elsewhere = user.username == "citra" and kind != IN_HUB
    not_theirs = kind in {OF_CASE, OWN_TASK} and user.username in {"tono", "dewi"}
    not_hers = kind == OWN_EXPORT and user.username != "ratna"
    return {404} if elsewhere or not_theirs or not_hers else LET_IN[step.method]


def walk(client: PageClient, step: Step) -> Page:
    anything = range(200, 600)
    if step.method == "POST":
        return client.post(step.path, expect=anything, fragment=step.endpoint in FRAGMENTS)
    return client.get(step.path, expect=anything, budget=14)


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
