"""The file of a backup: a zip of the two encrypted databases and the keys file, and a manifest that names nobody.

Format 2: the databases have a key of their own. It is sealed to the printed recovery code and to every account's slot (the keys
file inside), and to the book's key (in the manifest), so that the program can open its own backups while the book is open.
Format 1, which is only read: the databases have the book's key of that day.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import struct
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from carebook import __version__
from carebook.store import errors, keys
from carebook.store.backup.watching import Cancelled, Progress, Watch
from carebook.store.book import DATABASE, FILES, KEYS, VIETNAM
from carebook.store.rows import moment_from, moment_text
from carebook.words import message

ENDING = ".cbk"
_MANIFEST = "manifest.json"
_FORMAT = 2
_CHUNK = 1 << 20
_TORN = (zipfile.BadZipFile, EOFError, KeyError, RuntimeError, NotImplementedError, struct.error, ValueError, TypeError)
"""What a zip with a damaged byte makes the library say."""


@dataclass(frozen=True)
class Backup:
    """A backup that was opened and checked: where it is, when it was made, and what it holds.

    ``people`` are all people of the book, ``present`` those with an open stay, ``entries`` and ``head`` are the journal's.
    """

    path: Path
    made_at: datetime
    people: int
    present: int
    entries: int
    head: str
    size: int
    book_id: str = field(default="", compare=False)


@dataclass(frozen=True)
class Holds:
    """What a copy of the book was found to hold."""

    people: int
    present: int
    entries: int
    head: str


def manifest_of(file: Path) -> Backup:
    """What a backup says it holds; `BackupUnreadable` when it is no backup, `NewerBook` when a newer program made it."""
    try:
        with zipfile.ZipFile(file) as packed:
            found = _manifest(packed)
        return backup_of(file, file.stat().st_size, found)
    except (OSError, *_TORN) as error:
        raise errors.BackupUnreadable(file=file.name, why=message("it is no backup of CareBook")) from error


def damaged(file: Path) -> errors.BackupUnreadable:
    """The failure of a backup that is not (any more) as it was when it was made."""
    return errors.BackupUnreadable(file=file.name, why=message("it is damaged"))


def keys_in(file: Path) -> keys.KeysFile:
    """The ways into a backup: the accounts and the recovery code of the day it was made."""
    manifest_of(file)
    try:
        with zipfile.ZipFile(file) as packed, tempfile.TemporaryDirectory() as aside:
            path = Path(aside) / KEYS
            path.write_bytes(packed.read(KEYS))
            return keys.read_keys(path)
    except (OSError, errors.DamagedBook, *_TORN) as error:
        raise damaged(file) from error


def key_by(file: Path, account_id: str, secret: str) -> bytes:
    """The backup's key, by the password of an account (or ``keys.RECOVERY`` and a code in its normal form).

    `WrongPassword`, `WrongRecoveryCode`, `UnknownAccount`: nothing but the file is read, nothing is written.
    """
    found = keys_in(file)
    return keys.unlock(found, account_id, secret).key


def key_of(file: Path, book_key: bytes) -> bytes:
    """The backup's key, by the key the book had when it was made; `WrongPassword` when it has another one since."""
    try:
        with zipfile.ZipFile(file) as packed:
            found = _manifest(packed)
        if found["format"] < _FORMAT:
            return book_key
        sealed = base64.b64decode(found["sealed"])
    except (OSError, *_TORN) as error:
        raise damaged(file) from error
    try:
        return _wrapping(book_key, found["book_id"]).decrypt(sealed[:12], sealed[12:], found["book_id"].encode())
    except InvalidTag:
        raise errors.WrongPassword from None


def sealed_to_book(book_key: bytes, book_id: str, key: bytes) -> str:
    """The backup's key for whoever has the book's."""
    nonce = secrets.token_bytes(12)
    return base64.b64encode(nonce + _wrapping(book_key, book_id).encrypt(nonce, key, book_id.encode())).decode()


def _wrapping(book_key: bytes, book_id: str) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=f"carebook backup {book_id}".encode()).derive(book_key))


def unpack(file: Path, folder: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Backup:
    """Lay the backup's files into an empty ``folder``, each compared with its hash; `BackupUnreadable` when one differs."""
    said = manifest_of(file)
    try:
        with zipfile.ZipFile(file) as packed:
            expected = _manifest(packed)["files"]
            watch = Watch(sum(entry["size"] for entry in expected.values()), progress, cancelled)
            for name in (DATABASE, FILES, KEYS):
                digest = hashlib.sha256()
                with packed.open(name) as source, (folder / name).open("wb") as copy:
                    while chunk := source.read(_CHUNK):
                        digest.update(chunk)
                        copy.write(chunk)
                        watch.step(len(chunk))
                    copy.flush()
                    os.fsync(copy.fileno())
                if digest.hexdigest() != expected[name]["sha256"]:
                    raise damaged(file)
    except errors.BookError:
        raise
    except _TORN as error:
        raise damaged(file) from error
    return said


def unpack_with(file: Path, folder: Path, book_key: bytes, *, progress: Progress | None = None) -> bytes:
    """`unpack` for whoever has the book's key; the key of the databases laid down. See `key_of`."""
    key = key_of(file, book_key)
    unpack(file, folder, progress=progress)
    return key


def pack(
    workshop: Path,
    path: Path,
    proof: Callable[[], Holds],
    book_id: str,
    sealed: str,
    now: datetime,
    watch: Watch,
) -> Holds:
    """One file of the copies in ``workshop`` and the manifest, written to ``path`` in full and read back.

    What the copies hold is asked for last: ``proof`` may go on while they are packed, and nothing has a manifest before.
    """
    files: dict[str, dict[str, Any]] = {}
    day = now.astimezone(VIETNAM).timetuple()[:6]
    with path.open("wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as packed:
            for name in (DATABASE, FILES, KEYS):
                digest = hashlib.sha256()
                size = (workshop / name).stat().st_size
                entry = zipfile.ZipInfo(name, day)
                entry.file_size = size
                with (workshop / name).open("rb") as source, packed.open(entry, "w") as copy:
                    while chunk := source.read(_CHUNK):
                        digest.update(chunk)
                        copy.write(chunk)
                        watch.step(len(chunk))
                files[name] = {"sha256": digest.hexdigest(), "size": size}
        _bring_to_drive(raw)
    _forget_what_was_written(path)
    with zipfile.ZipFile(path) as packed:
        for name, entry_facts in files.items():
            digest = hashlib.sha256()
            with packed.open(name) as kept:
                while chunk := kept.read(_CHUNK):
                    digest.update(chunk)
                    watch.step(0)
            if digest.hexdigest() != entry_facts["sha256"]:
                raise damaged(path)
    holds = proof()
    told = Backup(path, now, holds.people, holds.present, holds.entries, holds.head, 0)
    manifest = {
        "format": _FORMAT,
        "program": __version__,
        "book_id": book_id,
        **facts(told),
        "sealed": sealed,
        "files": files,
    }
    with path.open("r+b") as raw:
        with zipfile.ZipFile(raw, "a") as packed:
            packed.writestr(zipfile.ZipInfo(_MANIFEST, day), json.dumps(manifest, indent=1))
        _bring_to_drive(raw)
    with zipfile.ZipFile(path) as packed:
        if _manifest(packed) != manifest:
            raise damaged(path)
    return holds


def _bring_to_drive(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _forget_what_was_written(path: Path) -> None:
    """Let the file be read back from its drive, not from memory, where the system can."""
    if hasattr(os, "posix_fadvise"):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


def _manifest(packed: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(packed.read(_MANIFEST))
    if found["format"] > _FORMAT:
        raise errors.NewerBook(theirs=found["program"], ours=__version__)
    return found


def facts(backup: Backup) -> dict[str, Any]:
    """What a backup says of itself, as it is kept."""
    return {
        "made_at": moment_text(backup.made_at),
        "people": backup.people,
        "present": backup.present,
        "entries": backup.entries,
        "head": backup.head,
    }


def backup_of(path: Path, size: int, told: dict[str, Any]) -> Backup:
    """The backup that kept facts tell of."""
    return Backup(
        path,
        moment_from(told["made_at"]),
        int(told["people"]),
        int(told["present"]),
        int(told["entries"]),
        str(told["head"]),
        size,
        str(told.get("book_id", "")),
    )
