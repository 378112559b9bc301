"""The lock files: every library of an installer with its exact version and the SHA-256 of its wheels."""

from __future__ import annotations

import re
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path

from installers import ground

UV = "uv==0.13.9"  # the resolver that reads markers for another platform than its own


@dataclass(frozen=True)
class Target:
    """One kind of PC: the file of its lock, uv's name of it, its Python, and the extras its build needs besides."""

    file: str
    platform: str
    python: str
    extras: tuple[str, ...] = ()


TARGETS = {
    # Debian 12: its own Python and its C library
    "linux": Target("locked-linux.txt", "x86_64-manylinux_2_36", "3.11", ("build",)),
    "windows": Target("locked-windows.txt", "x86_64-pc-windows-msvc", "3.13"),
}


@dataclass(frozen=True)
class Pin:
    """One locked library."""

    name: str
    version: str
    hashes: tuple[str, ...]


def lock_file(target: str) -> Path:
    """Where the lock of a target lies."""
    return ground.PACKAGING / TARGETS[target].file


def name_of(requirement: str) -> str:
    """The library a requirement names, as registries spell it."""
    found = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", requirement)
    if found is None:
        raise ValueError(requirement)
    return re.sub(r"[-_.]+", "-", found.group(0)).lower()


def pins_in(text: str) -> dict[str, Pin]:
    """The libraries of a lock file by name. ValueError for a line that is not one library with its hashes."""
    found = {}
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pinned = re.fullmatch(r"(\S+?)==(\S+)((?: +--hash=sha256:[0-9a-f]{64})+)\s*", line)
        if pinned is None:
            raise ValueError(line)
        name, version, hashes = pinned.groups()
        found[name_of(name)] = Pin(name_of(name), version, tuple(re.findall(r"sha256:([0-9a-f]{64})", hashes)))
    return found


def requirements(project: str, extras: tuple[str, ...]) -> list[str]:
    """What the text of a `pyproject.toml` asks for, with the named extras; markers stay in."""
    read = tomllib.loads(project)["project"]
    return [*read["dependencies"], *(one for extra in extras for one in read["optional-dependencies"][extra])]


def write(work: Path) -> None:
    """Resolve anew and write both lock files; asks the registry."""
    folder = ground.fresh(work / "resolver")
    venv.create(folder, with_pip=True)
    ground.run(folder / "bin" / "pip", "install", "--quiet", UV)
    for target in TARGETS.values():
        extras = [part for extra in (*ground.EXTRAS, *target.extras) for part in ("--extra", extra)]
        out = work / target.file
        asked: list[str | Path] = [folder / "bin" / "uv", "pip", "compile", ground.ROOT / "pyproject.toml", *extras]
        ground.run(
            *asked,
            *("--generate-hashes", "--no-header", "--no-annotate", "--only-binary", ":all:", "--upgrade"),
            *("--python-platform", target.platform, "--python-version", target.python, "--output-file", str(out)),
        )
        pins = pins_in(out.read_text("utf-8"))
        head = f"# {len(pins)} libraries for Python {target.python} on {target.platform}: packaging/build.py lock\n"
        (ground.PACKAGING / target.file).write_text(head + out.read_text("utf-8"), "utf-8")
        ground.say(f"{target.file}: {len(pins)} libraries")
