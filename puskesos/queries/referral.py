"""Reading referrals: of a case, the list with its filters, and the letter that an office holds in its hands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import Expression, ModelSelect, fn

from puskesos.models.case import Case
from puskesos.models.person import Person
from puskesos.models.referral import Agency, Referral, ReferralEvent
from puskesos.queries.case import openable, scope, with_safe_name
from puskesos.queries.prepared import prepared_models, slot
from puskesos.rules.referral import ANSWERED_STATES, UNANSWERED_STATES, ReferralEventKind
from puskesos.rules.referral_path import ContactChannel, ReferralState
from puskesos.rules.viewer import Viewer

PAGE = 50
MOST_PRINTED = 300
WAITING, TO_TELL = "belum_dijawab", "belum_disampaikan"


@dataclass(frozen=True)
class ReferralFilter:
    """What the list is narrowed to: `state` is a state, WAITING, TO_TELL, or empty for all.

    `code_hash` (of the code on an answer slip) finds its letter alone, whatever else is asked for.
    """

    text: str = ""
    state: str = WAITING
    agency: int | None = None
    late: bool = False
    code_hash: str = ""

    @property
    def is_owed(self) -> bool:
        """Whether everything listed waits for somebody."""
        return self.state in {WAITING, TO_TELL} or self.late

    @property
    def is_first_look(self) -> bool:
        """Whether the list stands as it opens."""
        return self == ReferralFilter()


def referrals_of(case: Case) -> list[Referral]:
    """The referrals of a case with their offices, newest first."""
    return _letters_of(case=case.id)


@prepared_models
def _letters_of() -> ModelSelect:
    query = Referral.select(Referral, Agency).join(Agency).where(Referral.case == slot("case"))
    return query.order_by(Referral.id.desc())


def find_referral(case: Case, number: str) -> Referral | None:
    """The referral of that number in this case, with its office."""
    query = Referral.select(Referral, Agency).join(Agency).where(Referral.case == case, Referral.number == number)
    return query.get_or_none()


def events_of(referral: Referral) -> list[ReferralEvent]:
    """The referral's log, newest first."""
    query = ReferralEvent.select().where(ReferralEvent.referral == referral)
    return list(query.order_by(ReferralEvent.id.desc()).limit(200))


def own_answers_of(letter: Referral) -> list[ReferralEvent]:
    """What the office itself answered through its code, in order."""
    own = (ReferralEvent.referral == letter) & (ReferralEvent.channel == str(ContactChannel.TAUTAN))
    return list(ReferralEvent.select().where(own).order_by(ReferralEvent.id))


def has_said(letter: Referral, answer: str, name: str, text: str) -> bool:
    """Whether the office gave this answer through its code in these words, and our staff noted nothing since."""
    steps = (ReferralEvent.referral == letter) & (ReferralEvent.kind == str(ReferralEventKind.STATUS))
    for event in ReferralEvent.select().where(steps).order_by(ReferralEvent.id.desc()):
        if event.channel != ContactChannel.TAUTAN:
            return False
        if (event.to_state, event.contact, event.text) == (answer, name, text):
            return True
    return False


def letter_by_token(token_hash: str, today: date) -> Referral | None:
    """The referral whose letter carries this token, with office, case and client; None when it lets nobody in."""
    return _letter(Referral.token_hash == token_hash, today)


def letter_by_code(code_hash: str, today: date) -> Referral | None:
    """The same by the short code."""
    return _letter(Referral.code_hash == code_hash, today)


def list_referrals(
    viewer: Viewer, wanted: ReferralFilter, today: date, after: tuple[date, int] | None = None
) -> list[Any]:
    """Up to PAGE + 1 rows; `after` is the last (answer_due_on, id) seen.

    What waits for somebody comes with the longest awaited first, other lists with the newest.
    """
    query = _rows(viewer, wanted, today).limit(PAGE + 1)
    due, number = Referral.answer_due_on, Referral.id
    query = query.order_by(*((due, number) if wanted.is_owed else (due.desc(), number.desc())))
    if after:
        day, last = after
        further = (due > day, number > last) if wanted.is_owed else (due < day, number < last)
        query = query.where(further[0] | ((due == day) & further[1]))
    return [with_safe_name(row) for row in query.namedtuples()]


def referrals_to_print(viewer: Viewer, wanted: ReferralFilter, today: date) -> list[Any]:
    """The first MOST_PRINTED rows by office, the longest awaited first."""
    query = _rows(viewer, wanted, today).order_by(fn.LOWER(Agency.name), Agency.id, Referral.answer_due_on, Referral.id)
    return [with_safe_name(row) for row in query.limit(MOST_PRINTED).namedtuples()]


def agencies_written_to(viewer: Viewer) -> set[int]:
    """The offices that letters of cases which the viewer may open went to."""
    query = _with_case().select(Referral.agency).where(*_conditions(viewer, ReferralFilter(state=""), date.max))
    return {agency for (agency,) in query.distinct().tuples()}


def count_referrals(viewer: Viewer, wanted: ReferralFilter, today: date) -> int:
    """How many referrals the filter leaves."""
    return _with_case().where(*_conditions(viewer, wanted, today)).count()


def waiting_by_agency(viewer: Viewer) -> list[Any]:
    """Offices that owe an answer: how many letters, and how old the oldest is; the oldest first."""
    oldest = fn.MIN(Referral.sent_on)
    return list(
        Referral.select(
            Agency.id, Agency.name, Agency.phone, fn.COUNT(Referral.id).alias("letters"), oldest.alias("oldest")
        )
        .join(Agency)
        .switch(Referral)
        .join(Case)
        .where(scope(viewer), openable(viewer), Referral.state.in_(_words(UNANSWERED_STATES)))
        .group_by(Agency.id, Agency.name, Agency.phone)
        .order_by(oldest, Agency.name)
        .limit(50)
        .namedtuples()
    )


def _letter(key: Expression, today: date) -> Referral | None:
    return (
        Referral.select(Referral, Agency, Case, Person)
        .join(Agency)
        .switch(Referral)
        .join(Case)
        .join(Person)
        .where(key, Referral.code_expires_on >= today, Referral.state != str(ReferralState.BATAL))
        .get_or_none()
    )


def _rows(viewer: Viewer, wanted: ReferralFilter, today: date) -> ModelSelect:
    columns = (
        Referral.id,
        Referral.number,
        Referral.letter_number,
        Referral.letter_on,
        Referral.sent_on,
        Referral.state,
        Referral.answer_due_on,
        Referral.told_family_on,
        Agency.id.alias("agency_id"),
        Agency.name.alias("agency_name"),
        Agency.phone.alias("agency_phone"),
        Case.number.alias("case_number"),
        Case.restricted,
        Person.name.alias("client_name"),
    )
    return _with_case().select(*columns).where(*_conditions(viewer, wanted, today))


def _with_case() -> ModelSelect:
    return Referral.select().join(Agency).switch(Referral).join(Case).join(Person)


def _conditions(viewer: Viewer, wanted: ReferralFilter, today: date) -> list[Expression]:
    """Own hub, and of restricted cases only those that the viewer may open: the office alone can tell too much."""
    conditions = [Referral.hub == viewer.hub_id, scope(viewer), openable(viewer)]
    if wanted.code_hash:
        return [*conditions, Referral.code_hash == wanted.code_hash]
    if wanted.state == WAITING:
        conditions.append(Referral.state.in_(_words(UNANSWERED_STATES)))
    elif wanted.state == TO_TELL:
        conditions += [Referral.state.in_(_words(ANSWERED_STATES)), Referral.told_family_on.is_null()]
    elif wanted.state:
        conditions.append(Referral.state == wanted.state)
    if wanted.agency:
        conditions.append(Referral.agency == wanted.agency)
    if wanted.late:
        conditions += [Referral.state.in_(_words(UNANSWERED_STATES)), Referral.answer_due_on < today]
    if wanted.text:
        conditions.append(_holds(wanted.text))
    return conditions


def _holds(text: str) -> Expression:
    """The office's name holds the text, or one of the numbers all its parts, however they were grouped."""
    parts = re.findall("[0-9a-z]+", text.casefold())[:8]
    by_name = Agency.name.contains(text)
    if not any(letter.isdigit() for letter in text):
        return by_name
    numbers = (_joined(column) for column in (Referral.number, Referral.letter_number, Case.number))
    return reduce(or_, (reduce(and_, (number.contains(part) for part in parts)) for number in numbers), by_name)


def _joined(column: Expression) -> Expression:
    """A number in small letters without what divides it."""
    for divider in "/-.":
        column = fn.REPLACE(column, divider, "")
    return fn.LOWER(column)


def _words(states: frozenset[ReferralState]) -> list[str]:
    return [str(state) for state in states]
