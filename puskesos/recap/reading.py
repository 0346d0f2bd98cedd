"""Reads what hubs sent: a ZIP or its laporan.json. Files come from mail and USB sticks, so nothing in them is believed:
sizes are bounded before reading, nothing is unpacked to disk, and a refusal is a sentence about that one file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any, NoReturn

from puskesos.recap.schema import misfit
from puskesos.rules.bundle import JSON_NAME, SCHEMA, VERSION, XLSX_NAME, canonical
from puskesos.rules.recap_bundle import Bundle, sum_problem
from puskesos.security.report_key import is_signed

LARGEST_FILE = 20 * 1024 * 1024  # a ZIP with its workbook
LARGEST_JSON = 4 * 1024 * 1024  # two thousand lines in each section are less
MOST_FILES = 5000
DIGITS = 12
ENDINGS = {".zip", ".json"}
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1


class Refused(Exception):
    """Why a file is not counted, as a sentence."""


@dataclass(frozen=True)
class Received:
    """A whole report whose signature fits the key that it names; whether that key is the hub's is for others."""

    name: str
    bundle: Bundle
    public_key: str


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that were named; of a folder those in it that may be reports."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS)
        else:
            yield path


def read_file(path: Path) -> Received:
    """The report in a file. Raises Refused."""
    try:
        facts = path.stat()
        if not S_ISREG(facts.st_mode):
            raise Refused("Bukan berkas biasa.")
        if facts.st_size > LARGEST_FILE:
            raise Refused(f"Terlalu besar: lebih dari {LARGEST_FILE // 1024 // 1024} MB.")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as problem:
        raise Refused("Tidak dapat dibuka.") from problem
    return read_content(path.name, content)


def read_content(name: str, content: bytes) -> Received:
    """The same from the bytes. Raises Refused."""
    text = _from_zip(content) if content.startswith(b"PK") else content
    if len(text) > LARGEST_JSON:
        raise Refused(f"{JSON_NAME} terlalu besar.")
    plain = _plain(text)
    _check_version(plain)
    if place := misfit(plain):
        raise Refused(f"Isinya tidak sesuai skema versi {VERSION}, pada {place[:80]}.")
    if canonical(plain) != text:
        raise Refused("Tulisannya diubah setelah ditandatangani.")
    report, seal = plain["report"], plain["seal"]
    if not is_signed(canonical(report), seal["public_key"], seal["signature"]):
        raise Refused("Tanda tangannya tidak cocok: isinya diubah, atau berkasnya rusak.")
    bundle = Bundle.from_plain(report)
    if problem := sum_problem(bundle):
        raise Refused(problem)
    return Received(name, bundle, seal["public_key"])


def _from_zip(content: bytes) -> bytes:
    """laporan.json out of the ZIP, which holds nothing but that and its workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if sorted(names) not in ([JSON_NAME], [JSON_NAME, XLSX_NAME]):
                raise Refused(f"ZIP ini tidak berisi tepat {JSON_NAME} dan {XLSX_NAME}.")
            entry = entries[names.index(JSON_NAME)]
            if entry.flag_bits & ENCRYPTED or entry.compress_type not in METHODS:
                raise Refused("ZIP ini dikunci atau dimampatkan dengan cara lain.")
            if entry.file_size > LARGEST_JSON:
                raise Refused(f"{JSON_NAME} di dalam ZIP terlalu besar.")
            with archive.open(entry) as file:
                return file.read(LARGEST_JSON + 1)  # what it says of its size may be a lie
    except Refused:
        raise
    except Exception as problem:  # zipfile raises many kinds of error on what is no ZIP
        raise Refused("ZIP ini rusak.") from problem


def _plain(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8"), parse_int=_whole, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        raise Refused("Bukan laporan bulanan Puskesos: JSON-nya tidak dapat dibaca.") from problem


def _whole(digits: str) -> int:
    return int(digits) if len(digits) <= DIGITS else _refuse(digits)


def _refuse(_text: str) -> NoReturn:
    raise ValueError("no such number in a report")


def _check_version(plain: Any) -> None:
    """A newer schema is told as such, not as damage."""
    report = plain.get("report") if isinstance(plain, dict) else None
    if not isinstance(report, dict) or report.get("schema") != SCHEMA:
        raise Refused("Bukan laporan bulanan Puskesos.")
    if report.get("version") != VERSION:
        said = str(report.get("version"))[:10] if isinstance(report.get("version"), int) else "?"
        raise Refused(f"Skema versi {said}; program ini membaca versi {VERSION}. Perbarui program.")
