"""Where files live: the folders of this PC's user, and the program's own resources; and how one is written whole."""

from __future__ import annotations

import os
import sys
import tempfile
from functools import cache
from pathlib import Path

import platformdirs


@cache
def _resource_root() -> Path:
    """The folder of resources: inside the frozen program or the wheel, else beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    frozen = Path(getattr(sys, "_MEIPASS", package)) / "resources"
    for root in (frozen, package / "resources", package.parent / "resources"):
        if root.is_dir():
            return root
    raise FileNotFoundError("resources")


def resource(name: str) -> Path:
    """The path of one resource, for example ``resource("icons/plus.svg")``; FileNotFoundError when there is none."""
    path = _resource_root() / name
    if not path.exists():
        raise FileNotFoundError(name)
    return path


def data_folder() -> Path:
    """Where books live unless IT chose another place; made when missing."""
    return platformdirs.user_data_path("CareBook", appauthor=False, ensure_exists=True)


def log_folder() -> Path:
    """Where the log and crash reports live (no personal data in either); made when missing."""
    return platformdirs.user_log_path("CareBook", appauthor=False, ensure_exists=True)


def updates_folder() -> Path:
    """Where the installer of an update lies until it has run; the folder may not be there."""
    return data_folder() / "cap-nhat"


def installed_as() -> str:
    """How this program was installed: "windows" by its set-up, "debian" by its package, "" when it runs from its source."""
    if hasattr(sys, "_MEIPASS"):
        return "debian"
    app = Path(__file__).resolve().parents[1]
    return "windows" if app.name == "app" and any(app.parent.glob("python*._pth")) else ""


def settings_file() -> Path:
    """The file of this PC's own choices: last book, theme, size of letters."""
    return platformdirs.user_config_path("CareBook", appauthor=False, ensure_exists=True) / "carebook.ini"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is taken out of the book: whole under its name, or not at all, and what bore the name before stays.

    OSError as the system raises it.
    """
    handle, half = tempfile.mkstemp(dir=path.parent, prefix=".carebook-", suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(half).chmod(_usual_mode())
        Path(half).replace(path)
    except BaseException:
        Path(half).unlink(missing_ok=True)
        raise


def _usual_mode() -> int:
    """The rights of a file this user makes."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
