"""Papers to fill by pen: every label, boxes of the code lists, room to sign; restricted cases by initials."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from puskesos import clock
from puskesos.documents.blank_sheet import PARTS, blank_sheet_html
from puskesos.documents.consent import AGREED, RIGHTS, consent_html
from puskesos.documents.folder_card import STEPS, folder_card_html
from puskesos.documents.printing import print_pdf
from puskesos.documents.visit_sheet import SheetFacts, visit_sheet_html
from puskesos.models import Assignment, Case
from puskesos.queries.assignment import find_assignment
from puskesos.queries.case import find_case
from puskesos.queries.case_page import load_case_page
from puskesos.rules.visit import AssignmentKind, VisitOutcome
from puskesos.rules.visit_form import further_parts
from tests.cast import Cast, viewer_of
from tests.documents.read_pdf import Paper, read_pdf
from tests.views.field import Field, approve, report, start_field

CLIENT = {"nik": "3216995206790003", "address": "Kp. Muara Jaya", "rt": "004", "rw": "002", "landmark": "musala"}
SECRETS = ("Siti", "Nurhaliza", "Muara Jaya", "RT 004", "musala", "3216 99", "0812", "BPJS", "PBI-JK")
Maker = Callable[[Cast, Case | None], str]


def who() -> dict[str, object]:
    return {"printed_by": "Ratna", "now": clock.now()}


def blank(cast: Cast, _case: Case | None) -> str:
    return blank_sheet_html(cast.hub, **who())


def consent(cast: Cast, case: Case | None) -> str:
    return consent_html(case, cast.hub, **who())


def card(cast: Cast, case: Case | None) -> str:
    page = load_case_page(case, events=0) if case else None
    return folder_card_html(page, cast.hub, base_url="http://10.0.0.5:8000", **who())


def visit(cast: Cast, case: Case | None) -> str:
    task = find_assignment(viewer_of(cast.ratna), Assignment.get(Assignment.case == case).number) if case else None
    if task:
        task.case.restricted = case.restricted
    return visit_sheet_html(task, SheetFacts(cast.hub, "http://10.0.0.5:8000", "Ratna", clock.now()))


def printed(app: Flask, cast: Cast, make: Maker, case: Case | None = None) -> Paper:
    with app.app_context():
        return read_pdf(print_pdf(make(cast, case), most_pages=6))


def fresh(cast: Cast, field: Field) -> Case:
    return find_case(viewer_of(cast.ratna), field.case.number)


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
@pytest.mark.parametrize(
    ("make", "title", "most"),
    [
        pytest.param(blank, "Lembar kasus kosong", {"F4": 2, "A4": 3}, id="lembar kosong"),
        pytest.param(consent, "Persetujuan klien", {"F4": 1, "A4": 2}, id="persetujuan"),
        pytest.param(card, "Label map", {"F4": 1, "A4": 1}, id="label map"),
        pytest.param(visit, "Lembar kunjungan", {"F4": 2, "A4": 3}, id="lembar kunjungan"),
    ],
)
def test_empty_papers_fit_their_sheets_and_a_photocopier(
    app: Flask, cast: Cast, make: Maker, title: str, most: dict[str, int], paper: str
) -> None:
    cast.hub.paper, cast.hub.practice = paper, True
    sheet = printed(app, cast, make)
    assert sheet.pages <= most[paper] and sheet.paper_size == (210, 330 if paper == "F4" else 297)
    assert "MODE LATIHAN" in sheet.text and f"Halaman 1 dari {sheet.pages}" in sheet.text
    assert "Puskesos Kecamatan Muaragembong".upper() in sheet.text and "Dicetak oleh Ratna" in sheet.text
    sheet.assert_fit_for_the_office(title)


@pytest.mark.pango
def test_the_blank_sheet_asks_everything_a_case_sheet_tells(app: Flask, cast: Cast) -> None:
    text = printed(app, cast, blank).text
    for part in PARTS:
        assert part.title in text, part.title
    for wanted in (
        "NIK:",
        "No. KK:",
        "Darurat",
        "Terdaftar",
        "SIKS-NG",
        "Layani di Puskesos",
        "Koordinator,",
        "No. HP",
    ):
        assert wanted in text, wanted
    with app.app_context():
        html = blank(cast, None)
    assert html.count('"pen-square"') + html.count("pen-square pen-gap") == 32


@pytest.mark.pango
def test_a_visit_sheet_says_where_to_go_and_asks_like_the_app(app: Flask, cast: Cast) -> None:
    case = fresh(cast, start_field(cast, **CLIENT))
    sheet = printed(app, cast, visit, case)
    for wanted in (
        "T-321617-2611-0001", "321617-2611-0001", "Siti Nurhaliza", "Kp. Muara Jaya, RT 004/RW 002, Pantai Bahagia",
        "musala", "Reaktivasi PBI-JK", "Temui keluarganya.", "Kartu BPJS ibu ini", "Ujang", "Ketua RT/RW dan cap",
        "Lantai terluas", "Sumur bor/pompa", "Semen/bata merah", "Perlu asesmen peksos",
        *(one.label for one in VisitOutcome),
    ):  # fmt: skip
        assert wanted in sheet.text, wanted
    assert "3216" not in sheet.text.replace("321617", ""), "no NIK on a paper that is carried about"
    assert sheet.pages == 2


@pytest.mark.parametrize("kind", list(AssignmentKind))
def test_each_kind_of_task_asks_what_its_report_asks(app: Flask, cast: Cast, kind: AssignmentKind) -> None:
    case = fresh(cast, start_field(cast))
    Assignment.update(kind=str(kind)).execute()
    with app.app_context():
        html = visit(cast, case)
    assert [part.label for part in further_parts(kind) if f">{part.label}</h2>" not in html] == []
    assert (">Rumah</h2>" in html) is (kind in {AssignmentKind.KUNJUNGAN_RUMAH, AssignmentKind.VERVAL})


@pytest.mark.pango
def test_consent_says_what_for_and_that_it_can_be_withdrawn(app: Flask, cast: Cast) -> None:
    text = printed(app, cast, consent, fresh(cast, start_field(cast, **CLIENT))).text
    for wanted in (
        *AGREED, *RIGHTS, "Siti Nurhaliza", "3216 9952 0679 0003", "Reaktivasi PBI-JK", "Cap jempol", "Nama saksi",
        "Nama wakil", "Penarikan persetujuan", "tidak dipungut biaya", "Muaragembong, 17 November 2026",
    ):  # fmt: skip
        assert wanted in text, wanted


@pytest.mark.pango
def test_a_control_card_knows_the_steps_that_were_taken(
    app: Flask, cast: Cast, tmp_path: object, moment: object
) -> None:
    field = start_field(cast, **CLIENT)
    moment.shift(timedelta(days=1))
    report(field, tmp_path)
    approve(field.again())
    case = fresh(cast, field)
    case.told_family_on = case.registered_on
    text = printed(app, cast, card, case).text
    for wanted in (
        "1 Kasus diterima, tanda terima diberikan 17 November 2026 Sari", "5 Kunjungan lapangan 18 November 2026 Ujang",
        "10 Keluarga diberi tahu 17 November 2026", "12 Masuk arsip", "Siti Nurhaliza",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert not [step for step in STEPS if step not in text]


@pytest.mark.pango
@pytest.mark.parametrize("make", [visit, consent, card], ids=["lembar kunjungan", "persetujuan", "label map"])
def test_papers_of_a_restricted_case_point_at_nobody(app: Flask, cast: Cast, make: Maker) -> None:
    case = fresh(cast, start_field(cast, phone="0812-3456-7890", **CLIENT))
    case.restricted = True
    sheet = printed(app, cast, make, case)
    assert "RAHASIA" in sheet.text and case.number in sheet.text
    assert not [secret for secret in SECRETS if secret in sheet.text]


@pytest.mark.pango
def test_long_and_hostile_texts_stay_on_their_sheets(app: Flask, cast: Cast) -> None:
    typed = '<script>x</script><img src="file:///etc/passwd"> \u202eterbalik\u202c 😀 ' * 80
    name = "Raden Nganten Siti Nurhaliza Kusumawardhani binti Haji Abdul Rahman Saleh " * 3
    case = fresh(cast, start_field(cast, name=name[:200], address=typed[:300], landmark=typed[:300]))
    case.story = typed
    for make in (visit, consent, card):
        sheet = printed(app, cast, make, case)
        assert sheet.pages <= 4 and "root:" not in sheet.text and not list(sheet.reader.attachments)
