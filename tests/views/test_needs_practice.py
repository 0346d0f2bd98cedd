"""Every open case of the practice hub: lists and its page give the same next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from puskesos import create_app
from puskesos.config import Settings
from puskesos.database import close_database, database
from puskesos.models import Case, User
from puskesos.queries.case_page import load_case_page
from puskesos.queries.needs_around import around
from puskesos.rules.case_path import OPEN_STATES
from puskesos.views.case_step import main_step, next_step
from tests.cast import viewer_of


@pytest.fixture
def hub(practice_folder: Settings) -> Iterator[Settings]:
    yield practice_folder
    close_database()


@pytest.mark.parametrize("username", ["ratna", "bayu"])
def test_lists_and_pages_give_every_open_case_the_same_next_step(hub: Settings, username: str) -> None:
    app = create_app(hub)  # it opens the database anew
    database.connect()
    viewer = viewer_of(User.get(User.username == username))
    cases = list(Case.select().where(Case.state.in_([str(state) for state in OPEN_STATES])))
    for case in cases:
        case.bits = 0
    known, seen = around(cases), Counter[str]()
    with app.test_request_context():
        for case in cases:
            page = load_case_page(case, viewer=viewer)
            step, listed = next_step(page, viewer), main_step(known.listed(case, page.names), viewer)
            assert (listed.url, listed.label, listed.since) == (step.url, step.label, step.since), case.number
            seen[step.label] += 1
    assert len(cases) > 30 and len(seen) > 6
