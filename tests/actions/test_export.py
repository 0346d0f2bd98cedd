"""An export is allowed with a reason, counted, written into the trail first, and never more than ten an hour."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from puskesos import clock
from puskesos.actions import export
from puskesos.actions.export import ExportEntry, ask_export, note_written
from puskesos.database import connected
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models import AuditEntry, Job
from puskesos.queries.case import CaseFilter
from puskesos.queries.export import Wanted, asked_of, find_export
from puskesos.rules.export import MOST_AN_HOUR, ExportList, FileFormat
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of

WARGA = Wanted(ExportList.WARGA)
ENTRY = ExportEntry(FileFormat.XLSX, "Bahan rapat desa")


def ask(user: object, wanted: Wanted = WARGA, entry: ExportEntry = ENTRY) -> Job | None:
    return ask_export(wanted, entry, actor=viewer_of(user), now=clock.now(), today=TODAY)


def entries() -> list[AuditEntry]:
    return list(AuditEntry.select().where(AuditEntry.action.startswith("export_")).order_by(AuditEntry.id))


def test_a_short_list_is_answered_at_once_and_noted(cast: Cast) -> None:
    made = make_person(cast)
    assert ask(cast.ratna, replace(WARGA, ids=(made.id,))) is None and not Job.select().count()
    assert ask(cast.sari) is None
    first, second = entries()
    assert (first.action, first.reason, first.actor_id) == ("export_made", "Bahan rapat desa", cast.ratna.id)
    told = json.loads(first.detail)
    assert told == {"rows": 1, "filter": {"list": "warga", "found": 1}, "format": "xlsx", "numbers": "disamarkan"}
    assert json.loads(second.detail) == {
        **{"rows": 1, "filter": {"list": "warga", "status": "hidup"}},
        **{"format": "xlsx", "numbers": "tidak"},
    }


def test_full_numbers_have_their_own_reason_and_their_own_entry(cast: Cast) -> None:
    make_person(cast)
    entry = replace(ENTRY, full_numbers=True, numbers_reason="Dicocokkan dengan SIKS-NG")
    ask(cast.ratna, entry=entry)
    first, second = entries()
    assert (second.action, second.reason) == ("export_numbers_opened", "Dicocokkan dengan SIKS-NG")
    assert json.loads(first.detail)["numbers"] == "lengkap"


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"reason": "....."}, "reason"), ({"reason": "data"}, "reason"), ({"full_numbers": True}, "numbers_reason")],
)
def test_without_a_reason_nothing_leaves_and_nothing_is_noted(
    cast: Cast, changed: dict[str, object], field: str
) -> None:
    make_person(cast)
    with pytest.raises(RuleBroken) as refused:
        ask(cast.ratna, entry=replace(ENTRY, **changed))
    assert refused.value.field == field and not entries()


def test_full_numbers_are_for_the_koordinator_and_for_people(cast: Cast) -> None:
    make_case(cast)
    entry = replace(ENTRY, full_numbers=True, numbers_reason="Dicocokkan dengan SIKS-NG")
    for user, wanted in ((cast.sari, WARGA), (cast.bayu, WARGA), (cast.ratna, Wanted(ExportList.KASUS))):
        with pytest.raises(NotAllowed):
            ask(user, wanted, entry)
    with pytest.raises(NotAllowed):
        ask(cast.ujang)
    assert not entries()


def test_an_empty_list_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Tidak ada yang dapat diunduh"):
        ask(cast.ratna)


def test_the_eleventh_within_an_hour_waits(cast: Cast) -> None:
    make_person(cast)
    for _ in range(MOST_AN_HOUR):
        ask(cast.ratna)
    with pytest.raises(RuleBroken, match="satu jam"):
        ask(cast.ratna)
    ask(cast.sari)
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        ask(cast.ratna)
    assert len(entries()) == MOST_AN_HOUR + 2


def test_parallel_exports_do_not_slip_past_the_limit(cast: Cast) -> None:
    make_person(cast)
    for _ in range(MOST_AN_HOUR - 1):
        ask(cast.ratna)
    person = viewer_of(cast.ratna)

    def try_once(_number: int) -> bool:
        with connected(), suppress(RuleBroken):
            ask_export(WARGA, ENTRY, actor=person, now=clock.now(), today=TODAY)
            return True
        return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_once, range(4))) == 1


def test_a_long_list_waits_for_the_worker_one_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_DIRECT", 1)
    make_person(cast)
    make_person(cast, "Wati")
    job = ask(cast.ratna)
    assert job.state == "menunggu" and job.created_by_id == cast.ratna.id and asked_of(job).names
    with pytest.raises(RuleBroken, match="masih disusun"):
        ask(cast.ratna)
    other = ask(cast.sari)
    assert other.id != job.id and not asked_of(other).names and len(entries()) == 2


def test_only_the_asker_finds_an_export(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_DIRECT", 0)
    make_person(cast)
    job = ask(cast.ratna)
    assert find_export(viewer_of(cast.ratna), job.id) == job
    assert not find_export(viewer_of(cast.sari), job.id) and not find_export(viewer_of(cast.citra), job.id)


def test_what_was_typed_is_kept_neither_in_the_trail_nor_longer_than_needed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_DIRECT", 0)
    make_case(cast, client=make_person(cast, "Nurhaliza"))
    job = ask(cast.ratna, Wanted(ExportList.KASUS, cases=CaseFilter(text="nurhaliza", state="terbuka")))
    assert "nurhaliza" not in entries()[0].detail and "searched" in entries()[0].detail
    assert note_written(job, asked_of(job), "f" * 32, 1)
    kept = Job.get_by_id(job.id)
    assert "nurhaliza" not in kept.note and asked_of(kept).rows == 1
