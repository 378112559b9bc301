"""Updates that CareBook takes from a file: the makers' key, and an installer packed with signed words about it."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from pathlib import Path

from installers import ground, news

PUBLIC_KEY = ground.ROOT / "resources" / "update-key.pem"
FORMAT = 1
BOOKS_FROM = 1  # every migration stays in the program: it reads the oldest book there is
_KINDS = (
    (re.compile(r"CareBook-(\d+\.\d+\.\d+)-setup\.exe"), "windows"),
    (re.compile(r"carebook_(\d+\.\d+\.\d+)_amd64\.deb"), "debian"),
)


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


def signed(said: bytes, key: Path) -> bytes:
    """The Ed25519 signature over some bytes; OpenSSL asks for the key's password when it has one."""
    with tempfile.TemporaryDirectory() as folder:
        words, signature = Path(folder) / "words", Path(folder) / "signature"
        words.write_bytes(said)
        ground.talk("openssl", "pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", words, "-out", signature)
        return signature.read_bytes()


def pack(installer: Path, key: Path, out: Path | None) -> Path:
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


def make_key(private: Path, public: Path) -> None:
    """A new pair: the private key encrypted with a password OpenSSL asks for, the public one for the program."""
    ground.need("openssl")
    if private.exists():
        ground.stop(f"{private} is there already; a key is never overwritten.")
    ground.talk("openssl", "genpkey", "-algorithm", "ed25519", "-aes256", "-out", private)
    private.chmod(0o600)
    ground.talk("openssl", "pkey", "-in", private, "-pubout", "-out", public)
    ground.say(
        f"{public} goes into the program. Keep {private} and its password off this PC: who has both makes updates."
    )
