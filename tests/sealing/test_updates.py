"""Update files: only what the makers signed is believed, and only the installer they meant is laid out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from carebook.sealing import updates
from tests.update_samples import INSTALLER, update_file

KEY = Ed25519PrivateKey.generate()
MAKER = KEY.public_key()


def test_a_signed_update_is_read_and_unpacked(tmp_path: Path) -> None:
    file = update_file(tmp_path / "a.capnhat", KEY)
    found = updates.read(file, MAKER)
    assert (found.version, found.pc, found.notes) == ("9.1.0", "debian", ("Một điều mới.", "Hai điều mới."))
    installer = updates.unpack(file, found, tmp_path / "into")
    assert installer == tmp_path / "into" / "carebook_9.1.0_amd64.deb"
    assert installer.read_bytes() == INSTALLER


def test_another_key_and_a_changed_word_are_refused(tmp_path: Path) -> None:
    with pytest.raises(updates.NotFromMaker):
        updates.read(update_file(tmp_path / "a", Ed25519PrivateKey.generate()), MAKER)
    with pytest.raises(updates.NotFromMaker):
        updates.read(update_file(tmp_path / "b", KEY, signature=b"0" * 64), MAKER)
    with pytest.raises(updates.NotFromMaker):
        updates.read(update_file(tmp_path / "c", KEY, signature=b""), MAKER)


@pytest.mark.parametrize(
    "said",
    [
        {"format": 2},
        {"program": "Another"},
        {"version": "new"},
        {"size": "much"},
        {"installer": "../carebook.deb"},
        {"installer": ".bashrc"},
        {"notes": "x" * 300_000},
    ],
)
def test_words_that_make_no_sense_are_refused_even_when_signed(tmp_path: Path, said: dict[str, Any]) -> None:
    with pytest.raises(updates.NotAnUpdate):
        updates.read(update_file(tmp_path / "a", KEY, **said), MAKER)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"text" * 100])
def test_any_other_file_is_no_update(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(updates.NotAnUpdate):
        updates.read(tmp_path / "a", MAKER)
    with pytest.raises(updates.NotAnUpdate):
        updates.read(tmp_path / "not there", MAKER)


@pytest.mark.parametrize("inside", [b"", INSTALLER[:-1], INSTALLER + b"x", INSTALLER[:-1] + b"?"])
def test_another_installer_is_refused_and_leaves_nothing(tmp_path: Path, inside: bytes) -> None:
    file = update_file(tmp_path / "a", KEY, inside=inside)
    with pytest.raises(updates.ChangedInstaller):
        updates.unpack(file, updates.read(file, MAKER), tmp_path / "into")
    assert list((tmp_path / "into").iterdir()) == []


def test_every_flipped_byte_is_noticed(tmp_path: Path) -> None:
    whole = update_file(tmp_path / "a", KEY).read_bytes()
    for place in range(0, len(whole), 211):
        torn = bytearray(whole)
        torn[place] ^= 1
        (tmp_path / "b").write_bytes(torn)
        try:
            found = updates.read(tmp_path / "b", MAKER)
            taken = updates.unpack(tmp_path / "b", found, tmp_path / "into").read_bytes()
        except updates.SealingError:
            continue
        assert taken == INSTALLER
