"""The stories of the practice hub, and which steps take a case to the end each story has today."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from puskesos.rules.referral import LegalBasis

FOLDER = Path(__file__).parent / "stories"
VISITED = "daftar berkas tugas terima berangkat lapor setuju"
DECIDED = f"{VISITED} cek rekomendasi putus jawab"
CHECKED = "daftar berkas cek"
CHECKED_DECIDED = f"{CHECKED} rekomendasi putus jawab"

PLANS = {
    "hari_ini": "daftar",
    "baru": "daftar",
    "belum_cek": "daftar cek",
    "berkas_kurang": "daftar kurang",
    "berkas_lengkap": "daftar kurang lengkap",
    "batal": "daftar batal",
    "selesai_langsung": "daftar tutup",
    "ditugaskan": "daftar tugas",
    "ditolak_psm": "daftar tugas tolak_tugas",
    "tugas_batal": "daftar tugas batal_tugas",
    "diterima": "daftar tugas terima",
    "lapangan": "daftar tugas terima berangkat",
    "bertanya": "daftar tugas tanya",
    "dijawab": "daftar tugas terima tanya balas",
    "minta_tunda": "daftar tugas terima tunda",
    "belum_bertemu": "daftar tugas terima berangkat gagal",
    "laporan": "daftar berkas tugas terima berangkat lapor",
    "dikembalikan": "daftar tugas terima berangkat lapor kembalikan",
    "kunjungan_ulang": "daftar tugas terima berangkat lapor ulang",
    "penanganan": f"{VISITED} cek",
    "penanganan_cek": CHECKED,
    "menunggu": f"{VISITED} cek rekomendasi",
    "menunggu_cek": f"{CHECKED} rekomendasi",
    "kembali_bo": f"{CHECKED} rekomendasi kembali",
    "ditolak": f"{CHECKED} rekomendasi putus",
    "ditolak_langsung": "daftar putus",
    "ditolak_berkas": "daftar kurang lewat",
    "dilayani": DECIDED,
    "usul_kunjungan": "daftar usul_kunjungan",
    "usul_tutup": f"{DECIDED} usul_tutup",
    "dirujuk": DECIDED,
    "dirujuk_cek": CHECKED_DECIDED,
    "selesai": f"{DECIDED} tutup",
    "selesai_cek": f"{CHECKED_DECIDED} tutup",
    "tanpa_kabar": f"{CHECKED_DECIDED} bisu",
    "dibuka": f"{DECIDED} tutup buka",
    "menyusul": "daftar segera",
    "menyusul_rujuk": "daftar segera",
    "selesai_darurat": "daftar segera susulan tutup",
}

# Working days between a step and the one before; where none stands, the same day.
PAUSES = {"berkas": 1, "berangkat": 1, "setuju": 1, "rekomendasi": 1, "putus": 1, "tutup": 5, "buka": 20, "batal": 1}
PAUSES |= {"susulan": 1, "usul_tutup": 5, "jawab": 3, "lengkap": 4, "kembali": 1, "lewat": 15, "bisu": 40}

NEEDS = {
    "kurang": ("reason",),
    "batal": ("reason",),
    "kembali": ("reason",),
    "tolak_tugas": ("reason",),
    "batal_tugas": ("reason",),
    "kembalikan": ("reason",),
    "ulang": ("reason",),
    "buka": ("reason",),
    "tugas": ("instruction",),
    "tanya": ("question",),
    "balas": ("reply",),
    "tunda": ("reason", "again"),
    "gagal": ("found", "again"),
    "lapor": ("met", "found", "propose"),
    "rekomendasi": ("advice",),
    "putus": ("decision",),
    "lewat": ("decision", "reject", "told"),
    "tutup": ("result", "closing"),
    "bisu": ("result", "closing"),
    "segera": ("first_help",),
    "usul_kunjungan": ("instruction",),
    "usul_tutup": ("result", "closing"),
    "susulan": ("decision",),
}


@dataclass(frozen=True)
class Story:
    """One case; `answer` is how a referral stands today, `answered` the office's words, `heard` how they came.

    A story that is `same_as` another's `label` is about the same people: cancelled as its duplicate, else linked to it.
    `parts` are the answers of the full assessment, `found_first` what the volunteer wrote before mending the report.
    `again` is when a volunteer who met nobody, or has no time, goes; `reply` the answer to the volunteer's `question`.
    `day` counts working days back from today, `due`, `again` and `target` working days on from today.
    """

    service: str
    village: str
    client: str
    end: str
    day: int
    story: str
    wish: str = ""
    kind: str = "permohonan"
    channel: str = "datang"
    priority: str = "biasa"
    relation: str = "diri"
    restricted: bool = False
    restricted_why: str = ""
    violence: bool = False
    about_official: bool = False
    label: str = ""
    same_as: str = ""
    volunteer: str = ""
    task: str = "kunjungan_rumah"
    instruction: str = ""
    due: int | None = None
    question: str = ""
    reply: str = ""
    again: int = 0
    outcome: str = "bertemu"
    met: str = ""
    found: str = ""
    propose: str = ""
    aid: str = ""
    contacted: str = ""
    parts: dict[str, Any] = field(default_factory=dict, hash=False)
    found_first: str = ""
    photos: int = 0
    status: str = "terdaftar"
    decile: int | None = None
    note: str = ""
    advice: str = ""
    choice: str = "layani"
    decision: str = ""
    agency: str = ""
    wanted: str = ""
    answer: str = ""
    answered: str = ""
    heard: str = "telepon"
    basis: str = str(LegalBasis.PUBLIK)
    basis_note: str = ""
    target: int = 5
    reject: str = ""
    told: str = ""
    result: str = ""
    closing: str = ""
    reason: str = ""
    first_help: str = ""
    told_how: str = "langsung"
    given: str = ""
    given_amount: int | None = None
    satisfaction: int | None = None

    @property
    def steps(self) -> list[str]:
        return PLANS[self.end].split()

    @property
    def missing(self) -> list[str]:
        """Texts that a step of this story needs and the story does not have."""
        return [name for step in self.steps for name in NEEDS.get(step, ()) if not getattr(self, name)]


@cache
def load_stories() -> tuple[Story, ...]:
    """All stories, file by file."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))]
    return tuple(Story(**entry) for text in texts for entry in tomllib.loads(text)["stories"])
