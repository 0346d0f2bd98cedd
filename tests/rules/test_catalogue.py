"""The catalogue agrees with the code lists and domain.md 2.3, 3, 5."""

import pytest

from puskesos.catalogue import agency_rows, load, program_rows, service_rows
from puskesos.rules.intake import Area, Pillar, Priority, Sector

SERVICES = load("services")
KEYS = {"code", "name", "area", "pillar", "sector", "priority", "target_days", "papers", "restricted", "hint"} | {
    "agencies", "ppks", "spm",
}  # fmt: skip
CODES = (
    [f"K0{n}" for n in range(1, 7)]
    + [f"P0{n}" for n in range(1, 4)]
    + [f"E0{n}" for n in range(1, 8)]
    + [f"R{n:02}" for n in range(1, 11)]
    + ["B01", "M01", "L01", "L02"]
)


def test_all_services_are_there_in_order() -> None:
    assert [service["code"] for service in SERVICES] == CODES


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service["code"])
def test_a_service_is_whole_and_uses_known_codes(service: dict) -> None:
    assert set(service) == KEYS
    assert service["area"] in list(Area)
    assert service["pillar"] in list(Pillar)
    assert service["sector"] in list(Sector)
    assert service["priority"] in list(Priority)
    assert service["target_days"] in range(6)
    assert len(set(service["papers"])) == len(service["papers"])


@pytest.mark.parametrize("hint", ["agencies", "ppks", "spm"])
def test_the_hints_of_services_name_known_codes(hint: str) -> None:
    known = {entry["code"] for entry in load(hint)}
    assert {code for service in SERVICES for code in service[hint]} <= known


def test_a_hubs_rows_hold_lists_as_text() -> None:
    row = next(row for row in service_rows() if row["code"] == "K05")
    assert row["agencies"] == "PKM,RSJ,DINSOS-RS,SATPOLPP,POLSEK" and row["position"] == 5
    assert row["papers"].split("\n")[1] == "KTP"
    assert {row["code"]: row["decile_limit"] for row in program_rows()}["lpg"] is None


def test_restricted_services_are_violence_and_napza() -> None:
    assert [service["code"] for service in SERVICES if service["restricted"]] == ["R08", "R09"]


@pytest.mark.parametrize("code", ["K05", "R01", "R02", "R04", "R08", "B01"])
def test_urgent_services_are_due_the_same_day(code: str) -> None:
    service = next(service for service in SERVICES if service["code"] == code)
    assert service["priority"] in {"darurat", "segera"}
    assert service["target_days"] == 0


@pytest.mark.parametrize(
    ("name", "count"), [("services", 30), ("agencies", 49), ("programs", 15), ("ppks", 26), ("spm", 5)]
)
def test_codes_and_names_are_unique(name: str, count: int) -> None:
    entries = load(name)
    assert len({entry["code"] for entry in entries}) == len({entry["name"] for entry in entries}) == count


def test_restricted_ppks_are_those_of_the_rule() -> None:
    restricted = [entry["code"] for entry in load("ppks") if entry["restricted"]]
    assert restricted == ["03", "06", "07", "10", "16", "17", "18", "19"]


def test_ppks_name_known_spm() -> None:
    assert {entry["spm"] for entry in load("ppks") if "spm" in entry} == {entry["code"] for entry in load("spm")}


def test_desil_limits_are_the_defaults_of_the_reference() -> None:
    limits = {entry["code"]: entry["decile_limit"] for entry in load("programs") if "decile_limit" in entry}
    assert limits == {"pkh": 4, "sembako": 5, "pbi_jk": 5, "pip": 4, "kip_kuliah": 4, "panti": 5}


def test_offices_named_after_their_place_are_for_hubs_around_it() -> None:
    here, elsewhere = ({row["code"] for row in agency_rows(code)} for code in ("32.16.17", "32.15.01"))
    assert {"RSJ-MM", "LKS-AL-FAJAR", "SENTRA-PHALA-MARTHA", "SINGGAH-SUMBERJAYA"} <= here - elsewhere
    assert elsewhere < here and "RSJ" in elsewhere
