"""Who signs letters and in which words, for tests."""

from __future__ import annotations

import uuid

from puskesos import clock
from puskesos.actions.letter_signer import KindSigners, SignerEntry, add_signer, choose_signers, chosen_for
from puskesos.actions.letter_text import change_text
from puskesos.models import LetterSigner
from puskesos.queries.letter_settings import settings_of, text_version
from puskesos.rules.letter import LetterKind
from tests.cast import Cast, viewer_of

PLAIN = {"acting": "sendiri", "superiors": "", "rank": "", "identity": "kosong", "identity_number": ""}


def make_signer(cast: Cast, name: str = "Ratna Wulandari, S.Sos.", **typed: str) -> LetterSigner:
    """Somebody of our hub who may sign."""
    entry = SignerEntry(**{**PLAIN, "name": name, "position": "Koordinator Puskesos", **typed})
    made = add_signer(entry, key=str(uuid.uuid4()), actor=viewer_of(cast.ratna), now=clock.now())
    return LetterSigner.get_by_id(made)


def sign_kind(cast: Cast, kind: LetterKind, signer: LetterSigner, acknowledger: LetterSigner | None = None) -> None:
    """Let them sign letters of that kind."""
    wanted = {each: chosen_for(cast.hub, each) for each in LetterKind}
    wanted[kind] = KindSigners(signer.id, acknowledger.id if acknowledger else None)
    by = {"version": settings_of(cast.hub).version, "actor": viewer_of(cast.ratna), "now": clock.now()}
    choose_signers(cast.hub, wanted, **by)


def change_words(cast: Cast, kind: LetterKind, text: str) -> None:
    """Give a kind of letter the hub's own words."""
    version = text_version(cast.hub, kind)
    change_text(cast.hub, kind, text, version=version, actor=viewer_of(cast.ratna), now=clock.now())
