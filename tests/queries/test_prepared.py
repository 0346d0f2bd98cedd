"""Prepared reads answer as the query itself would, for every viewer and value, on both engines."""

from __future__ import annotations

from peewee import JOIN, ModelSelect

from puskesos import clock
from puskesos.models import Case, Household, Person, Service, Village
from puskesos.queries.case import find_case, openable, scope, visible_to
from puskesos.queries.prepared import Slot, prepared_models, shape_of, slot, values_of, viewer_of
from tests import cast as made
from tests.cast import Cast, make_assignment, make_case


@prepared_models
def people_named() -> ModelSelect:
    query = Person.select(Person, Household, Village).join(Household, JOIN.LEFT_OUTER).switch(Person).join(Village)
    return query.where(Person.name == slot("name")).order_by(Person.id)


@prepared_models
def services_of(is_active: bool) -> ModelSelect:
    return Service.select().where(Service.hub == slot("hub"), Service.active == is_active)


def test_models_come_with_what_is_joined_at_the_first_run_and_the_next(cast: Cast) -> None:
    case = make_case(cast)
    home = Household.create(hub=cast.hub, village=case.village_id, created_at=clock.now())
    person = Person.get(Person.id == case.client_id)
    for household in (home, None, home):
        Person.update(household=household).where(Person.id == person.id).execute()
        (found,) = people_named(name=person.name)
        assert found == person and found.village.id == case.village_id and not found.dirty_fields
        assert found.household == household and found.birth_date == person.birth_date
    assert people_named(name="Tidak Ada") == []


def test_a_shape_has_a_text_of_its_own(cast: Cast) -> None:
    everything = Service.select().where(Service.hub == cast.hub.id).count()
    first = Service.select().where(Service.hub == cast.hub.id).first()
    Service.update(active=False).where(Service.id == first.id).execute()
    assert [len(services_of(active, hub=cast.hub.id)) for active in (True, False, True)] == [
        everything - 1,
        1,
        everything - 1,
    ]


def test_a_viewer_made_of_slots_sees_what_the_viewer_sees(cast: Cast) -> None:
    task = make_assignment(cast)
    numbers = {make_case(cast).number, Case.get(Case.id == task.case).number}
    for user in (cast.ratna, cast.sari, cast.bayu, cast.ujang, cast.tono, cast.citra, cast.dewi):
        viewer = made.viewer_of(user)
        seen = {case.number for case in visible_to(viewer)}
        assert {number for number in numbers if find_case(viewer, number)} == seen, user.name


def test_a_shape_holds_no_value_of_the_viewer(cast: Cast) -> None:
    viewer = made.viewer_of(cast.bayu)
    _text, given = Case.select(Case.id).where(scope(viewer_of(*shape_of(viewer))), Case.id == slot("case")).sql()
    assert [one.name for one in given] == ["hub", "case"]
    _text, given = Case.select(Case.id).where(openable(viewer_of(*shape_of(viewer)))).sql()
    assert {one.name for one in given if isinstance(one, Slot)} == {"viewer", "area"} < {*values_of(viewer)}
