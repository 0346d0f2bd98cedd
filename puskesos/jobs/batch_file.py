"""The file of a batch: many papers in one PDF or one ZIP, in a folder that only the program reads, for a day."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from puskesos.config import Settings
from puskesos.documents.joining import join_papers
from puskesos.rules.print_batch import KEPT_FOR, BatchForm, Part

PARTS, HALF = "bagian-", "."  # what the names of unfinished things begin with
Pages = Sequence[tuple[Part, Path]]


def folder_of(settings: Settings) -> Path:
    """Where batches lie until they are fetched; not part of backups."""
    settings.batches.mkdir(parents=True, exist_ok=True, mode=0o700)
    return settings.batches


def parts_folder(settings: Settings, batch_id: int) -> Path:
    """Where the papers of a batch lie until all are printed, so that an interrupted one goes on."""
    folder = folder_of(settings) / f"{PARTS}{batch_id}"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def write_file(papers: Pages, target: Path, form: BatchForm, title: str, *, double_sided: bool) -> None:
    """Write the batch, whole or not at all, readable by the program only."""
    half = target.with_name(f"{HALF}{target.name}")
    try:
        os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        if form == BatchForm.ZIP:
            _zip(papers, half)
        else:
            with half.open("wb") as file:
                join_papers([path for _, path in papers], file, title, double_sided=double_sided)
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


def _zip(papers: Pages, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for part, path in papers:
            archive.write(path, part.file_name)
