"""The short code on a referral letter, "K7QF-2M9T-HXWB": eleven letters that tell and one that checks the typing.

Left out are I, L, O, 0 and 1, which look alike. Thirty-one letters are left, a prime: a weighted sum then finds every
single wrong letter and every two that changed places.
"""

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TELLING = 11
GROUP = 4


def code_from(number: int, telling: int = TELLING) -> str:
    """The code of a large number (of which it keeps the last 54 bits or so), with its check letter."""
    digits = [number // len(LETTERS) ** place % len(LETTERS) for place in range(telling)]
    return "".join(LETTERS[digit] for digit in [*digits, _check(digits)])


def read_code(text: str, telling: int = TELLING) -> str | None:
    """The code as typed, without spaces and dashes, in capitals; None when a letter is wrong or missing."""
    letters = "".join(letter for letter in text.upper() if not letter.isspace() and letter not in "-–—.")
    if len(letters) != telling + 1 or not set(letters) <= set(LETTERS):
        return None
    *digits, check = (LETTERS.index(letter) for letter in letters)
    return letters if check == _check(digits) else None


def looks_like_code(text: str) -> bool:
    """Whether somebody typed a code, with a slip perhaps: about twelve letters and figures mixed, no number of ours."""
    plain = "".join(letter for letter in text.upper() if letter.isalnum())
    mixed = any(letter.isdigit() for letter in plain) and any(letter.isalpha() for letter in plain)
    is_ours = plain[:1] == "R" and plain[1:].isdigit()
    return TELLING <= len(plain) <= TELLING + 2 and mixed and plain.isascii() and "/" not in text and not is_ours


def show_code(code: str) -> str:
    """The code in groups of four, as people read it out."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _check(digits: list[int]) -> int:
    return sum(weight * digit for weight, digit in enumerate(digits, start=1)) % len(LETTERS)
