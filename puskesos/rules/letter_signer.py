"""Who signs letters and how: a.n., u.b., Plt., Plh., rank, and the NIP in its groups (domain.md 6.1)."""

from __future__ import annotations

import re
from datetime import date

from puskesos.rules.code import Code

GROUPED_NIP = re.compile(r"([0-9]{8})([0-9]{6})([12])([0-9]{3})")  # born, appointed, sex, serial
NIP_DIGITS = 18


class Acting(Code):
    """Kewenangan: in whose place somebody signs."""

    SENDIRI = "sendiri", "Jabatan sendiri"
    AN = "an", "a.n. (atas nama)"
    UB = "ub", "u.b. (untuk beliau)"
    PLT = "plt", "Plt. (pelaksana tugas)"
    PLH = "plh", "Plh. (pelaksana harian)"


class Identity(Code):
    """Nomor di bawah nama: volunteers have no NIP."""

    KOSONG = "kosong", "Tanpa nomor"
    NIP = "nip", "NIP"
    PSM = "psm", "No. Anggota PSM"


NEEDS_SUPERIOR = {Acting.AN: 1, Acting.UB: 2}  # how many lines stand above the signer's own position


def acting_words(acting: Acting, superiors: str) -> str:
    """What stands above (a.n., u.b.) or before (Plt., Plh.) the position; several lines for u.b."""
    if acting in {Acting.PLT, Acting.PLH}:
        return acting.label[:4]
    lines = superiors.splitlines()
    if acting == Acting.SENDIRI or not lines:
        return ""
    return "\n".join([f"a.n. {lines[0]}", *lines[1:], *(["u.b."] if acting == Acting.UB else [])])


def superiors_problem(acting: Acting, superiors: str) -> str:
    """What is wrong with the positions that are acted for, as a sentence; empty when they will do."""
    wanted, lines = NEEDS_SUPERIOR.get(acting, 0), superiors.splitlines()
    if wanted == len(lines):
        return ""
    if wanted == 1:
        return "Isi satu jabatan yang diwakili, misalnya Camat Muaragembong."
    if wanted == 2:
        return "Isi dua baris: jabatan yang diwakili, lalu jabatan di antaranya, misalnya Sekretaris Camat."
    return "Kosongkan: hanya a.n. dan u.b. menyebut jabatan lain."


def nip_problem(typed: str) -> str:
    """What is wrong with a NIP, as a sentence; empty when it can be one."""
    digits = plain_nip(typed)
    found = GROUPED_NIP.fullmatch(digits)
    if not found:
        return f"NIP terdiri atas {NIP_DIGITS} angka; sekarang {len(digits)}." if len(digits) != NIP_DIGITS else _WRONG
    try:
        date.fromisoformat(found[1])
        date.fromisoformat(f"{found[2]}01")
    except ValueError:
        return _WRONG
    return ""


def plain_nip(typed: str) -> str:
    """The digits alone; what is no digit stays, so that it is noticed."""
    return re.sub(r"[\s.]", "", typed)


def identity_line(kind: Identity, number: str) -> str:
    """The line below the name, "NIP. 19800101 200501 1 001" or "No. Anggota PSM 123"; empty without a number."""
    if kind == Identity.NIP and (found := GROUPED_NIP.fullmatch(number)):
        return f"NIP. {' '.join(found.groups())}"
    return f"{kind.label} {number}" if kind == Identity.PSM and number else ""


_WRONG = "NIP tidak terbaca: delapan angka tanggal lahir, enam angka bulan pengangkatan, 1 atau 2, lalu tiga angka."
