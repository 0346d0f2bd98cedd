"""A volunteer's report of a need: kept once, corrected, withdrawn, and what becomes of it at the counter."""

from __future__ import annotations

import io
import uuid
from dataclasses import asdict
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.field_report import (
    ReportEntry,
    change_report,
    dismiss_report,
    join_report,
    note_report,
    report_need,
    withdraw_report,
)
from puskesos.actions.restriction import restrict_by_hand
from puskesos.config import Settings
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import Attachment, AuditEntry, Case, CaseEvent, FieldPhoto, FieldReport
from puskesos.photos import prepare_photo
from puskesos.queries.field_report import ReportFilter as Only
from puskesos.queries.field_report import find_own_report, find_report, list_reports, own_reports, waiting_reports
from tests.cast import NOW, Cast, make_case, viewer_of
from tests.field_reports import send_report
from tests.views.field import jpeg


@pytest.fixture
def report(cast: Cast, settings: Settings) -> FieldReport:
    return send_report(cast, settings.uploads)


def entry_of(report: FieldReport, **told: Any) -> ReportEntry:
    names = asdict(ReportEntry(0, "")).keys() - {"village_id", "service_id"}
    known = {name: getattr(report, name) for name in names}
    return ReportEntry(**{"village_id": report.village_id, "service_id": report.service_id} | known | told)


def change(cast: Cast, report: FieldReport, version: int = 1, **told: Any) -> list[str]:
    actor = viewer_of(cast.ujang)
    return change_report(report, entry_of(report, **told), version=version, actor=actor, now=clock.now())


def test_it_is_numbered_by_the_month_and_kept_with_its_photos(
    cast: Cast, report: FieldReport, settings: Settings
) -> None:
    assert report.number == "L-321617-2611-0001" and report.state == "draf"
    photo = FieldPhoto.get(FieldPhoto.report == report)
    assert (settings.uploads / photo.stored_name).read_bytes()[:2] == b"\xff\xd8"
    assert send_report(cast, settings.uploads).number == "L-321617-2611-0002"
    assert AuditEntry.select().where(AuditEntry.action == "need_reported").count() == 2


def test_a_double_tap_makes_one_report(cast: Cast, settings: Settings) -> None:
    entry, once = ReportEntry(cast.bahagia.id, "Rumah roboh."), {"key": str(uuid.uuid4()), "now": NOW}
    numbers = {
        report_need(
            entry,
            [prepare_photo(io.BytesIO(jpeg()), "a.jpg")],
            uploads=settings.uploads,
            actor=viewer_of(cast.ujang),
            **once,
        )
        for _ in range(2)
    }
    assert len(numbers) == FieldReport.select().count() == FieldPhoto.select().count() == 1


@pytest.mark.parametrize("told", [{"village_id": -1}, {"service_id": 999_999}], ids=["village", "service"])
def test_only_own_villages_and_known_needs_can_be_told(cast: Cast, settings: Settings, told: dict[str, int]) -> None:
    village = {"village_id": cast.bakti.id} if "village_id" in told else told
    with pytest.raises(RuleBroken):
        send_report(cast, settings.uploads, **village)
    assert not FieldReport.select().exists() and not list(settings.uploads.glob("*"))


def test_others_report_nothing(cast: Cast, settings: Settings) -> None:
    for user in (cast.sari, cast.bayu, cast.dewi):
        with pytest.raises(NotAllowed):
            once = {"uploads": settings.uploads, "key": str(uuid.uuid4()), "now": NOW}
            report_need(ReportEntry(cast.bahagia.id, "x"), [], actor=viewer_of(user), **once)


def test_the_volunteer_corrects_the_draft_and_a_stale_page_is_a_conflict(cast: Cast, report: FieldReport) -> None:
    assert change(cast, report, story="Sudah makan.", age=61) == ["story", "age"]
    fresh = FieldReport.get_by_id(report.id)
    assert (fresh.story, fresh.age, fresh.version) == ("Sudah makan.", 61, 2)
    assert change(cast, fresh, version=2) == []
    with pytest.raises(Conflict):
        change(cast, fresh, version=1, story="Lain.")
    with pytest.raises(NotAllowed):
        change_report(fresh, entry_of(fresh, story="x"), version=2, actor=viewer_of(cast.tono), now=NOW)


def test_an_urgent_one_alarms_until_the_hub_knows_and_again_when_it_becomes_urgent(
    cast: Cast, report: FieldReport, settings: Settings
) -> None:
    assert waiting_reports(cast.hub.id) == {"reports": 1, "alarms": 0}
    urgent = send_report(cast, settings.uploads, urgent=True)
    assert waiting_reports(cast.hub.id) == {"reports": 2, "alarms": 1}
    for _ in range(2):
        note_report(urgent, actor=viewer_of(cast.sari), now=NOW)
    assert waiting_reports(cast.hub.id)["alarms"] == 0
    assert AuditEntry.select().where(AuditEntry.action == "report_noted").count() == 1
    note_report(report, actor=viewer_of(cast.ratna), now=NOW)
    change(cast, FieldReport.get_by_id(report.id), urgent=True)
    assert waiting_reports(cast.hub.id)["alarms"] == 1 and waiting_reports(cast.other_hub.id)["reports"] == 0


def test_withdrawn_and_dismissed_ones_keep_the_reason_and_end(
    cast: Cast, report: FieldReport, settings: Settings
) -> None:
    withdraw_report(report, "Salah orang.", version=1, actor=viewer_of(cast.ujang), now=NOW)
    other = send_report(cast, settings.uploads)
    dismiss_report(other, "Warga kecamatan lain.", version=1, actor=viewer_of(cast.sari), now=NOW)
    rows = list(FieldReport.select().order_by(FieldReport.id))
    assert [(row.state, row.reason) for row in rows] == [("batal", "Salah orang."), ("batal", "Warga kecamatan lain.")]
    with pytest.raises(RuleBroken, match="sudah ditangani"):
        dismiss_report(rows[0], "Lagi.", version=2, actor=viewer_of(cast.sari), now=NOW)
    for user in (cast.bayu, cast.ujang):
        with pytest.raises(NotAllowed):
            dismiss_report(rows[0], "x", version=2, actor=viewer_of(user), now=NOW)


def test_registering_it_ends_the_draft_and_takes_its_photos_along(cast: Cast, report: FieldReport) -> None:
    case = make_case(cast, report=report.number, channel="kunjungan")
    fresh = FieldReport.get_by_id(report.id)
    assert (fresh.state, fresh.case_id, fresh.settled_by_id) == ("terdaftar", case.id, cast.sari.id)
    attachment = Attachment.get(Attachment.case == case)
    assert attachment.stored_name == FieldPhoto.get().stored_name and attachment.created_by_id == cast.ujang.id
    with pytest.raises(RuleBroken, match="sudah ditangani"):
        make_case(cast, report=report.number)
    assert Case.select().count() == 1


def test_joined_to_a_case_it_becomes_a_note_there(cast: Cast, report: FieldReport) -> None:
    case = make_case(cast)
    join_report(report, case, version=1, actor=viewer_of(cast.sari), now=NOW)
    note = CaseEvent.get(CaseEvent.case == case, CaseEvent.kind == "catatan")
    assert note.text == f"Laporan lapangan {report.number}: {report.story}"
    assert FieldReport.get_by_id(report.id).case_id == case.id and Attachment.select().count() == 1


def test_it_joins_no_case_that_is_closed_to_the_officer(cast: Cast, report: FieldReport) -> None:
    case = make_case(cast, by=cast.ratna, restricted=True)
    with pytest.raises(RuleBroken):
        join_report(report, case, version=1, actor=viewer_of(cast.sari), now=NOW)
    assert FieldReport.get_by_id(report.id).state == "draf"


def test_everybody_finds_what_is_theirs(cast: Cast, report: FieldReport) -> None:
    people = (cast.sari, cast.bayu, cast.ratna, cast.ujang, cast.tono, cast.dewi, cast.citra)
    finders = {user.username for user in people if find_report(viewer_of(user), report.number)}
    assert finders == {"sari", "ratna", "ujang"}
    assert [row.id for row in own_reports(viewer_of(cast.ujang))] == [report.id]
    assert not own_reports(viewer_of(cast.tono)) and not find_own_report(viewer_of(cast.sari), report.number)


def test_the_list_is_searched_and_hides_who_stands_behind_a_closed_door(
    cast: Cast, report: FieldReport, settings: Settings
) -> None:
    sari, ratna = viewer_of(cast.sari), viewer_of(cast.ratna)
    urgent = send_report(cast, settings.uploads, urgent=True, name="Zulfatina Qomariyah")
    assert [row.id for row in list_reports(sari, Only())] == [urgent.id, report.id]
    assert [row.id for row in list_reports(sari, Only(text="dermaga kasim"))] == [report.id]
    assert not list_reports(sari, Only(village=cast.bakti.id))
    case = make_case(cast, by=cast.ratna, report=urgent.number, service="K01")
    restrict_by_hand(case, "kekerasan", "", version=case.version, actor=ratna, now=NOW)
    shown = {row.id: row.name for row in list_reports(sari, Only(state=""))}
    assert shown[urgent.id] == "Z. Q." and not list_reports(sari, Only(state="", text="Zulfatina"))
    assert [row.name for row in list_reports(ratna, Only(state="", text="Zulfatina"))] == ["Zulfatina Qomariyah"]
