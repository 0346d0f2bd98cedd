"""What the board costs when a card has just moved, and a column that holds 500 of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from puskesos import clock
from puskesos.bench.browser import Answer
from puskesos.bench.reading import Stage, in_turn
from puskesos.bench.residents import UNASSIGNED
from puskesos.bench.verdicts import Row, percentile, timed_row
from puskesos.models import Case, CaseEvent

CARDS, PAGE = 500, 30
HEAVIEST = 60_000  # bytes of one fragment before packing


def measure_moving(stage: Stage) -> list[Row]:
    """Each answer is read anew, because history has grown since the last one."""
    rows = [_timed(stage, "board, a card just moved", lambda: stage.koordinator.get("/papan"))]
    with _waiting(CARDS - UNASSIGNED):
        operation = f"board column, {CARDS} open cards"
        rows.append(_timed(stage, operation, lambda: _page(stage, stage.random.randrange(0, CARDS, PAGE))))
        heaviest = max(len(_page(stage, start).text.encode()) for start in range(0, CARDS, PAGE))
    return [*rows, Row(f"{operation}: fragment", stage.people, heaviest, HEAVIEST, HEAVIEST / 2, "unpacked", "B")]


def _timed(stage: Stage, operation: str, ask: Callable[[], Answer]) -> Row:
    def after_a_move() -> Answer:
        _write_history()
        return ask()

    taken, floor = in_turn(stage, after_a_move)
    return timed_row(operation, stage.people, taken, must=12, aim=6 * percentile(floor, 0.95), floor=floor)


def _page(stage: Stage, start: int) -> Answer:
    return stage.koordinator.get(f"/papan/belum?mulai={start}", fragment=True)


def _write_history() -> None:
    newest = CaseEvent.select().order_by(CaseEvent.id.desc()).get()
    who = {"actor": newest.actor_id, "actor_name": newest.actor_name, "actor_role": newest.actor_role}
    CaseEvent.create(case=newest.case_id, at=clock.now(), kind="catatan", text="Kartu dipindah.", **who)


@contextmanager
def _waiting(more: int) -> Iterator[None]:
    """So many of the finished cases await a volunteer meanwhile."""
    finished = Case.select(Case.id).where(Case.state == "selesai").order_by(Case.id.desc()).limit(more)
    ids = [case.id for case in finished]
    Case.update(awaits_assignment=True).where(Case.id.in_(ids)).execute()
    yield
    Case.update(awaits_assignment=False).where(Case.id.in_(ids)).execute()
