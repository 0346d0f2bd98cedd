"""0036: letters written before stand in the register with the number they have, and numbers go on from there."""

from __future__ import annotations

from datetime import date

from puskesos.actions.letter_number import take_number
from puskesos.database import database
from puskesos.migrating import check_invariants
from puskesos.models import Letter, Referral
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_code import read_code
from tests.cast import Cast, make_case, make_referral
from tests.engines import both_engines
from tests.migration_script import migration


@both_engines
def test_letters_of_before_come_into_the_register(cast: Cast) -> None:
    case = make_case(cast)
    sent, never_sent, ended = (make_referral(cast, case, channel=channel) for channel in ("wa", "", "wa"))
    Referral.update(state="batal").where(Referral.id.in_([never_sent.id, ended.id])).execute()
    script = migration("0036_letters")
    script.down(None, database.obj)
    assert "letter" not in database.get_tables()
    script.up(None, database.obj)
    check_invariants(database.obj)
    lines = {line.referral_id: line for line in Letter.select()}
    kept = {one: (lines[one].number, lines[one].serial, lines[one].state) for one in lines}
    assert kept == {
        sent.id: (sent.letter_number, 1, "terbit"),
        never_sent.id: (never_sent.letter_number, 2, "batal"),
        ended.id: (ended.letter_number, 3, "terbit"),
    }
    assert lines[sent.id].created_at == sent.created_at and lines[sent.id].dated_on == sent.letter_on
    assert all(read_code(line.proof_code) == line.proof_code for line in lines.values())
    assert take_number(cast.hub, LetterKind.RUJUKAN, date(2026, 11, 17)).serial == 4
