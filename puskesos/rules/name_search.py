"""What was typed against what a person is called: one explained score decides the order of everything found by name."""

from __future__ import annotations

from dataclasses import dataclass

from puskesos.rules.names import CALL_NAMES, CHILD_OF, NICKNAMES, TITLES, join_particles, word_weight
from puskesos.rules.spelling import SHORT_FORMS, sound_key, sound_keys, word_sounds_same

GOOD = 0.8
WHOLE, BEGINS, SOUNDS, SLIP, INITIAL, CALLED, ABBREVIATED = 1.0, 0.93, 0.92, 0.84, 0.8, 0.7, 0.65
REASONS = {
    WHOLE: "nama",
    BEGINS: "nama",
    SOUNDS: "ejaan mirip",
    SLIP: "beda satu huruf",
    INITIAL: "inisial cocok",
    CALLED: "nama panggilan",
    ABBREVIATED: "inisial cocok",
    0.0: "sebagian nama",
}
LONGEST_KEYED = 40


@dataclass(frozen=True)
class Hit:
    """How well a person fits what was typed (about 0 to 1), and the weakest reason in words."""

    score: float
    why: str


def score_hit(typed: list[str], carried: list[str]) -> Hit:
    """The fit of folded typed words and a person's folded words; order of words and words beyond cost little."""
    score, weakest = _fit(typed, carried)
    if score < BEGINS:
        joined = join_particles(typed), join_particles(carried)
        if joined != (typed, carried):
            score, weakest = max((score, weakest), _fit(*joined))
    return Hit(round(score, 4), REASONS[weakest])


def word_fit(typed: str, carried: str) -> float:
    """How a typed word fits a carried one: whole, its beginning, its sound, one slip, an initial, a nickname, or 0."""
    if typed == carried:
        return WHOLE
    if len(typed) == 1:
        return INITIAL if carried[0] == typed else 0.0
    if carried.startswith(typed):
        return BEGINS
    if word_sounds_same(typed, carried):
        return SOUNDS
    if len(carried) == 1:
        return ABBREVIATED if typed[0] == carried else 0.0
    if is_one_slip(typed, carried) or is_one_slip(sound_key(typed), sound_key(carried)):
        return SLIP if min(len(typed), len(carried)) > 3 else CALLED
    return CALLED if carried in NICKNAMES.get(typed, ()) else 0.0


def is_one_slip(one: str, other: str) -> bool:
    """Whether one letter put in, left out, changed, or swapped with its neighbour tells two words apart."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if not shorter or len(longer) - len(shorter) > 1 or one == other:
        return False
    at = next((place for place, pair in enumerate(zip(longer, shorter, strict=False)) if pair[0] != pair[1]), -1)
    if at < 0 or len(longer) > len(shorter):
        return at < 0 or longer[at + 1 :] == shorter[at:]
    swapped = longer[at : at + 2] == shorter[at : at + 2][::-1] and longer[at + 2 :] == shorter[at + 2 :]
    return swapped or longer[at + 1 :] == shorter[at + 1 :]


def keys_of(word: str) -> list[str]:
    """What a word is found by: itself and its sounds (marked "~"), each also without one letter."""
    cut = word[:LONGEST_KEYED]
    sounds = [*sound_keys(cut), *without_one(sound_key(cut))]
    return list(dict.fromkeys([cut, *without_one(cut), *(f"~{sound}" for sound in sounds)]))


def without_one(word: str) -> list[str]:
    """The word with one letter left out, in each place; nothing for words of less than three letters."""
    return [word[:place] + word[place + 1 :] for place in range(len(word))] if len(word) > 2 else []


def core_words(typed: list[str]) -> list[str]:
    """The words that must be met: not forms of address, bin and binti, degrees and initials, unless that is all."""
    loose = CALL_NAMES | CHILD_OF | TITLES
    return [word for word in typed if word in SHORT_FORMS or (len(word) > 2 and word not in loose)] or typed


def _fit(typed: list[str], carried: list[str]) -> tuple[float, float]:
    left, places, kinds, total, weight = list(range(len(carried))), [], [], 0.0, 0.0
    for word in typed:
        value, place = _best(word, carried, left)
        kinds.append(value)
        heavy = word_weight(word)
        weight += heavy
        total += heavy * value
        if value:
            places.append(place)
            left.remove(place)
    if not places:
        return 0.0, 0.0
    first = 0.02 if kinds[0] and places[0] == 0 else 0.0
    in_order = 0.01 if places == sorted(places) else 0.0
    return total / weight + first + in_order - 0.01 * min(len(left), 5), min(kinds)


def _best(word: str, carried: list[str], left: list[int]) -> tuple[float, int]:
    """The best fit of a typed word and its place; sounds are only asked where letters do not settle it."""
    if word in carried and (place := carried.index(word)) in left:
        return WHOLE, place
    if len(word) > 1 and (begun := [place for place in left if carried[place].startswith(word)]):
        return BEGINS, begun[0]
    value, place = max(((word_fit(word, carried[place]), -place) for place in left), default=(0.0, 0))
    return value, -place
