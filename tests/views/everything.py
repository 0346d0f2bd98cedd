"""A case with something behind every address of the program, and the walk over all routes with its numbers."""

from __future__ import annotations

import uuid
from datetime import date
from typing import NamedTuple

from flask import Flask
from peewee import fn
from werkzeug.routing import Rule

from puskesos import clock
from puskesos.actions.activity import note_activity
from puskesos.actions.assignment_message import ask
from puskesos.actions.case_link import link_cases
from puskesos.actions.invitation import invite_volunteer
from puskesos.actions.job import ask_for
from puskesos.actions.membership import MembershipEntry, add_membership
from puskesos.actions.referral import write_referral
from puskesos.database import database
from puskesos.models import (
    Activity,
    Agency,
    Attachment,
    BoardView,
    CaseEvent,
    CaseLink,
    ColumnSet,
    FieldPhoto,
    FieldReport,
    GuestVisit,
    Handover,
    Household,
    HouseholdMerge,
    Import,
    Job,
    Letter,
    LetterSigner,
    Membership,
    Person,
    PersonCategory,
    PersonMerge,
    Photo,
    PrintBatch,
    Referral,
    Scan,
    ScanBatch,
    SheetOut,
    SpmClaim,
    SpmService,
    Track,
    TrackMember,
    VolunteerAbsence,
)
from puskesos.models.settings import LocalHoliday, Program
from puskesos.rules.job import JobKind
from puskesos.rules.letter import LetterKind
from puskesos.rules.permissions import Permission
from tests.absences import away
from tests.attached import attach, give, note
from tests.batches import batch_of
from tests.books import make_guest, make_set
from tests.cast import Cast, make_case, referral_entry, viewer_of
from tests.field_reports import send_report
from tests.letters import draft, issue_task_letter
from tests.page_client import Page, PageClient
from tests.scanned import file_page, sheet_of
from tests.signers import change_words, make_signer
from tests.tracked_family import begin
from tests.views.field import Field, report
from tests.views.lists import SITI, start_list
from tests.views.merges import add_merges, other_person
from tests.views.route_kinds import OF_VOLUNTEER
from tests.views.routes import ROUTES
from tests.welfare import claim_spm, note_ppks

WORDS = {"part": "rumah", "chapter": "fo", "username": "sari", "code": "32.16.17", "stem": "lembar-kosong"}
WORDS |= {"file_name": "contoh-warga.csv", "name": "laporan", "token": "tidak-ada", "spm_code": "SPM-1"}
WORDS |= {"book": "tamu", "recap": "tksk"}
FRAGMENTS = {"intake.nik_remarks", "intake.service_info", "matching.likely"}  # answered to htmx alone


class Step(NamedTuple):
    """One request of the walk."""

    endpoint: str
    method: str
    path: str
    permission: Permission | None


def furnish(started: Field, app: Flask) -> Field:
    """A case with a reported visit and a photo: there is something to see behind every address."""
    cast = started.cast
    report(started, app.config["SETTINGS"].uploads)
    client, program = started.case.client_id, MembershipEntry("pkh", "aktif")
    key, actor = str(uuid.uuid4()), viewer_of(cast.sari)
    add_membership(Person.get_by_id(client), program, key=key, actor=actor, now=clock.now())
    with database.atomic():
        write_referral(started.case, referral_entry(cast), secret="x", actor=viewer_of(cast.ratna), now=clock.now())
    start_list(app.config["SETTINGS"], SITI, by=cast.ratna)
    add_merges(cast, client)
    ask_for(JobKind.PERIKSA_WARGA, hub_id=cast.hub.id, now=clock.now())
    ask_for(JobKind.EKSPOR_WARGA, hub_id=cast.hub.id, now=clock.now(), actor=viewer_of(cast.ratna))
    for _ in range(2):  # so that its number is not that of the scans
        batch_of(cast, started.case)
    LocalHoliday.create(hub=cast.hub, day=date(2026, 12, 1), name="Hari Jadi Kecamatan")
    begin(cast, started.case)
    link_cases(started.case, make_case(cast), "", actor=viewer_of(cast.sari), now=clock.now())
    note_ppks(cast, started.case, "09")
    claim_spm(cast, started.case, "SPM-1", given="rujukan")
    attach(started.case, app.config["SETTINGS"].uploads, by=cast.sari)
    note(started.case, "Keluarga menelepon.", by=cast.sari)
    give(cast, started.case)
    send_report(cast, app.config["SETTINGS"].uploads)
    BoardView.create(user=cast.ratna, name="Mendesak", query="lewat=1")
    make_guest(cast)
    make_set(cast, by=cast.sari)
    _add_volunteers_things(cast, app)
    file_page(app.config["SETTINGS"], sheet_of(started.case, by=cast.ratna), by=cast.sari)
    for _ in range(2):  # one that is back, and one out
        out = sheet_of(started.case, by=cast.ratna, task=started.task)
        if not Scan.select().where(Scan.assignment == started.task).exists():
            file_page(app.config["SETTINGS"], out, by=cast.sari)
    away(cast.ujang)
    draft(cast, started.case)
    issue_task_letter(cast, started.task, app.config["SETTINGS"].papers)
    make_signer(cast)
    change_words(cast, LetterKind.REKOMENDASI, "Warga ini:\n\n{identitas}")
    ask(started.task, "Boleh di rumah aman?", key=str(uuid.uuid4()), actor=viewer_of(cast.ujang), now=clock.now())
    return started


def _add_volunteers_things(cast: Cast, app: Flask) -> None:
    """An activity of Ujang's and his open invitation."""
    once = {"key": str(uuid.uuid4()), "today": clock.today(cast.hub.zone)}
    note_activity("rapat", actor=viewer_of(cast.ujang), now=clock.now(), **once)
    secret = app.config["SETTINGS"].secret
    invite_volunteer(cast.ujang, secret=secret, actor=viewer_of(cast.ratna), now=clock.now())


def steps_of(app: Flask, field: Field) -> list[Step]:
    """Every route with every method, filled with the numbers of the field; signing out comes last."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    rules.sort(key=lambda rule: rule.endpoint == "session.destroy")
    return [
        Step(rule.endpoint, method, address(app, rule, field), app.view_functions[rule.endpoint].permission)
        for rule in rules
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def address(app: Flask, rule: Rule, field: Field) -> str:
    values = {
        "number": _number(rule, field),
        "position": 1,
        "photo_id": FieldPhoto.get().id if "<report:number>" in rule.rule else Photo.get().id,
        "person_id": field.case.client_id,
        "household_id": Household.get().id,
        "membership_id": Membership.get().id,
        "user_id": (field.cast.ujang if ROUTES[rule.endpoint] == OF_VOLUNTEER else field.cast.sari).id,
        "activity_id": Activity.get().id,
        "volunteer_id": field.cast.ujang.id,
        "absence_id": VolunteerAbsence.get().id,
        "other": other_person().id,
        "merge_id": PersonMerge.get().id,
        "other_id": other_person().household_id,
        "change_id": HouseholdMerge.get().id,
        "job_id": Job.get().id,
        "import_id": Import.get().id,
        "export_id": Job.get(Job.kind == JobKind.EKSPOR_WARGA).id,
        "service_id": field.case.service_id,
        "program_id": Program.get(Program.hub == field.cast.hub).id,
        "holiday_id": LocalHoliday.get().id,
        "agency_id": Agency.get(Agency.hub == field.cast.hub).id,
        "referral_number": Referral.get().number,
        "track_id": Track.get().id,
        "member_id": TrackMember.get().id,
        "category_id": PersonCategory.get().id,
        "claim_id": SpmClaim.get().id,
        "given_id": SpmService.get().id,
        "link_id": CaseLink.get().id,
        "attachment_id": Attachment.get().id,
        "event_id": CaseEvent.get(CaseEvent.kind == "catatan").id,
        "handover_id": Handover.get().id,
        **_of_books(),
        "view_id": BoardView.select(fn.MIN(BoardView.id)).scalar() or 1,
    }
    return _built(app, rule, values | WORDS | _letters() | _of_paper(rule))


def _letters() -> dict[str, object]:
    draft = Letter.get_or_none(Letter.state == "draf")
    things = {"letter_id": draft.id if draft else Letter.get().id, "signer_id": LetterSigner.get().id}
    page = {"top": 12, "right": 18, "bottom": 18, "left": 23}
    return {"kind": LetterKind.REKOMENDASI, "side": "kiri", "version": 1} | things | page


def _of_books() -> dict[str, object]:
    return {"guest_id": GuestVisit.get().id, "set_id": ColumnSet.get().id}


def _of_paper(rule: Rule) -> dict[str, object]:
    """The newest batch of scans or of papers to print, a scanned page, a sheet that is out."""
    batches = ScanBatch if rule.endpoint.startswith("scan.") else PrintBatch
    newest = batches.select(fn.MAX(batches.id)).scalar()
    out = SheetOut.get(SheetOut.state == "di_luar").id
    return {"batch_id": newest, "scan_id": Scan.get().id, "sheet_id": out, "page_id": _page_of_task()}


def _page_of_task() -> int:
    return Scan.get(Scan.assignment.is_null(False)).id


def _number(rule: Rule, field: Field) -> str:
    """Of the task, the report or the case, whichever the address names."""
    if "<report:number>" in rule.rule:
        return FieldReport.get().number
    return field.task.number if "<task:number>" in rule.rule else field.case.number


def _built(app: Flask, rule: Rule, values: dict[str, object]) -> str:
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, {name: values[name] for name in rule.arguments}))


def walk(client: PageClient, step: Step) -> Page:
    anything = range(200, 600)
    if step.method == "POST":
        return client.post(step.path, expect=anything, fragment=step.endpoint in FRAGMENTS)
    return client.get(step.path, expect=anything)
