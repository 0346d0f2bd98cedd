"""Papers made lately: found again after a restart, bounded, never believed when damaged, never in anybody's way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from puskesos.documents.kept_papers import MEMORY_BYTES, KeptPapers

PDF = b"%PDF-1.7 lembar kasus"
KEY = "ab" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "printed"


def opened(folder: Path, most: int = 10_000) -> KeptPapers:
    """As a program that has just started."""
    kept = KeptPapers()
    kept.keep_in(folder, most)
    return kept


def test_a_paper_is_found_again_after_a_restart(folder: Path) -> None:
    opened(folder).keep(KEY, PDF)
    assert opened(folder).find(KEY) == PDF
    assert opened(folder).find("cd" * 32) is None


def test_only_the_program_may_read_them(folder: Path) -> None:
    opened(folder).keep(KEY, PDF)
    file = folder / "ab" / KEY
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o077 == 0 or file.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 400], ids=["empty", "cut", "other bytes"])
def test_a_damaged_file_is_no_paper(folder: Path, damage: bytes) -> None:
    opened(folder).keep(KEY, PDF)
    (folder / "ab" / KEY).write_bytes(damage)
    assert opened(folder).find(KEY) is None


def test_the_longest_unused_give_way(folder: Path) -> None:
    kept = opened(folder, most=2_000)
    for number in range(4):
        kept.keep(f"{number:02}" * 32, bytes(800))
        os.utime(folder / f"{number:02}" / (f"{number:02}" * 32), (number, number))
    opened(folder, most=2_000).find("00" * 32)  # used again just now
    assert kept.trim() == 2
    assert sorted(path.name[:2] for path in folder.glob("*/*")) == ["00", "03"]
    assert (kept.count().count, kept.count().size) == (2, 2 * 832)


def test_what_is_a_day_old_goes(folder: Path) -> None:
    kept = opened(folder)
    kept.keep(KEY, PDF)
    os.utime(folder / "ab" / KEY, (1_000, 1_000))
    assert kept.trim(older_than=2_000) == 1


def test_without_a_folder_and_with_a_full_disk_papers_are_still_kept_in_memory(folder: Path) -> None:
    folder.write_text("not a folder")
    for kept in (KeptPapers(), opened(folder), opened(folder, most=0)):
        kept.keep(KEY, PDF)
        assert kept.find(KEY) == PDF
        kept.forget()
        assert kept.find(KEY) is None


def test_memory_stays_small() -> None:
    kept = KeptPapers()
    for number in range(5):
        kept.keep(str(number), bytes(MEMORY_BYTES // 2))
    assert [kept.find(str(number)) is not None for number in range(5)] == [False, False, False, True, True]
