"""Updates that CareBook takes from a file: the makers' key, and an installer packed with signed words about it."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from installers import ground, news

PUBLIC_KEY = ground.ROOT / "resources" / "update-key.pem"
FORMAT = 1
BOOKS_FROM = 1  # every migration stays in the program: it reads the oldest book there is
_KINDS = (
    (re.compile(r"CareBook-(\d+\.\d+\.\d+)-setup\.exe"), "windows"),
    (re.compile(r"carebook_(\d+\.\d+\.\d+)_amd64\.deb"), "debian"),
)


@dataclass(frozen=True)
class Key:
    """The private key updates are signed with, and a file with its password; without one OpenSSL asks."""

    file: Path
    password: Path | None = None

    def opening(self) -> tuple[str, ...]:
        """What OpenSSL is told to open it."""
        return ("-passin", f"file:{self.password}") if self.password else ()


def kind_of(file: str) -> tuple[str, str]:
    """The version and the kind of PC an installer's file name tells of. ValueError for another file."""
    for pattern, pc in _KINDS:
        if found := pattern.fullmatch(file):
            return found.group(1), pc
    raise ValueError(f"{file} is no installer of CareBook that updates itself")


def manifest(installer: Path, notes: str) -> bytes:
    """What an update says of itself: the bytes that are signed."""
    version, pc = kind_of(installer.name)
    said = {
        "format": FORMAT,
        "program": "CareBook",
        "version": version,
        "pc": pc,
        "installer": installer.name,
        "size": installer.stat().st_size,
        "sha256": ground.sha256(installer),
        "books_from": BOOKS_FROM,
        "notes": notes,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def signed(said: bytes, key: Key) -> bytes:
    """The Ed25519 signature over some bytes."""
    with tempfile.TemporaryDirectory() as folder:
        words, signature = Path(folder) / "words", Path(folder) / "signature"
        words.write_bytes(said)
        signing: tuple[str | Path, ...] = ("openssl", "pkeyutl", "-sign", "-rawin", "-inkey", key.file, *key.opening())
        ground.talk(*signing, "-in", words, "-out", signature)
        return signature.read_bytes()


def pack(installer: Path, key: Key, out: Path | None = None) -> Path:
    """The update file: the signed words and the installer."""
    ground.need("openssl")
    version, pc = kind_of(installer.name)
    said = manifest(installer, plain(news.notes(version)))
    made = out or installer.with_name(f"CareBook-{version}-{pc}.capnhat")
    signature = signed(said, key)
    with zipfile.ZipFile(made, "w") as packed:  # stored: installers are compressed already
        for name, part in (("manifest.json", said), ("manifest.sig", signature)):
            packed.writestr(name, part)
        packed.write(installer, installer.name)
    return made


def plain(markdown: str) -> str:
    """Notes without the marks of Markdown."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"\*\*|`", "", markdown))


def make_key(key: Key, public: Path) -> None:
    """A new pair: the private key encrypted with its password, the public one for the program. Both, or nothing at all."""
    ground.need("openssl")
    if key.file.exists():
        ground.stop(f"{key.file} is there already; a key is never overwritten.")
    with tempfile.TemporaryDirectory(dir=key.file.parent) as folder:
        made, told = Path(folder) / "private", Path(folder) / "public"
        encrypting = ("-pass", f"file:{key.password}") if key.password else ()
        ground.talk("openssl", "genpkey", "-algorithm", "ed25519", "-aes256", *encrypting, "-out", made)
        made.chmod(0o600)
        ground.talk("openssl", "pkey", "-in", made, *key.opening(), "-pubout", "-out", told)
        public.write_bytes(told.read_bytes())
        made.rename(key.file)
    ground.say(
        f"{public} goes into the program. Keep {key.file} and its password off this PC: who has both makes updates."
    )
