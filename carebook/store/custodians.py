"""The printed keys: three papers of which any two open the book, how they are read, and since when each key is in force.

The secret of the custodians' slot is 128 random bits, shared by Shamir's scheme so that two papers give it and one gives nothing.
A paper holds eight groups of four Crockford letters: three of the set, the paper's number, 26 of the share, two to check.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from carebook.records.custodians import Custodian
from carebook.store import errors
from carebook.store.connections import Reader
from carebook.store.keys import CROCKFORD, CUSTODIANS, KeysFile
from carebook.store.rows import moment_from

NEEDED, PAPERS = 2, 3
_BYTES, _LETTERS, _MARK, _CHECK = 16, 26, 3, 2
_WHOLE = _MARK + 1 + _LETTERS + _CHECK


@dataclass(frozen=True)
class Share:
    """One paper as read: the mark of its set, its number, and what it holds."""

    mark: str
    number: int
    content: bytes


@dataclass(frozen=True)
class PaperSet:
    """A new set: its mark, the secret of the slot, and the three papers to print. Kept nowhere."""

    mark: str
    secret: str
    papers: tuple[str, ...]


@dataclass(frozen=True)
class SpareKeys:
    """Which printed keys the book has: since when the recovery key is in force (None: none), and who keeps the papers."""

    recovery_since: datetime | None
    custodians: tuple[Custodian, ...]
    custodians_since: datetime | None


def new_set() -> PaperSet:
    """Three new papers, of which any two give the secret."""
    from Crypto.Protocol.SecretSharing import Shamir

    secret = secrets.token_bytes(_BYTES)
    mark = "".join(secrets.choice(CROCKFORD) for _ in range(_MARK))
    shares = Shamir.split(NEEDED, PAPERS, secret)
    return PaperSet(mark, secret.hex(), tuple(_written(Share(mark, number, content)) for number, content in shares))


def read_paper(typed: str, place: int = 1) -> Share:
    """The share on a paper; `WrongCustodianPaper` (``place``: which of the two it is) when a letter is missing or mistyped."""
    letters = "".join(typed.upper().replace("-", " ").split()).translate(str.maketrans("OIL", "011"))
    body, check = letters[:-_CHECK], letters[-_CHECK:]
    known = len(letters) == _WHOLE and not set(letters) - set(CROCKFORD)
    if not known or _check_of(body) != check or body[_MARK] not in "123":
        raise errors.WrongCustodianPaper(number=place)
    number = 0
    for letter in body[_MARK + 1 :]:
        number = number << 5 | CROCKFORD.index(letter)
    return Share(body[:_MARK], int(body[_MARK]), (number >> 2).to_bytes(_BYTES, "big"))


def secret_of(first: str, second: str) -> tuple[str, str]:
    """The mark and the secret of two papers as typed.

    `WrongCustodianPaper`, `SamePaper` and `TwoSetsOfPapers` tell apart what can be wrong with them.
    """
    from Crypto.Protocol.SecretSharing import Shamir

    one, other = read_paper(first, 1), read_paper(second, 2)
    if one.mark != other.mark:
        raise errors.TwoSetsOfPapers(first=one.mark, second=other.mark)
    if one.number == other.number:
        raise errors.SamePaper(share=one.number)
    secret = Shamir.combine([(one.number, one.content), (other.number, other.content)])
    return one.mark, bytes(secret).hex()


def secret_for(file: KeysFile, first: str, second: str) -> str:
    """The secret of two papers as typed, for a book with these keys; `NoCustodians`, `OldCustodianPapers`, else as `secret_of`."""
    if not file.has(CUSTODIANS):
        raise errors.NoCustodians
    mark, secret = secret_of(first, second)
    if file.slot_of(CUSTODIANS).mark != mark:
        raise errors.OldCustodianPapers
    return secret


def spare_keys(reader: Reader) -> SpareKeys:
    """Which printed keys there are, since when, and who keeps the papers."""
    reader.asks("accounts")
    kept = tuple(reader.records(Custodian, order="number"))
    began = reader.value("SELECT min(at) FROM counted_journal")
    renewed = reader.value("SELECT max(at) FROM reading WHERE deed = 'renew_recovery_key'")
    named = reader.value("SELECT max(at) FROM reading WHERE deed = 'name_custodians'") if kept else None
    return SpareKeys(_moment(renewed or began), kept, _moment(named))


def _moment(text: str | None) -> datetime | None:
    return None if text is None else moment_from(text)


def _written(share: Share) -> str:
    number = int.from_bytes(share.content, "big") << 2
    content = "".join(CROCKFORD[(number >> (5 * i)) & 31] for i in range(_LETTERS - 1, -1, -1))
    body = f"{share.mark}{share.number}{content}"
    letters = body + _check_of(body)
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def _check_of(body: str) -> str:
    digest = hashlib.sha256(body.encode()).digest()
    return CROCKFORD[digest[0] & 31] + CROCKFORD[digest[1] & 31]
