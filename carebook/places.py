"""Where files live: the folders of this PC's user, and the program's own resources."""

from __future__ import annotations

import sys
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


def settings_file() -> Path:
    """The file of this PC's own choices: last book, theme, size of letters."""
    return platformdirs.user_config_path("CareBook", appauthor=False, ensure_exists=True) / "carebook.ini"
