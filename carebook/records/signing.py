"""Where a paper is signed and by whom: what drawing a paper and sealing it share."""

from __future__ import annotations

from dataclasses import dataclass

from carebook.words import N_

PREPARER = "preparer"
HEAD = "head"
SEAL = "seal"

ROLE_WORDS = {
    PREPARER: N_("the preparer"),
    HEAD: N_("the head of the facility"),
    SEAL: N_("the facility's seal"),
}

DATA_FILE = "so-lieu.json"
"""The name under which a signed paper carries the data it prints."""

REVOCATIONS_FILE = "thu-hoi.crl"
"""The name under which a package carries its facility's newest list of revoked certificates."""

PLACES_KEY = "signature_places"
"""In the data of a paper: the list of the roles that must sign it, in their order."""

SIGNERS_KEY = "signers"
"""In the data of a paper, optional: full name of the signer by role, for signatures made by an outside tool."""


@dataclass(frozen=True)
class SignaturePlace:
    """A box on a paper for one signature.

    ``role`` is unique within the paper; ``page`` counts from 0; ``rect`` is left, bottom, right, top in points from the
    page's lower left corner.
    """

    role: str
    page: int
    rect: tuple[float, float, float, float]
