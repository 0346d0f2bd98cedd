"""What a service asks for, as its lists are stored: papers one per line, codes joined by commas; a hub's own codes.

A paper that is not the family's errand ends with its owner: "Surat keterangan Dinsos @instansi".
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from puskesos.rules.papers import PaperOwner

MOST_PAPERS = 40
MOST_LETTERS = 120
OWN = re.compile(r"U([0-9]{2,})")
MARKED = re.compile(rf"(.+?)\s*@({'|'.join(PaperOwner)})", re.IGNORECASE)
NO_MARK = re.compile(r"@\w*$")  # what looks like the mark of an owner and is none


@dataclass(frozen=True)
class AskedPaper:
    """A paper that a service asks for, and whose errand it is."""

    name: str
    owner: PaperOwner = PaperOwner.KELUARGA

    @property
    def line(self) -> str:
        """As it is stored and edited."""
        return self.name if self.owner == PaperOwner.KELUARGA else f"{self.name} @{self.owner}"


def codes_of(text: str) -> tuple[str, ...]:
    """The codes of a stored list, "08,09"."""
    return tuple(code for code in text.split(",") if code)


def read_papers(text: str) -> list[AskedPaper]:
    """The papers of a text with one per line, in order, each name once whatever its capitals."""
    seen: dict[str, AskedPaper] = {}
    for line in text.splitlines():
        if paper := _read_paper(" ".join(line.split())):
            seen.setdefault(paper.name.casefold(), paper)
    return list(seen.values())


def write_papers(papers: Iterable[AskedPaper]) -> str:
    """The papers as they are stored."""
    return "\n".join(paper.line for paper in papers)


def check_papers(papers: Collection[AskedPaper]) -> str:
    """What is wrong with a list of papers, as a sentence; empty when it is fine."""
    names = [paper.name for paper in papers]
    if len(names) > MOST_PAPERS:
        return f"Berkas paling banyak {MOST_PAPERS}; sekarang {len(names)}."
    if long := next((name for name in names if len(name) > MOST_LETTERS), ""):
        return f"Nama berkas paling banyak {MOST_LETTERS} huruf: “{long[:40]}…”."
    odd = next((name for name in names if NO_MARK.search(name)), "")
    return f"Tulis nama berkas, lalu tanda @hub, @desa, atau @instansi di belakangnya: “{odd}”." if odd else ""


def _read_paper(line: str) -> AskedPaper | None:
    marked = MARKED.fullmatch(line)
    if marked:
        return AskedPaper(marked[1], PaperOwner(marked[2].lower()))
    return AskedPaper(line) if line else None


def own_code(taken: Collection[str]) -> str:
    """The next code for a service of the hub's own: U01, U02 …"""
    numbers = [int(match[1]) for code in taken if (match := OWN.fullmatch(code))]
    return f"U{max(numbers, default=0) + 1:02}"
