"""The words of the WhatsApp hand-off: a task's number and a link, nothing about a person (peers.md 5, no. 11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

USUAL = "Tugas baru {nomor}, batas laporan {batas}. Buka setelah masuk: {tautan}"
WORDS = ("nomor", "batas", "tautan", "desa", "hub")  # what may stand in braces
MOST = 400
MOST_TOLD = 12  # tasks in one message
_PLACE = re.compile(r"\{([^{}]*)\}")


def handoff_problem(text: str) -> str:
    """What is wrong with a hub's own wording, as one sentence; empty when it will do (or is empty)."""
    unknown = [name for name in _PLACE.findall(text) if name not in WORDS]
    if unknown:
        return f"{{{unknown[0]}}} tidak dikenal. Yang dapat dipakai: {offered_words()}."
    if "{" in _PLACE.sub("", text) or "}" in _PLACE.sub("", text):
        return "Kurung kurawal harus berpasangan, misalnya {nomor}."
    if text and "{nomor}" not in text and "{tautan}" not in text:
        return "Sebut {nomor} atau {tautan}, supaya relawan tahu tugas yang mana."
    return ""


def offered_words() -> str:
    """Like "{nomor}, {batas}, …"."""
    return ", ".join(f"{{{name}}}" for name in WORDS)


def handoff_words(text: str, tasks: Iterable[Mapping[str, str]]) -> str:
    """The message: for each task the hub's wording, or ours, with its places filled by the names of WORDS."""
    return "\n".join(_PLACE.sub(lambda match, task=task: task.get(match[1], ""), text or USUAL) for task in tasks)
