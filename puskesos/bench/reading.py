"""What people read: searches, the case page, the day, the board; each beside the empty route."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from puskesos.bench.browser import Answer, Browser
from puskesos.bench.residents import PEOPLE_PER_CASE, PEOPLE_PER_HOUSEHOLD, case_number_at, nik_of
from puskesos.bench.server import FLOOR
from puskesos.bench.verdicts import Row, percentile, timed_row
from puskesos.errors import StartRefused
from puskesos.models import Person
from puskesos.queries.search import find_people
from puskesos.rules.viewer import Viewer

WARM_UP = 5
FOUND_AMONG = 20


@dataclass(frozen=True)
class Stage:
    """One size of hub with its server, signed-in people and dice; `rounds` is how often each page is asked."""

    people: int
    rounds: int
    random: Random
    staff: Browser
    koordinator: Browser
    volunteer: Browser
    today: date

    @property
    def cases(self) -> int:
        return self.people // PEOPLE_PER_CASE


def measure_reading(stage: Stage) -> tuple[list[Row], dict[str, float]]:
    """The rows of all reads, each in turn with the empty route, and their medians for the growth rows."""
    rows, floors = [], []
    for operation, ask, must, multiple in _pages(stage):
        taken, floor = in_turn(stage, ask)
        floors += floor
        rows.append(
            timed_row(operation, stage.people, taken, must=must, aim=multiple * percentile(floor, 0.95), floor=floor)
        )
    medians = {row.operation: row.median or 0 for row in rows}
    return [timed_row("empty Flask route (hello)", stage.people, floors, must=5, aim=1), *rows], medians


def in_turn(stage: Stage, ask: Callable[[], Answer]) -> tuple[list[float], list[float]]:
    """Milliseconds of `rounds` answers and of the empty ones between. Raises StartRefused when a page fails."""
    taken, floor = [], []
    for position in range(-WARM_UP, stage.rounds):
        answer, empty = ask(), stage.staff.get(f"{FLOOR}/")
        if answer.status not in {200, 204, 303}:
            raise StartRefused(f"A measured page answered {answer.status}: {answer.text[:200]}")
        if position >= 0:
            taken.append(answer.milliseconds)
            floor.append(empty.milliseconds)
    return taken, floor


def found_row(viewer: Viewer, stage: Stage, tries: int) -> Row:
    """How often a name typed but for its last letter (a lone word whole), in any order, finds those very words."""
    found = 0
    for _ in range(tries):
        words = name_at(stage, anywhere(stage)).split()
        stage.random.shuffle(words)
        typed = " ".join(words)[:-1] if len(words) > 1 and len(words[-1]) > 3 else " ".join(words)
        found += any(set(one.person.name.split()) == set(words) for one in find_people(viewer, typed, FOUND_AMONG))
    return Row(
        "search by prefix: found in the first 20", stage.people, 100 * found / tries, 99, 100, "", "%", at_least=True
    )


def found_misspelt_row(viewer: Viewer, stage: Stage, tries: int) -> Row:
    """How often a whole name with one wrong letter finds the words that were meant."""
    found = 0
    for _ in range(tries):
        name = name_at(stage, anywhere(stage))
        people = find_people(viewer, slip_in(stage.random, name), FOUND_AMONG)
        found += any(set(one.person.name.split()) == set(name.split()) for one in people)
    operation = "search, one letter wrong: found in the first 20"
    return Row(operation, stage.people, 100 * found / tries, 98.5, 100, "", "%", at_least=True)


def slip_in(random: Random, name: str) -> str:
    """The name with one letter left out, put in, changed, or swapped with the next, in a word of four or more."""
    words = name.split()
    place = max(range(len(words)), key=lambda at: (len(words[at]) > 3, random.random()))
    word, letter = words[place], random.choice("abcdefghijklmnoprstuwy")
    at = random.randrange(len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    ways = (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :], swapped)
    return " ".join([*words[:place], random.choice(ways), *words[place + 1 :]])


def anywhere(stage: Stage) -> int:
    """A person's id."""
    return stage.random.randint(1, stage.people)


def name_at(stage: Stage, position: int) -> str:
    return Person.select(Person.name).where(Person.id == position).scalar()


def _pages(stage: Stage) -> Iterator[tuple[str, Callable[[], Answer], float, float]]:
    """Operation, how to ask for it, must, and the aim as a multiple of hello."""
    yield "search while typing, prefix", lambda: _search(stage, _half_typed(stage)), 6, 3
    yield "search, one letter wrong", lambda: _search(stage, _misspelt(stage)), 8, 5
    yield "search by NIK", lambda: _search(stage, nik_of(anywhere(stage))), 3, 2
    yield "search by KK", lambda: _search(stage, _kk(stage)), 3, 2
    yield "search by phone", lambda: _search(stage, f"081{anywhere(stage):09}"), 3, 2
    yield "search by case number", lambda: _search(stage, _case_number(stage)), 3, 2
    yield "search by short case number", lambda: _search(stage, _case_number(stage)[7:]), 3, 2
    yield "case page", lambda: stage.koordinator.get(f"/kasus/{_case_number(stage)}"), 8, 4
    yield "“Hari ini” of a volunteer", lambda: stage.volunteer.get("/"), 8, 4
    yield "Beranda of the front office", lambda: stage.staff.get("/"), 8, 4
    yield "Beranda of the koordinator", lambda: stage.koordinator.get("/"), 8, 4
    yield "board, 300 open cards", lambda: stage.koordinator.get("/papan"), 12, 6


def _search(stage: Stage, typed: str) -> Answer:
    return stage.staff.post("/penerimaan/cari", fragment=True, q=typed)


def _half_typed(stage: Stage) -> str:
    """A name as it stands after three letters, after one and a half words, or nearly whole."""
    name = name_at(stage, anywhere(stage))
    first, _, rest = name.partition(" ")
    return stage.random.choice((first[:3], f"{first} {rest[:3]}", name[:-1])).strip().ljust(3, "a")


def _misspelt(stage: Stage) -> str:
    return slip_in(stage.random, name_at(stage, anywhere(stage)))


def _kk(stage: Stage) -> str:
    return f"321699{stage.random.randint(1, stage.people // PEOPLE_PER_HOUSEHOLD):010}"


def _case_number(stage: Stage) -> str:
    return case_number_at(stage.random.randint(1, stage.cases), stage.today)


def growth_rows(medians: dict[int, dict[str, float]]) -> Iterator[Row]:
    """How many times slower each page is at the largest size than at the smallest."""
    small, large = min(medians), max(medians)
    for operation, slow in medians[large].items():
        fast = medians[small][operation]
        searching = operation.startswith("search")
        must, aim = (4, 2.5) if searching else (2, 1.4)
        if small < large and "hello" not in operation:
            yield Row(f"growth from {small:,}: {operation}", large, slow / fast, must, aim, "", "×")
