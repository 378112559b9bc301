"""Every record class of the program; what a module happens to import is not all of them."""

from __future__ import annotations

import importlib
import pkgutil

import carebook.records
from carebook.records.record import Record


def _below(cls: type[Record]) -> list[type[Record]]:
    return [kind for child in cls.__subclasses__() for kind in (child, *_below(child))]


def every_record() -> list[type[Record]]:
    """By name; tests of the window declare some of theirs, which are not among them."""
    for module in pkgutil.walk_packages(carebook.records.__path__, "carebook.records."):
        importlib.import_module(module.name)
    kinds = (kind for kind in _below(Record) if kind.__module__.startswith("carebook.records."))
    return sorted(kinds, key=lambda kind: kind.__name__)
