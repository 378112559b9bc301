"""Handing a new version over to the system: its installer is started, or the line that installs it is told."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

_ALONE = 0x00000008 | 0x00000200  # DETACHED_PROCESS, CREATE_NEW_PROCESS_GROUP: it outlives CareBook


def start_set_up(installer: Path) -> None:
    """Start the Windows set-up without questions; it waits until CareBook is closed and then starts the new version."""
    subprocess.Popen([installer, "/S", "/RESTART"], creationflags=_ALONE, close_fds=True, cwd=installer.parent)


def line_to_type(package: Path) -> str:
    """The line that installs a Debian package, for a terminal."""
    return f"sudo apt install {shlex.quote(str(package))}"
