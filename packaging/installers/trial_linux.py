"""Tries the Linux package in a bare Debian 12: install, self-test, window, upgrades killed half-way, an update, removal."""

from __future__ import annotations

import os
import random
import secrets
import shlex
import shutil
import signal
import subprocess
import time
from pathlib import Path

from installers import ground, linux, screen, updates
from installers.debian import Debian

PROGRAMS = ("mmdebstrap", *screen.PROGRAMS, "dpkg-deb")
NEWER = "9.9.9"
KILLS = 12


def run(out: Path, work: Path, key: updates.Key | None = None) -> None:
    """Try the package that lies in ``out``, and with a ``key`` an update to a next version from a signed file."""
    ground.need(*PROGRAMS)
    version = ground.version()
    package = out / linux.package_name(version)
    trial = work / "linux" / "trial"
    trial.mkdir(parents=True, exist_ok=True)
    system = Debian(trial / "debian")
    shutil.copy(package, system.folder / "root")
    newer = newer_package(work / "linux" / "root", trial)
    shutil.copy(newer, system.folder / "root")
    with system.mounted():
        try_package(system, package.name, trial, ground.modules(work / "linux" / "source" / "carebook"))
        try_upgrades(system, package.name, newer.name)
        if key is not None:
            system.run("dpkg", "--purge", "carebook")
            system.run("dpkg", "-i", f"/root/{package.name}")
            try_update(system, updates.pack(newer, key))
        try_removal(system)


def try_package(system: Debian, package: str, trial: Path, modules: int) -> None:
    """Install, self-test, picture."""
    system.run("apt-get", "update", "-qq")
    system.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", f"/root/{package}")
    begun = time.monotonic()
    said = system.run("carebook", "self-test")
    ground.say(said)
    ground.say(f"self-test: {time.monotonic() - begun:.0f} s")
    ground.expect("modules of CareBook", ground.number_in(said), modules)
    screen.picture(system.command("carebook"), trial / "window-deb.png", seconds=20)
    ground.say(f"window: {trial / 'window-deb.png'}")


def try_upgrades(system: Debian, package: str, newer: str) -> None:
    """Upgrades that are killed leave the version before; a whole one takes its place."""
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
    expected = [f"CareBook {ground.version()}"] * KILLS
    ground.expect(f"{KILLS} upgrades killed within {whole:.1f} s; what started after each", answers, expected)
    system.run("dpkg", "-i", f"/root/{newer}")
    ground.expect("versions after the upgrade", versions(system), [NEWER])


def versions(system: Debian) -> list[str]:
    """The folders of versions."""
    return sorted(path.name for path in (system.folder / "usr" / "lib" / "carebook").iterdir())


def try_update(system: Debian, update: Path) -> None:
    """From a signed file: what it brings, a backup of a book, the line to type, and the next version."""
    shutil.copy(update, system.folder / "root")
    file, book, backups = f"/root/{update.name}", "/root/so", "/root/sao-luu"
    ground.say(system.run("carebook", "update", file, "--check"))
    (system.folder / "root" / "sao-luu").mkdir()
    secret = f"CAREBOOK_PASSWORD={secrets.token_urlsafe(12)}"
    system.run(secret, "carebook", "new", book, "--facility", "Cơ sở thử", "--manager", "Trần Thị Thử")
    said = system.run(secret, "carebook", "update", file, "--book", book, "--to", backups)
    ground.say(said)
    ground.expect("backups", len(list((system.folder / "root" / "sao-luu").iterdir())), 1)
    *_, line = said.splitlines()
    system.run(*shlex.split(line.removeprefix("sudo ")), "-y", "-qq")
    ground.expect("versions after the update", versions(system), [NEWER])
    ground.say(system.run(secret, "carebook", "check", book))


def try_removal(system: Debian) -> None:
    """Nothing of the program is left, and everything that is not the program's."""
    book = system.folder / "root" / ".local" / "share" / "CareBook" / "so-giu-lai" / "carebook.db"
    book.parent.mkdir(parents=True)
    book.write_bytes(b"a book")
    ground.say(system.run("dpkg", "--purge", "carebook"))
    left = [path for path in system.folder.glob("usr/**/*carebook*") if path.is_file()]
    ground.expect("files after the removal", left, [])
    ground.expect("the program's folder is there", (system.folder / "usr" / "lib" / "carebook").exists(), False)
    ground.expect("the book after the removal", book.read_bytes(), b"a book")


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
