"""Where a book may lie, and that one window holds it."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from carebook.store import errors, folders

MOUNTS = """/dev/sda1 / ext4 rw 0 0
//soyte/nhan /mnt/soyte cifs rw 0 0
server:/data /mnt/nfs\\040data nfs4 rw 0 0
/dev/sdb1 /mnt/soyte/usb vfat rw 0 0
"""


@pytest.fixture
def mounts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mount table with two network drives."""
    real = Path.read_text

    def read(path: Path, *args: object, **given: object) -> str:
        return MOUNTS if path == Path("/proc/mounts") else real(path, *args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "read_text", read)


@pytest.mark.usefixtures("mounts")
@pytest.mark.parametrize("folder", ["/mnt/soyte", "/mnt/soyte/so", "/mnt/nfs data/so", "//soyte/nhan/so"])
def test_a_network_drive_is_refused(folder: str) -> None:
    with pytest.raises(errors.NetworkDrive):
        folders.refuse_unsafe(Path(folder))


@pytest.mark.usefixtures("mounts")
@pytest.mark.parametrize("folder", ["/home/an/so", "/mnt/soyte/usb/so", "/mnt/soytekhac"])
def test_a_drive_of_this_pc_is_taken(folder: str) -> None:
    folders.refuse_unsafe(Path(folder))


@pytest.mark.parametrize(
    ("part", "program"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - So Y te", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Google Drive", "Google Drive"),
    ],
)
def test_a_synchronised_folder_is_refused(tmp_path: Path, part: str, program: str) -> None:
    with pytest.raises(errors.SyncedFolder) as caught:
        folders.refuse_unsafe(tmp_path / part / "so")
    assert caught.value.message.values == {"program": program}


def test_one_window_holds_the_book(tmp_path: Path) -> None:
    lock = folders.hold(tmp_path)
    program = (
        "import sys; from pathlib import Path; from carebook.store import errors, folders\n"
        "try: folders.hold(Path(sys.argv[1])); print('held')\n"
        "except errors.BookInUse as e: print(sorted(e.message.values))"
    )

    def other() -> str:
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    assert other() == "['host', 'since']"
    lock.release()
    assert other() == "held"


@pytest.mark.parametrize(("number", "error"), [(errno.EROFS, errors.ReadOnlyFolder), (errno.EIO, errors.FolderGone)])
def test_a_folder_in_which_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(filelock.FileLock, "acquire", fail)
    with pytest.raises(error):
        folders.hold(tmp_path)
