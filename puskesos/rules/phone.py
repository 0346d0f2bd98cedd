"""Mobile numbers: 08 and 8 to 11 digits, also written +62 or 62 (domain.md 4.1); stored as digits from 62 on."""

import re

SEPARATORS = re.compile(r"[\s.\-()\u2010-\u2015\u200b\u2060\ufeff\u202a-\u202e]+")
WRITTEN = re.compile(r"(?:\+?620?|0)?(8[0-9]{8,11})")
NORMALISED = re.compile(r"62(8[0-9]{8,11})")


def normalise_phone(text: str) -> str | None:
    """The number as "628…", or None when it is not a mobile number."""
    match = WRITTEN.fullmatch(SEPARATORS.sub("", text))
    return f"62{match[1]}" if match else None


def show_phone(normalised: str) -> str:
    """As people read it, "0812-3456-7890"; text that is not a normalised number comes back unchanged."""
    match = NORMALISED.fullmatch(normalised)
    if match is None:
        return normalised
    national = f"0{match[1]}"
    return f"{national[:4]}-{national[4:8]}-{national[8:]}"
