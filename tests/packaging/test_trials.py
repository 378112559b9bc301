"""The trials of the installers: what they read out of what was installed, without installing anything."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.house import tree

tree.load("build.py")
from installers import ground, trial_linux, trial_windows  # type: ignore[import-not-found]  # noqa: E402
from installers.debian import Debian  # type: ignore[import-not-found]  # noqa: E402


def _shortcut(said: str, *, number: int = 5, owner: bytes = trial_windows.APP_MODEL) -> bytes:
    """A shortcut of a header, one property store with one text, and its end."""
    letters = f"{said}\0".encode("utf-16-le")
    padded = letters + b"\0" * (-len(letters) % 4)
    value = struct.pack("<IIBII", 17 + len(padded), number, 0, 31, len(letters) // 2) + padded + bytes(4)
    storage = struct.pack("<I4s", 24 + len(value), b"1SPS") + owner + value + bytes(4)
    return b"L\0\0\0" + bytes(72) + struct.pack("<II", 8 + len(storage), trial_windows.STORE) + storage + bytes(4)


@pytest.mark.parametrize("said", ["CareBook", "Care", "CareBook.1"])
def test_the_id_of_a_shortcut_is_read(said: str) -> None:
    assert trial_windows.app_id_in(_shortcut(said)) == said


@pytest.mark.parametrize(
    "shortcut",
    [
        b"L\0\0\0" + bytes(76),
        _shortcut("CareBook", number=6),
        _shortcut("CareBook", owner=bytes(16)),
        _shortcut("x")[:-30],
    ],
)
def test_a_shortcut_without_an_id_has_none(shortcut: bytes) -> None:
    assert trial_windows.app_id_in(shortcut) is None


def test_programs_of_the_trials_have_a_package() -> None:
    assert not {*trial_linux.PROGRAMS, *trial_windows.PROGRAMS} - set(ground.PACKAGES)


def test_a_debian_in_a_folder_is_for_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="sudo"):
        Debian(tmp_path / "debian")
    assert not (tmp_path / "debian").exists()


def test_modules_are_counted_as_the_self_test_counts_them(tmp_path: Path) -> None:

    package = tmp_path / "carebook"
    (package / "room").mkdir(parents=True)
    for name in ("__init__.py", "__main__.py", "a.py", "room/__init__.py", "room/b.pyc"):
        (package / name).touch()
    assert ground.modules(package) == 3
    assert ground.number_in("Chương trình đủ 1.576 phần.") == 1576
    assert ground.modules(tree.PACKAGE) == len(tree.modules()) - 2
    with pytest.raises(ValueError):
        ground.number_in("–")
