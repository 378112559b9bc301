"""The words of a deed by its name in the journal, for logs and lists."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

import carebook.actions
from carebook.words import N_, _

# Written by functions that are no deeds of somebody signed in.
_OTHERS = {
    "make_book": N_("Open a new book"),
    "restore_backup": N_("Make the book from a backup"),
    "open_by_recovery_code": N_("Open by the recovery code"),
    "open_by_custodians": N_("Open by the papers of two custodians"),
    "salvage_book": N_("Save the data…"),
}


@cache
def _all() -> dict[str, str]:
    found = dict(_OTHERS)
    for module in pkgutil.iter_modules(carebook.actions.__path__):
        for value in vars(import_module(f"carebook.actions.{module.name}")).values():
            described = getattr(value, "deed", None)
            if described is not None and hasattr(described, "words"):
                found[described.name] = described.words
    return found


def words_of(deed: str) -> str:
    """The deed in the current language; its bare name when no deed of that name is left."""
    return _(_all().get(deed, deed))
