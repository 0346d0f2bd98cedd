"""Changing the hub's services: what new cases get, what old ones keep, and that nobody writes over another's change."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace

import pytest

from puskesos import clock
from puskesos.actions.service import (
    ServiceEntry,
    change_service,
    create_service,
    default_of,
    offer_service,
    restore_service,
)
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import AuditEntry, Case, CaseDocument, Service
from puskesos.queries.hub import list_services
from tests.cast import Cast, make_case, viewer_of

NEW = ServiceEntry("Surat keterangan usaha", "sosial_ekonomi", "p3", "sosial_ekonomi", "biasa", 2, papers="KTP\nKK")


def reactivation(cast: Cast) -> Service:
    return Service.get_by_id(cast.services["K01"].id)


def change(cast: Cast, version: int = 1, **fields: object) -> dict[str, object]:
    service = reactivation(cast)
    known = {name: getattr(service, name) for name in ServiceEntry.__dataclass_fields__}
    entry = ServiceEntry(**known | fields)
    return change_service(service, entry, version=version, actor=viewer_of(cast.ratna), now=clock.now())


def papers(case: Case) -> list[str]:
    rows = CaseDocument.select().where(CaseDocument.case == case).order_by(CaseDocument.position)
    return [paper.name for paper in rows]


def test_old_cases_stay_as_they_were_and_new_ones_take_the_change(cast: Cast) -> None:
    old = make_case(cast)
    kept = papers(old)
    change(cast, papers="KTP\nSurat faskes", target_days=4, area="sosial_ekonomi", pillar="p2", restricted=True)
    again, new = Case.get_by_id(old.id), make_case(cast)
    assert papers(again) == kept and len(kept) == 9
    same = ("due_on", "area", "pillar", "restricted", "version")
    assert [getattr(again, name) for name in same] == [getattr(old, name) for name in same]
    assert papers(new) == ["KTP", "Surat faskes"]
    assert (new.area, new.pillar, new.restricted) == ("sosial_ekonomi", "p2", True)
    assert new.due_on > old.due_on


def test_a_corrected_name_shows_on_old_cases_too(cast: Cast) -> None:
    case = make_case(cast)
    change(cast, name="Aktifkan lagi PBI-JK")
    assert Service.get_by_id(case.service_id).name == "Aktifkan lagi PBI-JK"


def test_a_change_is_audited_with_what_was_said_before(cast: Cast) -> None:
    assert change(cast, target_days=2) == {"target_days": 0}
    detail = json.loads(AuditEntry.get(AuditEntry.action == "service_changed").detail)
    assert detail == {"code": "K01", "fields": "target_days", "before": {"target_days": 0}}
    assert change(cast, version=2) == {}
    assert AuditEntry.select().where(AuditEntry.action == "service_changed").count() == 1


def test_an_old_version_writes_over_nothing(cast: Cast) -> None:
    change(cast, target_days=2)
    with pytest.raises(Conflict):
        change(cast, target_days=3)
    assert reactivation(cast).target_days == 2


def test_a_new_service_gets_the_next_code_of_the_hub_and_only_once(cast: Cast) -> None:
    ratna, key = viewer_of(cast.ratna), str(uuid.uuid4())
    made = [create_service(NEW, key=key, actor=ratna, now=clock.now()) for _ in range(2)]
    second = create_service(replace(NEW, name="Lain"), key=str(uuid.uuid4()), actor=ratna, now=clock.now())
    assert made[0] == made[1]
    assert [Service.get_by_id(one).code for one in (made[0], second)] == ["U01", "U02"]
    assert [service.code for service in list_services(cast.hub.id)][-2:] == ["U01", "U02"]
    assert all(service.code != "U01" for service in list_services(cast.other_hub.id))


@pytest.mark.parametrize(
    ("entry", "field"),
    [(replace(NEW, name="reaktivasi pbi-jk"), "name"), (replace(NEW, papers="\n".join(map(str, range(41)))), "papers")],
    ids=["same name", "too many papers"],
)
def test_what_is_wrong_with_a_service_is_said_at_its_field(cast: Cast, entry: ServiceEntry, field: str) -> None:
    with pytest.raises(RuleBroken) as problem:
        create_service(entry, key=str(uuid.uuid4()), actor=viewer_of(cast.ratna), now=clock.now())
    assert problem.value.field == field


def test_a_service_out_of_use_is_offered_no_more(cast: Cast) -> None:
    ratna = viewer_of(cast.ratna)
    assert offer_service(reactivation(cast), False, version=1, actor=ratna, now=clock.now())
    assert not offer_service(reactivation(cast), False, version=2, actor=ratna, now=clock.now())
    assert "K01" not in {service.code for service in list_services(cast.hub.id)}
    with pytest.raises(RuleBroken):
        make_case(cast)


def test_the_last_service_stays_in_use(cast: Cast) -> None:
    Service.update(active=False).where(Service.hub == cast.hub, Service.code != "K01").execute()
    with pytest.raises(RuleBroken, match="terakhir"):
        offer_service(reactivation(cast), False, version=1, actor=viewer_of(cast.ratna), now=clock.now())


def test_the_catalogue_can_be_had_back(cast: Cast) -> None:
    before = default_of(reactivation(cast))
    change(cast, name="Lain", papers="KTP", agencies="PKM")
    restore_service(reactivation(cast), version=2, actor=viewer_of(cast.ratna), now=clock.now())
    service = reactivation(cast)
    assert ServiceEntry(**{name: getattr(service, name) for name in ServiceEntry.__dataclass_fields__}) == before


def test_the_hubs_own_service_has_nothing_to_go_back_to(cast: Cast) -> None:
    ratna = viewer_of(cast.ratna)
    own = Service.get_by_id(create_service(NEW, key=str(uuid.uuid4()), actor=ratna, now=clock.now()))
    with pytest.raises(RuleBroken):
        restore_service(own, version=1, actor=ratna, now=clock.now())


def test_only_who_manages_this_hub_changes_its_services(cast: Cast) -> None:
    for user in (cast.sari, cast.bayu, cast.citra):
        with pytest.raises(NotAllowed):
            offer_service(reactivation(cast), False, version=1, actor=viewer_of(user), now=clock.now())
