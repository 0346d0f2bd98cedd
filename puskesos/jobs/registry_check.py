"""Periksa data warga: every check over the whole registry of one hub, written so that people's work goes on meanwhile.

Nothing is half: each check's findings are swapped in one short transaction, and a run that was killed begins anew.
"""

from __future__ import annotations

from puskesos import clock
from puskesos.actions.registry_check import Finding, note_outcome, swap_findings
from puskesos.jobs.run import Run
from puskesos.models.hub import Hub
from puskesos.queries.registry_check import (
    LIKELY_DOUBLE,
    SAME_NIK,
    SINGLE,
    count_residents,
    find_wrong,
    read_residents,
    told_apart_pairs,
)
from puskesos.rules.crowd import Crowd
from puskesos.rules.doubles import Best, find_doubles
from puskesos.rules.registry_check import MOST_KEPT

READ_PART = 0.2  # of the whole work
TOLD_EVERY = 500  # people or pairs


def check_registry(run: Run) -> None:
    """The work of JobKind.PERIKSA_WARGA."""
    hub, now = Hub.get_by_id(run.job.hub_id), clock.now()
    people, counts = count_residents(hub.id), {}
    run.step(0, people)
    for check in SINGLE:
        ids, counts[check] = find_wrong(check, hub.id, clock.today(hub.zone, now), MOST_KEPT)
        swap_findings(hub.id, check, [Finding(one) for one in ids], now)
        run.step(0, people)
    crowd = _read(run, hub.id, people)
    pairs = find_doubles(crowd, told_apart_pairs(hub.id), MOST_KEPT, _ticker(run, people))
    for check, best in zip((SAME_NIK, LIKELY_DOUBLE), pairs, strict=True):
        counts[check] = best.count
        swap_findings(hub.id, check, _findings(best), now)
    note_outcome(run.job, len(crowd), {check: count for check, count in counts.items() if count})
    run.step(people, people)


def _read(run: Run, hub_id: int, people: int) -> Crowd:
    crowd = Crowd()
    for resident in read_residents(hub_id):
        crowd.add(resident)
        if len(crowd) % TOLD_EVERY == 0:
            run.step(int(len(crowd) * READ_PART), people)
    return crowd


def _ticker(run: Run, people: int) -> object:
    """Tells how far the comparing is, now and then."""
    seen = 0

    def tick(part: float) -> None:
        nonlocal seen
        seen += 1
        if seen % TOLD_EVERY == 0:
            run.step(int(people * (READ_PART + (1 - READ_PART) * part)), people)

    return tick


def _findings(best: Best) -> list[Finding]:
    return [Finding(one.person, one.other, one.score, one.reasons) for one in best.rows()]
