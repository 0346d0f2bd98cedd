"""The register's lines for letters of referrals, which take their number when they are written."""

from __future__ import annotations

import secrets
from datetime import datetime

from puskesos.actions.letter_number import TakenNumber
from puskesos.models.letter import Letter
from puskesos.models.referral import Referral
from puskesos.rules.letter import LetterKind, LetterState
from puskesos.rules.letter_code import code_from
from puskesos.rules.referral_path import ReferralState
from puskesos.rules.viewer import Viewer

PROOF_BITS = 64
SUBJECT = "Rujukan layanan sosial"
UNSENT = "Rujukan dibatalkan sebelum dikirim."


def new_proof_code() -> str:
    """A code that nobody guesses and whose last letter checks the typing, "K7QF2M9THXWB"."""
    return code_from(secrets.randbits(PROOF_BITS))


def enter_referral(referral: Referral, taken: TakenNumber, *, actor: Viewer, now: datetime) -> Letter:
    """The line of a referral that was just written, in the caller's transaction."""
    return Letter.create(
        hub=referral.hub_id,
        kind=str(LetterKind.RUJUKAN),
        state=str(LetterState.TERBIT),
        number=taken.number,
        counter=taken.counter,
        year=taken.year,
        serial=taken.serial,
        classification=taken.classification,
        dated_on=referral.letter_on,
        subject=SUBJECT,
        addressee=referral.agency_name,
        case=referral.case_id,
        referral=referral,
        proof_code=new_proof_code(),
        created_by=actor.id,
        created_at=now,
        issued_by=actor.id,
        issued_at=now,
    )


def forget_file(referral: Referral) -> None:
    """The code on the letter was replaced or revoked: the next print is another file, and that one counts."""
    Letter.update(file_sha256=None).where(Letter.referral == referral).execute()


def void_unsent(referral: Referral, *, now: datetime) -> None:
    """When a referral has ended before its letter went out, the number stays in the register as void."""
    if referral.state != ReferralState.BATAL or referral.sent_on:
        return
    void = {"state": str(LetterState.BATAL), "void_reason": UNSENT, "voided_at": now}
    mine = (Letter.referral == referral) & (Letter.state == str(LetterState.TERBIT))
    Letter.update(version=Letter.version + 1, **void).where(mine).execute()
