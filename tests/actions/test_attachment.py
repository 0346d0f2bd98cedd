"""Keeping and removing files of a case, on both engines."""

from __future__ import annotations

import uuid

import pytest

from puskesos import clock
from puskesos.actions import attachment as actions
from puskesos.actions.attachment import add_attachments, remove_attachment
from puskesos.config import Settings
from puskesos.errors import RuleBroken
from puskesos.models import Attachment, AuditEntry, Case, CaseDocument, CaseEvent
from tests.attached import PDF, attach, prepared
from tests.cast import Cast, make_case, viewer_of


def keep(cast: Cast, case: Case, settings: Settings, *contents: bytes | None, **how: object) -> int:
    usual = {"key": str(uuid.uuid4()), "actor": viewer_of(cast.sari), "now": clock.now(), "uploads": settings.uploads}
    return add_attachments(case, [prepared(content) for content in contents], "Surat", **usual | how)


def on_disk(settings: Settings) -> list[str]:
    return [path.name for path in settings.uploads.glob("*")] if settings.uploads.exists() else []


def test_several_files_stand_in_the_case_with_one_history_line(cast: Cast, settings: Settings) -> None:
    case = make_case(cast)
    assert keep(cast, case, settings, None, PDF) == 2
    rows = list(Attachment.select().order_by(Attachment.id))
    assert [(row.title, row.kind) for row in rows] == [("Surat (1/2)", "foto"), ("Surat (2/2)", "pdf")]
    assert sorted(on_disk(settings)) == sorted(row.stored_name for row in rows)
    assert CaseEvent.select().where(CaseEvent.text == "Lampiran ditambahkan: Surat (2 berkas).").count() == 1
    entry = AuditEntry.get(AuditEntry.action == "attachment_added")
    assert entry.object_id == case.number and "Surat" not in entry.detail


def test_the_same_form_sent_twice_keeps_its_files_once(cast: Cast, settings: Settings) -> None:
    case, key = make_case(cast), str(uuid.uuid4())
    assert keep(cast, case, settings, PDF, key=key) == keep(cast, case, settings, PDF, key=key) == 1
    assert Attachment.select().count() == len(on_disk(settings)) == 1


def test_a_file_for_a_missing_paper_ticks_it_as_a_photo(cast: Cast, settings: Settings) -> None:
    case = make_case(cast)
    keep(cast, case, settings, None, position=1)
    paper = CaseDocument.get(CaseDocument.case == case, CaseDocument.position == 1)
    assert (paper.state, paper.form) == ("ada", "foto") and Attachment.get().document_id == paper.id


def test_a_file_for_a_paper_that_is_there_leaves_it_as_it_was(cast: Cast, settings: Settings) -> None:
    case = make_case(cast)
    CaseDocument.update(state="ada", form="asli").where(CaseDocument.case == case).execute()
    keep(cast, case, settings, None, position=1)
    assert CaseDocument.get(CaseDocument.case == case, CaseDocument.position == 1).form == "asli"


@pytest.mark.parametrize("name", ["MOST_IN_CASE", "MOST_MEGABYTES_A_DAY"])
def test_a_full_share_leaves_neither_row_nor_file(
    cast: Cast, settings: Settings, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(cast)
    monkeypatch.setattr(actions, name, 0)
    with pytest.raises(RuleBroken):
        keep(cast, case, settings, PDF)
    assert not Attachment.select().exists() and not on_disk(settings)


def test_a_failure_while_saving_takes_the_file_back(cast: Cast, settings: Settings) -> None:
    case = make_case(cast)
    Case.update(state="selesai").where(Case.id == case.id).execute()
    with pytest.raises(RuleBroken, match="sudah ditutup"):
        keep(cast, Case.get_by_id(case.id), settings, PDF, position=1)
    assert not Attachment.select().exists() and not on_disk(settings)


def test_removing_hides_the_file_and_keeps_the_trace(cast: Cast, settings: Settings) -> None:
    case = make_case(cast)
    row = attach(case, settings.uploads, by=cast.sari)
    for _ in range(2):
        remove_attachment(case, row, "Milik orang lain.", actor=viewer_of(cast.ratna), now=clock.now())
    gone = Attachment.get_by_id(row.id)
    assert gone.removed_by_id == cast.ratna.id and gone.removed_because == "Milik orang lain."
    assert on_disk(settings) == [row.stored_name]
    assert AuditEntry.select().where(AuditEntry.action == "attachment_removed").count() == 1
    assert CaseEvent.select().where(CaseEvent.text.contains("dihapus: Milik orang lain.")).count() == 1
