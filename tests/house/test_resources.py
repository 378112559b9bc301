"""Every resource asked for is there, and every resource that is there is asked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from carebook import places
from tests.house import tree

NOT_ASKED_BY_CODE = {
    ".txt": "licences of fonts and icons",
    ".po": "the source of the compiled catalogue",
}
ICON_AT = {"icon": 0, "paint_icon": 1}  # where these functions take the name of an icon


def _calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of the package with the last part of its name, and where it stands."""
    for path in tree.modules():
        for node in tree.nodes(path):
            match node:
                case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
                    yield called, node


@cache
def _asked() -> tuple[re.Pattern[str], ...]:
    """What is asked of ``places.resource``: a name, or a pattern whose open parts are groups."""
    found = []
    for called, call in _calls():
        match call.args:
            case [ast.Constant(value=str(name)), *_] if called == "resource":
                found.append(re.escape(name))
            case [ast.JoinedStr(values=parts), *_] if called == "resource":
                found.append("".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else "(.+)" for p in parts))
    return tuple(map(re.compile, found))


def _files() -> list[str]:
    found = (path for path in tree.RESOURCES.rglob("*") if path.is_file() and not path.name.startswith("."))
    return sorted(path.relative_to(tree.RESOURCES).as_posix() for path in found)


@cache
def _constants() -> frozenset[str]:
    """Every string of the package, and every word of the style sheet."""
    said = {
        node.value
        for path in tree.modules()
        for node in tree.nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return frozenset(said | set(re.findall(r"[\w-]+", (tree.RESOURCES / "style.qss").read_text("utf-8"))))


def _is_used(file: str) -> bool:
    folder = file.rsplit("/", 1)[0]
    for pattern in _asked():
        if pattern.fullmatch(folder):
            return True
        found = pattern.fullmatch(file)
        if found and all(part in _constants() for part in found.groups()):
            return True
    return False


def test_every_resource_asked_for_is_there() -> None:
    there = {*_files(), *(file.rsplit("/", 1)[0] for file in _files())}
    missing = [pattern.pattern for pattern in _asked() if not any(map(pattern.fullmatch, there))]
    assert not missing, missing


def test_every_icon_asked_for_is_there() -> None:
    names = {keyword.value for _, call in _calls() for keyword in call.keywords if keyword.arg == "icon"}
    for called, call in _calls():
        place = ICON_AT.get(called)
        if place is not None and len(call.args) > place:
            names.add(call.args[place])
    asked = {name.value for name in names if isinstance(name, ast.Constant) and name.value}
    there = {path.stem for path in (tree.RESOURCES / "icons").glob("*.svg")}
    assert not asked - there


def test_every_file_is_used() -> None:
    unused = [f for f in _files() if not f.endswith(tuple(NOT_ASKED_BY_CODE)) and not _is_used(f)]
    assert not unused, "\n".join(unused)


def test_fonts_and_icons_carry_their_licences() -> None:
    fonts = {path.name.split("-")[0] for path in (tree.RESOURCES / "fonts").glob("*.ttf")}
    assert all((tree.RESOURCES / "fonts" / f"{font}-OFL.txt").is_file() for font in fonts)
    assert (tree.RESOURCES / "icons" / "LICENSE.txt").is_file()


def test_a_resource_is_found_in_a_checkout() -> None:
    assert places.resource("icons/plus.svg") == tree.RESOURCES / "icons" / "plus.svg"
