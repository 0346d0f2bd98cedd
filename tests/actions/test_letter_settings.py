"""Letter settings in the database: versions, nobody from outside, two writers of one wording."""

from __future__ import annotations

import uuid

import pytest

from puskesos import clock
from puskesos.actions.letter_settings import KopEntry, NumbersEntry, change_kop, change_logo, change_numbers
from puskesos.actions.letter_text import change_text
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import Hub, LetterSettings, LetterText
from puskesos.queries.letter_settings import look_of, number_pattern, settings_of, signer_of
from puskesos.rules.letter import USUAL_CLASS, USUAL_PATTERN, LetterKind
from puskesos.rules.letter_page import USUAL_MARGINS
from tests.cast import Cast, viewer_of
from tests.signers import change_words, make_signer, sign_kind

KIND = LetterKind.REKOMENDASI
EDGES = dict(zip(("margin_top", "margin_right", "margin_bottom", "margin_left"), USUAL_MARGINS, strict=True))


def kop(**typed: object) -> KopEntry:
    return KopEntry(**{"above": "", "name": "", "address": "", "paper": "F4", "archive": False, **EDGES, **typed})


def by(cast: Cast, version: int = 1) -> dict[str, object]:
    return {"version": version, "actor": viewer_of(cast.ratna), "now": clock.now()}


def test_kop_and_paper_are_kept_once_and_a_stale_version_is_a_conflict(cast: Cast) -> None:
    assert set(change_kop(cast.hub, kop(name="BAHARI", paper="A4"), **by(cast))) == {"name", "paper"}
    hub = Hub.get_by_id(cast.hub.id)
    assert (look_of(hub).name, look_of(hub).paper, settings_of(hub).version) == ("BAHARI", "a4", 2)
    with pytest.raises(Conflict):
        change_kop(hub, kop(name="LAIN", paper="A4"), **by(cast))
    assert change_kop(hub, kop(name="BAHARI", paper="A4"), **by(cast)) == [], "the same again is no change"
    assert LetterSettings.select().count() == 1


def test_a_logo_raises_the_version_of_the_kop(cast: Cast) -> None:
    assert change_logo(cast.hub, "kanan", "data:image/png;base64,AA", **by(cast))
    with pytest.raises(Conflict):
        change_kop(cast.hub, kop(name="LAIN"), **by(cast))
    assert look_of(cast.hub).logo_right


def test_nobody_from_outside_and_nobody_without_the_right(cast: Cast) -> None:
    for who in (cast.sari, cast.citra):
        with pytest.raises(NotAllowed):
            change_kop(cast.hub, kop(name="X"), version=1, actor=viewer_of(who), now=clock.now())
        with pytest.raises(NotAllowed):
            change_text(cast.hub, KIND, "{identitas}", version=0, actor=viewer_of(who), now=clock.now())


def test_numbers_that_could_be_alike_are_refused(cast: Cast) -> None:
    entry = NumbersEntry(USUAL_PATTERN, "", together=False, classes=USUAL_CLASS)
    with pytest.raises(RuleBroken) as refused:
        change_numbers(cast.hub, entry, **by(cast))
    assert refused.value.field == "number_pattern" and number_pattern(cast.hub) == USUAL_PATTERN


def test_two_writers_of_one_wording(cast: Cast) -> None:
    change_words(cast, KIND, "{identitas}\n\nSatu.")
    with pytest.raises(Conflict):
        change_text(cast.hub, KIND, "{identitas}\n\nDua.", **by(cast, version=0))
    assert [row.text for row in LetterText.select()] == ["{identitas}\n\nSatu."]


def test_choosing_signers_needs_the_newest_version(cast: Cast) -> None:
    signer = make_signer(cast)
    sign_kind(cast, KIND, signer)
    told = signer_of(cast.hub, KIND)
    assert told and told.name == signer.name and settings_of(cast.hub).version == 2
    with pytest.raises(Conflict):
        change_kop(cast.hub, kop(name=str(uuid.uuid4())), **by(cast))
