"""The guided ways: domain.md 1.3 and 5.3 as tables; nobody is ever left without a next step unless at the end."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.health_insurance import insurance_words, read_card
from puskesos.rules.path import Transition
from puskesos.rules.roles import Role
from puskesos.rules.track import (
    ASKED,
    CHANNELS,
    FINAL_STEPS,
    PATHS,
    RUNNING_STEPS,
    TRANSITIONS,
    WORDS,
    TrackKind,
    TrackStep,
    facts_words,
    find_track_step,
    first_step,
    is_final,
    place_of,
    track_steps_from,
)

EVERYBODY = {str(role) for role in Role}
ALL = [pytest.param(kind, step, id=f"{step.source}-{step.target}") for kind in TrackKind for step in TRANSITIONS[kind]]


@pytest.mark.parametrize(
    ("kind", "source", "target", "requires", "roles"),
    [
        pytest.param(
            "reaktivasi_pbi", "diajukan", "berkas", {"on", "number", "who"}, {"fo", "bo"}, id="S42-S44 letter"
        ),
        pytest.param("reaktivasi_pbi", "berkas", "kelayakan", {"on", "who"}, {"bo"}, id="S44 still eligible"),
        pytest.param("reaktivasi_pbi", "kelayakan", "rekomendasi", {"on", "number"}, {"bo"}, id="S44 Dinsos letter"),
        pytest.param(
            "reaktivasi_pbi", "rekomendasi", "diusulkan", {"on", "channel"}, {"bo"}, id="S25 SIKS-NG and date"
        ),
        pytest.param("reaktivasi_pbi", "diusulkan", "disetujui", {"on"}, {"bo"}, id="S25 approved"),
        pytest.param("reaktivasi_pbi", "diusulkan", "ditolak", {"on", "text"}, {"bo"}, id="S25 refused with a reason"),
        pytest.param("reaktivasi_pbi", "disetujui", "aktif", {"on"}, {"bo"}, id="S25 active again and date"),
        pytest.param("reaktivasi_pbi", "diajukan", "aktif", {"on"}, {"bo"}, id="S44 active without a proposal"),
        pytest.param("reaktivasi_pbi", "aktif", "selesai", {"on", "text"}, {"fo", "bo"}, id="family told"),
        pytest.param(
            "usulan_dtsen", "dihimpun", "musyawarah", {"on", "channel", "number"}, {"fo", "bo"}, id="S43 musdes"
        ),
        pytest.param("usulan_dtsen", "musyawarah", "diinput", {"on", "channel"}, {"bo"}, id="S43 entered"),
        pytest.param("usulan_dtsen", "diinput", "disahkan", {"on", "who"}, {"bo"}, id="S43 verifikator and kepala OPD"),
        pytest.param("usulan_dtsen", "dikirim", "diterima", {"on"}, {"bo"}, id="S27 determined"),
        pytest.param("usulan_dtsen", "dikirim", "ditolak", {"on", "text"}, {"bo"}, id="S27 refused with a reason"),
    ],
)
def test_what_a_step_records_and_who_takes_it(
    kind: str, source: str, target: str, requires: set[str], roles: set[str]
) -> None:
    step = find_track_step(kind, source, target)
    assert step is not None
    assert set(step.requires) == requires
    assert {role for role in EVERYBODY if step.is_open_to({role})} == {*roles, "koordinator"}


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [
        pytest.param("reaktivasi_pbi", "berkas", "diusulkan", id="no proposal before the Dinsos letter"),
        pytest.param("reaktivasi_pbi", "diajukan", "ditolak", id="only Kemensos refuses"),
        pytest.param("reaktivasi_pbi", "aktif", "dihentikan", id="what is active is not stopped"),
        pytest.param("usulan_dtsen", "dihimpun", "diinput", id="no entry without musdes or SPTJM"),
        pytest.param("usulan_dtsen", "diinput", "aktif", id="the ways do not mix"),
        pytest.param("reaktivasi_pbi", "selesai", "aktif", id="the end is the end"),
    ],
)
def test_steps_that_are_not_there(kind: str, source: str, target: str) -> None:
    assert find_track_step(kind, source, target) is None


@pytest.mark.parametrize("kind", TrackKind)
def test_every_step_of_a_way_is_reached_and_one_step_joins_a_pair(kind: TrackKind) -> None:
    table, reached = TRANSITIONS[kind], {first_step(kind)}
    while more := {step.target for step in table if step.source in reached} - reached:
        reached |= more
    assert reached == {*PATHS[kind], TrackStep.DITOLAK, TrackStep.DIHENTIKAN}
    assert len({(step.source, step.target) for step in table}) == len(table)


@pytest.mark.parametrize(("kind", "step"), ALL)
def test_a_step_leads_onward_and_asks_only_for_what_its_form_shows(kind: TrackKind, step: Transition) -> None:
    assert place_of(kind, step.source) < place_of(kind, step.target)
    shown = {"on", *ASKED.get(step.target, {}), *({"text"} if step.target in WORDS else set())}
    assert set(step.requires) <= shown
    assert ("channel" in ASKED.get(step.target, {})) is (step.target in CHANNELS)


@given(st.data(), st.sampled_from(TrackKind))
def test_no_walk_leaves_anybody_without_a_next_step_unless_at_the_end(data: st.DataObject, kind: TrackKind) -> None:
    step = first_step(kind)
    walked = [step]
    while not is_final(step):
        onward = track_steps_from(kind, step, {"bo"})
        assert onward, f"nothing follows {step}"
        assert step in RUNNING_STEPS
        step = data.draw(st.sampled_from(onward)).target
        walked.append(step)
        assert len(walked) <= len(PATHS[kind]) + 1
    assert step in FINAL_STEPS and not track_steps_from(kind, step, EVERYBODY)


def test_the_usual_step_is_offered_first() -> None:
    first = [track_steps_from("reaktivasi_pbi", step, {"bo"})[0].target for step in PATHS[TrackKind.REAKTIVASI][:-1]]
    assert first == list(PATHS[TrackKind.REAKTIVASI][1:])


def test_front_office_takes_only_the_steps_at_the_counter() -> None:
    for kind in TrackKind:
        open_to_fo = {step.target for step in TRANSITIONS[kind] if step.is_open_to({"fo"})}
        assert open_to_fo <= {TrackStep.BERKAS, TrackStep.SELESAI, TrackStep.MUSYAWARAH}
        assert not any(step.is_open_to({"psm"}) or step.is_open_to({"admin"}) for step in TRANSITIONS[kind])


def test_the_facts_of_a_step_read_as_words() -> None:
    facts = {"number": "440/12", "who": "RSUD Cabangbungin", "channel": "", "text": ""}
    assert facts_words("berkas", facts) == "nomor surat keterangan faskes 440/12, faskes RSUD Cabangbungin"
    assert facts_words("diusulkan", {"channel": "siks_dinsos"}) == "lewat SIKS-NG Dinsos"
    assert facts_words("ditolak", {"text": "Desil 8."}) == "Desil 8."


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("0001 2345 67890", "0001234567890"), ("", ""), (None, ""), ("3216995206790003", "3216995206790003")],
    ids=["13 digits", "empty", "nothing", "nik"],
)
def test_a_card_has_thirteen_digits_or_is_a_nik(typed: str | None, digits: str) -> None:
    assert read_card(typed) == digits


@pytest.mark.parametrize("typed", ["123", "00012345678901", "ABCDEFGHIJKLM"], ids=["short", "14 digits", "letters"])
def test_other_card_numbers_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="13 angka"):
        read_card(typed)


def test_the_insurance_reads_as_one_line() -> None:
    told = insurance_words("pbi", "0001234567890", "nonaktif", date(2026, 10, 12))
    assert told == "PBI-JK (APBN), kartu 0001•••••7890, nonaktif sejak 12 Oktober 2026"
    assert insurance_words("", "", "", None) == ""
