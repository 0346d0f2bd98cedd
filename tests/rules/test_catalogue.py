"""The catalogue agrees with the code lists and domain.md 2.3, 3, 5."""

import pytest

from puskesos.catalogue import agency_rows, load, program_rows, service_rows
from puskesos.rules.intake import Area, Pillar, Priority, Sector
from puskesos.rules.papers import PaperOwner
from puskesos.rules.service import check_papers, read_papers

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
# domain.md 2.3: days of the hub's own step, what the family brings, what others see to (hub, desa, instansi).
TABLE: tuple[tuple[str, int, str, str], ...] = (
    ("K01", 0, "layanan dari faskes|KTP|KK|Kartu BPJS/KIS|Nomor HP|Resume medis", "penonaktifan|SK desil|Dinsos"),
    ("K02", 3, "KTP|KK|SKTM|sakit", "SPTJM kepala desa|Foto rumah"),
    ("K03", 1, "KTP|KK|SKTM|Foto pasien|rawat inap kelas III|KIA", "permohonan desa|Foto rumah"),
    ("K04", 1, "KTP|KK|Kartu KIS/BPJS", ""),
    ("K05", 0, "KTP|KK|SKTM|pernyataan keluarga/wali", "kepala desa|Foto seluruh badan"),
    ("K06", 3, "KTP|KK|SKTM|Akta/KIA", "Foto seluruh badan|Asesmen|BAST"),
    ("P01", 3, "KTP orang tua|KK|Akta kelahiran/KIA|Kartu siswa|Rapor|Ijazah|SKTM", ""),
    ("P02", 0, "KTP|KK", "SK DTSEN/desil"),
    ("P03", 5, "KK|Akta kelahiran|Keterangan sekolah", ""),
    ("E01", 0, "KTP|KK|permohonan", ""),
    ("E02", 3, "KTP|KK|RT/RW", "Foto rumah|musdes/muskel atau SPTJM"),
    ("E03", 3, "Identitas pelapor|Foto", ""),
    ("E04", 3, "KTP|KK|KKS", ""),
    ("E05", 5, "KTP|KK|Proposal|Foto usaha", ""),
    ("E06", 5, "KTP|KK|Bukti tanah|pengantar desa", "Foto rumah"),
    ("E07", 1, "pengantar|Dokumen kependudukan", ""),
    ("R01", 0, "terlantar dari kepolisian|KTP|KK", ""),
    ("R02", 0, "", "polisi|BA penerimaan|iris/biometrik"),
    ("R03", 1, "KTP|KK|KIS", "mengetahui camat|Foto"),
    ("R04", 0, "Akta kelahiran|KTP|KK", "permohonan desa|Foto"),
    ("R05", 1, "KTP|KK|KIS", "mengetahui camat"),
    ("R06", 1, "", "Laporan"),
    ("R07", 1, "KTP|KK", "pengantar desa|SK DTSEN/desil|Foto"),
    ("R08", 0, "", ""),
    ("R09", 1, "", ""),
    ("R10", 3, "KTP/KIA|KK|Surat kematian|ahli waris", "Foto rumah"),
    ("B01", 0, "KK korban", "Laporan kades ke camat|Dokumentasi|BAST"),
    ("M01", 0, "", "Laporan"),
    ("L01", 0, "", ""),
    ("L02", 3, "Foto", ""),
)


@pytest.mark.parametrize(("code", "days", "family", "others"), TABLE, ids=[row[0] for row in TABLE])
def test_days_and_papers_are_those_of_the_reference(code: str, days: int, family: str, others: str) -> None:
    service = next(service for service in SERVICES if service["code"] == code)
    papers = read_papers("\n".join(service["papers"]))
    assert service["target_days"] == days and not check_papers(papers)
    for is_familys, wanted in ((True, family), (False, others)):
        names = [paper.name for paper in papers if (paper.owner == PaperOwner.KELUARGA) == is_familys]
        assert len(names) == len(wanted.split("|") if wanted else [])
        assert not [word for word in filter(None, wanted.split("|")) if not any(word in name for name in names)]


def test_of_the_two_letters_of_a_reactivation_only_the_faskes_letter_is_the_familys() -> None:
    letters = [paper for paper in read_papers("\n".join(SERVICES[0]["papers"])) if "Surat keterangan" in paper.name]
    assert [(paper.name, paper.owner) for paper in letters] == [
        ("Surat keterangan membutuhkan layanan dari faskes", "keluarga"),
        ("Surat keterangan Dinsos", "instansi"),
    ]


def test_the_stranded_are_hinted_as_homeless_or_migrant() -> None:
    hints = {service["code"]: service["ppks"] for service in SERVICES}
    assert hints["R01"] == hints["R02"] == ["11", "20"]


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
    assert row["papers"].split("\n")[-2:] == ["Surat kepala desa @desa", "Foto seluruh badan @hub"]
    assert {row["code"]: row["decile_limit"] for row in program_rows()}["lpg"] is None


def test_restricted_services_are_odgj_violence_and_napza() -> None:
    assert [service["code"] for service in SERVICES if service["restricted"]] == ["K05", "R08", "R09"]


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
