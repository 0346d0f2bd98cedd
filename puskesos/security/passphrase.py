"""One-time passwords that can be read out: four Indonesian words and two digits, "kopi-perahu-senja-batik-42"."""

from __future__ import annotations

import secrets
from importlib import resources

WORDS = 4


def make_passphrase() -> str:
    """A fresh passphrase of some 39 bits; whoever gets it must choose an own password at the first sign-in."""
    words = resources.files("puskesos.security").joinpath("passphrase_words.txt").read_text(encoding="utf-8").split()
    return "-".join([*(secrets.choice(words) for _ in range(WORDS)), str(secrets.randbelow(90) + 10)])
