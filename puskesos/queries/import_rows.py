"""The rows of an import ready to show: names, masked numbers, what changes in words; the refused ones as a sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Expression

from puskesos.models.hub import Village
from puskesos.models.imports import Import, ImportRow
from puskesos.models.person import Person
from puskesos.queries.imports import PAGE
from puskesos.rules.names import fold_name
from puskesos.rules.nik import clean_digits, mask_number
from puskesos.rules.person import FIELD_LABELS, MembershipStatus, code_label, show_value
from puskesos.rules.register_import import RowChoice, RowState, Verdict

REASON = "Alasan ditolak"
AT_ONCE = 500


@dataclass(frozen=True)
class ChangeShown:
    """One field that the row changes, in words; numbers masked."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class RowShown:
    """A row with its verdict; `person_id` is the known, doubtful or made person."""

    id: int
    position: int
    name: str
    nik_masked: str
    kk_masked: str
    village_name: str
    verdict: str
    verdict_label: str
    reasons: list[str]
    changes: list[ChangeShown]
    kept: list[str]
    person_id: int | None
    person_name: str
    choice: str
    state: str
    state_label: str


def list_rows(imp: Import, *, verdict: str = "", state: str = "", search: str = "", after: int = 0) -> list[RowShown]:
    """Up to PAGE + 1 rows in the order of the file; `after` is the position of the last one seen."""
    query = ImportRow.select(ImportRow, Person.name.alias("person_name")).join(Person, JOIN.LEFT_OUTER)
    query = query.where(_wanted(imp, verdict, state, search), ImportRow.position > after)
    rows = list(query.order_by(ImportRow.position).limit(PAGE + 1).namedtuples())
    villages = dict(Village.select(Village.id, Village.name).where(Village.hub == imp.hub_id).tuples())
    headings = {name: int(index) for index, name in json.loads(imp.columns).items()}
    return [_shown(row, villages, headings) for row in rows]


def count_rows(imp: Import, *, verdict: str = "", state: str = "", search: str = "") -> int:
    """How many rows the filter leaves."""
    return ImportRow.select(ImportRow.id).where(_wanted(imp, verdict, state, search)).count()


def refused_sheet(imp: Import) -> tuple[list[str], Iterator[list[str]]]:
    """Headings and cells as they came, with the reason behind: refused rows, and doubtful ones that were left out."""
    titles = json.loads(imp.headings)
    return [*titles, REASON], _refused(imp, len(titles))


def count_refused(imp: Import) -> int:
    """How many rows `refused_sheet` gives."""
    return ImportRow.select(ImportRow.id).where(_out(imp)).count()


def _wanted(imp: Import, verdict: str, state: str, search: str) -> Expression:
    wanted = ImportRow.of_import == imp.id
    if verdict:
        wanted &= ImportRow.verdict == verdict
    if state:
        wanted &= ImportRow.state == state
    digits = clean_digits(search)
    text = digits if digits.isdigit() else fold_name(search)
    return wanted & ImportRow.words.contains(text) if text else wanted


def _shown(row: Any, villages: Mapping[int, str], headings: Mapping[str, int]) -> RowShown:
    plan, cells = json.loads(row.changes), json.loads(row.cells)
    entry = plan.get("entry", {})
    fields = dict(plan.get("fields", {}))
    return RowShown(
        id=row.id,
        position=row.position,
        name=entry.get("name") or _cell(cells, headings, "name"),
        nik_masked=mask_number(entry.get("nik") or _cell(cells, headings, "nik")),
        kk_masked=mask_number(plan.get("kk") or ""),
        village_name=villages.get(entry.get("village_id"), "") or _cell(cells, headings, "village"),
        verdict=row.verdict,
        verdict_label=Verdict(row.verdict).label,
        reasons=row.reasons.split("\n") if row.reasons else [],
        changes=[_change(name, old, new, villages) for name, (old, new) in fields.items()]
        + [_program(one) for one in plan.get("memberships", [])],
        kept=[f"{FIELD_LABELS.get(name, name)} dipertahankan: {why}" for name, why in plan.get("kept", {}).items()],
        person_id=row.person,
        person_name=row.person_name or "",
        choice=row.choice,
        state=row.state,
        state_label=RowState(row.state).label,
    )


def _cell(cells: list[str], headings: Mapping[str, int], field: str) -> str:
    place = headings.get(field, len(cells))
    return cells[place] if place < len(cells) else ""


def _change(name: str, old: Any, new: Any, villages: Mapping[int, str]) -> ChangeShown:
    label = FIELD_LABELS.get(name, name)
    if name == "village_id":
        return ChangeShown(label, villages.get(old, "kosong"), villages.get(new, "kosong"))
    return ChangeShown(label, *(show_value(name, "" if value is None else str(value)) for value in (old, new)))


def _program(wanted: Mapping[str, Any]) -> ChangeShown:
    told = [", ".join(_told(name, value) for name, value in wanted[side].items() if value) for side in ("old", "new")]
    return ChangeShown(f"program {wanted['program']}", told[0] or "kosong", told[1])


def _told(name: str, value: Any) -> str:
    if name == "status":
        return MembershipStatus(value).label.lower()
    return mask_number(value) if name == "card_number" else code_label(name, str(value))


def _out(imp: Import) -> Expression:
    undecided = (ImportRow.verdict == str(Verdict.RAGU)) & ImportRow.choice.in_(["", str(RowChoice.LEWATI)])
    return (ImportRow.of_import == imp.id) & ((ImportRow.verdict == str(Verdict.DITOLAK)) | undecided)


def _refused(imp: Import, width: int) -> Iterator[list[str]]:
    after = 0
    columns = (ImportRow.position, ImportRow.cells, ImportRow.reasons)
    while True:
        query = ImportRow.select(*columns).where(_out(imp), ImportRow.position > after).order_by(ImportRow.position)
        rows = list(query.limit(AT_ONCE).tuples())
        if not rows:
            return
        for position, cells, reasons in rows:
            after = position
            yield [*(json.loads(cells) + [""] * width)[:width], " ".join(reasons.split("\n"))]
