"""How PPKS and SPM read on the pages of a case and of a person: lines, hints with their reasons, the list to tick."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from puskesos.actions.ppks import CATEGORIES
from puskesos.actions.spm import SPM
from puskesos.formatting import show_short_date
from puskesos.models.case import Case
from puskesos.models.person import Person
from puskesos.models.welfare import SpmClaim, SpmService
from puskesos.queries.welfare import CATEGORY, WelfareRow, circumstances_of, welfare_of
from puskesos.rules.ppks import (
    AgeGroup,
    Category,
    Circumstances,
    Ending,
    find_categories,
    fits_age,
    reasons_for,
    remarks_on,
)
from puskesos.rules.restriction import ADULT_AGE
from puskesos.rules.spm import SHORT, ClaimState, Likelihood, Spm, SpmHint, hint_for
from puskesos.rules.viewer import Viewer

TONES = {ClaimState.USUL: "note", ClaimState.DIKONFIRMASI: "done", ClaimState.DITOLAK: ""}


@dataclass(frozen=True)
class WelfareLine:
    """A PPKS or an SPM ready to show; `url` leads to where it is changed, `is_running` says whether it counts."""

    title: str
    detail: str
    is_running: bool
    badge: str = ""
    tone: str = ""
    is_restricted: bool = False
    url: str = ""


@dataclass(frozen=True)
class Welfare:
    """What a page shows of a person: categories and claims, and on a case also what seems to apply."""

    categories: list[WelfareLine]
    claims: list[WelfareLine]
    proposals: list[str]
    hints: list[str]

    @property
    def is_empty(self) -> bool:
        return not (self.categories or self.claims or self.proposals or self.hints)


@dataclass(frozen=True)
class Tick:
    """One category to tick."""

    category: Category
    reasons: str
    remarks: list[str]
    is_ticked: bool


@dataclass(frozen=True)
class TickGroup:
    """Categories under one heading; folded when all are for another age and nobody looks for one of them."""

    title: str
    ticks: list[Tick]
    is_folded: bool = False


@dataclass(frozen=True)
class SpmCard:
    """One SPM on its page: what speaks for it, the claim of this year, other years of this case, where else it is."""

    spm: Spm
    hint: SpmHint
    reasons: str
    claim: SpmClaim | None
    given: Sequence[SpmService] = ()
    elsewhere: str = ""

    @property
    def rank(self) -> int:
        """What is at work comes first, then what seems to apply."""
        if self.claim is not None:
            return 0
        return {Likelihood.SESUAI: 1, Likelihood.MUNGKIN: 2, Likelihood.TIDAK: 3}[self.hint.likelihood]

    @property
    def is_open(self) -> bool:
        """Whether there is something to say of it here."""
        return bool(self.elsewhere) or self.rank < 3

    @property
    def badge(self) -> tuple[str, str]:
        """Text and tone."""
        if self.claim is not None:
            state = ClaimState(self.claim.state)
            return state.label, TONES[state]
        return self.hint.likelihood.label, "soon" if self.hint.likelihood == Likelihood.SESUAI else ""

    @property
    def total(self) -> int:
        """Rupiah that were given and not cancelled."""
        return sum(one.amount or 0 for one in self.given if not one.cancelled_because)


def case_welfare(viewer: Viewer, case: Case, today: date, *, is_any: bool) -> Welfare:
    """What the page of a case shows, in one query, or none when nothing was noted for the client (`is_any`)."""
    return welfare_from(welfare_of(viewer, case.client_id, opened=case.id) if is_any else [], case, today)


def welfare_from(rows: Sequence[WelfareRow], case: Case, today: date) -> Welfare:
    """The same from rows that were read already."""
    known = circumstances_of(case.client, today, service=case.service)
    running = running_of(rows)
    claimed = {row.code for row in rows if row.kind != CATEGORY and row.year == today.year}
    hints = {code: hint_for(code, known, running) for code in SPM if code not in claimed}
    shown = [f"{SHORT[code]}: {sentence(hint.reasons)}" for code, hint in hints.items() if is_worth_telling(hint)]
    has_categories = any(row.kind == CATEGORY and row.case_number == case.number for row in rows)
    likely = [] if has_categories else likely_ones(known, {one.code for one in running})
    proposals = [f"{one.code} {one.name}: {sentence(reasons_for(one, known))}" for one in likely]
    return Welfare(*_lines(rows, case.number, kept=True), proposals, shown)


def person_welfare(viewer: Viewer, person: Person) -> Welfare:
    """What the page of a person shows, ended ones too, in one query."""
    return Welfare(*_lines(welfare_of(viewer, person.id), "", kept=False), [], [])


def running_of(rows: Iterable[WelfareRow]) -> list[Category]:
    """The categories among these rows that count today."""
    codes = {row.code for row in rows if row.kind == CATEGORY and row.is_running}
    return [CATEGORIES[code] for code in sorted(codes & set(CATEGORIES))]


def is_worth_telling(hint: SpmHint) -> bool:
    """Whether the page of a case mentions it: everything else stands on the page of the SPM."""
    return hint.likelihood == Likelihood.SESUAI or hint.by_service


def likely_ones(known: Circumstances, but: Collection[str]) -> list[Category]:
    """The categories for which something speaks and against which nothing does."""
    return [one for one in CATEGORIES.values() if one.code not in but and reasons_for(one, known)]


def tick_groups(known: Circumstances, but: Collection[str], ticked: Collection[str], text: str) -> list[TickGroup]:
    """The list to tick under its headings: the likely ones, then by age with the client's own age first.

    A search leaves what it finds and what is ticked already, so that no tick is lost.
    """
    offered = [one for one in CATEGORIES.values() if one.code not in but]
    found = {one.code for one in find_categories(offered, text)} | set(ticked)
    ticks = [
        Tick(one, sentence(reasons_for(one, known)), remarks_on(one, known), one.code in ticked)
        for one in offered
        if one.code in found
    ]
    rest = [tick for tick in ticks if not tick.reasons]
    groups = [TickGroup("Mungkin sesuai", [tick for tick in ticks if tick.reasons])]
    for age in _order(known):
        members = [tick for tick in rest if tick.category.group == age]
        is_other = known.age is not None and not any(fits_age(tick.category, known.age) for tick in members)
        folded = is_other and not text and not any(tick.is_ticked for tick in members)
        groups.append(TickGroup(age.label, members, folded))
    return [group for group in groups if group.ticks]


def sentence(parts: Collection[str]) -> str:
    """The reasons in one breath."""
    return ", ".join(parts)


def _order(known: Circumstances) -> tuple[AgeGroup, ...]:
    if known.age is None or known.age <= ADULT_AGE:
        return (AgeGroup.ANAK, AgeGroup.SEMUA, AgeGroup.LANSIA)
    return (
        (AgeGroup.LANSIA, AgeGroup.SEMUA, AgeGroup.ANAK)
        if known.age >= 60
        else (
            AgeGroup.SEMUA,
            AgeGroup.LANSIA,
            AgeGroup.ANAK,
        )
    )


def _lines(rows: Iterable[WelfareRow], case_number: str, *, kept: bool) -> tuple[list[WelfareLine], list[WelfareLine]]:
    """Categories and claims; `kept` leaves out what no longer counts."""
    shown = [row for row in rows if row.is_running or not kept]
    shown.sort(key=lambda row: (not row.is_running, row.code))
    categories = [_category_line(row, case_number) for row in shown if row.kind == CATEGORY]
    return categories, [_claim_line(row, case_number) for row in shown if row.kind != CATEGORY]


def _category_line(row: WelfareRow, case_number: str) -> WelfareLine:
    category = CATEGORIES[row.code]
    ended = Ending(row.state).label.lower() if row.state else ""
    until = f" {show_short_date(row.until)}" if row.until else ""
    parts = [f"sejak {show_short_date(row.since)}", ended + until, row.reason, *_origin(row, case_number)]
    return WelfareLine(
        title=f"{row.code} {category.name}",
        detail=" · ".join(filter(None, parts)),
        is_running=row.is_running,
        is_restricted=category.restricted,
        url=url_for("ppks.edit", number=row.case_number, category_id=row.id),
    )


def _claim_line(row: WelfareRow, case_number: str) -> WelfareLine:
    state = ClaimState(row.state)
    given = f"{row.given} layanan diberikan" if row.given else ""
    if state == ClaimState.DIKONFIRMASI and not row.given:
        given = "belum ada layanan yang dicatat"
    return WelfareLine(
        title=f"{row.code} {SHORT[row.code]}",
        detail=" · ".join(filter(None, [f"tahun {row.year}", given, row.reason, *_origin(row, case_number)])),
        is_running=row.is_running,
        badge=state.label,
        tone=TONES[state],
        url=url_for("spm.index", number=row.case_number) + f"#{row.code}",
    )


def _origin(row: WelfareRow, case_number: str) -> list[str]:
    """Who noted it, and the case unless that is the page's own."""
    return [f"dicatat {row.noted_by}", "" if row.case_number == case_number else f"kasus {row.case_number}"]
