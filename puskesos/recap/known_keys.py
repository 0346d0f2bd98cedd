"""The file of keys that the Dinsos trusts: a hub on each line, "32.16.17 <64 hexadecimal digits> name". A key gets in
after its fingerprint was compared by phone or on paper; a key that changed is never taken over by itself."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from puskesos.errors import StartRefused

HEAD = "# Kunci umum hub: kode, kunci, nama. Dibuat oleh `rekap --trust`; hapus baris hub yang kuncinya diganti.\n"
LINE = re.compile(r"([0-9A-Za-z][0-9A-Za-z.-]{0,19})\s+([0-9a-f]{64})(?:\s+(.*))?")
LARGEST = 1024 * 1024


@dataclass(frozen=True)
class KnownHub:
    """A hub whose key is trusted."""

    code: str
    key: str
    name: str


def read_keys(path: Path) -> dict[str, KnownHub]:
    """The trusted hubs by code; none while there is no file. Raises StartRefused at a line that is not one."""
    if not path.exists():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")[:LARGEST]
    except (OSError, ValueError) as problem:
        raise StartRefused(f"Berkas kunci {path} tidak dapat dibaca.") from problem
    found: dict[str, KnownHub] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        read = LINE.fullmatch(line.strip())
        if read is None or read[1] in found:
            raise StartRefused(f"Berkas kunci {path}, baris {number}: bukan kode, kunci, nama, atau hub dua kali.")
        found[read[1]] = KnownHub(read[1], read[2], read[3] or "")
    return found


def write_keys(path: Path, hubs: Iterable[KnownHub]) -> None:
    """All of them, there wholly or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{one.code} {one.key} {' '.join(one.name.split())}\n" for one in sorted(hubs, key=lambda one: one.code)]
    fresh = path.with_name(f".{path.name}.baru")
    fresh.write_text(HEAD + "".join(lines), encoding="utf-8")
    os.replace(fresh, path)
