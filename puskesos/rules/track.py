"""The guided ways beside a case (jalur): making PBI-JK active again, and proposing to DTSEN or a program.

Each person of a family stands on a step of one's own; one motion takes several people on. The tables follow domain.md
1.3 and 5.3. What a step records is told by others (Dinsos, Kemensos, BPJS): nothing here is a verdict of this program.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from puskesos.rules.code import Code
from puskesos.rules.path import Transition, find_step, steps_from
from puskesos.rules.roles import Role


class TrackKind(Code):
    """Jenis jalur."""

    REAKTIVASI = "reaktivasi_pbi", "Reaktivasi PBI-JK"
    USULAN = "usulan_dtsen", "Usulan DTSEN/bansos"


class TrackStep(Code):
    """Langkah jalur; the first ten belong to the reactivation, the last two to both kinds."""

    DIAJUKAN = "diajukan", "Diajukan"
    BERKAS = "berkas", "Berkas diperiksa"
    KELAYAKAN = "kelayakan", "Kelayakan diverifikasi"
    REKOMENDASI = "rekomendasi", "Rekomendasi terbit"
    DIUSULKAN = "diusulkan", "Diusulkan lewat SIKS-NG"
    DISETUJUI = "disetujui", "Disetujui Kemensos"
    AKTIF = "aktif", "Aktif kembali"
    SELESAI = "selesai", "Selesai"
    DIHIMPUN = "dihimpun", "Data dihimpun"
    MUSYAWARAH = "musyawarah", "Musdes/muskel atau SPTJM"
    DIINPUT = "diinput", "Diinput SIKS-NG"
    DISAHKAN = "disahkan", "Disahkan Dinsos"
    DIKIRIM = "dikirim", "Di Kemensos/BPS"
    DITERIMA = "diterima", "Hasil: diterima"
    DITOLAK = "ditolak", "Ditolak Kemensos"
    DIHENTIKAN = "dihentikan", "Dihentikan"


class TrackChannel(Code):
    """Lewat apa."""

    SIKS_DINSOS = "siks_dinsos", "SIKS-NG Dinsos"
    SIKS_DESA = "siks_desa", "SIKS-NG desa/kelurahan"
    CEK_BANSOS = "cek_bansos", "Aplikasi Cek Bansos"
    MUSDES = "musdes", "Musdes"
    MUSKEL = "muskel", "Muskel"
    SPTJM = "sptjm", "SPTJM"


class TrackEventKind(Code):
    """What a line of a track tells."""

    MULAI = "mulai", "Dimulai"
    MAJU = "maju", "Langkah"
    MUNDUR = "mundur", "Kembali satu langkah"
    KOREKSI = "koreksi", "Perbaikan"
    DESIL = "desil", "Desil diperbaiki"


S = TrackStep
STAFF = frozenset({Role.KOORDINATOR, Role.FO, Role.BO})
OFFICE = frozenset({Role.KOORDINATOR, Role.BO})
PATHS: dict[TrackKind, tuple[TrackStep, ...]] = {
    TrackKind.REAKTIVASI: (
        S.DIAJUKAN, S.BERKAS, S.KELAYAKAN, S.REKOMENDASI, S.DIUSULKAN, S.DISETUJUI, S.AKTIF, S.SELESAI,
    ),
    TrackKind.USULAN: (S.DIHIMPUN, S.MUSYAWARAH, S.DIINPUT, S.DISAHKAN, S.DIKIRIM, S.DITERIMA),
}  # fmt: skip
FINAL_STEPS = frozenset({S.SELESAI, S.DITERIMA, S.DITOLAK, S.DIHENTIKAN})
RUNNING_STEPS = tuple(step for path in PATHS.values() for step in path if step not in FINAL_STEPS)
UNPROPOSED = {  # what must still be entered in SIKS-NG
    TrackKind.REAKTIVASI: (S.DIAJUKAN, S.BERKAS, S.KELAYAKAN, S.REKOMENDASI),
    TrackKind.USULAN: (S.DIHIMPUN, S.MUSYAWARAH),
}
AWAITED = {  # whose answer a step waits for
    S.DIUSULKAN: "Kemensos",
    S.DISETUJUI: "BPJS",
    S.DIINPUT: "Kemensos",
    S.DISAHKAN: "Kemensos",
    S.DIKIRIM: "Kemensos",
}
WITH_ACTIVE_CARD = frozenset({S.AKTIF, S.SELESAI})

# What a step asks for beside its day, under which words, in the order of the form; those in `requires` must be given.
ASKED: dict[TrackStep, dict[str, str]] = {
    S.BERKAS: {"number": "Nomor surat keterangan faskes", "who": "Faskes"},
    S.KELAYAKAN: {"who": "Diverifikasi oleh"},
    S.REKOMENDASI: {"number": "Nomor surat keterangan Dinsos", "who": "Ditandatangani oleh"},
    S.DIUSULKAN: {"channel": "Lewat", "who": "Diinput oleh"},
    S.DISETUJUI: {"number": "Nomor SK atau keterangan"},
    S.MUSYAWARAH: {"channel": "Bentuk", "number": "Nomor berita acara atau SPTJM"},
    S.DIINPUT: {"channel": "Lewat", "who": "Diinput oleh"},
    S.DISAHKAN: {"who": "Disahkan oleh (verifikator dan kepala OPD)"},
    S.DITERIMA: {"number": "Nomor SK atau periode data"},
}
WORDS = {
    S.DITOLAK: "Alasan penolakan",
    S.DIHENTIKAN: "Alasan dihentikan",
    S.SELESAI: "Siapa yang diberi tahu, dan bagaimana",
}
DAY_WORDS = {
    S.AKTIF: "Aktif kembali sejak",
    S.SELESAI: "Keluarga diberi tahu tanggal",
    S.DIUSULKAN: "Diusulkan tanggal",
    S.DIINPUT: "Diinput tanggal",
    S.DISETUJUI: "Disetujui tanggal",
    S.DITOLAK: "Ditolak tanggal",
    S.DITERIMA: "Tanggal hasil",
}
CHANNELS = {
    S.DIUSULKAN: (TrackChannel.SIKS_DINSOS, TrackChannel.SIKS_DESA),
    S.MUSYAWARAH: (TrackChannel.MUSDES, TrackChannel.MUSKEL, TrackChannel.SPTJM),
    S.DIINPUT: (TrackChannel.SIKS_DESA, TrackChannel.SIKS_DINSOS, TrackChannel.CEK_BANSOS),
}


def _step(source: TrackStep, target: TrackStep, roles: frozenset[Role], *requires: str, label: str) -> Transition:
    return Transition(source, target, roles, ("on", *requires), label)


# Kemensos made some patients active by itself (domain 5.3), so "active again" follows from every step before.
TRANSITIONS: dict[TrackKind, tuple[Transition[TrackStep], ...]] = {
    TrackKind.REAKTIVASI: (
        _step(S.DIAJUKAN, S.BERKAS, STAFF, "number", "who", label="Berkas sudah diperiksa"),
        _step(S.BERKAS, S.KELAYAKAN, OFFICE, "who", label="Kelayakan sudah diverifikasi"),
        _step(S.KELAYAKAN, S.REKOMENDASI, OFFICE, "number", label="Rekomendasi sudah terbit"),
        _step(S.REKOMENDASI, S.DIUSULKAN, OFFICE, "channel", label="Sudah diusulkan lewat SIKS-NG"),
        _step(S.DIUSULKAN, S.DISETUJUI, OFFICE, label="Catat disetujui"),
        _step(S.DIUSULKAN, S.DITOLAK, OFFICE, "text", label="Catat ditolak"),
        _step(S.DISETUJUI, S.AKTIF, OFFICE, label="Sudah aktif kembali"),
        _step(S.AKTIF, S.SELESAI, STAFF, "text", label="Keluarga sudah diberi tahu"),
        *(
            _step(source, S.AKTIF, OFFICE, label="Ternyata sudah aktif kembali")
            for source in (S.DIAJUKAN, S.BERKAS, S.KELAYAKAN, S.REKOMENDASI, S.DIUSULKAN)
        ),
        *(
            _step(source, S.DIHENTIKAN, OFFICE, "text", label="Hentikan")
            for source in (S.DIAJUKAN, S.BERKAS, S.KELAYAKAN, S.REKOMENDASI, S.DIUSULKAN, S.DISETUJUI)
        ),
    ),
    TrackKind.USULAN: (
        _step(S.DIHIMPUN, S.MUSYAWARAH, STAFF, "channel", "number", label="Musdes/muskel atau SPTJM sudah ada"),
        _step(S.MUSYAWARAH, S.DIINPUT, OFFICE, "channel", label="Sudah diinput di SIKS-NG"),
        _step(S.DIINPUT, S.DISAHKAN, OFFICE, "who", label="Sudah disahkan"),
        _step(S.DISAHKAN, S.DIKIRIM, OFFICE, label="Sudah dikirim ke Kemensos/BPS"),
        _step(S.DIKIRIM, S.DITERIMA, OFFICE, label="Catat diterima"),
        _step(S.DIKIRIM, S.DITOLAK, OFFICE, "text", label="Catat ditolak"),
        *(
            _step(source, S.DIHENTIKAN, OFFICE, "text", label="Hentikan")
            for source in (S.DIHIMPUN, S.MUSYAWARAH, S.DIINPUT, S.DISAHKAN, S.DIKIRIM)
        ),
    ),
}
NEEDED = {step.target: frozenset(step.requires) for table in TRANSITIONS.values() for step in table}
SUGGESTED = {"K01": TrackKind.REAKTIVASI, "K02": TrackKind.USULAN, "E02": TrackKind.USULAN}  # by service (domain 2.3)


def first_step(kind: str) -> TrackStep:
    """Where everybody begins."""
    return PATHS[TrackKind(kind)][0]


def is_final(step: str) -> bool:
    """Whether a person's way ends here."""
    return step in FINAL_STEPS


def track_steps_from(kind: str, step: str, roles: Collection[str]) -> tuple[Transition[TrackStep], ...]:
    """The steps on from *step* that somebody holding *roles* may take, the usual one first."""
    return tuple(one for one in steps_from(TRANSITIONS[TrackKind(kind)], step) if one.is_open_to(roles))


def find_track_step(kind: str, source: str, target: str) -> Transition[TrackStep] | None:
    """The step between two, or None where the way has none."""
    return find_step(TRANSITIONS[TrackKind(kind)], source, target)


def place_of(kind: str, step: str) -> int:
    """How far along a step lies; what ends a way otherwise lies at its end."""
    path = PATHS[TrackKind(kind)]
    return path.index(TrackStep(step)) if step in path else len(path)


def whose_way(people: Collection[int], client: int) -> str:
    """Who was taken on, as the history of a case says it: "klien", "klien dan 2 orang lain" or "3 orang"."""
    others = len(set(people) - {client})
    if others == len(people):
        return f"{others} orang"
    return f"klien dan {others} orang lain" if others else "klien"


def running_words(people: Iterable[tuple[str, str]]) -> str:
    """How many are on which step still, from (kind, step): "Reaktivasi PBI-JK: 2 orang (Diajukan)". It names nobody."""
    counts = Counter((str(kind), str(step)) for kind, step in people)
    said = [(TrackKind(kind).label, count, TrackStep(step).label) for (kind, step), count in counts.items()]
    return "; ".join(f"{kind}: {count} orang ({step})" for kind, count, step in said)


def facts_words(step: str, facts: Mapping[str, str]) -> str:
    """What a step recorded, as a history reads it: "nomor surat keterangan faskes 440/12, faskes RSUD"."""
    asked = ASKED.get(TrackStep(step), {})
    told = [f"{_lower(label)} {_shown(name, facts[name])}" for name, label in asked.items() if facts.get(name)]
    return ", ".join([*told, *([facts["text"]] if facts.get("text") else [])])


def _lower(label: str) -> str:
    """The label within a sentence; an abbreviation keeps its capitals."""
    return label[0].lower() + label[1:]


def _shown(name: str, value: str) -> str:
    return TrackChannel(value).label if name == "channel" else value
