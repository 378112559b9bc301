"""A bare Debian 12 in a folder, where installers are tried beside nothing else."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from installers import ground


class Debian:
    """A bare Debian 12 in ``folder``, with the packages that are named, of the architectures that are named."""

    def __init__(self, folder: Path, packages: Sequence[str] = (), architectures: Sequence[str] = ("amd64",)) -> None:
        if os.geteuid() != 0:
            ground.stop("A Debian inside a folder is for root: put sudo before this command.")
        self.folder = folder
        for line in Path("/proc/mounts").read_text().splitlines():  # left by a trial that was cut short
            place = Path(line.split()[1])
            if place.is_relative_to(folder):
                ground.run("umount", "--lazy", place)
        ground.fresh(folder)
        ground.say("Making a bare Debian 12 …")
        brought = [f"--include={','.join(packages)}"] if packages else []
        several = f"--architectures={','.join(architectures)}"
        ground.run("mmdebstrap", "--variant=apt", "--quiet", several, *brought, "bookworm", folder, *self._sources())

    @staticmethod
    def _sources() -> list[str]:
        """The main archive this PC takes its packages from, alone: the others are not always alike for two architectures."""
        asked = ("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Codename: bookworm")
        found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
        return [f"deb {found[0]} bookworm main"] if found else []

    def command(self, *given: str) -> list[str]:
        """A command as it is given to run inside."""
        return ["chroot", str(self.folder), "/usr/bin/env", "LANG=C.UTF-8", "HOME=/root", *given]

    def run(self, *given: str) -> str:
        """Run a program inside to its end; what it said."""
        done = subprocess.run(
            self.command(*given), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            ground.stop(f"{done.stdout[-3000:]}{done.stderr[-3000:]}\n{' '.join(given)} ended with {done.returncode}.")
        return (done.stdout + done.stderr).strip()

    @contextmanager
    def mounted(self, *shared: Path) -> Iterator[None]:
        """With /proc and /dev, as programs expect them, and with folders that lie inside where they lie outside."""
        for kind, name in (("proc", "proc"), ("devtmpfs", "dev")):
            ground.run("mount", "-t", kind, kind, self.folder / name)
        places = [self.folder / str(path.resolve()).lstrip("/") for path in shared]
        for path, place in zip(shared, places, strict=True):
            place.mkdir(parents=True, exist_ok=True)
            ground.run("mount", "--bind", path, place)
        try:
            yield
        finally:
            for place in (*places, self.folder / "proc", self.folder / "dev"):
                ground.run("umount", "--lazy", place)
