"""Reports of invented hubs, signed as a hub signs them, without a database."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from puskesos.rules.bundle import Closing, Sender, canonical, plain_report, sealed
from puskesos.rules.intake import Area, Pillar
from puskesos.rules.report import DEFINITIONS, C, Counted, Item, Parted
from puskesos.rules.report_balance import Correction
from puskesos.rules.report_tables import count_report

AREAS, PILLARS = dict(Area.choices()), dict(Pillar.choices())
PPKS = {"08": "08 Penyandang disabilitas", "19": "19 Korban tindak kekerasan"}
SERVICES = {"1": "Aktivasi PBI-JK", "2": "Rujukan panti"}


def key_of(seed: int) -> Ed25519PrivateKey:
    """A key that is the same each time."""
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def things(counted: Counted, count: int, **parts: str) -> list[Item]:
    return [Item(counted, number, date(2026, 11, 3), None, parts) for number in range(count)]


def busy(came: int = 4, ppks: int = 9, open_before: int = 1, area: str = "kesehatan") -> list[Item]:
    """A month: cases in and half of them out, people with PPKS, a volunteer, an office."""
    where = {"bidang": area, "layanan": "1", "desa": "1", "desil": "1", "pilar": "P1"}
    done = came // 2
    left = came + open_before - done
    return [
        *things(C.SISA_AWAL, open_before, **where),
        *things(C.MASUK, came, **where),
        *things(C.SELESAI, done, **where),
        *things(C.SISA_AKHIR, left, **where),
        *things(C.PPKS, ppks, ppks="08", jk="L", umur="60+"),
        *things(C.PPKS, 2, ppks="19", jk="P", umur="5-11"),
        *things(C.TUGAS, 2, relawan="77"),
        *things(C.RUJUKAN_DIKIRIM, 1, instansi="5"),
    ]


def report(
    code: str = "32.16.17",
    month: str = "2026-11",
    *,
    name: str = "Puskesos Uji",
    revision: int = 1,
    items: Sequence[Item] | None = None,
    practice: bool = False,
    corrections: Sequence[Correction] = (),
    notes: tuple[str, str] | None = None,
    agency: str = "RSUD Uji",
) -> dict[str, Any]:
    """What is signed."""
    labels = {
        str(Parted.BIDANG): AREAS,
        str(Parted.PILAR): PILLARS,
        str(Parted.PPKS): PPKS,
        str(Parted.LAYANAN): SERVICES,
        str(Parted.DESA): {"1": "Desa Satu"},
        str(Parted.INSTANSI): {"5": agency},
        str(Parted.RELAWAN): {"77": "Ujang"},
    }
    return plain_report(
        Sender(code, name, "Kecamatan Uji", "Kabupaten Uji", practice),
        Closing(month, revision, f"{month}-28T01:02:03Z", f"{revision % 16:x}" * 64),
        count_report(busy() if items is None else items, labels),
        corrections,
        {str(one): text for one, text in DEFINITIONS.items()},
        codes={"desa": {"1": f"{code}.2001"}, "layanan": {"1": "K01", "2": "R01"}, "instansi": {}},
        notes=notes,
    )


def signed(plain: dict[str, Any], seed: int = 1) -> bytes:
    """laporan.json."""
    key = key_of(seed)
    return sealed(plain, key.public_key().public_bytes_raw().hex(), key.sign(canonical(plain)).hex())


def zipped(content: bytes, name: str = "laporan.json") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        archive.writestr("laporan.xlsx", b"PK")
    return target.getvalue()
