"""Noting the PPKS of a case's client, and ending or correcting one; the case's history keeps what was noted before."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from puskesos.actions.case_path import change_case, write_event
from puskesos.actions.case_work import refuse_when_closed
from puskesos.actions.newest import write_newest
from puskesos.actions.restriction import restrict_case
from puskesos.actions.submission import run_once
from puskesos.catalogue import load
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.case import Case
from puskesos.models.welfare import PersonCategory
from puskesos.queries.welfare import CATEGORY, welfare_of
from puskesos.rules.dates import show_date
from puskesos.rules.permissions import Permission
from puskesos.rules.ppks import Category, Ending, makes_restricted, read_categories
from puskesos.rules.restriction import cause_of_categories
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

CATEGORIES = read_categories(load("ppks"))


@dataclass(frozen=True)
class CategoriesEntry:
    """The ticked codes and since when they hold."""

    codes: tuple[str, ...]
    since: date


@dataclass(frozen=True)
class CategoryEntry:
    """One category as it should stand; `ending` is empty while it holds, `until` belongs to one that ended."""

    since: date
    ending: str = ""
    until: date | None = None
    reason: str = ""


def note_categories(case: Case, entry: CategoriesEntry, *, key: str, actor: Viewer, now: datetime, today: date) -> int:
    """Note the ticked PPKS for the client; returns how many were new, the same for the same `key`.

    What is running already is left alone. A category of domain.md 8.4 makes the case restricted.
    """

    def effect() -> str:
        _check(case, entry, actor, today)
        known = welfare_of(actor, case.client_id, opened=case.id)
        running = {row.code for row in known if row.kind == CATEGORY and row.is_running}
        added = [CATEGORIES[code] for code in sorted(set(entry.codes) - running)]
        if not added:
            return "0"
        PersonCategory.insert_many([_row(case, one, entry.since, actor, now) for one in added]).execute()
        change_case(case)
        names = "; ".join(named(one.code) for one in added)
        write_event(case, "ppks", f"PPKS dicatat sejak {show_date(entry.since)}: {names}.", actor=actor, now=now)
        _record("categories_noted", case, actor, now, categories=len(added))
        if makes_restricted(added):
            told = ", ".join(named(one.code) for one in added if one.restricted)
            cause = str(cause_of_categories([one.code for one in added]))
            restrict_case(case, f"PPKS {told}", cause=cause, actor=actor, now=now)
        return str(len(added))

    fields = {"case": case.number} | asdict(entry)
    return int(run_once(key, effect, actor=actor, action="categories_noted", fields=fields, now=now))


def change_category(
    case: Case, row: PersonCategory, entry: CategoryEntry, *, version: int, actor: Viewer, now: datetime, today: date
) -> bool:
    """End a category, mark it as a mistake, take either back, or correct its day; returns whether anything changed.

    A category outlives its case, so that a closed case forbids nothing here.
    """
    wanted = asdict(entry)
    before = {name: getattr(row, name) for name in wanted}
    changed = {name: value for name, value in wanted.items() if before[name] != value}
    if not changed:
        return False
    _check_change(case, entry, actor, today)
    with database.atomic():
        write_newest(row, version, **wanted, changed_by=actor.id, changed_at=now)
        told = f"PPKS {named(row.code)}: {_words(**wanted)}. Semula {_words(**before)}."
        write_event(case, "ppks", told, actor=actor, now=now)
        _record("category_changed", case, actor, now, fields=", ".join(changed))
    return True


def named(code: str) -> str:
    """Like "08 Lanjut usia telantar"."""
    return f"{code} {CATEGORIES[code].name}"


def _check(case: Case, entry: CategoriesEntry, actor: Viewer, today: date) -> None:
    if not actor.can(Permission.NOTE_WELFARE):
        raise NotAllowed
    refuse_when_closed(case)
    if not entry.codes:
        raise RuleBroken("Centang paling sedikit satu PPKS.", "codes")
    if not set(entry.codes) <= set(CATEGORIES):
        raise RuleBroken("Pilih PPKS dari daftar.", "codes")
    _check_day(entry.since, today, "since")


def _check_change(case: Case, entry: CategoryEntry, actor: Viewer, today: date) -> None:
    if not actor.can(Permission.NOTE_WELFARE):
        raise NotAllowed
    _check_day(entry.since, today, "since")
    if entry.ending == Ending.BERAKHIR:
        if entry.until is None:
            raise RuleBroken("Isi sejak kapan tidak berlaku lagi.", "until")
        if entry.until < entry.since:
            raise RuleBroken("Tanggal berakhir sebelum tanggal mulai.", "until")
        _check_day(entry.until, today, "until")
    if entry.ending and not entry.reason:
        raise RuleBroken("Tulis alasannya.", "reason")


def _check_day(day: date, today: date, field: str) -> None:
    if day > today:
        raise RuleBroken("Tanggal ini masih di depan. Catat setelah terjadi.", field)


def _row(case: Case, category: Category, since: date, actor: Viewer, now: datetime) -> dict[str, object]:
    stamp = {"created_by": actor.id, "created_at": now, "changed_by": actor.id, "changed_at": now}
    return {"person": case.client_id, "case": case.id, "code": category.code, "since": since, **stamp}


def _words(since: date, ending: str, until: date | None, reason: str) -> str:
    """Like "sejak 3 Maret 2026, tidak berlaku lagi sejak 1 Mei 2026 (sudah bekerja)"."""
    said = f"sejak {show_date(since)}"
    if ending:
        said += f", {Ending(ending).label.lower()}" + (f" sejak {show_date(until)}" if until else "")
    return said + (f" ({reason})" if reason else "")


def _record(event: str, case: Case, actor: Viewer, now: datetime, **detail: object) -> None:
    audit.record(
        event, actor=actor, now=now, object_type="person", object_id=case.client_id, case=case.number, **detail
    )
