"""Tries the Linux package in a bare Debian 12: install, self-test, window, an upgrade killed half-way, removal."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installers import ground, linux, screen

PROGRAMS = ("mmdebstrap", "Xvfb", "import", "dpkg-deb")
NEWER = "9.9.9"
KILLS = 12


class Debian:
    """A bare Debian 12 in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        ground.say("Making a bare Debian 12 …")
        ground.run("mmdebstrap", "--variant=apt", "--quiet", "bookworm", folder)

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
    def mounted(self) -> Iterator[None]:
        """With /proc and /dev, as programs expect them."""
        for kind, name in (("proc", "proc"), ("devtmpfs", "dev")):
            ground.run("mount", "-t", kind, kind, self.folder / name)
        try:
            yield
        finally:
            for name in ("proc", "dev"):
                ground.run("umount", "--lazy", self.folder / name)


def run(out: Path, work: Path) -> None:
    """Try the package that lies in ``out``."""
    ground.need(*PROGRAMS)
    if os.geteuid() != 0:
        ground.stop("A Debian inside a folder is for root: sudo python3 packaging/build.py try-deb")
    version = ground.version()
    package = out / linux.package_name(version)
    trial = work / "linux" / "trial"
    trial.mkdir(parents=True, exist_ok=True)
    system = Debian(trial / "debian")
    shutil.copy(package, system.folder / "root")
    newer = newer_package(work / "linux" / "root", trial)
    shutil.copy(newer, system.folder / "root")
    with system.mounted():
        try_package(system, package.name, newer.name, trial)


def try_package(system: Debian, package: str, newer: str, trial: Path) -> None:
    """Install, self-test, picture, kill upgrades, upgrade, remove."""
    version = ground.version()
    system.run("apt-get", "update", "-qq")
    system.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", f"/root/{package}")
    begun = time.monotonic()
    ground.say(system.run("carebook", "self-test"))
    ground.say(f"self-test: {time.monotonic() - begun:.0f} s")
    screen.picture(system.command("carebook"), trial / "window-deb.png", {}, seconds=20, inside=True)
    ground.say(f"window: {trial / 'window-deb.png'}")
    book = system.folder / "root" / ".local" / "share" / "CareBook" / "so-giu-lai"
    book.mkdir(parents=True)
    (book / "carebook.db").write_bytes(b"a book")
    begun = time.monotonic()
    system.run("dpkg", "-i", f"/root/{newer}")
    whole = time.monotonic() - begun
    answers = []
    for _ in range(KILLS):
        system.run("dpkg", "-i", f"/root/{package}")
        upgrade = subprocess.Popen(
            system.command("dpkg", "-i", f"/root/{newer}"),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(random.uniform(0.05, whole))
        os.killpg(upgrade.pid, signal.SIGKILL)
        upgrade.wait()
        answers.append(system.run("carebook", "--version"))
    ground.say(f"{KILLS} upgrades killed within {whole:.1f} s; what started after each: {', '.join(answers)}")
    if set(answers) - {f"CareBook {version}"}:
        ground.stop("After a killed upgrade another answer came.")
    system.run("dpkg", "-i", f"/root/{newer}")
    ground.say(f"versions after the upgrade: {sorted(p.name for p in (system.folder / 'usr/lib/carebook').iterdir())}")
    ground.say(system.run("dpkg", "--purge", "carebook"))
    left = [path for path in system.folder.glob("usr/**/*carebook*") if path.is_file()]
    ground.say(f"files after the removal: {len(left)}; the book: {(book / 'carebook.db').read_bytes().decode()}")
    if left or (system.folder / "usr" / "lib" / "carebook").exists():
        ground.stop("The removal left files behind.")


def newer_package(root: Path, trial: Path) -> Path:
    """The same program as a next version."""
    made = trial / "newer"
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(root, made, symlinks=True)
    programs = made / "usr" / "lib" / "carebook"
    (programs / ground.version()).rename(programs / NEWER)
    about = made / "DEBIAN" / "control"
    about.write_text(about.read_text("utf-8").replace(f"Version: {ground.version()}", f"Version: {NEWER}"), "utf-8")
    package = trial / linux.package_name(NEWER)
    ground.run("dpkg-deb", "--root-owner-group", "-Znone", "--build", made, package)
    return package
