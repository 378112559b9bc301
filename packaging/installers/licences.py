"""The licences of what installers bring along, read from the libraries' own papers."""

from __future__ import annotations

from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from installers import ground

_PAPERS = ("licen", "copying", "notice", "authors")


@dataclass(frozen=True)
class Library:
    """One bundled library: its name, version, licence in a few words, where it comes from, and its licence papers."""

    name: str
    version: str
    licence: str
    home: str
    papers: tuple[str, ...]


def found_in(packages: Path) -> list[Library]:
    """The libraries installed in a folder of packages, by name."""
    return sorted((_library(info) for info in packages.glob("*.dist-info")), key=lambda one: one.name.lower())


def _library(info: Path) -> Library:
    said = HeaderParser().parsestr((info / "METADATA").read_text("utf-8", "replace"))
    classified = [c.split(" :: ")[-1] for c in said.get_all("Classifier", []) if c.startswith("License ::")]
    short = (said.get("License") or "").strip().splitlines()
    licence = said.get("License-Expression") or ", ".join(classified) or (short[0] if short else "see its papers")
    homes = [*filter(None, [said.get("Home-page")]), *(u.split(", ", 1)[-1] for u in said.get_all("Project-URL", []))]
    papers = sorted(
        path for path in info.rglob("*") if path.is_file() and any(word in path.name.lower() for word in _PAPERS)
    )
    texts = tuple(path.read_text("utf-8", "replace").strip() for path in papers)
    return Library(said["Name"], said["Version"], licence, homes[0] if homes else "", texts)


def told(libraries: list[Library]) -> str:
    """The copyright paper: CareBook's own, then every library with its licence, then their texts, each once."""
    lines = [
        "CareBook: the book of a social protection center",
        "Copyright The CareBook developers. GNU General Public License, version 3 or later:",
        "on Debian /usr/share/common-licenses/GPL-3, elsewhere the file LICENSE of the source.",
        "",
        "Fonts Inter and Tinos: SIL Open Font License 1.1. Signs of Lucide: ISC. Their texts lie beside them.",
        "Qt and PySide6 (Qt for Python): LGPL-3.0; their libraries are files of their own here and may be exchanged.",
        "",
        "Libraries",
        *(f"  {one.name} {one.version}: {one.licence}{f' · {one.home}' if one.home else ''}" for one in libraries),
        "",
        "Their texts",
    ]
    seen: set[str] = set()
    for one in libraries:
        new = [text for text in one.papers if text not in seen]
        seen.update(new)
        lines += [part for text in new for part in ("", f"--- {one.name}", "", text)]
    own = (ground.ROOT / "LICENSE").read_text("utf-8")
    return "\n".join([*lines, "", "--- CareBook", "", own])
