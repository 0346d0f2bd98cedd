"""What can be sent from the list to clean: two entries are not the same person, and the buttons that mend a row."""

from __future__ import annotations

from wtforms import HiddenField

from puskesos.forms.base import HubForm, VersionForm


class CheckForm(HubForm):
    """Ask for a check of the whole registry."""


class NotSameForm(HubForm):
    """A pair that somebody looked at."""

    person = HiddenField()
    other = HiddenField()

    def pair(self) -> tuple[int, int]:
        """The two ids; 0, which nobody has, for what is no number."""
        first, second = (str(field.data or "") for field in (self.person, self.other))
        return _number(first), _number(second)


class MendForm(VersionForm):
    """A correction in one step, of the row as it was shown."""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
