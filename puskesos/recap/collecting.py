"""From files to what counts: each is read, its key compared with the trusted ones, and refused with a sentence or kept.
Nothing here depends on the order of the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from puskesos.recap.known_keys import KnownHub
from puskesos.recap.reading import MOST_FILES, Received, Refused, find_files, read_file
from puskesos.rules.recap_bundle import Bundle
from puskesos.security.report_key import short_fingerprint

PRACTICE = "Laporan latihan dengan orang rekaan; tidak dihitung. Pakai --practice untuk mencoba."


@dataclass
class Collected:
    """`bundles` count; `refused` are a file's name and why not; `fresh` are hubs trusted from now on."""

    bundles: list[Bundle] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    fresh: list[KnownHub] = field(default_factory=list)


def collect(
    paths: Iterable[Path], known: Mapping[str, KnownHub], *, trust: bool = False, practice: bool = False
) -> Collected:
    """Read all files. `trust`: hubs that were never seen get in with the key they name."""
    found, received = Collected(), []
    for number, path in enumerate(find_files(paths)):
        name = shown_name(path.name)
        try:
            if number >= MOST_FILES:
                raise Refused(f"Lebih dari {MOST_FILES} berkas sekaligus.")
            one = read_file(path)
            if one.bundle.practice and not practice:
                raise Refused(PRACTICE)
            received.append((name, one))
        except Refused as refusal:
            found.refused.append((name, str(refusal)))
    keys = _keys_of(one for _, one in received)
    for name, one in received:
        hub, trusted = one.bundle.hub, known.get(one.bundle.hub)
        if problem := _key_problem(one, trusted, keys[hub], trust=trust):
            found.refused.append((name, problem))
            continue
        found.bundles.append(one.bundle)
        if trusted is None and hub not in {new.code for new in found.fresh}:
            found.fresh.append(KnownHub(hub, one.public_key, one.bundle.hub_name))
    found.refused.sort()
    return found


def shown_name(name: str) -> str:
    """A file's name as it may be printed: no control characters, not endless."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:120]


def _keys_of(received: Iterable[Received]) -> dict[str, set[str]]:
    keys: dict[str, set[str]] = {}
    for one in received:
        keys.setdefault(one.bundle.hub, set()).add(one.public_key)
    return keys


def _key_problem(one: Received, trusted: KnownHub | None, keys: set[str], *, trust: bool) -> str:
    hub = f"{one.bundle.hub} {one.bundle.hub_name}"
    said = short_fingerprint(one.public_key)
    if trusted is not None:
        if trusted.key == one.public_key:
            return ""
        return (
            f"Kunci {hub} berbeda dari yang dikenal (sidik {said}, dikenal {short_fingerprint(trusted.key)}). Tanyakan "
            "kepada hub; bila kuncinya memang diganti, hapus baris hub itu dari berkas kunci."
        )
    if len(keys) > 1:
        return f"Kunci {hub} belum dikenal, dan ada {len(keys)} kunci berbeda untuk hub ini (sidik {said})."
    if trust:
        return ""
    return f"Kunci {hub} belum dikenal (sidik {said}). Cocokkan sidiknya dengan hub, lalu ulangi dengan --trust."
