"""Update files as the makers pack them, signed with a key of the test's own."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

INSTALLER = b"the installer of a newer version" * 100


def update_file(
    place: Path, key: Ed25519PrivateKey, *, inside: bytes = INSTALLER, signature: bytes | None = None, **said: Any
) -> Path:
    """An update in ``place``; ``said`` changes what it says of itself, ``inside`` what really lies in it."""
    told = {
        "format": 1,
        "program": "CareBook",
        "version": "9.1.0",
        "pc": "debian",
        "installer": "carebook_9.1.0_amd64.deb",
        "size": len(INSTALLER),
        "sha256": hashlib.sha256(INSTALLER).hexdigest(),
        "books_from": 1,
        "notes": "Một điều mới.\nHai điều mới.",
        **said,
    }
    manifest = json.dumps(told, ensure_ascii=False).encode()
    with zipfile.ZipFile(place, "w") as packed:
        packed.writestr("manifest.json", manifest)
        packed.writestr("manifest.sig", key.sign(manifest) if signature is None else signature)
        packed.writestr("carebook_9.1.0_amd64.deb", inside)
    return place
