"""How values read on screen and paper: Indonesian dates, masked numbers, links. Registered as Jinja filters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from flask import Flask

from puskesos.rules.activity import ActivityKind
from puskesos.rules.assignment_path import AssignmentKind, AssignmentState, VisitConclusion, VisitOutcome
from puskesos.rules.case_path import (
    OPEN_STATES,
    CaseState,
    DecisionChoice,
    RecommendationChoice,
    RejectionReason,
    ResultCode,
)
from puskesos.rules.code import Code
from puskesos.rules.data_check import DataCheckChannel, DataCheckStatus
from puskesos.rules.dates import DAYS, MONTHS, show_date
from puskesos.rules.field_report import FieldReportState
from puskesos.rules.intake import Area, Channel, NikReason, Pillar, Priority, Relation
from puskesos.rules.letter import LetterKind, LetterState
from puskesos.rules.money import show_rupiah
from puskesos.rules.nik import mask_number
from puskesos.rules.outcome import SATISFACTION, ToldHow, advice_words
from puskesos.rules.papers import PAPER_CHOICES, PaperForm, PaperOwner, PaperState
from puskesos.rules.person import MembershipStatus, PersonStatus, code_label
from puskesos.rules.phone import normalise_phone, show_phone
from puskesos.rules.referral import LegalBasis, LetterIdentity
from puskesos.rules.referral_path import ContactChannel, ReferralState
from puskesos.rules.restriction import Cause, must_be_referred
from puskesos.rules.roles import Role, parse_roles
from puskesos.rules.track import TrackStep
from puskesos.rules.visit_facts import further_facts, newest_versions, short_facts, versions_of
from puskesos.rules.visit_form import PhotoKind


def show_short_date(day: date | None) -> str:
    """Like "9 Nov 2026"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}" if day else ""


def show_weekday(day: date) -> str:
    """Like "Sabtu 21 November"."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def show_moment(moment: datetime | None, zone: str) -> str:
    """Like "9 Nov 2026 10.04" in `zone`."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{show_short_date(local.date())} {local:%H.%M}"


def show_place(rt: str, rw: str) -> str:
    """Like "RT 004/RW 002", or what is known of it."""
    parts = [f"RT {rt}" if rt else "", f"RW {rw}" if rw else ""]
    return "/".join(part for part in parts if part)


def show_age(birth_date: date | None, birth_year_estimate: int | None, today: date) -> str:
    """Like "47 tahun", "sekitar 70 tahun", or an empty text."""
    if birth_date:
        had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
        return f"{max(0, today.year - birth_date.year - (not had_birthday))} tahun"
    return f"sekitar {today.year - birth_year_estimate} tahun" if birth_year_estimate else ""


def phone_link(text: str) -> str:
    """A tel: link, or empty when the text is no mobile number."""
    normal = normalise_phone(text or "")
    return f"tel:+{normal}" if normal else ""


def whatsapp_link(text: str) -> str:
    """A wa.me link without any prefilled personal data."""
    normal = normalise_phone(text or "")
    return f"https://wa.me/{normal}" if normal else ""


def show_any_phone(text: str) -> str:
    """The number in groups when it is one; what was typed otherwise."""
    normal = normalise_phone(text or "")
    return show_phone(normal) if normal else (text or "")


def map_link(address: str, village: str, district: str) -> str:
    """A geo search that opens the phone's own map; holds the place only, never a name."""
    place = ", ".join(part for part in (address, village, district) if part)
    return "geo:0,0?" + urlencode({"q": place}, quote_via=quote)


def show_paper_remark(paper: Any) -> str:
    """Promise and remark of a paper beside its state: "dijanjikan 20 Nov 2026 · masih di desa"."""
    promised = f"dijanjikan {show_short_date(paper.promised_on)}" if paper.promised_on else ""
    return " · ".join(part for part in (promised, paper.note) if part)


def show_count(number: int) -> str:
    """150000 as "150.000"."""
    return f"{number:,}".replace(",", ".")


# Filters that turn a stored word into its label.
LABELLED: dict[str, type[Code]] = {
    "case_state": CaseState,
    "field_report_state": FieldReportState,
    "activity_kind": ActivityKind,
    "priority": Priority,
    "relation": Relation,
    "task_kind": AssignmentKind,
    "task_state": AssignmentState,
    "visit_outcome": VisitOutcome,
    "visit_conclusion": VisitConclusion,
    "data_status": DataCheckStatus,
    "data_channel": DataCheckChannel,
    "recommendation": RecommendationChoice,
    "decision": DecisionChoice,
    "rejection": RejectionReason,
    "result": ResultCode,
    "told_how": ToldHow,
    "paper_state": PaperState,
    "paper_form": PaperForm,
    "paper_owner": PaperOwner,
    "area": Area,
    "pillar": Pillar,
    "person_status": PersonStatus,
    "membership_status": MembershipStatus,
    "legal_basis": LegalBasis,
    "letter_identity": LetterIdentity,
    "channel": Channel,
    "letter_kind": LetterKind,
    "letter_state": LetterState,
    "restriction_cause": Cause,
    "track_step": TrackStep,
}


def install_filters(app: Flask) -> None:
    """Make the functions of this module available in templates."""
    app.jinja_env.filters |= {
        "date": show_date,
        "short_date": show_short_date,
        "weekday": show_weekday,
        "thousands": show_count,
        "rupiah": show_rupiah,
        "satisfaction": SATISFACTION.get,
        "advice_words": lambda row: advice_words(row.choice, row.agency_name, row.wanted, row.rejection_reason),
        "masked": lambda text: mask_number(text or ""),
        "phone": show_any_phone,
        "phone_link": phone_link,
        "whatsapp_link": whatsapp_link,
        "case_state_code": CaseState,
        "paper_remark": show_paper_remark,
        "household_role": lambda value: code_label("household_role", value) or "hubungan belum diisi",
        "coded": lambda value, field: code_label(field, value or ""),
        "nik_reason": lambda value: NikReason(value).label if value else "belum diisi",
        "referral_state": ReferralState,
        "contact_channel": lambda value: ContactChannel(value).label if value else "",
        "photo_kind": lambda value: PhotoKind(value).label if value else "Foto kunjungan",
        "roles_label": lambda text: ", ".join(role.label for role in Role if role in parse_roles(text)),
    }
    app.jinja_env.filters |= {name: _labeller(codes) for name, codes in LABELLED.items()}
    app.jinja_env.globals |= {"open_states": OPEN_STATES, "paper_choices": PAPER_CHOICES}
    app.jinja_env.globals |= {"visit_facts": short_facts, "visit_further": further_facts}
    app.jinja_env.globals |= {"newest_versions": newest_versions, "versions_of": versions_of}
    for function in (show_place, show_age, show_moment, map_link, must_be_referred):
        app.jinja_env.globals[function.__name__] = function


def _labeller(codes: type[Code]) -> Callable[[str], str]:
    return lambda value: codes(value).label
