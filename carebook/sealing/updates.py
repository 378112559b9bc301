"""Updates in a file: a zip with what it says of itself, the maker's signature over that, and the installer."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from carebook import places
from carebook.rules.updates import Update, numbers
from carebook.sealing.errors import SealingError
from carebook.words import N_

MakerKey = Ed25519PublicKey
"""The public half of the key with which the makers sign updates."""

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
FORMAT = 1
_LARGEST_MANIFEST = 200_000
_PIECE = 1 << 20


class NotAnUpdate(SealingError):
    """The file is no zip of an update, or of a kind this version does not know."""

    pattern = N_("This is not an update of CareBook, or the file is damaged. Copy it again.")


class NotFromMaker(SealingError):
    """The signature is missing or not the maker's: somebody else made or changed the file."""

    pattern = N_("This update was not signed by the makers of CareBook, or it was changed. Do not use it.")


class ChangedInstaller(SealingError):
    """The installer inside is not the one the signed words tell of."""

    pattern = N_("The installer in this file is damaged or was changed. Copy the file again; CareBook stays as it is.")


def maker_key() -> MakerKey:
    """The makers' public key that this program carries."""
    return public_key(places.resource("update-key.pem").read_bytes())


def public_key(pem: bytes) -> MakerKey:
    """A public key out of its PEM text. ValueError for a key of another kind."""
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")
    return key


def read(file: Path, maker: MakerKey) -> Update:
    """What the update says of itself, once the maker's signature was found to fit. Nothing of it is believed before.

    Raises `NotAnUpdate`, `NotFromMaker`.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            said = _part(packed, MANIFEST, _LARGEST_MANIFEST)
            signature = _part(packed, SIGNATURE, 64)
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise NotAnUpdate from error
    try:
        maker.verify(signature, said)
    except InvalidSignature:
        raise NotFromMaker from None
    try:
        return _update(json.loads(said))
    except (ValueError, KeyError, TypeError) as error:
        raise NotAnUpdate from error


def unpack(file: Path, update: Update, into: Path) -> Path:
    """The installer of a read update in the folder ``into``, under its own name only when every byte is as signed.

    Raises `ChangedInstaller`; OSError of a drive that is full or gone.
    """
    into.mkdir(parents=True, exist_ok=True)
    place = into / update.installer
    half = place.with_name(f"{place.name}.part")
    digest, size = hashlib.sha256(), 0
    try:
        with zipfile.ZipFile(file) as packed, packed.open(update.installer) as inside, half.open("wb") as out:
            while size <= update.size and (piece := inside.read(_PIECE)):
                digest.update(piece)
                size += len(piece)
                out.write(piece)
        if size != update.size or digest.hexdigest() != update.sha256:
            raise ChangedInstaller
        half.replace(place)
    except (KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise ChangedInstaller from error
    finally:
        half.unlink(missing_ok=True)
    return place


def _part(packed: zipfile.ZipFile, name: str, largest: int) -> bytes:
    if packed.getinfo(name).file_size > largest:
        raise ValueError(name)
    return packed.read(name)


def _update(said: dict[str, Any]) -> Update:
    if said["format"] != FORMAT or said["program"] != "CareBook":
        raise ValueError("another format")
    update = Update(
        version=str(said["version"]),
        pc=str(said["pc"]),
        installer=str(said["installer"]),
        size=int(said["size"]),
        sha256=str(said["sha256"]),
        books_from=int(said["books_from"]),
        notes=tuple(str(said["notes"]).splitlines()),
    )
    numbers(update.version)
    if update.installer != Path(update.installer).name or update.installer.startswith("."):
        raise ValueError("the installer is not in the file itself")
    return update
