"""The words of the WhatsApp hand-off: the task's code and a link, never anything about a person (peers.md 5, no. 11)."""

from __future__ import annotations

import re
from collections.abc import Mapping

USUAL = "Tugas {nomor} di {desa}. Batas laporan {batas}. Buka setelah masuk: {tautan}"
WORDS = ("nomor", "desa", "batas", "tautan", "hub")  # what may stand in braces
MOST = 400
_PLACE = re.compile(r"\{([^{}]*)\}")


def handoff_problem(text: str) -> str:
    """What is wrong with a hub's own wording, as one sentence; empty when it will do (or is empty)."""
    unknown = [name for name in _PLACE.findall(text) if name not in WORDS]
    if unknown:
        offered = ", ".join(f"{{{name}}}" for name in WORDS)
        return f"{{{unknown[0]}}} tidak dikenal. Yang dapat dipakai: {offered}."
    if text and "{nomor}" not in text and "{tautan}" not in text:
        return "Sebut {nomor} atau {tautan}, supaya relawan tahu tugas yang mana."
    if "{" in _PLACE.sub("", text) or "}" in _PLACE.sub("", text):
        return "Kurung kurawal harus berpasangan, misalnya {nomor}."
    return ""


def handoff_words(text: str, facts: Mapping[str, str]) -> str:
    """The message: the hub's own wording, or ours, with its places filled; facts by the names of WORDS."""
    return _PLACE.sub(lambda match: facts.get(match[1], ""), text or USUAL)
