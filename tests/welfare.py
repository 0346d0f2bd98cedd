"""Factories of PPKS and SPM in a case, through the actions; what is not given is as it usually is."""

from __future__ import annotations

import uuid
from datetime import date

from puskesos import clock
from puskesos.actions.ppks import CategoriesEntry, note_categories
from puskesos.actions.spm import ClaimEntry, decide_claim
from puskesos.actions.spm_service import GivenEntry, give_services
from puskesos.models import Case, PersonCategory, SpmClaim, User
from tests.cast import ZONE, Cast, viewer_of


def note_ppks(cast: Cast, case: Case, *codes: str, by: User | None = None, since: date | None = None) -> PersonCategory:
    """These PPKS for the client, noted by Ratna today; returns the newest."""
    today = clock.today(ZONE)
    entry = CategoriesEntry(codes, since or today)
    actor, key = viewer_of(by or cast.ratna), str(uuid.uuid4())
    note_categories(Case.get_by_id(case.id), entry, key=key, actor=actor, now=clock.now(), today=today)
    return PersonCategory.select().where(PersonCategory.case == case).order_by(PersonCategory.id.desc()).get()


def claim_spm(
    cast: Cast, case: Case, code: str = "SPM-3", *, by: User | None = None, given: str = "", **said: object
) -> SpmClaim:
    """An SPM confirmed by Ratna, with one service of today when `given` names it; `said` replaces what is said."""
    signs = ("tanpa_perawat",) if code in {"SPM-1", "SPM-2", "SPM-3"} else ()
    entry = ClaimEntry(**{"state": "dikonfirmasi", "signs": signs, "reason": "Dilihat saat kunjungan."} | said)
    today, actor = clock.today(ZONE), viewer_of(by or cast.ratna)
    decide_claim(Case.get_by_id(case.id), code, entry, version=0, actor=actor, now=clock.now(), today=today)
    claim = SpmClaim.get(SpmClaim.case == case, SpmClaim.code == code, SpmClaim.year == today.year)
    if given:
        give(cast, claim, GivenEntry(given, today))
    return claim


def give(cast: Cast, claim: SpmClaim, *entries: GivenEntry, key: str = "", by: User | None = None) -> int:
    """Services given for a claim; returns how many were noted."""
    case = Case.get_by_id(claim.case_id)
    when = {"key": key or str(uuid.uuid4()), "now": clock.now(), "today": clock.today(ZONE)}
    return give_services(case, claim, entries, actor=viewer_of(by or cast.sari), **when)
