"""A facility's identity code: the fingerprint of its root, as the square code and the short code on paper say it."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from carebook.sealing.certificates import Certificate
from carebook.sealing.errors import NotACode

_PREFIX = "CAREBOOK-ROOT:1:"
_SHORT_LETTERS = 16  # of base32: the first 80 bits


@dataclass(frozen=True)
class IdentityCode:
    """The SHA-256 of a facility's root certificate (small hexadecimal letters) and the facility it claims to be."""

    fingerprint: str
    facility: str

    @property
    def short(self) -> str:
        """The first 80 bits in groups of four, for comparing by eye: "WJAT ENHI 4O7V XOSI"."""
        letters = _base32(self.fingerprint)[:_SHORT_LETTERS]
        return " ".join(letters[at : at + 4] for at in range(0, _SHORT_LETTERS, 4))

    @property
    def qr_text(self) -> str:
        """What the square code on paper holds: "CAREBOOK-ROOT:1:<facility>:<base32 SHA-256>"."""
        return f"{_PREFIX}{self.facility}:{_base32(self.fingerprint)}"

    def matches(self, typed: str) -> bool:
        """Whether what was typed (short code, however spaced) or scanned is this code; `NotACode` for a half-read scan."""
        if typed.strip().startswith(_PREFIX):
            return read_code(typed).fingerprint == self.fingerprint
        # 0, 1 and 8 are no letters of base32; whoever types them saw O, I and B.
        letters = "".join(c for c in typed.upper().translate(str.maketrans("018", "OIB")) if c.isalnum())
        return letters == self.short.replace(" ", "")


def facility_code(root: Certificate) -> IdentityCode:
    """The code of a facility's root; the facility is the organisation the root names."""
    return IdentityCode(root.fingerprint, root.organisation)


def read_code(scanned: str) -> IdentityCode:
    """The code in the text of a square code; `NotACode` when it is something else."""
    facility, colon, letters = scanned.strip().removeprefix(_PREFIX).rpartition(":")
    try:
        digest = base64.b32decode(letters.upper() + "=" * (-len(letters) % 8))
    except ValueError:
        digest = b""
    if not scanned.strip().startswith(_PREFIX) or not colon or len(digest) != 32:
        raise NotACode(typed=scanned.strip()[:40])
    return IdentityCode(digest.hex(), facility)


def _base32(fingerprint: str) -> str:
    return base64.b32encode(bytes.fromhex(fingerprint)).decode().rstrip("=")
