"""What the archive's cases are about, and what the koordinator wrote for its months (archive.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

MARK = "Arsip latihan."


@dataclass(frozen=True)
class Kind:
    """What a case can be about, as archive.toml has it."""

    service: str
    weight: int
    who: list[str]
    ends: list[str]
    story: str
    closing: str
    advice: str = ""
    decision: str = ""
    reject: str = ""
    agency: str = ""
    wanted: str = ""
    answered: str = ""
    ppks: tuple[str, ...] = ()
    spm: str = ""
    given: str = ""


@cache
def archive_texts() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "archive.toml").read_text(encoding="utf-8"))


@cache
def archive_kinds() -> tuple[Kind, ...]:
    """All kinds of cases."""
    return tuple(Kind(**entry) for entry in archive_texts()["kinds"])
