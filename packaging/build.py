#!/usr/bin/env python3
"""Makes CareBook's installers on Debian 12: `build.py all`, `build.py deb`, `build.py windows`.

Standard library only; what it needs of Debian is named in one line when it is missing. Besides: `lock` resolves the lock
files anew, `try-deb` and `try-windows` install what was built where nothing else is and let it test itself, `update-key`
makes the key that updates are signed with, `sign-update` packs an installer as an update that CareBook takes from a file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

from installers import ground, linux, locks, trial_linux, trial_windows, updates, windows


def parser() -> argparse.ArgumentParser:
    """The commands and what each is given."""
    top = argparse.ArgumentParser(prog="build.py", description=(__doc__ or "").splitlines()[0])
    commands = top.add_subparsers(dest="command", required=True)
    for name, words in (
        ("deb", "the Linux package"),
        ("windows", "the Windows set-up and the .msi"),
        ("all", "both"),
        ("try-deb", "install the package in a bare Debian, let it test itself, kill an upgrade, remove it"),
        ("try-windows", "install the set-up and the .msi under wine, let them test themselves, remove them"),
    ):
        one = commands.add_parser(name, help=words)
        one.add_argument("--out", type=Path, default=ground.ROOT / "build" / "installers", help="where installers lie")
        one.add_argument("--work", type=Path, default=ground.ROOT / "build" / "work", help="where they are made")
        if name.startswith("try-"):
            one.add_argument("--key", type=Path, default=None, help="the private key of updates: tries one, too")
            one.add_argument("--password", type=Path, default=None, help="a file with its password, instead of asking")
    one = commands.add_parser("lock", help="resolve the lock files anew")
    one.add_argument("--work", type=Path, default=ground.ROOT / "build" / "work")
    one = commands.add_parser("update-key", help="make the key updates are signed with")
    one.add_argument(
        "--out", type=Path, required=True, help="the private key, encrypted with a password that is asked for"
    )
    one.add_argument("--password", type=Path, default=None, help="a file with that password, instead of asking")
    one.add_argument("--public", type=Path, default=updates.PUBLIC_KEY, help="the public key, for the program")
    one = commands.add_parser("sign-update", help="pack an installer as an update")
    one.add_argument("installer", type=Path)
    one.add_argument("--key", type=Path, required=True, help="the private key of update-key")
    one.add_argument("--password", type=Path, default=None, help="a file with its password, instead of asking")
    one.add_argument("--out", type=Path, default=None, help="the update; beside the installer unless given")
    return top


def main(arguments: Sequence[str]) -> int:
    """Do what was asked; 0 when all of it was done."""
    given = parser().parse_args(list(arguments))
    match given.command:
        case "lock":
            locks.write(given.work.resolve())
        case "update-key":
            updates.make_key(updates.Key(given.out, given.password), given.public)
        case "sign-update":
            ground.say(str(updates.pack(given.installer, updates.Key(given.key, given.password), given.out)))
        case "try-deb":
            trial_linux.run(given.out.resolve(), given.work.resolve(), _key(given))
        case "try-windows":
            trial_windows.run(given.out.resolve(), given.work.resolve(), _key(given))
        case _:
            _build(given.command, given.out.resolve(), given.work.resolve())
    return 0


def _key(given: argparse.Namespace) -> updates.Key | None:
    return updates.Key(given.key, given.password) if given.key else None


def _build(what: str, out: Path, work: Path) -> None:
    made: list[Path] = []
    if what in ("deb", "all"):
        made.append(linux.build(out, work / "linux"))
    if what in ("windows", "all"):
        made += windows.build(out, work / "windows")
    for file in made:
        ground.say(f"{file}  {ground.megabytes(file):.1f} MB  SHA-256 {ground.sha256(file)}")
    sums = "".join(f"{ground.sha256(one)}  {one.name}\n" for one in sorted(out.iterdir()) if one.suffix != ".txt")
    (out / "SHA256SUMS.txt").write_text(sums)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
