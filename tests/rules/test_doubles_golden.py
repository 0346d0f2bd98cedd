"""Nobody is compared with everybody: how many of the labelled pairs that the score offers are compared all the same."""

from __future__ import annotations

from puskesos.rules.crowd import Crowd, Resident
from puskesos.rules.doubles import find_doubles
from puskesos.rules.matching import Known, match_score
from puskesos.rules.names import name_words
from tests.golden.make_pairs import FILE
from tests.rules.test_matching import HARD, pairs


def test_nearly_all_that_the_score_offers_is_found_in_the_crowd() -> None:
    labelled = [pair for file in (FILE, HARD) for pair in pairs(file.read_text(encoding="utf-8"))]
    offered = {
        number
        for number, (label, _, one, other) in enumerate(labelled)
        if label == "sama" and match_score(one, other).level != "bukan"
    }
    crowd, numbers = Crowd(), {"": 0}
    for place, known in enumerate(known for _, _, *both in labelled for known in both):
        crowd.add(_resident(place + 1, known, numbers))
    same_nik, likely = find_doubles(crowd, set(), 100_000, lambda part: None)
    found = {(one.other - 1) // 2 for best in (same_nik, likely) for one in best.rows() if one.person == one.other + 1}
    assert len(offered) > 1000 and len(offered & found) / len(offered) >= LEAST


LEAST = 0.99


def _resident(number: int, known: Known, numbers: dict[str, int]) -> Resident:
    return Resident(
        id=number,
        name=known.name,
        alias=known.alias,
        words=" ".join(dict.fromkeys(name_words(known.name) + name_words(known.alias))),
        sex=known.sex,
        nik=known.nik or None,
        born=known.birth_date.isoformat() if known.birth_date else None,
        birth_year=known.birth_year,
        village=numbers.setdefault(str(known.village or ""), len(numbers)),
        rt=known.rt,
        rw=known.rw,
        phone=known.phone or None,
        household=numbers.setdefault(known.kk, len(numbers)) or None,
    )
