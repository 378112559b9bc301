"""`carebook update`: what it says of a file, and what it does with a book."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from carebook import __version__, places
from carebook.commands import main
from carebook.sealing import updates
from tests.update_samples import update_file

KEY = Ed25519PrivateKey.generate()


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A CareBook of the package whose makers hold the test's key."""
    monkeypatch.setattr(updates, "maker_key", KEY.public_key)
    monkeypatch.setattr(places, "installed_as", lambda: "debian")
    monkeypatch.setattr(places, "data_folder", lambda: tmp_path)


def run(*given: object) -> int:
    return main.run([str(part) for part in given], lambda _say: ())


def test_a_check_says_what_the_file_brings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("update", update_file(tmp_path / "a.capnhat", KEY), "--check", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ours"], told["version"], told["notes"][0]) == (__version__, "9.1.0", "Một điều mới.")


def test_a_file_of_others_is_refused_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("update", update_file(tmp_path / "a.capnhat", Ed25519PrivateKey.generate()), "--check") == 1
    assert capsys.readouterr().err.strip()


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.strip() == f"CareBook {__version__}"
