"""A file arrives whole under its real name, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from carebook.exchange import folders

NAME = "bao-cao-2026-10-b1_ttbtxh_so-lieu.pdf"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_file_arrives_and_is_not_sent_twice(tmp_path: Path) -> None:
    first = folders.deliver(b"mot", NAME, tmp_path)
    assert (first.path.read_bytes(), first.was_there) == (b"mot", False)
    assert folders.deliver(b"mot", NAME, tmp_path) == folders.Delivery(first.path, True)
    assert names(tmp_path) == [NAME]


def test_another_file_of_that_name_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"cua nguoi khac")
    second = folders.deliver(b"mot", NAME, tmp_path)
    third = folders.deliver(b"hai", NAME, tmp_path)
    assert second.path.name == NAME.replace(".pdf", "_2.pdf")
    assert third.path.name == NAME.replace(".pdf", "_3.pdf")
    assert (tmp_path / NAME).read_bytes() == b"cua nguoi khac"
    assert folders.deliver(b"hai", NAME, tmp_path).was_there


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(folders.FolderMissing) as error:
        folders.deliver(b"mot", NAME, tmp_path / "gone")
    assert error.value.message.values == {"folder": str(tmp_path / "gone")}
    assert error.value.problems[0].message == error.value.message


def test_a_full_drive_keeps_nothing_half(drive: Callable[[str], Path]) -> None:
    folder = drive("size=64k")
    with pytest.raises(folders.FolderFull):
        folders.deliver(b"x" * 200_000, NAME, folder)
    assert names(folder) == []


def test_a_drive_that_cannot_be_written_to(drive: Callable[[str], Path]) -> None:
    with pytest.raises(folders.FolderReadOnly):
        folders.deliver(b"mot", NAME, drive("ro"))


def test_a_stick_pulled_out_while_copying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()

    def pull(_file: int) -> None:
        shutil.rmtree(folder)

    monkeypatch.setattr(os, "fsync", pull)
    with pytest.raises(folders.PulledOut):
        folders.deliver(b"mot", NAME, folder)


def test_what_arrives_otherwise_is_removed(tmp_path: Path) -> None:
    def spoil(done: int, total: int) -> None:
        if done == total:
            (tmp_path / f".{NAME}.tam").write_bytes(b"khac")

    with pytest.raises(folders.Different):
        folders.deliver(b"mot", NAME, tmp_path, progress=spoil)
    assert names(tmp_path) == []
