"""What every part of the build stands on: places, the one version, programs of Debian, running them, saying what goes on."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
PACKAGING = HERE.parent
ROOT = PACKAGING.parent
EXTRAS = ("send", "s3", "hub")  # what installers bring of the extras in pyproject.toml

# Programs the build uses, and the Debian package that holds each.
PACKAGES = {
    "dpkg-deb": "dpkg",
    "desktop-file-validate": "desktop-file-utils",
    "rsvg-convert": "librsvg2-bin",
    "icotool": "icoutils",
    "makensis": "nsis",
    "wixl": "wixl",
    "wixl-heat": "wixl",
    "msibuild": "msitools",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "i686-w64-mingw32-gcc": "gcc-mingw-w64-i686",
    "x86_64-w64-mingw32-windres": "binutils-mingw-w64-x86-64",
    "objdump": "binutils",
    "osslsigncode": "osslsigncode",
    "unzip": "unzip",
    "openssl": "openssl",
    "mmdebstrap": "mmdebstrap",
    "Xvfb": "xvfb",
    "import": "imagemagick",
    "convert": "imagemagick",
    "xdotool": "xdotool",
    "msiinfo": "msitools",
    "/usr/lib/wine/wine64": "wine64",
    "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0": "libpython3.11",
    "/usr/lib/python3.11/ensurepip/__init__.py": "python3-venv",
}


def stop(sentence: str) -> NoReturn:
    """Leave with a sentence and exit code 1."""
    sys.exit(sentence)


def say(sentence: str) -> None:
    """Tell what is going on."""
    print(sentence, flush=True)


def version_in(source: str) -> str:
    """The version that `carebook/__init__.py` declares, the only place that does."""
    found = re.search(r'^__version__ = "(\d+\.\d+\.\d+)"$', source, re.MULTILINE)
    if found is None:
        raise ValueError("no version of three numbers")
    return found.group(1)


def version() -> str:
    """The version of this checkout."""
    return version_in((ROOT / "carebook" / "__init__.py").read_text("utf-8"))


def missing(programs: Iterable[str], found: Mapping[str, bool] | None = None) -> list[str]:
    """The Debian packages of the programs that are not there, each once."""

    def there(program: str) -> bool:
        if found is not None:
            return found.get(program, False)
        return Path(program).exists() if program.startswith("/") else shutil.which(program) is not None

    return sorted({PACKAGES[program] for program in programs if not there(program)})


def need(*programs: str) -> None:
    """Stop with one line to type when a program is not there."""
    if packages := missing(programs):
        stop("Programs are missing. On Debian 12: sudo apt install " + " ".join(packages))


def run(*command: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> None:
    """Run a program to its end; its output is shown only when it fails, and then nothing more is done."""
    given = [str(part) for part in command]
    done = subprocess.run(
        given,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode != 0:
        said = done.stdout.decode("utf-8", "replace")
        stop(f"{said[-6000:]}\n{' '.join(given)}\nended with {done.returncode}.")


def expect(what: str, found: object, wanted: object) -> None:
    """Say what was seen, or stop."""
    if found != wanted:
        stop(f"{what}: {found}, not {wanted}")
    say(f"{what}: {found}")


def modules(package: Path) -> int:
    """How many modules a folder of CareBook holds beside the two it starts with: what its self-test must find."""
    found = [path for path in package.rglob("*.py*") if path.parent.name != "__pycache__"]
    return len(found) - len(("__init__", "__main__"))


def number_in(said: str) -> int:
    """The first number of a text; ValueError when there is none."""
    found = re.search(r"\d[\d.]*", said)
    if found is None:
        raise ValueError("no number")
    return int(found.group().replace(".", ""))


def talk(*command: str | Path) -> None:
    """Run a program that may ask the person at the keyboard; stop when it fails."""
    if subprocess.run([str(part) for part in command], check=False).returncode != 0:
        stop(f"{command[0]} did not do it.")


def fresh(folder: Path) -> Path:
    """An empty folder in place of whatever was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def sha256(file: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def megabytes(path: Path) -> float:
    """How much a file, or all files of a folder, hold, in millions of bytes."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file() and not one.is_symlink()]
    return sum(one.stat().st_size for one in files) / 1_000_000


def copy_program(into: Path) -> None:
    """Copy the package and its resources into a folder, without what tests and Python leave behind."""
    for name in ("carebook", "resources"):
        ignored = shutil.ignore_patterns("__pycache__", "*.pyc", "*.po", ".*")
        shutil.copytree(ROOT / name, into / name, ignore=ignored)


def filled(file: str, **values: str) -> str:
    """A text of this folder with ``@NAME@`` replaced; KeyError for a name that has no value."""
    text = (HERE / file).read_text("utf-8")
    return re.sub(r"@([A-Z_]+)@", lambda found: values[found.group(1)], text)


def draw_icons(into: Path, sizes: Iterable[int]) -> list[Path]:
    """The program's icon as PNG files ``<size>.png``."""
    into.mkdir(parents=True, exist_ok=True)
    made = []
    for size in sizes:
        made.append(into / f"{size}.png")
        run("rsvg-convert", "-w", str(size), "-h", str(size), "-o", made[-1], HERE / "carebook.svg")
    return made
