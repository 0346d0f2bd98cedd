"""The base of every code list: a stored word with the Indonesian label people see."""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """Members are written ``NAME = "stored_word", "Label"``; the stored word equals the member."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a select or radio field, in the order of the list."""
        return [(member.value, member.label) for member in cls]
