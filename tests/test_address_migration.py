"""0020, back and forth: letters and their log stay whole, and a basis that was not known before becomes the nearest."""

from __future__ import annotations

import pytest
from peewee import IntegrityError

from puskesos.database import database
from puskesos.migrating import check_invariants
from puskesos.models import Hub, Letter, Referral, ReferralEvent
from tests.cast import NETWORK, Cast, make_case, make_referral
from tests.engines import both_engines
from tests.migration_script import migration


@both_engines
def test_letters_and_their_log_stay_whole_back_and_forth(cast: Cast) -> None:
    case = make_case(cast)
    public = make_referral(cast, case, basis="tugas_pelayanan_publik", identity="lengkap")
    spoken = make_referral(cast, case, basis="persetujuan_lisan", basis_note="Pak RT")
    log = list(ReferralEvent.select().order_by(ReferralEvent.id).tuples())
    Letter.delete().execute()  # a table of a later migration, which holds on to referrals
    script = migration("0020_answers_and_addresses")
    script.down(None, database.obj)
    rows = database.execute_sql("SELECT number, basis FROM referral ORDER BY id").fetchall()
    kept = [(public.number, "kewajiban_hukum"), (spoken.number, "persetujuan_lisan")]
    assert [tuple(row) for row in rows] == kept
    with pytest.raises(IntegrityError), database.atomic():
        database.execute_sql("UPDATE referral SET basis = 'tugas_pelayanan_publik'")
    assert "network_address" not in {column.name for column in database.get_columns("hub")}
    script.up(None, database.obj)
    check_invariants(database.obj)
    assert list(ReferralEvent.select().order_by(ReferralEvent.id).tuples()) == log and len(log) == 2
    newest = Referral.get_by_id(public.id)
    assert (newest.basis, newest.identity, newest.token_hash) == ("kewajiban_hukum", "inisial", public.token_hash)
    Referral.update(basis="tugas_pelayanan_publik").execute()
    hub = Hub.get_by_id(cast.hub.id)
    assert (hub.network_address, hub.answer_days_urgent, hub.answer_days_prompt) == ("", 0, 1) and NETWORK
