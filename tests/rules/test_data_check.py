"""What a data check needs, what counts as one, and which services go on without (domain.md 1.3 #4, 2.1 D)."""

import pytest

from puskesos.rules.data_check import DataCheckStatus, check_problems, counts_as_check, needs_no_check


@pytest.mark.parametrize(
    ("status", "decile", "channel", "note", "fields"),
    [
        pytest.param("terdaftar", 4, "siks_ng", "", set(), id="found, with its decile"),
        pytest.param("terdaftar", None, "", "", {"channel"}, id="found, but where?"),
        pytest.param("tidak_terdaftar", 4, "siks_ng", "", {"decile"}, id="no decile without being registered"),
        pytest.param("nik_tidak_padan", 1, "siks_ng", "", {"decile"}, id="nor for a NIK that does not match"),
        pytest.param("tidak_dapat", None, "", "", {"note"}, id="not possible, but why?"),
        pytest.param("tidak_dapat", None, "", "Server mati.", set(), id="not possible, said why"),
        pytest.param("belum_dicek", 3, "", "", {"note", "decile"}, id="not yet: both at once"),
        pytest.param("belum_dicek", None, "", "Menunggu operator.", set(), id="not yet, said why"),
    ],
)
def test_what_a_check_lacks(status: str, decile: int | None, channel: str, note: str, fields: set[str]) -> None:
    assert set(check_problems(status, decile, channel, note)) == fields


def test_only_not_yet_counts_as_no_check() -> None:
    assert [status for status in DataCheckStatus if not counts_as_check(status)] == [DataCheckStatus.BELUM_DICEK]


@pytest.mark.parametrize(
    ("service", "about_official", "skipped"),
    [("L01", False, True), ("L02", False, True), ("R08", False, True), ("R09", False, True), ("K01", False, False),
     ("E03", True, True)],
)  # fmt: skip
def test_which_services_need_no_check(service: str, about_official: bool, skipped: bool) -> None:
    assert needs_no_check(service, about_official=about_official) is skipped
