"""Tries the Windows installers under Debian's wine: refusals, install, self-test, pages, newer over older, removal.

Wine 8 lacks three libraries and two calls that Windows has: stand-ins for the libraries and for the calls that keep a
shortcut's id are laid into the tried copy only, and Python's `_wmi` is taken out of it.
"""

from __future__ import annotations

import re
import secrets
import shutil
import struct
import subprocess
import time
from pathlib import Path

from installers import ground, screen, updates, windows
from installers.debian import Debian
from installers.ground import expect

PROGRAMS = (*windows.PROGRAMS, "objdump", "mmdebstrap", "i686-w64-mingw32-gcc", "msiinfo", *screen.PROGRAMS)
WINE = ("wine", "wine32:i386", "wine64")  # for programs of both widths: the set-up's stub is one of 32 bits
STAND_INS = ("icuuc", "mscms", "bcryptprimitives")
NEWER = "9.9.9"
PATIENCE = 1800  # seconds after which a program does not end any more
UPDATING = 180.0  # seconds after which an update has not come
WINDOW = 40.0  # seconds until the first window of the program stands there
PAGE = 6.0  # seconds until a page of the set-up stands there
BUILD = (r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion", "/v", "CurrentBuildNumber", "/f", "/d")


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

SHORTCUTS = (  # where Windows looks for what makes shortcuts, by the width of who asks
    ("x86_64", r"HKLM\Software\Classes\CLSID"),
    ("i686", r"HKLM\Software\Classes\Wow6432Node\CLSID"),
)
SHELL_LINK = r"{00021401-0000-0000-C000-000000000046}\InprocServer32"
STORE = 0xA0000009  # the block of a shortcut that holds a property store: [MS-SHLLINK] 2.5.7
APP_MODEL = bytes.fromhex("55284c9f799f394ba8d0e1d42de1d5f3")


def app_id_in(shortcut: bytes) -> str | None:
    """The id of the program a shortcut belongs to, out of its property store; None when it has none that is whole."""
    before, _found, block = shortcut.partition(struct.pack("<I", STORE))
    size = int.from_bytes(before[-4:], "little") - 8  # of the block without its own size and kind
    owner, value = block[8:24], block[24:size]
    if len(block) < size or owner != APP_MODEL:
        return None
    _length, number, _unused, kind, letters = struct.unpack_from("<IIBII", value)
    return value[17 : 17 + letters * 2].decode("utf-16-le").rstrip("\0") if (number, kind) == (5, 31) else None


class Windows:
    """One Windows played by wine inside a `Debian`; one of 32 ``bits`` refuses, one of 64 is installed on."""

    def __init__(self, debian: Debian, folder: Path, bits: int = 64) -> None:
        self.debian, self.bits, self.work = debian, bits, ground.fresh(folder)
        self.prefix, self.person = self.work / "wine", self.work / "person"
        self.person.mkdir()
        self.run("wineboot.exe", "-i")
        self.local = self.prefix / "drive_c" / "users" / "root" / "AppData" / "Local"
        self.home = self.local / "Programs" / "CareBook"
        self.data = self.local / "CareBook"

    def command(self, *given: str | Path, **environ: str) -> list[str]:
        """A Windows program as it is given to run."""
        told = {
            "HOME": self.person,
            "USER": "root",
            "WINEPREFIX": self.prefix,
            "WINEARCH": f"win{self.bits}",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "winemenubuilder.exe=d;mscms,bcryptprimitives=n",
        }
        wine = "/usr/lib/wine/wine64" if self.bits == 64 else "/usr/lib/wine/wine"
        return self.debian.command(
            *(f"{name}={value}" for name, value in (told | environ).items()), wine, *map(str, given)
        )

    def run(self, *given: str | Path, **environ: str) -> subprocess.CompletedProcess[bytes]:
        """Run a Windows program to its end."""
        return subprocess.run(
            self.command(*given, **environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )

    def is_build(self, number: str) -> None:
        """Say of this Windows which build it is."""
        self.run("reg.exe", "add", *BUILD, number)

    def told(self) -> str:
        """What a silent set-up wrote down about why it did nothing."""
        return next((self.prefix / "drive_c").rglob("CareBook-setup.txt")).read_text("utf-16")

    def keep_ids(self) -> None:
        """Let shortcuts keep the id they are given."""
        for width, place in SHORTCUTS:
            library = self.work / f"shortcuts-{width}.dll"
            options = ("-w", "-shared", "-static", "-s", "-Wl,--kill-at", "-o", library)
            ground.run(f"{width}-w64-mingw32-gcc", *options, ground.HERE / "trial_shortcut.c", "-luuid")
            self.run("reg.exe", "add", f"{place}\\{SHELL_LINK}", "/ve", "/f", "/d", f"Z:{library}".replace("/", "\\"))

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

    def shortcuts(self) -> list[Path]:
        """In the menu and on the desktop, which wine keeps in the person's own folder."""
        return [*(self.prefix / "drive_c").rglob("CareBook.lnk"), *self.person.rglob("CareBook.lnk")]

    def files(self) -> list[Path]:
        """What is left of the program: its folder and its shortcuts."""
        return [*(path for path in self.home.rglob("*") if path.is_file()), *self.shortcuts()]

    def keep_book(self) -> Path:
        """Something that must outlive the program."""
        kept = self.data / "so-giu-lai" / "carebook.db"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(b"a book")
        return kept

    def self_test(self) -> None:
        """The installed program tests itself, and has every module of this checkout."""
        begun = time.monotonic()
        done = self.run(self.home / "CareBook.com", "self-test")
        said = done.stdout.decode("utf-8", "replace").strip()
        ground.say(said)
        if done.returncode != 0:
            ground.stop(done.stderr.decode("utf-8", "replace")[-3000:])
        ground.say(f"self-test: {time.monotonic() - begun:.0f} s")
        modules = [ground.modules(program / "app" / "carebook") for program in self.programs()]
        expect("modules of CareBook", [ground.number_in(said)], modules)

    def end(self) -> None:
        """Nothing of this Windows runs on."""
        self.run("wineboot.exe", "-k")


def run(out: Path, work: Path, key: updates.Key | None = None) -> None:
    """Try the set-up, with a ``key`` an update to a next version from a signed file, then the package for IT."""
    ground.need(*PROGRAMS)
    work = work / "windows"
    trial = ground.fresh(work / "trial")
    debian = Debian(work / "debian", WINE, ("amd64", "i386"))
    with debian.mounted(trial, out):
        try_refusal(debian, out / windows.set_up_name(ground.version()), trial)
        try_set_up(debian, out / windows.set_up_name(ground.version()), work, trial, key)
        try_msi(debian, out / windows.msi_name(ground.version()), trial)


def try_refusal(debian: Debian, set_up: Path, trial: Path) -> None:
    """A Windows of 32 bits is told in words."""
    system = Windows(debian, trial / "32-bit", bits=32)
    expect("32-bit Windows: the set-up ends with", system.run(set_up, "/S").returncode, 3)
    ground.say(f"and says: {system.told()}")
    expect("files then", len(system.files()), 0)
    system.end()


def try_set_up(debian: Debian, set_up: Path, work: Path, trial: Path, key: updates.Key | None) -> None:
    """The set-up: refused on an old Windows, installed, tried, replaced by a newer, not by an older, removed."""
    system = Windows(debian, trial / "set-up")
    system.keep_ids()
    system.is_build("17763")
    expect("Windows 10 1809: the set-up ends with", system.run(set_up, "/S").returncode, 3)
    ground.say(f"and says: {system.told()}")
    expect("files then", len(system.files()), 0)
    system.is_build("19045")
    expect("Windows 10 22H2: the set-up ends with", system.run(set_up, "/S").returncode, 0)
    ground.say(f"files: {len(system.files())}, {ground.megabytes(system.home):.0f} MB")
    ids = [app_id_in(path.read_bytes()) for path in system.shortcuts()]
    expect("ids of the shortcuts", ids, [windows.APP_ID] * 2)
    system.stand_in()
    system.self_test()
    with screen.screen() as seen, seen.showing(system.command(system.home / "CareBook.exe")):
        time.sleep(WINDOW)
        seen.photograph(trial / "window-set-up.png")
        ground.say(f"window: {trial / 'window-set-up.png'}")
        expect("while CareBook is open the set-up ends with", system.run(set_up, "/S").returncode, 4)
        ground.say(f"and says: {system.told()}")
    system.end()
    kept = system.keep_book()
    newer = trial / windows.set_up_name(NEWER)
    windows.make_set_up(small_bundle(work / "bundle", trial), work, newer, NEWER, compressor="zlib")
    if key is None:
        expect("a newer one over it ends with", system.run(newer, "/S").returncode, 0)
    else:
        try_update(system, updates.pack(newer, key))
    expect("versions then", [path.name for path in system.programs()], [NEWER])
    expect("the one that starts", (system.home / "current.txt").read_text(), NEWER)
    expect("the older one again ends with", system.run(set_up, "/S").returncode, 5)
    uninstall(system)
    expect("the book after the removal", kept.read_bytes(), b"a book")
    turn_pages(system, newer, trial)
    expect("files after the removal by its pages", system.files(), [])
    expect("the book then", kept.read_bytes(), b"a book")
    system.end()


def try_update(system: Windows, update: Path) -> None:
    """From a signed file: what it brings, then a backup of a book and the set-up, which waits until CareBook is closed."""
    ended = system.run(system.home / "CareBook.com", "update", update, "--check")
    ground.say(ended.stdout.decode("utf-8", "replace").strip())
    expect("update --check ends with", ended.returncode, 0)
    backups = system.prefix / "drive_c" / "sao-luu"
    backups.mkdir()
    secret = {"CAREBOOK_PASSWORD": secrets.token_urlsafe(12)}
    made = ("new", r"C:\so", "--facility", "Cơ sở thử", "--manager", "Trần Thị Thử")
    expect("a new book ends with", system.run(system.home / "CareBook.com", *made, **secret).returncode, 0)
    given = (update, "--book", r"C:\so", "--to", r"C:\sao-luu")
    ended = system.run(system.home / "CareBook.com", "update", *given, **secret)
    ground.say(ended.stdout.decode("utf-8", "replace").strip())
    expect("update ends with", (ended.returncode, len(list(backups.iterdir()))), (0, 1))
    begun = time.monotonic()
    while [path.name for path in system.programs()] != [NEWER] and time.monotonic() - begun < UPDATING:
        time.sleep(1)
    time.sleep(PAGE)  # shortcuts and removal are written last
    system.end()


def uninstall(system: Windows) -> None:
    """Remove it without a question. Run in place it cannot remove itself; on a PC a copy does."""
    place = "C:" + str(system.home).split("drive_c")[1].replace("/", "\\")
    system.run(system.home / "Uninstall.exe", "/S", f"_?={place}")
    (system.home / "Uninstall.exe").unlink(missing_ok=True)
    system.take_back()
    expect("files after the removal", system.files(), [])


def turn_pages(system: Windows, set_up: Path, trial: Path) -> None:
    """The set-up and the removal page by page, by keyboard, each page in a picture."""
    with screen.screen() as seen:
        with seen.showing(system.command(set_up)):
            for name, keys in (("welcome", ("Return",)), ("folder", ("Return",)), ("finish", ("space", "Return"))):
                turn(seen, trial / f"page-{name}.png", *keys)
        with seen.showing(system.command(system.home / "Uninstall.exe")):
            for name in ("remove", "removed"):
                turn(seen, trial / f"page-{name}.png", "Return")
    ground.say(f"pages: {', '.join(sorted(path.name for path in trial.glob('page-*.png')))}")


def turn(seen: screen.Screen, out: Path, *keys: str) -> None:
    """Wait for a page, photograph it, press the keys that lead on."""
    time.sleep(PAGE)
    seen.photograph(out)
    for key in keys:
        seen.press(key)
    time.sleep(PAGE)


def small_bundle(bundle: Path, trial: Path) -> Path:
    """A next version of a few files, to see it take the place of the one before."""
    made = ground.fresh(trial / "small")
    for name in ("CareBook.exe", "CareBook.com"):
        shutil.copy(bundle / name, made)
    (made / "program").mkdir()
    for name in ("python313.dll", "python313.zip", "python313._pth", "vcruntime140.dll"):
        shutil.copy(bundle / "program" / name, made / "program")
    return made


def try_msi(debian: Debian, msi: Path, trial: Path) -> None:
    """The package for IT: installed, tried, removed. Wine's installer reads no ids of shortcuts: they are read here."""
    system = Windows(debian, trial / "msi")
    system.is_build("19045")
    expect("msiexec /i ends with", system.run("msiexec.exe", "/i", msi, "/qn").returncode, 0)
    ground.say(f"files: {len(system.files())}, {ground.megabytes(system.home):.0f} MB")
    asked = ("msiinfo", "export", msi, "MsiShortcutProperty")
    rows = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()[3:]
    ids = [[shortcut, "System.AppUserModel.ID", windows.APP_ID] for shortcut in windows.SHORTCUTS]
    expect("ids of the shortcuts", [row.split("\t")[1:] for row in rows], ids)
    system.stand_in()
    system.self_test()
    kept = system.keep_book()
    expect("msiexec /x ends with", system.run("msiexec.exe", "/x", msi, "/qn").returncode, 0)
    system.take_back()
    expect("files after the removal", system.files(), [])
    expect("the book after the removal", kept.read_bytes(), b"a book")
    system.end()
