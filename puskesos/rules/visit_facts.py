"""A visit report in words: part by part for screen and paper, and what a newer version says differently."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from puskesos.rules.assessment import read_answers, told_part
from puskesos.rules.code import Code
from puskesos.rules.dates import show_date
from puskesos.rules.visit import VisitConclusion, VisitOutcome
from puskesos.rules.visit_form import VisitPart

Told = list[tuple[str, str]]
VERVAL_COLUMNS = ("identity_fits", "address_fits", "members_counted", "programs_received")


class Report(Protocol):
    """The columns of a stored report that are told."""

    id: int
    corrects_id: int | None
    visited_at: datetime
    outcome: str
    met_whom: str
    findings: str
    action_taken: str
    aid_given: str
    contacted: str
    conclusion: str
    next_step: str
    return_on: date | None
    latitude: str | None
    longitude: str | None
    accuracy: int | None
    identity_fits: str
    address_fits: str
    members_counted: int | None
    programs_received: str
    assessment: str


AnyReport = TypeVar("AnyReport", bound=Report)


def label_in(codes: type[Code], value: str) -> str:
    """The label of a stored word; the word itself when the list no longer knows it."""
    return next((code.label for code in codes if code == value), value)


def place_words(report: Report) -> str:
    """The noted place, like "-6.01234, 107.01234 (sekitar 20 m)"; empty without one."""
    if not report.latitude or not report.longitude:
        return ""
    near = f" (sekitar {report.accuracy} m)" if report.accuracy is not None else ""
    return f"{report.latitude}, {report.longitude}{near}"


def answers_of(report: Report) -> dict[VisitPart, Any]:
    """The answers of every part beyond the short form."""
    verval = {name: value for name in VERVAL_COLUMNS if (value := getattr(report, name)) not in ("", None)}
    if "programs_received" in verval:
        verval["programs_received"] = verval["programs_received"].split(",")
    return ({VisitPart.VERVAL: verval} if verval else {}) | read_answers(report.assessment)


def short_facts(report: Report) -> Told:
    """What was found and done, without when: the lines every report has, empty ones left out."""
    outcome = label_in(VisitOutcome, report.outcome)
    rows = [
        ("Hasil", f"{outcome}: {report.met_whom}" if report.met_whom else outcome),
        ("Lokasi", place_words(report)),
        ("Temuan", report.findings),
        ("Tindakan", report.action_taken),
        ("Bantuan diberikan", report.aid_given),
        ("Dihubungi", report.contacted),
        ("Kesimpulan", label_in(VisitConclusion, report.conclusion)),
        ("Usul", report.next_step),
        ("Coba lagi", show_date(report.return_on) if report.return_on else ""),
    ]
    return [(label, text) for label, text in rows if text]


def further_facts(report: Report) -> list[tuple[VisitPart, Told]]:
    """The parts of the full assessment that were filled, in the order of the report."""
    answers = answers_of(report)
    return [(part, told_part(part, answers[part])) for part in VisitPart if answers.get(part)]


def changed_facts(older: Report, newer: Report, zone: str) -> list[tuple[str, str, str]]:
    """Label, words before, words now of everything the newer version says differently; an empty text is nothing."""
    before, now = _all_facts(older, zone), _all_facts(newer, zone)
    labels = [*before, *(label for label in now if label not in before)]
    pairs = [(label, before.get(label, ""), now.get(label, "")) for label in labels]
    return [(label, was, said) for label, was, said in pairs if was != said]


def newest_versions(reports: Iterable[AnyReport]) -> list[AnyReport]:
    """The reports that no later one corrects, in the order given."""
    reports = list(reports)
    corrected = {report.corrects_id for report in reports}
    return [report for report in reports if report.id not in corrected]


def versions_of(report: AnyReport, reports: Iterable[AnyReport]) -> list[AnyReport]:
    """This report and what it corrects, newest first."""
    by_id = {one.id: one for one in reports}
    chain, older = [report], report.corrects_id
    while older in by_id:
        chain.append(by_id.pop(older))
        older = chain[-1].corrects_id
    return chain


def _all_facts(report: Report, zone: str) -> dict[str, str]:
    moment = report.visited_at.astimezone(ZoneInfo(zone))
    told = {"Waktu": f"{show_date(moment.date())} {moment:%H.%M}"} | dict(short_facts(report))
    return told | {f"{part.label}: {label}": words for part, facts in further_facts(report) for label, words in facts}
