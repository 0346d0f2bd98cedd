"""The last part of an invitation's address: derived like a letter's, so that it can be shown and printed again while it
works, and only its digest is stored."""

from __future__ import annotations

from puskesos.security.letter_code import derived_token, hash_token

PURPOSE = "undangan relawan"


def invitation_token(secret: str, invitation_uuid: str) -> str:
    """24 letters that nobody guesses."""
    return derived_token(secret, PURPOSE, invitation_uuid)


def is_token_of(token: str, token_hash: str) -> bool:
    """Whether this installation's secret made the link; data from another one need a new invitation."""
    return hash_token(token) == token_hash
