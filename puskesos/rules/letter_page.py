"""The page of a letter that leaves the hub: margins in millimetres, and what the kop may hold (domain.md 6.1).

Forms, receipts and the referral letter with its slip are laid out to the millimetre and keep margins of their own.
"""

from __future__ import annotations

Margins = tuple[int, int, int, int]  # top, right, bottom, left
USUAL_MARGINS: Margins = (12, 18, 18, 22)  # as paper.css has them
SMALLEST_MARGIN, LARGEST_MARGIN = 5, 40
MOST_LINES_ABOVE, LONGEST_LINE = 4, 80


def above_problem(typed: str) -> str:
    """What is wrong with the lines above the unit's name, as a sentence; empty when they will do."""
    lines = typed.splitlines()
    if len(lines) > MOST_LINES_ABOVE:
        return f"Paling banyak {MOST_LINES_ABOVE} baris di atas nama unit."
    if any(len(line) > LONGEST_LINE for line in lines):
        return f"Satu baris kop paling banyak {LONGEST_LINE} huruf."
    return ""


def page_rules(margins: Margins) -> str:
    """The style of a page whose margins differ from those of paper.css; empty for the usual ones."""
    if margins == USUAL_MARGINS:
        return ""
    edges = " ".join(f"{edge}mm" for edge in margins)
    pages = " ".join(f"@page {name} {{ margin: {edges}; }}" for name in ("outf4", "outa4"))
    return f"{pages} @media screen and (min-width: 801px) {{ .paper.outgoing {{ padding: {edges}; }} }}"
