"""0024: letters from before keep the name their office has now, and nothing else of them changes."""

from __future__ import annotations

from puskesos.config import Settings
from puskesos.database import database
from puskesos.models import Referral
from tests.cast import load_cast, make_referral
from tests.engines import both_engines
from tests.migration_script import migration


@both_engines
def test_letters_from_before_get_the_name_of_their_office(opened: Settings) -> None:
    make_referral(load_cast())
    before = Referral.select().dicts().get()
    script = migration("0024_letter_agency")
    script.down(None, database.obj)
    assert not {"agency_name", "waits_since"} & {column.name for column in database.get_columns("referral")}
    script.up(None, database.obj)
    assert Referral.select().dicts().get() == before and before["agency_name"] == "Dinas Pendidikan"
