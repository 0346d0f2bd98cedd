"""The file of a batch: many papers in one PDF or one ZIP, in a folder that only the program reads, for a day."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

from puskesos.config import Settings
from puskesos.jobs.batch_group import ALL, Printed
from puskesos.rules.print_batch import KEPT_FOR, BatchForm

PARTS, HALF = "bagian-", "."  # what the names of unfinished things begin with


def folder_of(settings: Settings) -> Path:
    """Where batches lie until they are fetched; not part of backups."""
    settings.batches.mkdir(parents=True, exist_ok=True, mode=0o700)
    return settings.batches


def parts_folder(settings: Settings, batch_id: int) -> Path:
    """Where the papers of a batch lie until all are printed, so that an interrupted one goes on."""
    folder = folder_of(settings) / f"{PARTS}{batch_id}"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def write_file(papers: Sequence[Printed], target: Path, form: BatchForm, title: str, *, double_sided: bool) -> None:
    """Write the batch, whole or not at all, readable by the program only."""
    half = target.with_name(f"{HALF}{target.name}")
    try:
        os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        if form == BatchForm.ZIP:
            _zip(papers, half)
        else:
            _join(papers, half, title, double_sided=double_sided)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def sweep_batches(settings: Settings, now: datetime) -> int:
    """Take away what is older than a day; returns how many."""
    gone = 0
    for path in folder_of(settings).iterdir():
        if now.timestamp() - path.stat().st_mtime < KEPT_FOR.total_seconds():
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        gone += 1
    return gone


def _zip(papers: Sequence[Printed], target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for paper in papers:
            archive.write(paper.path, paper.part.file_name)


def _join(papers: Sequence[Printed], target: Path, title: str, *, double_sided: bool) -> None:
    """All pages in one file for the printer. Tags stay in the single papers: a ZIP keeps them."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter()
    for path, together in groupby(papers, key=lambda paper: paper.path):
        pages = list(PdfReader(path).pages)
        for paper in together:
            own = pages if paper.pages == ALL else pages[paper.first : paper.first + paper.pages]
            for page in own:
                writer.add_page(page).pop("/StructParents", None)
            if double_sided and len(own) % 2:
                writer.add_blank_page()
    writer.add_metadata({"/Title": title})
    writer.root_object[NameObject("/Lang")] = TextStringObject("id")
    with target.open("wb") as file:
        writer.write(file)
