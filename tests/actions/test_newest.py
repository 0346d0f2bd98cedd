"""Only who saw a row's newest version writes to it, and only while what must still be true is."""

from __future__ import annotations

import pytest

from puskesos.actions.newest import change_newest, write_newest
from puskesos.errors import Conflict
from puskesos.models import Case
from tests.cast import Cast, make_case


def stored(case: Case) -> tuple[str, int]:
    fresh = Case.get_by_id(case.id)
    return fresh.wish, fresh.version


def test_what_is_written_raises_the_version_and_the_row_stays_as_it_was_read(cast: Cast) -> None:
    case = make_case(cast)
    before = case.version
    write_newest(case, before, wish="Kursi roda")
    assert stored(case) == ("Kursi roda", before + 1)
    assert (case.wish, case.version) == ("", before)


def test_a_changed_row_is_as_it_was_written(cast: Cast) -> None:
    case = make_case(cast)
    change_newest(case, case.version, wish="Kursi roda")
    assert (case.wish, case.version) == stored(case)


@pytest.mark.parametrize("behind", [1, 0], ids=["stale", "no longer so"])
def test_who_comes_late_writes_nothing(cast: Cast, behind: int) -> None:
    case = make_case(cast)
    kept = stored(case)
    for write in (write_newest, change_newest):
        with pytest.raises(Conflict):
            write(case, case.version - behind, Case.state == "selesai", wish="Kursi roda")
        if behind:
            with pytest.raises(Conflict):
                write(case, case.version - behind, wish="Kursi roda")
    assert stored(case) == kept == (case.wish, case.version)


def test_another_row_of_the_same_version_is_left_alone(cast: Cast) -> None:
    case, other = make_case(cast), make_case(cast)
    write_newest(case, case.version, wish="Kursi roda")
    assert stored(other) == ("", other.version)
