"""What is taken out of the libraries for Windows, and whether those that stay have all they need."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

# Parts of the libraries that no line of CareBook reaches, as patterns under `lib/`.
QT = (
    *("qml", "resources", "metatypes", "translations", "include", "typesystems", "scripts", "support", "glue", "doc"),
    *("lib", "*.exe", "*.lib", "opengl32sw.dll", "pyside6qml*"),
    *("Qt6Quick*", "Qt6Qml*", "QtQuick*", "QtQml*", "Qt6Labs*", "QtLabs*", "Qt6Lottie*"),
    *("Qt6Designer*", "QtDesigner*", "Qt6OpenGL*", "QtOpenGL*", "Qt6Help*", "QtHelp*", "Qt6UiTools*", "QtUiTools*"),
    *("Qt6Test*", "QtTest*", "Qt6Sql*", "QtSql*", "Qt6Concurrent*", "QtConcurrent*", "Qt6DBus*", "QtDBus*"),
    *("Qt6Xml*", "QtXml*", "QtAxContainer*", "Qt6Ax*"),
    *("plugins/qmltooling", "plugins/qmllint", "plugins/qmlls", "plugins/designer", "plugins/assetimporters"),
    *("plugins/platforms/qdirect2d.dll", "plugins/platforms/qminimal.dll", "plugins/platforminputcontexts"),
    *("plugins/sqldrivers", "plugins/tls", "plugins/generic", "plugins/networkinformation"),
    *("plugins/vectorimageformats", "plugins/imageformats/qpdf.dll", "plugins/imageformats/qicns.dll"),
    *("plugins/imageformats/qtga.dll", "plugins/imageformats/qwbmp.dll"),
)
TRIMMED = (
    *(f"PySide6/{part}" for part in QT),
    *("*/vcamp140.dll", "*/vccorlib140.dll", "*/vcomp140.dll"),  # of Microsoft's runtime: nothing asks for them
    *("**/*.pyi", "**/tests", "**/test", "*-stubs"),
    *("lxml/includes", "lxml/*.pxi", "PIL/_avif*"),
    *("pip", "pip-*", "setuptools*", "bin", "Scripts", "share", "include"),
)
AWS = ("s3", "sts", "sso", "sso-oidc")  # of botocore's descriptions of services
# Libraries that come with the program, by the beginnings of their names: any other is part of Windows.
BROUGHT = (
    "qt6",
    "pyside6",
    "shiboken6",
    "python3",
    "msvcp140",
    "vcruntime140",
    "concrt140",
    "vcomp140",
    "libcrypto",
    "libssl",
)


def trim(lib: Path) -> None:
    """Take out what CareBook never reaches."""
    for pattern in TRIMMED:
        for path in list(lib.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            elif path.exists():
                path.unlink()
    services = lib / "botocore" / "data"
    for service in services.iterdir() if services.is_dir() else ():
        if service.is_dir() and service.name not in AWS:
            shutil.rmtree(service)
    for names in list((lib / "holidays" / "locale").rglob("*.mo")):
        if names.stem != "VN":
            names.unlink()


def lacking(program: Path) -> list[str]:
    """Each library of a program that asks for one that should have come along and did not: it would never load."""
    libraries = [path for path in sorted(program.rglob("*")) if path.suffix.lower() in (".dll", ".pyd", ".exe")]
    return unmet({path.name.lower(): asked_by(path) for path in libraries})


def asked_by(library: Path) -> list[str]:
    """The libraries that one of Windows' names as those it needs."""
    told = subprocess.run(["objdump", "-p", library], capture_output=True, text=True, check=True).stdout
    return [name.lower() for name in re.findall(r"DLL Name: (\S+)", told)]


def unmet(asked: Mapping[str, Iterable[str]]) -> list[str]:
    """What is asked for, is not part of Windows and is not there, with who asks for it."""
    return [
        f"{who}: {one}" for who, names in asked.items() for one in names if one.startswith(BROUGHT) and one not in asked
    ]
