"""The keys to a referral's answer page. Both are derived from the installation's secret, the referral and a generation,
so that a letter can be printed again and nothing secret is stored: the database holds digests only, and a new
generation makes every earlier letter's keys worthless."""

from __future__ import annotations

import base64
import hashlib
import hmac

from puskesos.rules.letter_code import code_from

TOKEN_BYTES = 18  # 144 bits
LETTER = "surat rujukan"


def letter_token(secret: str, referral_uuid: str, generation: int) -> str:
    """The last part of the address in the QR code: 24 letters that nobody guesses."""
    return derived_token(secret, f"{LETTER}, tautan", f"{referral_uuid}:{generation}")


def letter_code(secret: str, referral_uuid: str, generation: int) -> str:
    """The short code for typing by hand: 54 bits and a check letter; guessing is slowed by the throttle."""
    return code_from(int.from_bytes(_derive(secret, f"{LETTER}, kode", f"{referral_uuid}:{generation}"), "big"))


def derived_token(secret: str, purpose: str, text: str) -> str:
    """The token of another link that nobody guesses, for its own purpose."""
    return base64.urlsafe_b64encode(_derive(secret, purpose, text)[:TOKEN_BYTES]).decode()


def hash_token(token: str) -> str:
    """What is stored of a token; it is random enough for a plain digest."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_code(secret: str, code: str) -> str:
    """What is stored of a short code: keyed, for who has only the database could try out 54 bits."""
    return _derive(secret, f"{LETTER}, simpan kode", code).hex()


def _derive(secret: str, purpose: str, text: str) -> bytes:
    return hmac.new(secret.encode(), f"puskesos {purpose}: {text}".encode(), hashlib.sha256).digest()
