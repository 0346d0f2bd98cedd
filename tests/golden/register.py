"""An invented register of 1,500 residents and the ways in which a counter clerk types them; makes names.toml.

`python3 -m tests.golden.register` writes the file anew; always the same, the dice are seeded. All people are invented.
A typed text is kept only when it points at one person: nobody else carries all the words that were left whole.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

PEOPLE, EACH = 1_500, 22
HERE = Path(__file__).parent
TARGET, BY_HAND = HERE / "names.toml", HERE / "names_by_hand.toml"
DRAWN = tomllib.loads(BY_HAND.read_text(encoding="utf-8"))["drawn"]
MEN, WOMEN, SECOND_MEN, SECOND_WOMEN, THIRD, SYLLABLES = (text.split() for text in DRAWN.values())
NEIGHBOURS = dict(zip("aeiounstrh", ("sq", "rw", "uo", "ip", "yi", "mb", "ad", "ry", "et", "jg"), strict=True))
# How the pen of another clerk, or of another time, writes the same sound.
RESPELT = (
    ("sy", "sj"), ("u", "oe"), ("j", "dj"), ("c", "tj"), ("f", "p"), ("z", "j"), ("kh", "h"), ("h", ""), ("ae", "ai"),
    ("udin", "uddin"), ("mm", "m"), ("oh", "ah"), ("ya", "ia"), ("iy", "i"), ("dh", "d"), ("p", "f"), ("ll", "l"),
)  # fmt: skip


def register() -> list[tuple[str, str]]:
    """Name and alias of every resident: those written by hand first, then drawn ones; two may share a name."""
    dice = Random(321699)
    by_hand = tomllib.loads(BY_HAND.read_text(encoding="utf-8"))["people"]
    people = [(name, alias) for name, alias in by_hand.items()]
    while len(people) < PEOPLE:
        name = _name(dice)
        people.append((name, _alias(dice) if dice.random() < 0.12 else ""))
    return people


def _name(dice: Random) -> str:
    first, second = dice.choice(((MEN, SECOND_MEN), (WOMEN, SECOND_WOMEN)))
    count = dice.choices((1, 2, 3), weights=(12, 66, 22))[0]
    words = [dice.choice(first), dice.choice(second), dice.choice(THIRD)][:count]
    title = dice.choices(("", "H. ", "Hj. ", "KH. "), weights=(90, 5, 4, 1))[0]
    return title + " ".join(dict.fromkeys(words))


def _alias(dice: Random) -> str:
    """What the neighbours say: a form of address with an invented short word."""
    short = "".join(dice.choices(SYLLABLES, k=2)) + dice.choice(("ng", "t", "k", "h", "r"))
    return f"{dice.choice(('Mang', 'Bang', 'Mpok', 'Ceu', 'Kang', 'Teh', 'Wak'))} {short.capitalize()}"


def slip(dice: Random, words: list[str]) -> list[str]:
    """One letter put in, left out, changed to its neighbour, or swapped, in a word of five letters or more."""
    place = max(range(len(words)), key=lambda at: (len(words[at]) > 4, dice.random()))
    word = words[place]
    at = dice.randrange(1, len(word))
    wrong = dice.choice(NEIGHBOURS.get(word[at].lower(), "x"))
    changed = dice.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + wrong + word[at:],
            word[:at] + wrong + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        )
    )
    return [*words[:place], changed, *words[place + 1 :]]


def respell(dice: Random, words: list[str]) -> list[str]:
    """One or two sounds of the name written in another way."""
    text = " ".join(words).lower()
    for sound, written in dice.sample(RESPELT, len(RESPELT))[:9]:
        changed = text.replace(sound, written, 1)
        if changed != text:
            return changed.split()
    return words


def shuffle(dice: Random, words: list[str]) -> list[str]:
    return words[::-1] if len(words) == 2 else dice.sample(words, len(words))


def first_initial(_dice: Random, words: list[str]) -> list[str]:
    return [f"{words[0][0]}.", *words[1:]]


def last_initial(_dice: Random, words: list[str]) -> list[str]:
    return [*words[:-1], f"{words[-1][0]}."]


def entitle(dice: Random, words: list[str]) -> list[str]:
    return [dice.choice(("Pak", "Bu", "Haji", "Hj.", "Mpok", "Mang", "Ust.")), *words]


def begin(dice: Random, words: list[str]) -> list[str]:
    return [word[: max(3, len(word) - dice.randrange(1, 4))] for word in words]


def leave_out(dice: Random, words: list[str]) -> list[str]:
    return [word for word in words if word != dice.choice(words[1:] or words)]


def name_father(dice: Random, words: list[str]) -> list[str]:
    return [*words, dice.choice(("bin", "binti")), dice.choice(MEN)]


def swap_and_slip(dice: Random, words: list[str]) -> list[str]:
    return shuffle(dice, slip(dice, words))


KINDS: dict[str, Callable[[Random, list[str]], list[str]]] = {
    "slips": slip,
    "more_slips": slip,
    "spelling": respell,
    "more_spelling": respell,
    "order": shuffle,
    "first_initial": first_initial,
    "last_initial": last_initial,
    "titles": entitle,
    "beginnings": begin,
    "word_left_out": leave_out,
    "father_added": name_father,
    "order_and_slip": swap_and_slip,
}


def queries() -> Iterator[tuple[str, str, str]]:
    """Kind, typed text and the name of the person meant: those by hand, aliases, then each kind of change."""
    dice = Random(1945)
    people = register()
    for kind, pairs in tomllib.loads(BY_HAND.read_text(encoding="utf-8"))["queries"].items():
        yield from ((kind, typed, name) for typed, name in pairs.items())
    shared = Counter(text for resident in people for text in resident)
    once = [(name, alias) for name, alias in people[100:] if shared[name] == shared[alias] == 1]
    known = [(alias.split()[1].lower(), name) for name, alias in once]
    yield from (("alias", typed, name) for typed, name in known[:EACH])
    words = [(name, frozenset(" ".join(plain(name)).lower().split())) for name, _ in people]
    for kind, change in KINDS.items():
        yield from _of_kind(kind, change, words, dice)


def plain(name: str) -> list[str]:
    """The words of a register name without its titles."""
    return [word for word in name.replace("'", "").split() if not word.endswith(".")]


def _of_kind(
    kind: str, change: Callable[[Random, list[str]], list[str]], people: list[tuple[str, frozenset[str]]], dice: Random
) -> Iterator[tuple[str, str, str]]:
    made: set[str] = set()
    while len(made) < EACH:
        name, own = dice.choice(people)
        words = plain(name)
        typed = change(dice, words)
        kept = own & set(" ".join(typed).lower().split()) if kind != "beginnings" else own
        alone = kind in {"slips", "spelling"} or sum(kept <= others for _, others in people) == 1
        same_name = sum(own == others for _, others in people)
        text = " ".join(typed).lower() if dice.random() < 0.5 else " ".join(typed)
        is_clear = alone and same_name == 1 and (kept or kind == "spelling")
        if len(words) > 1 and is_clear and typed != words and text not in made:
            made.add(text)
            yield kind, text, name


def written() -> str:
    """The text of names.toml."""
    lines = ["# What is typed = the person meant. Made by register.py from names_by_hand.toml and its register.", ""]
    kind = ""
    for section, typed, name in queries():
        if section != kind:
            lines += ([""] if kind else []) + [f"[{section}]"]
            kind = section
        lines.append(f'"{typed}" = "{name}"')
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")
