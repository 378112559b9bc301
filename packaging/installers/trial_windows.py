"""Tries the Windows installers under Debian's wine: install, self-test, window, newer over older, refusals, removal.

Wine 8 lacks three libraries and one call that Windows has; stand-ins for them are laid into the tried copy only.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from installers import ground, screen, windows

PROGRAMS = (*windows.PROGRAMS, "objdump", "Xvfb", "import")
STAND_INS = ("icuuc", "mscms", "bcryptprimitives")
NEWER = "9.9.9"
LOCAL = "drive_c/users/{user}/AppData/Local"


def stand_in(wanting: Path, library: str, into: Path, work: Path) -> None:
    """A library whose every function answers 0, with the functions ``wanting`` asks of it."""
    asked = subprocess.run(["objdump", "-p", wanting], capture_output=True, text=True, check=True).stdout
    part = re.search(rf"DLL Name: {library}\.dll\s(.*?)(?:DLL Name|\n\n)", asked, re.DOTALL | re.IGNORECASE)
    names = sorted(set(re.findall(r"\s([A-Za-z_]\w*)$", part.group(1), re.MULTILINE))) if part else []
    source = work / f"{library}.c"
    source.write_text("".join(f"__declspec(dllexport) void *{n}(void) {{ return 0; }}\n" for n in names if n != "Name"))
    ground.run("x86_64-w64-mingw32-gcc", "-shared", "-w", "-o", into / f"{library}.dll", source)


RANDOM = """
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) { return SystemFunction036(bytes, count); }
"""  # bcryptprimitives.dll, where Rust's libraries fetch random bytes


class Windows:
    """One Windows played by wine."""

    def __init__(self, folder: Path, work: Path) -> None:
        self.prefix, self.work = ground.fresh(folder), work
        self.run("wineboot.exe", "-i")
        self.local = self.prefix / LOCAL.format(user=os.environ.get("USER", "root"))
        self.home = self.local / "Programs" / "CareBook"
        self.data = self.local / "CareBook"

    def run(self, *command: str | Path, seconds: int = 900, **environ: str) -> subprocess.CompletedProcess[bytes]:
        """Run a program inside."""
        told = {"WINEDLLOVERRIDES": "winemenubuilder.exe=d;mscms,bcryptprimitives=n", **environ}
        return windows.wine(*command, prefix=self.prefix, seconds=seconds, **told)

    def stand_in(self) -> None:
        """Lay what wine lacks beside the installed program."""
        for program in self.programs():
            qt = program / "lib" / "PySide6"
            stand_in(qt / "Qt6Core.dll", "icuuc", qt, self.work)
            stand_in(qt / "plugins" / "platforms" / "qwindows.dll", "mscms", self.home, self.work)
            (self.work / "random.c").write_text(RANDOM)
            random = ("-o", self.home / "bcryptprimitives.dll", self.work / "random.c", "-ladvapi32")
            ground.run("x86_64-w64-mingw32-gcc", "-shared", *random)
            (program / "_wmi.pyd").unlink(missing_ok=True)

    def take_back(self) -> None:
        """Take out what was laid in and no installer knows of."""
        for name in STAND_INS:
            for laid in list(self.home.rglob(f"{name}.dll")):
                laid.unlink()

    def programs(self) -> list[Path]:
        """The folders of versions."""
        return [path.parent for path in self.home.glob("*/python313.dll")]

    def files(self) -> list[Path]:
        """What is left of the program: its folder and its shortcuts."""
        shortcuts = list((self.prefix / "drive_c").rglob("CareBook.lnk"))
        return [*(path for path in self.home.rglob("*") if path.is_file()), *shortcuts]

    def self_test(self) -> None:
        """The installed program tests itself."""
        begun = time.monotonic()
        done = self.run(self.home / "CareBook.com", "self-test")
        ground.say(done.stdout.decode("utf-8", "replace").strip())
        if done.returncode != 0:
            ground.stop(done.stderr.decode("utf-8", "replace")[-3000:])
        ground.say(f"self-test: {time.monotonic() - begun:.0f} s")

    def picture(self, out: Path) -> None:
        """The first window, as a screen shows it."""
        told = {
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "winemenubuilder.exe=d;mscms,bcryptprimitives=n",
        }
        screen.picture(["/usr/lib/wine/wine64", str(self.home / "CareBook.exe")], out, told, seconds=40)
        ground.say(f"window: {out}")


def expect(what: str, found: object, wanted: object) -> None:
    """Say what was seen, or stop."""
    if found != wanted:
        ground.stop(f"{what}: {found}, not {wanted}")
    ground.say(f"{what}: {found}")


def run(out: Path, work: Path) -> None:
    """Try the set-up, then the package for IT."""
    ground.need(*PROGRAMS)
    work = work / "windows"
    trial = ground.fresh(work / "trial")
    version = ground.version()
    bundle, icon = work / "bundle", work / "carebook.ico"
    set_up = windows.make_set_up(bundle, icon, trial / windows.set_up_name(version), version, trial=True)
    try_set_up(set_up, bundle, icon, trial)
    try_msi(out / windows.msi_name(version), trial)


def try_set_up(set_up: Path, bundle: Path, icon: Path, trial: Path) -> None:
    """The set-up: refused on an old Windows, installed, tried, replaced by a newer, not by an older, removed."""
    system = Windows(trial / "set-up", trial)
    key = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
    build = ("reg.exe", "add", key, "/v", "CurrentBuildNumber", "/f", "/d")
    system.run(*build, "17763")
    expect("Windows 10 1809: the set-up ends with", system.run(set_up, "/S").returncode, 3)
    told = next((system.prefix / "drive_c").rglob("CareBook-setup.txt")).read_text("utf-16")
    ground.say(f"and says: {told}")
    expect("files then", len(system.files()), 0)
    system.run(*build, "19045")
    expect("Windows 10 22H2: the set-up ends with", system.run(set_up, "/S").returncode, 0)
    ground.say(f"files: {len(system.files())}, {ground.megabytes(system.home):.0f} MB")
    system.stand_in()
    system.self_test()
    system.picture(trial / "window-set-up.png")
    kept = system.data / "so-giu-lai" / "carebook.db"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a book")
    small = small_bundle(bundle, trial)
    newer = windows.make_set_up(small, icon, trial / windows.set_up_name(NEWER), NEWER, trial=True)
    expect("a newer one over it ends with", system.run(newer, "/S").returncode, 0)
    expect("versions then", [path.name for path in system.programs()], [NEWER])
    expect("the one that starts", (system.home / "current.txt").read_text(), NEWER)
    expect("the older one again ends with", system.run(set_up, "/S").returncode, 5)
    system.run(
        system.home / "Uninstall.exe", "/S", f"_?={'C:' + str(system.home).split('drive_c')[1]}".replace("/", "\\")
    )
    (system.home / "Uninstall.exe").unlink(missing_ok=True)  # run in place it cannot remove itself; on a PC a copy does
    system.take_back()
    expect("files after the removal", len(system.files()), 0)
    expect("the book after the removal", kept.read_bytes(), b"a book")


def small_bundle(bundle: Path, trial: Path) -> Path:
    """A next version of a few files, to see it take the place of the one before."""
    made = ground.fresh(trial / "small")
    for name in ("CareBook.exe", "CareBook.com"):
        shutil.copy(bundle / name, made)
    (made / "program").mkdir()
    for name in ("python313.dll", "python313.zip", "python313._pth", "vcruntime140.dll"):
        shutil.copy(bundle / "program" / name, made / "program")
    return made


def try_msi(msi: Path, trial: Path) -> None:
    """The package for IT: installed, tried, removed."""
    system = Windows(trial / "msi", trial)
    build = (
        "reg.exe",
        "add",
        r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion",
        "/v",
        "CurrentBuildNumber",
        "/f",
        "/d",
    )
    system.run(*build, "19045")
    expect("msiexec /i ends with", system.run("msiexec.exe", "/i", msi, "/qn").returncode, 0)
    ground.say(f"files: {len(system.files())}, {ground.megabytes(system.home):.0f} MB")
    system.stand_in()
    system.self_test()
    kept = system.data / "so-giu-lai" / "carebook.db"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a book")
    expect("msiexec /x ends with", system.run("msiexec.exe", "/x", msi, "/qn").returncode, 0)
    system.take_back()
    expect("files after the removal", [str(p) for p in system.files()], [])
    expect("the book after the removal", kept.read_bytes(), b"a book")
