"""Passwords: argon2id with the OWASP minimum, two at a time so that a flood of sign-ins cannot fill the memory."""

from __future__ import annotations

import threading
from importlib import resources

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MINIMUM_LENGTH = 10
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_gate = threading.BoundedSemaphore(2)
_NOBODY = _hasher.hash("tidak-ada-akun-ini")


def hash_password(password: str) -> str:
    """The argon2id string to store."""
    with _gate:
        return _hasher.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether `password` fits; an unknown account (`stored` None) costs the same time and answers False."""
    with _gate:
        try:
            return _hasher.verify(stored or _NOBODY, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def needs_rehash(stored: str) -> bool:
    """Whether the stored hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def password_problem(password: str, *, near: tuple[str, ...] = ()) -> str | None:
    """An Indonesian sentence when the password is too short, common, or made of `near` words (names); else None."""
    if len(password) < MINIMUM_LENGTH:
        return f"Kata sandi paling sedikit {MINIMUM_LENGTH} huruf."
    if len(password) > 200:
        return "Kata sandi paling banyak 200 huruf."
    plain = "".join(letter for letter in password.lower() if letter.isalpha())
    if password.lower() in _common() or plain in {word.lower().replace(" ", "") for word in near} | _common():
        return "Kata sandi ini mudah ditebak. Pakai rangkaian beberapa kata."
    if len(set(password)) < 4:
        return "Kata sandi ini mudah ditebak. Pakai rangkaian beberapa kata."
    return None


def _common() -> frozenset[str]:
    text = resources.files("puskesos.security").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
