"""The source as the house's own tests look at it: its rooms, its files, their syntax."""

from __future__ import annotations

import ast
import gc
import importlib.util
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "carebook"
RESOURCES = ROOT / "resources"
BUILD = ROOT / "build"


@cache
def modules() -> tuple[Path, ...]:
    """Every Python file of the package."""
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def syntax(path: Path) -> ast.Module:
    """A file as a tree."""
    parsed = ast.parse(path.read_text("utf-8"), str(path))
    gc.freeze()  # it stays to the end: rubbish is not looked for in it
    return parsed


def nodes(path: Path) -> Iterator[ast.AST]:
    """Everything in a file, in no promised order."""
    return ast.walk(syntax(path))


def room(path: Path) -> str:
    """The room a file stands in; a module beside the rooms is a room of its own."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name(path: Path) -> str:
    """A file as people say it: ``store/book.py``."""
    return path.relative_to(PACKAGE).as_posix()


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """What a file imports, as dotted names with their lines."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def load(file: str) -> ModuleType:
    """A program of `packaging/`, which is no package, imported by its path."""
    path = ROOT / "packaging" / file
    spec = importlib.util.spec_from_file_location(f"packaging_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
