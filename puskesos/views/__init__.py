"""URL → load → form → action → answer. Each module holds one blueprint; this one registers them and the URL parts."""

from __future__ import annotations

from importlib import import_module

from flask import Flask
from werkzeug.routing import BaseConverter

from puskesos.rules.assessment_questions import QUESTIONS
from puskesos.rules.export import ExportList
from puskesos.rules.export_columns import BOOKS
from puskesos.rules.letter import LetterKind
from puskesos.views.answer import hub_due_words

BLUEPRINTS = (
    "absence",
    "account",
    "activity",
    "agency",
    "assigned_work",
    "assigning",
    "assigning_settings",
    "assignment",
    "assignment_message",
    "assignment_plan",
    "attachment",
    "blank_papers",
    "board",
    "board_move",
    "board_view",
    "board_wall",
    "book",
    "case",
    "case_decision",
    "case_emergency",
    "case_ending",
    "case_folder",
    "case_link",
    "case_papers",
    "case_proposal",
    "case_work",
    "column_set",
    "export",
    "field_report",
    "field_settings",
    "guest",
    "handoff",
    "handover",
    "health",
    "health_insurance",
    "help",
    "history",
    "holiday",
    "home",
    "household",
    "household_merging",
    "hub_settings",
    "import_applying",
    "import_columns",
    "import_rows",
    "imports",
    "intake",
    "invitation",
    "job",
    "joining",
    "letter",
    "letter_preview",
    "letter_proof",
    "letter_register",
    "letter_settings",
    "letter_signer",
    "letter_text",
    "matching",
    "membership",
    "merging",
    "needs_action",
    "office_answer",
    "papers",
    "patterns",
    "person",
    "person_copy",
    "photo",
    "ppks",
    "print_batch",
    "program",
    "public_status",
    "recap",
    "referral",
    "referral_letter",
    "referral_list",
    "referral_step",
    "register",
    "report",
    "report_day",
    "registry_check",
    "registry_mending",
    "report_copy",
    "report_desk",
    "report_paper",
    "report_settings",
    "report_overview",
    "report_send",
    "restriction",
    "route_sheet",
    "scan",
    "scan_page",
    "search",
    "service",
    "session",
    "setup",
    "sheet",
    "sheet_out",
    "spm",
    "spm_report",
    "spm_service",
    "task",
    "task_letter",
    "task_scan",
    "track",
    "track_step",
    "users",
    "visit",
    "visit_paper",
    "visit_part",
    "visit_photo",
    "visit_sheet",
    "volunteer",
    "volunteer_month",
)


class CaseNumberPart(BaseConverter):
    """A case number in an address; anything longer or different is simply not found."""

    regex = r"[0-9]{6}-[0-9]{4}-[0-9]{4,6}"


class TaskNumberPart(BaseConverter):
    """An assignment number in an address."""

    regex = r"T-[0-9]{6}-[0-9]{4}-[0-9]{4,6}"


class ReferralNumberPart(BaseConverter):
    """A referral's number in an address."""

    regex = r"R-[0-9]{6}-[0-9]{4}-[0-9]{4,6}"


class ReportNumberPart(BaseConverter):
    """A field report's number in an address."""

    regex = r"L-[0-9]{6}-[0-9]{4}-[0-9]{4,6}"


class SpmPart(BaseConverter):
    """The code of one of the five SPM in an address."""

    regex = r"SPM-[1-5]"


class BookPart(BaseConverter):
    """One of the registers in an address."""

    regex = "|".join(BOOKS)

    def to_python(self, value: str) -> ExportList:
        return ExportList(value)


class VisitPartPart(BaseConverter):
    """A part of a visit report beyond the short form in an address."""

    regex = "|".join(QUESTIONS)


class LetterKindPart(BaseConverter):
    """A kind of letter in an address."""

    regex = "|".join(LetterKind)

    def to_python(self, value: str) -> LetterKind:
        return LetterKind(value)


class IdPart(BaseConverter):
    """A row id of at most nine digits, so that no database overflows."""

    regex = r"[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)


def install_views(app: Flask) -> None:
    """Register converters and every blueprint."""
    app.url_map.converters |= {"case": CaseNumberPart, "task": TaskNumberPart, "id": IdPart}
    app.url_map.converters["referral"] = ReferralNumberPart
    app.url_map.converters |= {"spm": SpmPart, "report": ReportNumberPart}
    app.url_map.converters["book"] = BookPart
    app.url_map.converters |= {"part": VisitPartPart, "letter_kind": LetterKindPart}
    app.url_map.strict_slashes = False
    app.jinja_env.filters["due"] = hub_due_words
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(f"puskesos.views.{name}").blueprint)
