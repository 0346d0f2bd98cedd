"""What a service asks for, as its lists are stored: papers one per line, codes joined by commas; a hub's own codes."""

import re
from collections.abc import Collection

MOST_PAPERS = 40
MOST_LETTERS = 120
OWN = re.compile(r"U([0-9]{2,})")


def codes_of(text: str) -> tuple[str, ...]:
    """The codes of a stored list, "08,09"."""
    return tuple(code for code in text.split(",") if code)


def paper_names(text: str) -> list[str]:
    """The papers of a text with one name per line, in order, each once whatever its capitals."""
    seen: dict[str, str] = {}
    for line in text.splitlines():
        if name := " ".join(line.split()):
            seen.setdefault(name.casefold(), name)
    return list(seen.values())


def check_papers(names: Collection[str]) -> str:
    """What is wrong with a list of papers, as a sentence; empty when it is fine."""
    if len(names) > MOST_PAPERS:
        return f"Berkas paling banyak {MOST_PAPERS}; sekarang {len(names)}."
    long = next((name for name in names if len(name) > MOST_LETTERS), "")
    return f"Nama berkas paling banyak {MOST_LETTERS} huruf: “{long[:40]}…”." if long else ""


def own_code(taken: Collection[str]) -> str:
    """The next code for a service of the hub's own: U01, U02 …"""
    numbers = [int(match[1]) for code in taken if (match := OWN.fullmatch(code))]
    return f"U{max(numbers, default=0) + 1:02}"
