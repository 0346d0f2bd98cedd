"""What the case, referral and assignment tables share: a transition, and looking one up.
Roles are the stored role words; `emergency_roles` may take the step too when the case is darurat."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Generic, TypeVar

from puskesos.rules.code import Code

S = TypeVar("S", bound=Code)


@dataclass(frozen=True, slots=True)
class Transition(Generic[S]):
    """One allowed step; `requires` names what must be filled in before or with it, `label` is its button.

    `act` is the deed it is taken by, where a table tells deeds apart: two deeds may lead to one state.
    """

    source: S
    target: S
    roles: frozenset[str]
    requires: tuple[str, ...]
    label: str
    emergency_roles: frozenset[str] = frozenset()
    act: str = ""

    def is_open_to(self, roles: Collection[str], *, emergency: bool = False) -> bool:
        """Whether someone holding *roles* may take this step."""
        allowed = self.roles | self.emergency_roles if emergency else self.roles
        return not allowed.isdisjoint(roles)


def steps_from(table: tuple[Transition[S], ...], state: str) -> tuple[Transition[S], ...]:
    """The steps out of *state*, in the order of the table (which is the order buttons are offered in)."""
    return tuple(step for step in table if step.source == state)


def find_step(table: tuple[Transition[S], ...], source: str, target: str) -> Transition[S] | None:
    """The one step between two states, if there is one."""
    return next((step for step in table if step.source == source and step.target == target), None)
