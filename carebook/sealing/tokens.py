"""Signing tokens (PKCS#11): what a driver finds plugged in, and a token's key opened for one signature."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pkcs11
from asn1crypto.x509 import Certificate as Asn1Certificate
from pkcs11 import Attribute, ObjectClass, TokenFlag
from pkcs11.exceptions import PinIncorrect, PinLenRange, PinLocked, PKCS11Error
from pyhanko.sign.pkcs11 import PKCS11Signer

from carebook.sealing import errors
from carebook.sealing.certificates import Certificate, read_certificate
from carebook.sealing.keys import Key

# Where the drivers of the usual makers are put by their installers; any other is chosen by hand.
_USUAL = {
    "win32": (
        r"C:\Windows\System32\eTPKCS11.dll",
        r"C:\Windows\System32\eps2003csp11.dll",
        r"C:\Program Files\OpenSC Project\OpenSC\pkcs11\opensc-pkcs11.dll",
    ),
    "linux": (
        "/usr/lib/libeTPkcs11.so",
        "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
        "/usr/lib/softhsm/libsofthsm2.so",
    ),
    "darwin": ("/usr/local/lib/libeTPkcs11.dylib", "/Library/OpenSC/lib/opensc-pkcs11.so"),
}


@dataclass(frozen=True)
class TokenKey:
    """A key on a token: its driver, the token's label and number, and the certificate; ``is_last_try`` warns before the PIN."""

    driver: Path
    token: str
    number: str
    certificate: Certificate
    key_id: bytes = field(repr=False)
    is_last_try: bool = False


def usual_drivers() -> list[Path]:
    """The drivers of the usual makers that are on this PC."""
    return [path for name in _USUAL.get(sys.platform, ()) if (path := Path(name)).exists()]


def keys_on_tokens(driver: Path) -> list[TokenKey]:
    """Every certificate for signing on the tokens that are plugged in; no PIN is needed to look.

    `DriverMissing` when the file is no driver; `TokenFailed` when it gives up.
    """
    found = []
    with _talking(driver) as library:
        for slot in library.get_slots(token_present=True):
            token = slot.get_token()
            if not token.flags & TokenFlag.TOKEN_INITIALIZED:
                continue
            with token.open() as session:
                for own in _certificates(session):
                    certificate = read_certificate(own[Attribute.VALUE])
                    if certificate.may_sign:
                        number = _text(token.serial)
                        last = bool(token.flags & TokenFlag.USER_PIN_FINAL_TRY)
                        found.append(TokenKey(driver, _text(token.label), number, certificate, own[Attribute.ID], last))
    return found


@contextmanager
def opened(key: TokenKey, pin: str) -> Iterator[Key]:
    """The key of a token, open as long as the block lasts.

    The PIN is tried once. `NoToken` when the token was pulled out, `WrongPin`, `LastPinTry` or `TokenLocked` when it is wrong,
    `NoKeyOnToken` when the private key is missing, `TokenFailed` for anything else, inside the block too.
    """
    with _talking(key.driver) as library:
        token = _token(library, key)
        try:
            session = token.open(user_pin=pin)
        except (PinIncorrect, PinLenRange, PinLocked) as error:
            raise _refusal(_token(library, key).flags, error) from error
        with session:
            wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: key.key_id}
            if not list(session.get_objects(wanted)):
                raise errors.NoKeyOnToken
            own = Asn1Certificate.load(key.certificate.der)
            others = [other[Attribute.VALUE] for other in _certificates(session)]
            chain = tuple(read_certificate(der) for der in others if der != key.certificate.der)
            chain = tuple(one for one in chain if not one.may_sign)
            signer = PKCS11Signer(
                session,
                signing_cert=own,
                ca_chain=[Asn1Certificate.load(one.der) for one in chain],
                key_id=key.key_id,
            )
            yield Key(key.certificate, chain, signer)


@contextmanager
def _talking(driver: Path) -> Iterator[Any]:
    """The driver's library; what it fails with inside the block is said in words."""
    if not driver.is_file():
        raise errors.DriverMissing(driver=driver.name)
    try:
        library = pkcs11.lib(str(driver))
    except (PKCS11Error, OSError, RuntimeError) as error:
        raise errors.DriverMissing(driver=driver.name) from error
    try:
        yield library
    except PKCS11Error as error:
        raise errors.TokenFailed from error


def _token(library: Any, key: TokenKey) -> Any:
    for slot in library.get_slots(token_present=True):
        token = slot.get_token()
        if (_text(token.label), _text(token.serial)) == (key.token, key.number):
            return token
    raise errors.NoToken


def _certificates(session: Any) -> Sequence[Any]:
    return list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))


def _refusal(flags: TokenFlag, error: PKCS11Error) -> errors.SealingError:
    """Why the PIN did not open the token, and how near it is to locking itself."""
    if isinstance(error, PinLocked) or flags & TokenFlag.USER_PIN_LOCKED:
        return errors.TokenLocked()
    return errors.LastPinTry() if flags & TokenFlag.USER_PIN_FINAL_TRY else errors.WrongPin()


def _text(value: str | bytes) -> str:
    return value.decode(errors="replace").strip() if isinstance(value, bytes) else value.strip()
