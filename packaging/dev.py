#!/usr/bin/env python3
"""Sets CareBook up in this checkout and starts it: `dev.py`, or tests it: `dev.py test [pytest arguments]`.

Standard library only. The environment is `.venv` beside this folder; a folder `wheels/` there makes the set-up offline.
With a screen the window opens on the sample book; without one the month's job runs and leaves its papers in
`build/month-job`. Other arguments are given to CareBook in place of these.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
OLDEST = (3, 11)

LIBRARIES = (
    # what Qt's widgets load at import …
    *("libegl1", "libgl1", "libfontconfig1", "libdbus-1-3", "libglib2.0-0", "libxkbcommon0"),
    # … and what they need to open a window and to print
    *("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-randr0", "libxcb-shape0"),
    "libcups2",
)
TEST_PROGRAMS = {
    "pdftotext": ("poppler-utils", "that read the text of papers with another program"),
    "pdffonts": ("poppler-utils", "that check the fonts inside papers"),
    "pdfsig": ("poppler-utils", "that check signatures with another program"),
    "openssl": ("openssl", "that open signing keys and sealed packages with another program"),
    "sshd": ("openssh-server", "that send to another program's SFTP server"),
    "smbd": ("samba", "that send to another program's file share"),
    "postgres": ("postgresql", "that keep a department's store in another program's database"),
    "softhsm2-util": ("softhsm2", "that sign with a token, played by SoftHSM"),
    "Xvfb": ("xvfb", "that read the window out on a screen"),
    "/usr/lib/python3/dist-packages/pyatspi/__init__.py": (
        "at-spi2-core dbus python3-pyatspi",
        "that ask what a screen reader is told",
    ),
    "hunspell": ("hunspell hunspell-vi hunspell-en-us", "that look for spelling mistakes with another program"),
}
MONTH_JOB = (
    *("month-job", "--list", "tests/exchange/samples/danh-sach-doi-tuong.xlsx"),
    *("--month", "2026-10", "--out", "build/month-job"),
)


# What is decided, without touching anything


def too_old(version: tuple[int, ...]) -> str:
    """The sentence that refuses a Python older than 3.11, else ""."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    oldest, this = (".".join(map(str, numbers)) for numbers in (OLDEST, version[:2]))
    return f"CareBook needs Python {oldest} or newer; this is Python {this}."


def has_screen(environ: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere when a display is named."""
    return platform in ("win32", "darwin") or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def carebook_arguments(given: Sequence[str], screen: bool) -> list[str]:
    """What CareBook is started with: what was given, else the sample book, else (no screen) the month's job."""
    return list(given) or (["--demo"] if screen else list(MONTH_JOB))


def python_in(folder: Path, windows: bool) -> Path:
    """The Python of an environment."""
    return folder / "Scripts" / "python.exe" if windows else folder / "bin" / "python"


def version_in(configuration: str) -> tuple[int, ...] | None:
    """Major and minor version in the text of a `pyvenv.cfg`, None when it names none."""
    for line in configuration.splitlines():
        name, _, value = line.partition("=")
        if name.strip() in ("version", "version_info"):
            numbers = value.strip().split(".")[:2]
            return tuple(int(n) for n in numbers) if all(n.isdigit() for n in numbers) else None
    return None


def mark_of(project: bytes, folder: Path) -> str:
    """What a finished set-up leaves behind: changes with `pyproject.toml` and when the checkout is moved."""
    return hashlib.sha256(project + str(folder).encode()).hexdigest()


class State:
    """How far the environment of a checkout has come, read from its marker file.

    The marker holds "building" while pip is at work, "untried" until Qt was seen to start, and then the mark, what was
    installed ("run" or "test") and "screen" when Qt was seen to start on a screen: a test needs fewer libraries for it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.marker = folder / "carebook-setup.txt"
        self._words = self.marker.read_text().split() if self.marker.exists() else []

    @property
    def interrupted(self) -> bool:
        """Whether the last set-up did not come to its end."""
        return self._words == ["building"]

    @property
    def for_tests(self) -> bool:
        """Whether what the tests need was installed, too."""
        return self._words[1:2] == ["test"]

    @property
    def on_screen(self) -> bool:
        """Whether Qt was seen to start on a screen."""
        return self._words[2:] == ["screen"]

    def is_ready(self, mark: str, test: bool) -> bool:
        """Whether nothing needs to be installed."""
        return self._words[:1] == [mark] and (self.for_tests or not test)

    def must_be_rebuilt(self, version: tuple[int, ...], windows: bool) -> bool:
        """Whether the environment cannot be used: half-made, of another Python, or its Python is gone."""
        configuration = self.folder / "pyvenv.cfg"
        if self.interrupted or not configuration.exists() or not python_in(self.folder, windows).exists():
            return True
        return version_in(configuration.read_text()) != tuple(version[:2])

    def begin(self) -> None:
        """Note that the environment is being worked on."""
        self.folder.mkdir(exist_ok=True)
        self.marker.write_text("building")

    def untried(self) -> None:
        """Note that pip is done and Qt not tried yet: the next start need not begin from nothing."""
        self.marker.write_text("untried")

    def finish(self, mark: str, test: bool, screen: bool = False) -> None:
        """Note what was installed, and whether Qt was tried on a screen."""
        self.marker.write_text(f"{mark} {'test' if test else 'run'}{' screen' * screen}")


def pip_arguments(root: Path, test: bool) -> list[str]:
    """What pip is asked for: this checkout with what reaches servers, or with what the tests need; from `wheels/` alone
    when it is there.
    """
    wheels = root / "wheels"
    offline = ["--no-index", "--find-links", str(wheels)] if wheels.is_dir() else []
    return ["install", "--quiet", *offline, "--editable", f"{root}[{'dev' if test else 'send'}]"]


def found_here(program: str) -> str | None:
    """Where a program is, by its name on the path or by the name of a file."""
    return shutil.which(program) or (program if Path(program).is_file() else None)


def missing_programs(found: Callable[[str], str | None]) -> list[str]:
    """The programs the tests would like to ask and that are not there."""
    return [program for program in TEST_PROGRAMS if not found(program)]


def packages_of(programs: Iterable[str]) -> list[str]:
    """The Debian packages that hold ``programs``."""
    return sorted({package for program in programs for package in TEST_PROGRAMS[program][0].split()})


def apt_line(packages: Iterable[str]) -> str:
    """The one line a person types to install Debian packages."""
    return "sudo apt install " + " ".join(packages)


def environment(environ: Mapping[str, str], screen: bool, test: bool = False) -> dict[str, str]:
    """The variables CareBook runs with: without a screen Qt draws into memory; tests keep the modules they compile.

    The processes of a test run need the same modules, and the next run needs them again.
    """
    kept = {name: value for name, value in environ.items() if not (test and name == "PYTHONDONTWRITEBYTECODE")}
    return kept if screen else {**kept, "QT_QPA_PLATFORM": "offscreen"}


# What is done


def stop(sentence: str) -> NoReturn:
    """Leave with a sentence and exit code 1."""
    sys.exit(sentence)


def say(sentence: str) -> None:
    """Tell what is going on."""
    print(sentence, flush=True)


def may_install() -> bool:
    """Whether this is root on Debian or one of its kin."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def installed(packages: Sequence[str]) -> bool:
    """Install Debian packages; False when apt-get could not."""
    say("Installing " + " ".join(packages) + " ...")
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (install, ["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, env=environ, check=False, stdout=subprocess.DEVNULL).returncode == 0
        if done and command is install:
            return True
    return False


def pip_of(folder: Path) -> list[str]:
    """How pip is called for an environment: its own, else (Debian without python3-venv) the system's."""
    python = str(python_in(folder, os.name == "nt"))
    if subprocess.run([python, "-m", "pip", "--version"], check=False, capture_output=True).returncode == 0:
        return [python, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", python]


def make_environment(folder: Path) -> None:
    """Make an environment in ``folder``, with a pip of its own if this Python can give it one."""
    can_bring_pip = importlib.util.find_spec("ensurepip") is not None
    if not can_bring_pip and importlib.util.find_spec("pip") is None:
        if not (may_install() and installed(["python3-venv", "python3-pip"])):
            stop("Python has neither venv nor pip. On Debian: " + apt_line(["python3-venv"]))
        importlib.invalidate_caches()
        can_bring_pip = importlib.util.find_spec("ensurepip") is not None
    say("Making .venv ...")
    import venv  # here, because Debian may have brought it only now

    venv.create(folder, symlinks=os.name != "nt", with_pip=can_bring_pip)


def set_up(root: Path, test: bool, environ: Mapping[str, str]) -> Path:
    """Bring `.venv` up to date, in a moment when nothing changed, and try Qt in ``environ``; the Python inside it."""
    folder = root / ".venv"
    windows = os.name == "nt"
    python = python_in(folder, windows)
    state = State(folder)
    mark = mark_of((root / "pyproject.toml").read_bytes(), root)
    must_be_rebuilt = state.must_be_rebuilt(sys.version_info[:2], windows)
    screen = environ.get("QT_QPA_PLATFORM") != "offscreen"
    if state.is_ready(mark, test) and not must_be_rebuilt:
        if screen and not state.on_screen:
            make_sure_qt_works(python, environ)
            state.finish(mark, state.for_tests, screen)
        return python

    test = test or state.for_tests
    rebuild = must_be_rebuilt and Path(sys.prefix).resolve() != folder
    if rebuild and folder.exists():
        shutil.rmtree(folder)
    state.begin()
    if rebuild:
        make_environment(folder)
    say("Installing CareBook's libraries ...")
    if subprocess.run([*pip_of(folder), *pip_arguments(root, test)], cwd=root, check=False).returncode != 0:
        stop("The libraries could not be installed; pip says why above. Start again when that is solved.")
    state.untried()
    make_sure_qt_works(python, environ)
    state.finish(mark, test, screen)
    return python


def qt_complaint(python: Path, environ: Mapping[str, str]) -> str:
    """What Qt says when an application cannot be made, "" when it can."""
    program = "from PySide6.QtWidgets import QApplication; QApplication([])"
    asked = subprocess.run([str(python), "-c", program], env=environ, check=False, capture_output=True, text=True)
    return "" if asked.returncode == 0 else (asked.stderr.strip() or f"exit code {asked.returncode}")


def make_sure_qt_works(python: Path, environ: Mapping[str, str]) -> None:
    """Try Qt; when Debian's libraries are missing install them as root, else name the line that does."""
    complaint = qt_complaint(python, environ)
    if complaint and sys.platform.startswith("linux"):
        if not (may_install() and installed(LIBRARIES)):
            stop(f"{complaint}\nQt misses libraries of the system. On Debian: {apt_line(LIBRARIES)}")
        complaint = qt_complaint(python, environ)
    if complaint:
        stop(f"{complaint}\nQt does not start on this computer.")


def make_sure_of_test_programs() -> None:
    """Look for the programs that tests ask as witnesses; say which tests are skipped without them."""
    missing = missing_programs(found_here)
    if missing and may_install():
        installed(packages_of(missing))
        missing = missing_programs(found_here)
    for program in missing:
        package, tests = TEST_PROGRAMS[program]
        say(f"No {program} here: the tests {tests} are skipped. On Debian: {apt_line([package])}")


def main(arguments: Sequence[str]) -> int:
    """Set up, then start or test; the exit code of what was started."""
    refusal = too_old(sys.version_info[:2])
    if refusal:
        stop(refusal)
    test = list(arguments[:1]) == ["test"]
    screen = not test and has_screen(os.environ, sys.platform)
    environ = environment(os.environ, screen, test)
    python = str(set_up(ROOT, test, environ))
    if test:
        make_sure_of_test_programs()
        command = [python, "-m", "pytest", *arguments[1:]]
    else:
        command = [python, "-m", "carebook", *carebook_arguments(arguments, screen)]
    folder = ROOT if test or not arguments else Path.cwd()
    try:
        return subprocess.run(command, env=environ, cwd=folder, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
