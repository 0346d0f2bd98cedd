"""People's names: folding for comparison, and the short forms that lists and restricted papers show."""

import re
import unicodedata

TITLES = frozenset(
    {"h", "hj", "kh", "k", "kyai", "nyai", "ust", "ustad", "ustadz", "ustadzah", "dr", "drs", "dra", "ir", "prof"}
    | {"bpk", "bapak", "pak", "ibu", "bu", "tn", "ny", "nn", "sdr", "sdri"}
)
ANYWHERE = frozenset({"hj", "kh", "alm", "almh", "almarhum", "almarhumah"})
JOINING = re.compile(r"['`´\u2018\u2019\u02bc]")
SALUTATION = {"L": "Tn.", "P": "Ny."}


def fold_name(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces; "Nur'aini" and "NURAINI" fold alike."""
    letters = unicodedata.normalize("NFKD", JOINING.sub("", text)).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def name_words(text: str) -> list[str]:
    """The folded words of a name without titles (H., Hj., Bu, alm.); bin and binti stay.

    A lone "h" is a title in front and an initial elsewhere; a name of nothing but titles keeps its words.
    """
    words = fold_name(text).split()
    kept = [word for word in words if word not in ANYWHERE]
    while kept and kept[0] in TITLES:
        kept = kept[1:]
    return kept or words


def initials(name: str) -> str:
    """At most three, "N. S.", for restricted cases."""
    return " ".join(f"{word[0].upper()}." for word in name_words(name)[:3])


def title_initials(name: str, sex: str | None) -> str:
    """ "Tn. M" or "Ny. M"; without a known sex only the letter."""
    words = name_words(name)
    letter = words[0][0].upper() if words else ""
    return f"{SALUTATION.get(sex or '', '')} {letter}".strip()
