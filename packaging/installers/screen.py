"""A screen nobody sees: programs are shown on it, keys pressed, pictures taken."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from installers import ground

SIZE = "1366x768"
PROGRAMS = ("Xvfb", "import", "xdotool")


class Screen:
    """One screen, by its number."""

    def __init__(self, display: str) -> None:
        self.display = display

    def photograph(self, out: Path) -> None:
        """All there is to see, as a picture."""
        ground.run("import", "-window", "root", out, env={"DISPLAY": self.display})

    def press(self, key: str) -> None:
        """One key, for whatever has the keyboard."""
        ground.run("xdotool", "key", key, env={"DISPLAY": self.display})

    @contextmanager
    def showing(self, command: Sequence[str]) -> Iterator[None]:
        """A program of a `Debian` on this screen, by `Debian.command`; ended afterwards if it has not done so by itself."""
        told = [*command[:3], f"DISPLAY={self.display}", *command[3:]]
        program = subprocess.Popen(told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            yield
        finally:
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()


@contextmanager
def screen() -> Iterator[Screen]:
    """A screen of Xvfb."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{SIZE}x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:  # to the end of its line: it dies of a pipe that is closed while it writes
        display = f":{told.readline().strip()}"
    try:
        yield Screen(display)
    finally:
        server.terminate()
        server.wait()


def picture(command: Sequence[str], out: Path, seconds: float) -> None:
    """Start a program of a `Debian`, wait, photograph the screen into ``out``, end the program."""
    with screen() as seen, seen.showing(command):
        time.sleep(seconds)
        seen.photograph(out)
