"""The code on a paper sheet that brings its answers back to the right visit: short, without look-alikes, with a check letter."""

from __future__ import annotations

from collections.abc import Container
from hashlib import sha256

LETTERS = "ACDEFHJKLMNPRTVWXY23478"
"""23 letters and figures that no handwriting mistakes for one another; a prime number, so that the check letter sees every
single mistake and every pair that changed places."""
LENGTH = 6
_ALIKE = str.maketrans("ZBU1", "28V7")


def new_sheet_code(visit_id: str, taken: Container[str] = ()) -> str:
    """The code of a visit, made from its id; the same again for the same id, another one where it is ``taken``."""
    turn = 0
    while True:
        number = int.from_bytes(sha256(f"{visit_id}/{turn}".encode()).digest()[:8])
        letters = ""
        for _place in range(LENGTH - 1):
            number, rest = divmod(number, len(LETTERS))
            letters += LETTERS[rest]
        code = letters + _check(letters)
        if code not in taken:
            return code
        turn += 1


def read_sheet_code(typed: str) -> str:
    """The code somebody typed from paper, however they spaced it; "" when it cannot be one, because a letter is wrong."""
    code = "".join(one for one in typed.upper() if one.isalnum()).translate(_ALIKE)
    sound = len(code) == LENGTH and all(one in LETTERS for one in code)
    return code if sound and code[-1] == _check(code[:-1]) else ""


def said_code(code: str) -> str:
    """The code as it is printed, in two halves: "K7M-X2P"."""
    return f"{code[:3]}-{code[3:]}" if code else ""


def _check(letters: str) -> str:
    weighed = sum(place * LETTERS.index(letter) for place, letter in enumerate(letters, 2))
    return LETTERS[-weighed % len(LETTERS)]
