"""Invented people's names with the repetition of real ones: a few words that everybody has, and a long tail."""

from __future__ import annotations

import tomllib
from importlib import resources
from itertools import accumulate
from random import Random

COINED = 6000


def name_pool(random: Random) -> tuple[list[str], list[float]]:
    """Name words and their running weights, the first ones by far the most frequent."""
    parts = {name: text.split() for name, text in tomllib.loads(_file().read_text(encoding="utf-8")).items()}
    coined = {_coin(random, parts) for _ in range(COINED)}
    words = parts["common"] + sorted(coined - set(parts["common"]))
    return words, list(accumulate(1 / (rank + 8) for rank in range(len(words))))


def draw_name(random: Random, words: list[str], weights: list[float]) -> str:
    """Two words, often three, seldom one or four; none twice."""
    count = random.choices((1, 2, 3, 4), cum_weights=(3, 58, 95, 100))[0]
    return " ".join(dict.fromkeys(random.choices(words, cum_weights=weights, k=count)))


def _coin(random: Random, parts: dict[str, list[str]]) -> str:
    middles = random.choices(parts["middles"], k=random.choice((1, 1, 2)))
    return random.choice(parts["beginnings"]) + "".join(middles) + random.choice(parts["endings"])


def _file() -> resources.abc.Traversable:
    return resources.files("puskesos.bench").joinpath("names.toml")
