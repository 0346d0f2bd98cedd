"""The exported list as a file, in constant memory: at once for a short list, by the worker for a long one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from puskesos import clock
from puskesos.config import Settings
from puskesos.formatting import show_moment
from puskesos.models.hub import Hub
from puskesos.queries.export import Asked, Wanted, count_restricted, read_rows, village_name
from puskesos.queries.hub import names_of_programs
from puskesos.rules.export import (
    KEPT_FOR,
    Cell,
    ExportList,
    FileFormat,
    ListColumn,
    Shown,
    describe_book,
    describe_cases,
    describe_people,
    exported_row,
    shown_columns,
)
from puskesos.rules.viewer import Viewer
from puskesos.sheets.writing import CSV_TYPE, XLSX_TYPE, Column, csv_lines, write_xlsx

MEDIA_TYPES = {FileFormat.XLSX: XLSX_TYPE, FileFormat.CSV: CSV_TYPE}
LEFT_BEHIND = timedelta(hours=1)  # parts of a process that was killed
PART, HALF = "bagian-", "."  # what names of unfinished things begin with


@dataclass(frozen=True)
class Edition:
    """One writing of a list: what was asked, for whom and when."""

    asked: Asked
    viewer: Viewer
    hub: Hub
    now: datetime

    @property
    def file_name(self) -> str:
        """List and moment; nothing of anybody."""
        local = self.now.astimezone(ZoneInfo(self.hub.zone))
        return f"daftar-{self.asked.wanted.list}-{local:%Y%m%d-%H%M}.{self.asked.format}"


def folder_of(settings: Settings) -> Path:
    """Where written lists lie until they are fetched; not part of backups, readable by the program only."""
    folder = settings.data / "exports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def write_list(edition: Edition, target: Path, *, step: Callable[[int], None] = lambda _count: None) -> int:
    """Write the file, readable by the program only; returns how many rows, and tells `step` after each."""
    asked, today = edition.asked, clock.today(edition.hub.zone, edition.now)
    columns = columns_of(asked)
    head = [Column(column.title, column.kind, column.width) for column, _ in columns]
    zone, programs = ZoneInfo(edition.hub.zone), names_of_programs(edition.hub.id)
    count = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal count
        wants_programs = any(column.field == "programs" for column, _ in columns)
        for count, row in enumerate(read_rows(edition.viewer, asked.wanted, today, programs=wants_programs), start=1):
            if wants_programs:
                row["programs"] = ", ".join(programs.get(code, code) for code in row["programs"])
            yield exported_row(row, columns, today, zone)
            step(count)

    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if asked.format == FileFormat.CSV:
        with target.open("wb") as file:
            file.writelines(csv_lines(head, rows()))
    else:
        with tempfile.TemporaryDirectory(prefix=PART, dir=target.parent) as workspace:
            notes = notes_of(edition)
            write_xlsx(target, asked.wanted.list.label, head, rows(), notes=notes, workspace=Path(workspace))
    return count


def columns_of(asked: Asked) -> list[tuple[ListColumn, Shown]]:
    """What leaves, and how."""
    how = {"names": asked.names, "full_numbers": asked.full_numbers}
    return shown_columns(asked.wanted.list, fields=asked.wanted.columns, **how)


def list_bytes(edition: Edition, settings: Settings) -> bytes:
    """A short list as the content of a download; nothing of it stays on the disk."""
    with tempfile.TemporaryDirectory(prefix=PART, dir=folder_of(settings)) as part:
        target = Path(part) / "daftar"
        write_list(edition, target)
        return target.read_bytes()


def notes_of(edition: Edition) -> list[str]:
    """Who took this list, when and how narrowed: the second sheet of the file (security: T7)."""
    asked, viewer = edition.asked, edition.viewer
    columns = columns_of(asked)
    masked = [f"{column.title} ({how.label})" for column, how in columns if how != Shown.UTUH]
    notes = [
        f"{asked.wanted.list.label} {edition.hub.name}",
        f"Diunduh oleh {viewer.name} ({viewer.main_role.label}), {show_moment(edition.now, edition.hub.zone)}.",
        f"Isi: {in_words(viewer, asked.wanted)}.",
        *([f"Tidak utuh: {', '.join(masked)}."] if masked else []),
        *(["NIK dan nomor KK lengkap. Jangan dikirim lewat grup WhatsApp."] if asked.full_numbers else []),
    ]
    restricted = count_restricted(viewer, asked.wanted, clock.today(edition.hub.zone, edition.now))
    notes += [f"{restricted} kasus terbatas tidak ikut."] if restricted else []
    return [*notes, "Berkas ini memuat data warga. Simpan di tempat yang terkunci, dan hapus bila sudah dipakai."]


def in_words(viewer: Viewer, wanted: Wanted) -> str:
    """What is exported, for people."""
    village = village_name(viewer, wanted)
    if wanted.is_book:
        return describe_book(wanted.list, wanted.book.period.words, village)
    if wanted.list == ExportList.KASUS:
        one = wanted.cases
        return describe_cases(
            state=one.state,
            village=village,
            area=one.area,
            priority=one.priority,
            late=one.late,
            searched=bool(one.text),
        )
    one = wanted.people
    found = bool(wanted.ids)
    return describe_people(status=one.status, village=village, without_nik=one.without_nik, found=found)


def sweep_exports(settings: Settings, now: datetime) -> int:
    """Take away written lists older than a day and parts that a killed process left; returns how many."""
    gone = 0
    for path in folder_of(settings).iterdir():
        age = now.timestamp() - path.stat().st_mtime
        if age < (LEFT_BEHIND if path.name.startswith((PART, HALF)) else KEPT_FOR).total_seconds():
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        gone += 1
    return gone
