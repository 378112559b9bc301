"""What can go wrong with keys, signing and envelopes, each with its sentence and what to do next."""

from __future__ import annotations

from typing import Any

from carebook.words import N_, Message


class SealingError(Exception):
    """A failure of the world. ``message`` says what happened, what is safe and what to do next."""

    pattern = N_("The file could not be signed. Nothing was changed.")

    def __init__(self, **values: Any) -> None:
        self.message = Message(self.pattern, values)
        super().__init__(self.message.id)

    def __str__(self) -> str:
        return str(self.message)


class WrongKeyPassword(SealingError):
    """The password does not open the key file."""

    pattern = N_("The password of the signing key file is wrong; it is not the password for signing in.")


class NotAKeyFile(SealingError):
    """The file is no PKCS#12, is damaged, or holds no private key with its certificate."""

    pattern = N_("This is not a signing key file (.p12, .pfx), or it is damaged. Choose another file.")


class NotForSigning(SealingError):
    """The certificate's purposes do not include signing, for example a facility's root."""

    pattern = N_("This certificate is not for signing. Choose the key of the person who signs.")


class Expired(SealingError):
    """The certificate ended on ``date``."""

    pattern = N_("The certificate expired on {date}. Sign with a new one.")


class NotYetValid(SealingError):
    """The certificate begins on ``date``."""

    pattern = N_("The certificate is valid only from {date}. Check this PC's clock.")


class ClockBehind(SealingError):
    """This PC's clock stands before the last entry of the book."""

    pattern = N_("This PC's clock ({now}) is behind the last entry ({last}). Set the clock, then sign.")


class NotARoot(SealingError):
    """The key file is not a facility's root, so it issues and revokes nothing."""

    pattern = N_("This key file is not the facility's root. Take the one kept in the safe.")


class UnreadablePdf(SealingError):
    """The file to sign is no PDF, or is damaged."""

    pattern = N_("The file to sign cannot be read as a PDF. Nothing was signed.")


class NoSuchPlace(SealingError):
    """The file has no place for ``role``."""

    pattern = N_("The file has no signature place for {role}. Make the file again.")


class PlaceTaken(SealingError):
    """Somebody signed there already."""

    pattern = N_("The place of {role} is signed already. The file was left as it is.")


class DoubtfulSignature(SealingError):
    """The check right after signing did not pass; the signed bytes were thrown away."""

    pattern = N_("The signature just made did not pass the check and was thrown away. Nothing was changed; sign again.")


class NotACertificate(SealingError):
    """The bytes are no X.509 certificate (DER or PEM)."""

    pattern = N_("This is not a certificate, or it is damaged. Choose another file.")


class NotACode(SealingError):
    """The text is no identity code of a facility."""

    pattern = N_("“{typed}” is not a facility's identity code. Scan the square code on the paper report again.")


class NotARevocationList(SealingError):
    """The list is damaged or was not signed by the facility's root."""

    pattern = N_(
        "The list of revoked certificates is damaged or not signed by this facility. The list kept so far stays."
    )


class NotAnAuthority(SealingError):
    """The certificate is a person's, or a facility's own root; neither may vouch for others."""

    pattern = N_("This is not the certificate of a public authority. A facility is trusted by the code on its paper.")


class DriverMissing(SealingError):
    """The driver of the USB token is not there, or is none, or is for another kind of PC."""

    pattern = N_("“{driver}” is not the driver of a signing token, or does not fit this PC. Choose another file.")


class NoToken(SealingError):
    """No token is plugged in, or not the one that was chosen."""

    pattern = N_("The signing token is not plugged in. Plug it in, then sign.")


class NoKeyOnToken(SealingError):
    """The token has the certificate, but not its private key."""

    pattern = N_("The signing token holds no key for this certificate. Nothing was signed.")


class WrongPin(SealingError):
    """The PIN does not open the token; it locks itself after a few tries."""

    pattern = N_(
        "The PIN of the signing token is wrong. Nothing was signed. The token locks itself after a few wrong tries."
    )


class LastPinTry(SealingError):
    """The PIN was wrong, and the token says that one try is left."""

    pattern = N_(
        "The PIN of the signing token is wrong. Nothing was signed. One try is left before the token locks itself."
    )


class TokenLocked(SealingError):
    """The token has locked itself after too many wrong PINs."""

    pattern = N_("The signing token has locked itself after wrong PINs. Unlock it with the tool of who issued it.")


class TokenFailed(SealingError):
    """The token or its driver gave up."""

    pattern = N_("The signing token did not answer. Nothing was signed. Pull it out, plug it in again, then sign.")


class CannotReceive(SealingError):
    """The receiver's certificate cannot be used for closing an envelope."""

    pattern = N_("The receiver's certificate is not for receiving data packages. Ask the receiver for a new one.")


class WrongReceiver(SealingError):
    """The envelope was closed for somebody else's key."""

    pattern = N_("This data package was encrypted for another receiver. Ask the sender to send it again.")


class BrokenEnvelope(SealingError):
    """The envelope is damaged, or is no envelope."""

    pattern = N_("The data package is damaged and cannot be opened. Ask the sender to send it again.")


class NoTimestamp(SealingError):
    """The timestamping service is out of reach, or gave no timestamp."""

    pattern = N_("{host} gave no timestamp. The signatures are as they were; it is tried again at the next connection.")


class UnknownStamper(SealingError):
    """The timestamping service's certificate is of nobody trusted here."""

    pattern = N_(
        "The timestamping service {host} is not trusted here. Add its authority in Settings › Trusted signers."
    )


class RevokedSince(SealingError):
    """The authority says that the signer's certificate is revoked."""

    pattern = N_(
        "The certificate of {name} was revoked. Nothing was appended; have the report signed with another one."
    )


class NothingToStamp(SealingError):
    """The file bears no signature that holds."""

    pattern = N_("The file has no whole signature, so no timestamp was appended.")
