"""Why a need is restricted from the first moment, and when the duties of violence hold."""

from __future__ import annotations

import pytest

from puskesos.rules.restriction import Cause, Signs, cause_of, cause_of_categories, must_be_referred


@pytest.mark.parametrize(
    ("facts", "cause"),
    [
        pytest.param({"service_restricted": True, "age": 40}, Cause.LAYANAN, id="service R08 or R09"),
        pytest.param({"age": 17, "violence": True}, Cause.ANAK, id="child with violence, UU 35/2014"),
        pytest.param({"age": None, "violence": True}, Cause.ANAK, id="age not known counts as a child"),
        pytest.param({"age": 40, "violence": True}, Cause.KEKERASAN, id="adult victim, UU 12/2022 article 69"),
        pytest.param({"age": 40, "about_official": True, "kind": "pengaduan"}, Cause.PEJABAT, id="complaint"),
        pytest.param({"age": 40, "about_official": True, "service_code": "L02"}, Cause.PEJABAT, id="service L02"),
        pytest.param({"age": 40, "about_official": True, "kind": "permohonan"}, None, id="ticked, but no complaint"),
        pytest.param({"age": 40, "chosen": "permintaan"}, Cause.PERMINTAAN, id="by hand"),
        pytest.param({"age": 5}, None, id="a child alone is no reason"),
    ],
)
def test_the_cause_is_found(facts: dict[str, object], cause: Cause | None) -> None:
    assert cause_of(Signs(**{"service_restricted": False} | facts)) == cause


@pytest.mark.parametrize(
    ("service", "cause", "held"),
    [("R08", "layanan", True), ("K01", "anak", True), ("K01", "kekerasan", True), ("R09", "layanan", False)],
)
def test_violence_is_referred_at_once(service: str, cause: str, held: bool) -> None:
    assert must_be_referred(service, cause) is held


@pytest.mark.parametrize(
    ("codes", "cause"), [(["06"], "kekerasan"), (["16", "19"], "kekerasan"), (["18"], "kekerasan"), (["16"], "ppks")]
)
def test_categories_of_violence_bring_its_duties(codes: list[str], cause: str) -> None:
    assert cause_of_categories(codes) == cause
