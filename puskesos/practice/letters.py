"""What the offices say in the practice hub: heard by the officer, or answered with the code on the letter."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from puskesos.actions.referral_answer import answer_letter
from puskesos.actions.referral_log import Heard
from puskesos.actions.referral_step import move_referral
from puskesos.models import Agency, Case, Referral
from puskesos.practice.calendar import ZONE
from puskesos.rules.referral import OFFICE_ANSWERS
from puskesos.rules.referral_path import OPEN_REFERRAL_STATES, ContactChannel

if TYPE_CHECKING:
    from puskesos.practice.scene import Scene

CLERK = "petugas loket"
BY_CODE = "Yayah, staf pelayanan"


def open_letters(case: Case) -> list[Referral]:
    """The letters of a case that have no result yet, each with its office."""
    rows = Referral.select(Referral, Agency).join(Agency).where(Referral.case == case).order_by(Referral.id)
    return [letter for letter in rows if letter.state in OPEN_REFERRAL_STATES]


def answer_letters(scene: Scene, state: str, now: datetime) -> None:
    """Every open letter of the case comes to this state, in the words of the story."""
    story, day = scene.story, now.astimezone(ZONE).date()
    text = story.answered if state == story.answer else story.closing
    by_code = story.heard == ContactChannel.TAUTAN
    for letter in open_letters(scene.case):
        if by_code and state in OFFICE_ANSWERS:
            answer_letter(letter, state, name=BY_CODE, text=text, now=now, today=day)
            continue
        heard = Heard(day, str(ContactChannel.TELEPON) if by_code else story.heard, CLERK, text)
        when = {"version": letter.version, "now": now, "today": day}
        move_referral(letter, state, heard, actor=scene.officer, **when)
