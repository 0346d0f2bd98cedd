"""What five years of cases leave behind, so that the month's report has something to count: stays, data checks,
referrals with their answers, visits, PPKS and SPM of the archive, each from its case's own days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from peewee import Model

from puskesos.bench.residents import PEOPLE_PER_CASE, Place, at_noon, came_on, case_state_at, tasks_of
from puskesos.models import (
    Agency,
    CaseStay,
    DataCheck,
    PersonCategory,
    Referral,
    ReferralEvent,
    SpmClaim,
    SpmService,
    Visit,
)
from puskesos.rules.period import is_over_many_months, is_over_months
from puskesos.rules.spm import SHORT

WAY = ("terdaftar", "penanganan", "menunggu_penetapan", "dilayani")  # then "dirujuk" for some, then the end
CHECK_EVERY, REFER_EVERY, PPKS_EVERY, SPM_EVERY = 2, 6, 5, 25
OPEN_LETTERS_EVERY = 11  # of the referred ones
Rows = Iterator[dict[str, Any]]


def history_tables(place: Place, count: int) -> Iterator[tuple[type[Model], Rows]]:
    """The tables in the order of their references, for `count` cases."""
    offices = [row for (row,) in Agency.select(Agency.id).where(Agency.hub == place.hub).order_by(Agency.id).tuples()]
    yield CaseStay, _stays(place, count)
    yield DataCheck, _checks(place, count)
    yield Referral, _referrals(place, count, offices)
    yield ReferralEvent, _events(place, count)
    yield Visit, _visits(place, count)
    yield PersonCategory, _categories(place, count)
    yield SpmClaim, _claims(place, count)
    yield SpmService, _services(place, count)


def _stays(place: Place, count: int) -> Rows:
    for case in range(1, count + 1):
        began, states = came_on(place, case, count), _way_of(case, case_state_at(case, count)[0])
        days = [min(began + timedelta(days=step * (1 + case % 5)), place.today) for step in range(len(states))]
        for step, state in enumerate(states):
            until = days[step + 1] if step + 1 < len(days) else None
            yield {
                "hub": place.hub,
                "case": case,
                "state": state,
                "came_from": states[step - 1] if step else "",
                "since": days[step],
                "until": until,
                "over_months": is_over_months(days[step], until),
                "over_many_months": is_over_many_months(days[step], until),
                "due_on": began + timedelta(days=5 + case % 20) if state == "selesai" else None,
            }


def _way_of(case: int, last: str) -> list[str]:
    """The states a case went through."""
    if last == "selesai":
        return [*WAY, *(["dirujuk"] if case % REFER_EVERY == 0 else []), last]
    return [WAY[0], last] if last != WAY[0] else [last]


def _checks(place: Place, count: int) -> Rows:
    for case in range(CHECK_EVERY, count + 1, CHECK_EVERY):
        day = came_on(place, case, count)
        yield {
            "case": case,
            "status": "terdaftar",
            "decile": 1 + case // CHECK_EVERY % 10,
            "checked_on": day,
            "channel": "siks_ng",
            "checked_by": place.staff.id,
            "created_at": at_noon(day),
        }


def _referrals(place: Place, count: int, offices: list[int]) -> Rows:
    for order, case in enumerate(range(REFER_EVERY, count + 1, REFER_EVERY), start=1):
        sent = came_on(place, case, count) + timedelta(days=2)
        answered = None if order % OPEN_LETTERS_EVERY == 0 else sent + timedelta(days=3 + case % 20)
        yield {
            "hub": place.hub,
            "case": case,
            "agency": offices[order % len(offices)],
            "number": f"UKUR-{order:06}",
            "letter_number": f"{order:06}/UKUR",
            "letter_on": sent,
            "wanted": "Layanan kesehatan",
            "reason": "Keluarga tidak mampu.",
            "basis": "tugas_pelayanan_publik",
            "officer": place.staff.name,
            "state": "selesai" if answered else "dikirim",
            "state_since": at_noon(answered or sent),
            "sent_on": sent,
            "answer_due_on": sent + timedelta(days=14),
            "answered_on": answered,
            "code_expires_on": sent + timedelta(days=60),
            "created_by": place.staff.id,
            "created_at": at_noon(sent),
        }


def _events(place: Place, count: int) -> Rows:
    for order, case in enumerate(range(REFER_EVERY, count + 1, REFER_EVERY), start=1):
        day = came_on(place, case, count) + timedelta(days=4)
        yield {
            "referral": order,
            "at": at_noon(day),
            "on": day,
            "kind": "status",
            "from_state": "dikirim",
            "to_state": "diterima",
            "actor": place.staff.id,
            "actor_name": place.staff.name,
        }


def _visits(place: Place, count: int) -> Rows:
    """A report for each task of the archive."""
    for task, (case, state) in enumerate(tasks_of(count), start=1):
        if state:
            continue
        at = at_noon(came_on(place, case, count) + timedelta(days=3))
        yield {
            "assignment": task,
            "case": case,
            "visited_at": at,
            "outcome": "bertemu",
            "findings": "Rumah bilik, lantai tanah, dua anak belum sekolah.",
            "created_by": place.staff.id,
            "created_at": at,
            "approved": True,
        }


def _noted(place: Place, day: date) -> dict[str, Any]:
    moment = at_noon(day)
    return {
        "created_by": place.staff.id,
        "created_at": moment,
        "changed_by": place.staff.id,
        "changed_at": moment,
    }


def _categories(place: Place, count: int) -> Rows:
    for case in range(PPKS_EVERY, count + 1, PPKS_EVERY):
        day = came_on(place, case, count)
        code = f"{1 + case // PPKS_EVERY % 26:02}"
        yield {"person": case * PEOPLE_PER_CASE, "case": case, "code": code, "since": day} | _noted(place, day)


def _claims(place: Place, count: int) -> Rows:
    codes = sorted(SHORT)
    for order, case in enumerate(range(SPM_EVERY, count + 1, SPM_EVERY), start=1):
        day = came_on(place, case, count) + timedelta(days=1)
        told = {"code": codes[order % len(codes)], "year": day.year, "state": "dikonfirmasi"}
        yield {"person": case * PEOPLE_PER_CASE, "case": case} | told | _noted(place, day)


def _services(place: Place, count: int) -> Rows:
    for order, case in enumerate(range(SPM_EVERY, count + 1, SPM_EVERY), start=1):
        day = came_on(place, case, count) + timedelta(days=2)
        item = "rujukan" if order % 3 == 0 else "permakanan"
        yield {"claim": order, "item": item, "given_on": day} | _noted(place, day)
