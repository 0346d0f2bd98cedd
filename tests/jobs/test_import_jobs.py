"""The work of imports in the worker where somebody or the file ends it: too long a list, stopping while it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from puskesos import clock
from puskesos.actions.imports import start_import
from puskesos.config import Settings
from puskesos.errors import Conflict
from puskesos.jobs.imports import unless_moved_on
from puskesos.jobs.run import Stop
from puskesos.models import Import
from tests.cast import Cast
from tests.import_lists import DATA_ON, NAMED, Desk, row


def test_a_list_that_is_too_long_is_refused_when_it_is_read(cast: Cast, opened: Settings, tmp_path: Path) -> None:
    desk, path = Desk(cast, opened), tmp_path / "panjang.csv"
    path.write_text(";".join(NAMED) + "\n" + ";".join(row()) + "\n" + "Siti;;\n" * 200_100, encoding="utf-8")
    told = {"file_name": "a.csv", "name": "A", "data_on": DATA_ON, "key": "k", "settings": opened}
    with path.open("rb") as stream:
        number = start_import(stream, **told, actor=desk.ratna, now=clock.now())
    desk.work()
    imp = Import.get_by_id(number)
    assert imp.state == "gagal" and "200.000" in imp.failure


def test_empty_lines_and_line_ends_within_a_cell_make_no_list_too_long(
    cast: Cast, opened: Settings, tmp_path: Path
) -> None:
    desk, path = Desk(cast, opened), tmp_path / "pendek.csv"
    cells = ";".join(f'"{cell}"' for cell in row())
    text = ";".join(NAMED) + "\n" + cells + "\n" + ";;;;\n" * 150_000 + '"Kp.\nBeting\nRT 1";;\n' * 30_000
    path.write_text(text, encoding="utf-8")
    told = {"file_name": "a.csv", "name": "A", "data_on": DATA_ON, "key": "k", "settings": opened}
    with path.open("rb") as stream:
        number = start_import(stream, **told, actor=desk.ratna, now=clock.now())
    desk.work()
    assert Import.get_by_id(number).state == "kolom"


def test_a_step_that_comes_too_late_stops_without_a_fault() -> None:
    with pytest.raises(Stop), unless_moved_on():
        raise Conflict
