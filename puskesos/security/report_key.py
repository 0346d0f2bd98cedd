"""The key a hub signs its reports with (Ed25519): made at first use, kept in the data folder, readable by its owner.

Who has the public key can tell that a report came from this hub and was not changed; nobody can sign with it.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from puskesos.config import Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY = re.compile(r"[0-9a-f]{64}")
SIGNATURE = re.compile(r"[0-9a-f]{128}")
SHOWN = 20  # hexadecimal digits of the fingerprint, 80 bits: enough that nobody makes another key with the same


class BrokenKey(Exception):
    """The key file does not hold a key."""


def key_file(settings: Settings, hub_code: str) -> Path:
    """Where the key of a hub lies."""
    return settings.keys / f"laporan-{re.sub(r'[^0-9A-Za-z.]', '_', hub_code)}.key"


def make_key(settings: Settings, hub_code: str) -> None:
    """Make the hub's key unless it is there. Of two at the same moment one wins, wholly."""
    path = key_file(settings, hub_code)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        fresh.unlink()


def public_key(settings: Settings, hub_code: str) -> str:
    """64 hexadecimal digits. Raises BrokenKey, OSError."""
    return _private(settings, hub_code).public_key().public_bytes_raw().hex()


def sign(settings: Settings, hub_code: str, content: bytes) -> str:
    """The signature, 128 hexadecimal digits. Raises BrokenKey, OSError."""
    return _private(settings, hub_code).sign(content).hex()


def is_signed(content: bytes, public: str, signature: str) -> bool:
    """Whether who holds the key signed exactly this."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not (KEY.fullmatch(public) and SIGNATURE.fullmatch(signature)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def short_fingerprint(public: str) -> str:
    """What is read out by phone to compare a public key: "3F2A 91C0 77DE 04B1 9A2C"."""
    digits = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:SHOWN].upper()
    return " ".join(digits[place : place + 4] for place in range(0, SHOWN, 4))


def _private(settings: Settings, hub_code: str) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # some megabytes

    text = key_file(settings, hub_code).read_text(encoding="ascii", errors="replace").strip()
    if not KEY.fullmatch(text):
        raise BrokenKey(f"{key_file(settings, hub_code).name} holds no key")
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
