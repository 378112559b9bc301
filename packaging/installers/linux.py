"""The Linux package: PyInstaller's folder of a clean environment, laid out as Debian wants it and packed by dpkg-deb."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

from installers import ground, licences, locks, news

PYTHON = "/usr/bin/python3.11"  # Debian 12's own: what it is linked with is on every Debian 12
PROGRAMS = (
    *("dpkg-deb", "desktop-file-validate", "rsvg-convert"),
    *("/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", "/usr/lib/python3.11/ensurepip/__init__.py"),
)
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)

# What Qt loads of the system; the folder brings everything else.
DEPENDS = (
    *(
        "libc6 (>= 2.36)",
        "libegl1",
        "libgl1",
        "libfontconfig1",
        "libfreetype6",
        "libdbus-1-3",
        "libglib2.0-0",
        "libxkbcommon0",
    ),
    *("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-randr0", "libxcb-shape0"),
    *("libxcb-xinerama0", "libcups2"),
)

START = """import sys

from carebook.__main__ import main

sys.exit(main())
"""


def package_name(version: str) -> str:
    """The file of the package."""
    return f"carebook_{version}_amd64.deb"


def control(version: str, kilobytes: int) -> str:
    """The text dpkg reads about the package."""
    return "\n".join(
        (
            "Package: carebook",
            f"Version: {version}",
            "Architecture: amd64",
            "Section: misc",
            "Priority: optional",
            "Maintainer: The CareBook developers <carebook@localhost>",
            f"Installed-Size: {kilobytes}",
            f"Depends: {', '.join(DEPENDS)}",
            "Recommends: policykit-1",
            "Description: the book of a social protection center",
            " CareBook keeps the residents, stays, care plans, daily care, rehabilitation, the way",
            " home and the reports of a Vietnamese social protection center in one encrypted book,",
            " without a network.",
            " .",
            " Sổ của cơ sở trợ giúp xã hội: đối tượng, chăm sóc hằng ngày, phục hồi chức năng,",
            " hồi gia, báo cáo; dùng được khi không có mạng.",
            "",
        )
    )


def freeze(work: Path) -> Path:
    """The folder of the frozen program, made in a clean environment from the lock file."""
    if not Path(PYTHON).exists():
        ground.stop("The Linux package is built with Debian 12's own Python 3.11: /usr/bin/python3.11 is not there.")
    environment = ground.fresh(work / "environment")
    ground.say("Installing the locked libraries …")
    ground.run(PYTHON, "-m", "venv", environment)
    pip = (environment / "bin" / "pip", "install", "--quiet", "--only-binary", ":all:")
    ground.run(*pip, "--require-hashes", "--requirement", locks.lock_file("linux"))
    source = ground.fresh(work / "source")
    ground.copy_program(source)
    (source / "start.py").write_text(START, "utf-8")
    ground.say("Freezing …")
    told = {"CAREBOOK_SOURCE": str(source), "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(news.moment())}
    command = (environment / "bin" / "pyinstaller", "--noconfirm", "--log-level", "WARN")
    places = ("--distpath", work / "frozen", "--workpath", work / "freezing")
    shutil.rmtree(work / "frozen", ignore_errors=True)
    ground.run(*command, *places, ground.HERE / "carebook.spec", cwd=work, env=told)
    return work / "frozen" / "carebook"


def lay_out(frozen: Path, environment: Path, root: Path, version: str) -> None:
    """Put everything where it will stand on the PC; each version has a folder of its own."""
    home = root / "usr" / "lib" / "carebook" / version
    shutil.copytree(frozen, home, symlinks=True)
    (home / "whole").write_text(version + "\n")
    start = root / "usr" / "bin" / "carebook"
    start.parent.mkdir(parents=True)
    shutil.copy(ground.HERE / "carebook.sh", start)
    start.chmod(0o755)
    entry = root / "usr" / "share" / "applications" / "carebook.desktop"
    entry.parent.mkdir(parents=True)
    shutil.copy(ground.HERE / "carebook.desktop", entry)
    ground.run("desktop-file-validate", entry)
    icons = root / "usr" / "share" / "icons" / "hicolor"
    for drawn in ground.draw_icons(root.parent / "icons", ICON_SIZES):
        place = icons / f"{drawn.stem}x{drawn.stem}" / "apps" / "carebook.png"
        place.parent.mkdir(parents=True)
        shutil.copy(drawn, place)
    scalable = icons / "scalable" / "apps" / "carebook.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copy(ground.HERE / "carebook.svg", scalable)
    papers = root / "usr" / "share" / "doc" / "carebook"
    papers.mkdir(parents=True)
    packages = environment / "lib" / "python3.11" / "site-packages"
    (papers / "copyright").write_text(licences.told(licences.found_in(packages)), "utf-8")
    (papers / "changelog.gz").write_bytes(gzip.compress(news.for_debian().encode(), mtime=news.moment()))


def build(out: Path, work: Path) -> Path:
    """The `.deb` in ``out``."""
    ground.need(*PROGRAMS)
    version = ground.version()
    frozen = freeze(work)
    root = ground.fresh(work / "root")
    lay_out(frozen, work / "environment", root, version)
    about = root / "DEBIAN"
    about.mkdir()
    (about / "control").write_text(control(version, round(ground.megabytes(root) * 1000)), "utf-8")
    shutil.copy(ground.HERE / "postrm", about / "postrm")
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or (path.name in ("postrm", "carebook") and path.is_file()) or ".so" in path.name
            path.chmod(0o755 if runs else 0o644)
            os.utime(path, (news.moment(), news.moment()))
    made = out / package_name(version)
    out.mkdir(parents=True, exist_ok=True)
    ground.say("Packing …")
    epoch = {"SOURCE_DATE_EPOCH": str(news.moment())}
    ground.run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, made, env=epoch)
    return made
