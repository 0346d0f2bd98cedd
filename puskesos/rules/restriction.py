"""Which cases are restricted to the assigned and the koordinator (domain.md 8.4)."""

from datetime import date

ADULT_AGE = 18


def is_restricted(*, service_restricted: bool, age: int | None, violence: bool = False, manual: bool = False) -> bool:
    """Restricted by service (R08, R09), by hand, or for violence against a child; an unknown age counts as a child."""
    is_child = age is None or age < ADULT_AGE
    return service_restricted or manual or (violence and is_child)


def age_on(birth_date: date, today: date) -> int:
    """Full years; someone born on 29 February has the birthday on 1 March in other years."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return max(0, today.year - birth_date.year - (not had_birthday))
