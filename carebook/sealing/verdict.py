"""What a check of signatures answers: nine levels, the sentence of each, and what was found about every signer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import reduce
from typing import Any

from carebook import dates
from carebook.records.signing import ROLE_WORDS
from carebook.sealing.certificates import Certificate
from carebook.sealing.codes import IdentityCode, facility_code
from carebook.sealing.trust import PinnedFacility, RevocationList
from carebook.words import N_, Message, message


class Level(Enum):
    """How far a signed file may be believed."""

    CA_TIMESTAMPED = "ca_timestamped"
    CA = "ca"
    FACILITY_TRUSTED = "facility_trusted"
    FACILITY_UNKNOWN = "facility_unknown"
    SIGNER_MISSING = "signer_missing"
    EXPIRED = "expired"
    REVOKED = "revoked"
    BROKEN = "broken"
    UNSIGNED = "unsigned"

    @property
    def is_accepted(self) -> bool:
        """Whether the data of such a file may be taken into the book."""
        return self in (Level.CA_TIMESTAMPED, Level.CA, Level.FACILITY_TRUSTED)


LEVEL_WORDS = {
    Level.CA_TIMESTAMPED: N_("Signature valid"),
    Level.CA: N_("Signature right, waiting to be checked"),
    Level.FACILITY_TRUSTED: N_("Signed in-house"),
    Level.FACILITY_UNKNOWN: N_("Signer not known yet"),
    Level.SIGNER_MISSING: N_("Signature missing"),
    Level.EXPIRED: N_("Certificate expired"),
    Level.REVOKED: N_("Certificate revoked"),
    Level.BROKEN: N_("Changed after signing"),
    Level.UNSIGNED: N_("Not signed"),
}
"""The chip of each level."""

# From the best to the worst; a file is as good as the worst of its signatures. Who is missing is said only once
# the others are known, otherwise an unknown hand would be called the preparer.
_ORDER = (
    Level.CA_TIMESTAMPED,
    Level.CA,
    Level.FACILITY_TRUSTED,
    Level.SIGNER_MISSING,
    Level.FACILITY_UNKNOWN,
    Level.EXPIRED,
    Level.REVOKED,
    Level.BROKEN,
    Level.UNSIGNED,
)


@dataclass(frozen=True)
class SignerVerdict:
    """What was found about one signature.

    ``field`` is the box it stands in, the role where CareBook made the box. ``claimed_at`` is what the signer's PC
    said; ``timestamped_at`` is proven by a timestamping authority. ``root`` is the facility's root that issued the
    certificate, None under a public authority; ``facility`` is set when its code was compared with paper already.
    """

    field: str
    level: Level
    certificate: Certificate
    claimed_at: datetime | None = None
    timestamped_at: datetime | None = None
    root: Certificate | None = None
    facility: PinnedFacility | None = None
    revocation_checked: bool = False

    @property
    def name(self) -> str:
        """The signer, as the certificate has it."""
        return self.certificate.name

    @property
    def post(self) -> str:
        """The signer's post, as the certificate has it; may be empty."""
        return self.certificate.post

    @property
    def code(self) -> IdentityCode | None:
        """The identity code of the facility, for comparing with paper."""
        return facility_code(self.root) if self.root is not None else None


@dataclass(frozen=True)
class Verdict:
    """The answer about one file.

    ``data`` (as bytes and, when it is a JSON object, as ``report``) is what the first signer signed; None when there
    is none, and always None when the file is broken, unsigned or its signer revoked. ``missing`` are the required
    roles nobody signed. ``revocations`` are lists that travelled in the file and are signed by their facility's root.
    """

    level: Level
    words: Message
    file_sha256: str
    signers: tuple[SignerVerdict, ...] = ()
    missing: tuple[str, ...] = ()
    report: dict[str, Any] | None = field(default=None, repr=False)
    data: bytes | None = field(default=None, repr=False)
    data_sha256: str | None = None
    revocations: tuple[RevocationList, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """Whether the data may be taken into the book."""
        return self.level.is_accepted

    @property
    def code_to_compare(self) -> IdentityCode | None:
        """The code of the facility that is not trusted yet, None when there is none to compare."""
        unknown = (s.code for s in self.signers if s.level is Level.FACILITY_UNKNOWN and s.code is not None)
        return next(unknown, None)


DAMAGED = message("✖ The file is damaged. The data in it is not imported.")


def overall(signers: Sequence[SignerVerdict], missing: Sequence[str]) -> Level:
    """The level of a signed file."""
    levels = [signer.level for signer in signers]
    levels += [Level.SIGNER_MISSING] if missing else []
    return max(levels, key=_ORDER.index)


def sentence(level: Level, signers: Sequence[SignerVerdict], missing: Sequence[str], *, now: datetime) -> Message:
    """The sentence a manager reads; the same in window, command and paper."""
    those = [signer for signer in signers if signer.level is level]
    match level:
        case Level.CA_TIMESTAMPED:
            before = max(signer.timestamped_at for signer in those if signer.timestamped_at is not None)
            return message(
                "✔ Valid digital signature, issued by {authority} to {name}, signed before {moment}. "
                "The file has not been changed.",
                authority=_listed(s.certificate.issuer for s in those),
                name=_listed(s.name for s in those),
                moment=f"{dates.written(dates.today_in_vietnam(before))} {dates.clock(before)}",
            )
        case Level.CA if all(signer.revocation_checked for signer in those):
            return message(
                "✔ The signature is right, the file has not been changed, the certificate is not revoked. "
                "There is no timestamp yet."
            )
        case Level.CA:
            return message(
                "✔ The signature is right, the file has not been changed. Whether the certificate was revoked could not "
                "be checked without a network. It will be checked again with one."
            )
        case Level.FACILITY_TRUSTED:
            pins = [signer.facility for signer in those if signer.facility is not None]
            return message(
                "◐ Signed in-house: the right person of {facility}, the file has not been changed (the facility's "
                "identity code was compared on {date}). Not valid for issuing: it does not replace a public digital "
                "signature or the state's own.",
                facility=_listed(pin.facility for pin in pins),
                date=dates.written(max(pin.checked_on for pin in pins)),
            )
        case Level.FACILITY_UNKNOWN:
            return _unknown(those, now)
        case Level.SIGNER_MISSING:
            present = [message(ROLE_WORDS.get(signer.field, signer.name)) for signer in signers]
            return message(
                "! Signed by {present} only, not yet by {missing}. This is not an official report yet.",
                present=_enumerated(present),
                missing=_enumerated([role_words(role) for role in missing]),
            )
        case Level.EXPIRED:
            ended = min(signer.certificate.not_after for signer in those)
            return message(
                "! The certificate expired on {date}. It cannot be proven that it signed before that day. "
                "Ask for the file again.",
                date=dates.written(dates.today_in_vietnam(ended)),
            )
        case Level.REVOKED:
            return message("✖ The signer's certificate was revoked. Not accepted.")
        case Level.BROKEN:
            return message("✖ The file was changed after signing. The data in it is not imported.")
        case Level.UNSIGNED:
            return message("✖ The file has no signature. The data in it is not imported.")


def role_words(role: str) -> Message:
    """A role as it is said in a sentence."""
    return message(ROLE_WORDS.get(role, role))


def _unknown(signers: Sequence[SignerVerdict], now: datetime) -> Message:
    early = [signer.certificate.not_before for signer in signers if signer.certificate.not_before > now]
    if early:
        return message(
            "? The certificate is valid only from {date}, this PC's clock says {now}. Set the clock, then check again.",
            date=dates.written(dates.today_in_vietnam(max(early))),
            now=dates.written(dates.today_in_vietnam(now)),
        )
    if any(signer.code is not None for signer in signers):
        return message(
            "? The file has not been changed, but it is not known yet who signed. Compare the facility's identity code "
            "printed on the paper report, then press “Trust this facility”."
        )
    return message(
        "? The file has not been changed, but it is not known yet who signed. The issuer of the certificate "
        "({authority}) is not trusted on this PC.",
        authority=_listed(signer.certificate.issuer for signer in signers),
    )


def _enumerated(parts: Sequence[Message]) -> Message:
    return reduce(lambda before, last: message("{before}, {last}", before=before, last=last), parts)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))
