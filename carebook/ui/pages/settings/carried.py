"""What the words of two lists carry besides words, as fields of a form: days of consequences, roles that approve plans."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from carebook.records import enum_words
from carebook.records.codes import Code
from carebook.records.declaration import Kind, fact
from carebook.records.staff import Role
from carebook.rules.facility import CONSEQUENCE_DAYS
from carebook.rules.permissions import DEEDS
from carebook.words import N_, message


@dataclass(frozen=True)
class _Words:
    text: str = fact(N_("Words"), required=True)
    note: str = fact(N_("Comment"), Kind.NOTE, context="remark", default="")
    valid_from: date | None = fact(N_("Valid from"), default=None)
    source: str = fact(N_("Source"), default="")


@dataclass(frozen=True)
class ConsequenceWords(_Words):
    """An event, and in how many days what has to follow; an empty field: that does not follow."""

    reassess: int | None = fact(N_("New assessment within"), unit=N_("days"), default=None)
    review: int | None = fact(N_("Review of the plan within"), unit=N_("days"), default=None)
    plan: int | None = fact(N_("Goal in the plan within"), unit=N_("days"), default=None)

    def carried(self) -> dict[str, Any]:
        """What is kept with the words."""
        days = {"reassess": self.reassess, "review": self.review, "plan": self.plan}
        return {name: value for name, value in days.items() if value is not None}

    def said(self) -> str:
        """In one line."""
        parts = (
            (self.reassess, N_("days until a new assessment: {n}")),
            (self.review, N_("days until a review of the plan: {n}")),
            (self.plan, N_("days until a goal in the plan: {n}")),
        )
        return " · ".join(str(message(words, n=days)) for days, words in parts if days is not None)


@dataclass(frozen=True)
class TierWords(_Words):
    """A tier of approval, and the roles of which anybody approves for it."""

    roles: tuple[Role, ...] = fact(N_("Who approves"), Kind.CODES, default=())

    def carried(self) -> dict[str, Any]:
        """What is kept with the words."""
        return {"roles": [role.value for role in self.roles]}

    def said(self) -> str:
        """In one line."""
        return " · ".join(enum_words.said(role) for role in self.roles)


CHOICES = {"roles": [(role, words) for role, words in enum_words.choices(Role) if Role(role) in DEEDS["approve_plan"]]}
"""Only who has the right to approve plans at all can be a tier's."""
FIELDS: dict[type, tuple[str, ...]] = {
    ConsequenceWords: ("text", "reassess", "review", "plan", "note", "valid_from", "source"),
    TierWords: ("text", "roles", "note", "valid_from", "source"),
}
_LISTS: dict[str, type[ConsequenceWords] | type[TierWords]] = {
    "consequence": ConsequenceWords,
    "approval_tier": TierWords,
}


def carried(code: Code) -> ConsequenceWords | TierWords | None:
    """What a word carries, to be shown and edited; None when its list is of words alone."""
    kind = _LISTS.get(code.list_name)
    if kind is None:
        return None
    words: dict[str, Any] = {"text": code.text, "note": code.note, "valid_from": code.valid_from, "source": code.source}
    if kind is TierWords:
        return TierWords(**words, roles=tuple(Role(role) for role in code.extra.get("roles", ())))
    return ConsequenceWords(**words, **_days(code))


def written(code: Code, edited: ConsequenceWords | TierWords) -> Code:
    """``code`` with what was edited."""
    details = json.dumps({**_others(code), **edited.carried()}, ensure_ascii=False)
    return replace(
        code, text=edited.text, note=edited.note, valid_from=edited.valid_from, source=edited.source, details=details
    )


def _days(code: Code) -> dict[str, Any]:
    return {name: code.extra.get(name) for name in CONSEQUENCE_DAYS}


def _others(code: Code) -> dict[str, Any]:
    return {name: value for name, value in code.extra.items() if name not in (*CONSEQUENCE_DAYS, "roles")}
