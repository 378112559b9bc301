"""The code at the foot of every printed page, which names the very version of the report the sheet belongs to."""

from __future__ import annotations

import hashlib
import re

from carebook.words import Message, message

DIGITS = 16
"""Of a code, the last two of them for checking; only digits, because typing programs leave those as they are."""

_SCANNED = "CAREBOOK-BC:1:"
_BETWEEN = re.compile(r"[\s.\-]+")


def code_of(snapshot_id: str, version: int, content_hash: str) -> str:
    """The code of a closed version: digits that change with its id, its number and its frozen figures (ISO 7064, MOD 97-10)."""
    digest = hashlib.sha256(f"{snapshot_id}:{version}:{content_hash}".encode()).hexdigest()
    body = int(digest[:16], 16) % 10 ** (DIGITS - 2)
    return f"{body * 100 + 98 - body * 100 % 97:0{DIGITS}d}"


def in_groups(code: str) -> str:
    """For the eye: "4821 0937 5516 2204"."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def to_scan(code: str) -> str:
    """What the square beside it says."""
    return _SCANNED + code


def digits_of(typed: str) -> str:
    """The digits of what was typed or scanned, without the signs between them; "" when there is something else."""
    found = _BETWEEN.sub("", typed.rsplit(":", 1)[-1])
    return found if found.isascii() and found.isdigit() else ""


def problem_with(typed: str) -> Message | None:
    """Why this is no code; None when it is one."""
    digits = digits_of(typed)
    if not digits:
        return message("Type the {n} digits of the code at the foot of the page.", n=DIGITS)
    if len(digits) != DIGITS:
        return message("A code has {n} digits; there are {there}.", n=DIGITS, there=len(digits))
    if int(digits) % 97 != 1:
        return message("A digit is wrong. Compare each group with the paper.")
    return None
