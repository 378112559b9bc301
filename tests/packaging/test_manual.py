"""Pictures are taken with choices of their own: this PC's are neither seen in them nor changed."""

from __future__ import annotations

from pathlib import Path

from carebook import places
from carebook.ui.parts.choices import Choices
from tests.house import tree

manual = tree.load("manual.py")


def test_pictures_have_choices_of_their_own(tmp_path: Path) -> None:
    mine = places.settings_file()
    with manual.own_choices() as choices:
        assert places.settings_file() != mine
        choices.keep_backup_folders(tmp_path, [tmp_path / "usb"])
        assert Choices(places.settings_file()).backup_folders(tmp_path) == (tmp_path / "usb",)
    assert places.settings_file() == mine
    assert Choices(mine).backup_folders(tmp_path) == ()
