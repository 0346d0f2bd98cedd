"""Reports in parts and their versions: saved as typed, joined once, corrected by a new version."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.assignment import cancel_assignment
from puskesos.actions.visit import VisitEntry, report_visit
from puskesos.actions.visit_draft import save_parts
from puskesos.database import connected
from puskesos.errors import Conflict, RuleBroken
from puskesos.models import Assignment, AuditEntry, CaseEvent, Photo, Visit, VisitDraft
from puskesos.rules.visit_facts import answers_of, changed_facts, newest_versions, versions_of
from puskesos.rules.visit_form import VisitPart
from puskesos.rules.visit_place import Place
from tests.cast import Cast, make_assignment, viewer_of
from tests.views.field import Field, approve, report, start_field

HOUSE = {VisitPart.RUMAH: {"floor": ["tanah"], "area": ["24"]}}
CHECKED = {VisitPart.VERVAL: {"identity_fits": ["ya"], "programs_received": ["pkh", "pbi"], "members_counted": ["4"]}}
Save = Callable[..., int]


@pytest.fixture
def field(cast: Cast) -> Field:
    return start_field(cast)


@pytest.fixture
def save(field: Field) -> Save:
    def keep(parts: dict[VisitPart, Any], version: int = 0) -> int:
        return save_parts(field.task, parts, version=version, actor=viewer_of(field.cast.ujang), now=clock.now())

    return keep


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.jpg*"))


def test_saved_parts_become_columns_of_the_report_and_are_gone(field: Field, save: Save, tmp_path: Path) -> None:
    save(HOUSE | CHECKED)
    visit = report(field, tmp_path, place=Place("-6.01000", "107.02000", 15), aid_given="1 paket sembako")
    assert (visit.form, visit.identity_fits, visit.members_counted) == ("lengkap", "ya", 4)
    assert (visit.programs_received, visit.latitude, visit.accuracy) == ("pkh,pbi", "-6.01000", 15)
    assert answers_of(visit)[VisitPart.RUMAH] == {"floor": "tanah", "area": 24}
    assert not VisitDraft.select().exists()


def test_a_report_without_further_parts_is_a_short_one(field: Field, tmp_path: Path) -> None:
    assert report(field, tmp_path).form == "singkat"


def test_saving_the_same_again_changes_nothing(save: Save) -> None:
    assert save(HOUSE) == save(HOUSE) == save(HOUSE, version=1) == 1


def test_of_two_devices_the_second_is_told(save: Save) -> None:
    save(HOUSE)
    with pytest.raises(Conflict):
        save({VisitPart.RUMAH: {"floor": ["keramik"]}})
    assert save({VisitPart.RUMAH: {"floor": ["keramik"]}}, version=1) == 2


@pytest.mark.parametrize("version", [0, 1], ids=["at the beginning", "later"])
def test_of_two_devices_that_save_together_one_is_told(field: Field, save: Save, version: int) -> None:
    together, ujang = Barrier(2), viewer_of(field.cast.ujang)
    if version:
        save(HOUSE | {VisitPart.RUMAH: {"floor": ["ubin"]}})

    def begin(floor: str) -> str:
        with connected():
            task = Assignment.get_by_id(field.task.id)
            together.wait()
            try:
                return str(
                    save_parts(
                        task, {VisitPart.RUMAH: {"floor": [floor]}}, version=version, actor=ujang, now=clock.now()
                    )
                )
            except Conflict:
                return "told"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(begin, ["tanah", "semen"])) == [str(version + 1), "told"]
    assert VisitDraft.select().count() == 1


def test_only_the_volunteer_of_the_task_saves_and_only_while_it_is_open(field: Field, save: Save) -> None:
    with pytest.raises(RuleBroken, match="bukan milik akun ini"):
        save_parts(field.task, HOUSE, version=0, actor=viewer_of(field.cast.tono), now=clock.now())
    save(HOUSE)
    cancel_assignment(field.task, reason="Salah orang.", actor=viewer_of(field.cast.ratna), now=clock.now())
    assert not VisitDraft.select().exists()
    with pytest.raises(RuleBroken, match="sudah selesai"):
        save(HOUSE)


def test_a_verification_is_refused_until_its_parts_are_there(cast: Cast, tmp_path: Path) -> None:
    field = Field(cast, start_field(cast).case, make_assignment(cast, kind="verval"))
    Assignment.update(state="diterima").where(Assignment.id == field.task.id).execute()
    with pytest.raises(RuleBroken, match="belum diisi: Verval, Rumah, Aset, Ekonomi"):
        report(field.again(), tmp_path)
    assert not Visit.select().exists() and files(tmp_path) == []
    report(field.again(), tmp_path, outcome="tidak_ada", met_whom="", conclusion="")
    assert Visit.select().count() == 1


def test_a_part_that_is_not_in_order_is_named(field: Field, save: Save, tmp_path: Path) -> None:
    save({VisitPart.RUMAH: {"area": ["dua"]}})
    with pytest.raises(RuleBroken, match=r"Bagian Rumah perlu diperbaiki: Luas lantai \(m²\) harus angka"):
        report(field, tmp_path)
    assert VisitDraft.select().count() == 1


def test_nobody_met_leaves_the_further_parts_for_the_next_visit(field: Field, save: Save, tmp_path: Path) -> None:
    save(HOUSE)
    visit = report(field, tmp_path, outcome="tidak_ada", met_whom="", conclusion="")
    assert visit.assessment == "" and VisitDraft.select().count() == 1


def test_a_retry_after_the_parts_are_gone_is_still_one_report(field: Field, save: Save, tmp_path: Path) -> None:
    save(HOUSE)
    entry, key = VisitEntry(clock.now(), "bertemu", "Lantai tanah.", "Anak", "layak"), str(uuid.uuid4())
    for _ in range(2):
        task = field.again().task
        report_visit(task, entry, [], uploads=tmp_path, key=key, actor=viewer_of(field.cast.ujang), now=clock.now())
    assert Visit.select().count() == 1 and "tanah" in Visit.get().assessment


class TestCorrection:
    """A version that waits for its answer is mended by a newer one."""

    def test_the_newest_counts_and_the_older_one_stays(self, field: Field, save: Save, tmp_path: Path) -> None:
        save(HOUSE | CHECKED)
        first = report(field, tmp_path)
        second = report(field.again(), tmp_path, findings="Rumah panggung, atap bocor.", corrects=first.id)
        assert (second.corrects_id, second.members_counted, Visit.get_by_id(first.id).findings) == (
            first.id,
            4,
            "Rumah panggung.",
        )
        assert answers_of(second) == answers_of(first)
        reports = list(Visit.select())
        assert newest_versions(reports) == [second] and versions_of(second, reports) == [second, first]
        changed = changed_facts(first, second, "Asia/Jakarta")
        assert changed == [("Temuan", "Rumah panggung.", "Rumah panggung, atap bocor.")]
        assert field.again().task.state == "dilaporkan" and Photo.select().count() == 2
        assert AuditEntry.select().where(AuditEntry.action == "visit_corrected").count() == 1
        assert "diperbaiki" in CaseEvent.select().order_by(CaseEvent.id.desc()).get().text

    def test_a_part_saved_anew_replaces_the_one_before(self, field: Field, save: Save, tmp_path: Path) -> None:
        save(HOUSE)
        first = report(field, tmp_path)
        save({VisitPart.RUMAH: {"floor": ["semen"]}})
        second = report(field.again(), tmp_path, corrects=first.id)
        assert answers_of(second)[VisitPart.RUMAH] == {"floor": "semen"}
        assert ("Rumah: Lantai terluas", "Tanah", "Semen/bata merah") in changed_facts(first, second, "Asia/Jakarta")

    def test_a_part_that_is_emptied_is_gone(self, field: Field, save: Save, tmp_path: Path) -> None:
        save(HOUSE)
        first = report(field, tmp_path)
        save({VisitPart.RUMAH: {"floor": [""], "area": [""]}})
        second = report(field.again(), tmp_path, corrects=first.id)
        assert (second.form, second.assessment) == ("singkat", "")

    def test_it_must_know_the_newest_version(self, field: Field, tmp_path: Path) -> None:
        first = report(field, tmp_path)
        with pytest.raises(RuleBroken, match="tidak lagi ditunggu"):
            report(field.again(), tmp_path)
        report(field.again(), tmp_path, corrects=first.id, findings="Kedua.")
        with pytest.raises(Conflict):
            report(field.again(), tmp_path, corrects=first.id, findings="Ketiga.")
        assert Visit.select().count() == 2

    def test_what_was_approved_is_not_mended(self, field: Field, tmp_path: Path) -> None:
        first = report(field, tmp_path)
        approve(field)
        with pytest.raises(Conflict):
            report(field.again(), tmp_path, corrects=first.id)

    def test_two_devices_make_one_correction(self, field: Field, tmp_path: Path) -> None:
        first, together = report(field, tmp_path), Barrier(2)

        def mend(words: str) -> str:
            with connected():
                mine = field.again()
                together.wait()
                try:
                    report(mine, tmp_path, corrects=first.id, findings=words)
                except Conflict:
                    return "told"
                return "sent"

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(mend, ["Satu.", "Dua."])) == ["sent", "told"]
        assert Visit.select().count() == Photo.select().count() == len(files(tmp_path)) == 2
