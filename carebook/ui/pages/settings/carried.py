"""What the words of some lists carry besides words, as fields of a form: days of consequences, roles that approve, schedules."""

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
from carebook.rules.follow_ups.steps import read_steps, said_steps
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


@dataclass(frozen=True)
class ScheduleWords(_Words):
    """When somebody is followed who went home, or seen again after a risk was found."""

    steps: str = fact(N_("Visits after"), hint=N_("for example 7 days, 1 month, 3 months"), default="")

    def carried(self) -> dict[str, Any]:
        """What is kept with the words; what cannot be read is kept as typed, and refused by the rule."""
        try:
            return {"steps": list(read_steps(self.steps))}
        except ValueError as unread:
            return {"steps": [str(unread)]}

    def said(self) -> str:
        """In one line."""
        return self.steps


@dataclass(frozen=True)
class BandWords(_Words):
    """A band of the family's scorecard: from how many points on."""

    points: int = fact(N_("From how many points on"), default=0)

    def carried(self) -> dict[str, Any]:
        """What is kept with the words."""
        return {"from": self.points}

    def said(self) -> str:
        """In one line."""
        return str(message("from {n} points on", n=self.points))


@dataclass(frozen=True)
class CriterionWords(_Words):
    """A criterion of the family's scorecard: what each of 0 to 3 points means, and whether it may bear a red flag."""

    level_0: str = fact(N_("0 points"), required=True, default="")
    level_1: str = fact(N_("1 point"), required=True, default="")
    level_2: str = fact(N_("2 points"), required=True, default="")
    level_3: str = fact(N_("3 points"), required=True, default="")
    red_flag: bool = fact(N_("May bear a red flag"), default=False)

    def carried(self) -> dict[str, Any]:
        """What is kept with the words."""
        levels = [self.level_0, self.level_1, self.level_2, self.level_3]
        return {"levels": levels, "red_flag": self.red_flag}

    def said(self) -> str:
        """In one line."""
        return f"0 {self.level_0} … 3 {self.level_3}"


Carried = ConsequenceWords | TierWords | ScheduleWords | BandWords | CriterionWords
CHOICES = {"roles": [(role, words) for role, words in enum_words.choices(Role) if Role(role) in DEEDS["approve_plan"]]}
"""Only who has the right to approve plans at all can be a tier's."""
FIELDS: dict[type, tuple[str, ...]] = {
    ConsequenceWords: ("text", "reassess", "review", "plan", "note", "valid_from", "source"),
    TierWords: ("text", "roles", "note", "valid_from", "source"),
    ScheduleWords: ("text", "steps", "note", "valid_from", "source"),
    BandWords: ("text", "points", "note", "valid_from", "source"),
    CriterionWords: (
        *("text", "level_0", "level_1", "level_2", "level_3", "red_flag"),
        *("note", "valid_from", "source"),
    ),
}


def carried(code: Code) -> Carried | None:
    """What a word carries, to be shown and edited; None when its list is of words alone."""
    words: dict[str, Any] = {"text": code.text, "note": code.note, "valid_from": code.valid_from, "source": code.source}
    extra = code.extra
    match code.list_name:
        case "consequence":
            return ConsequenceWords(**words, **_days(code))
        case "approval_tier":
            return TierWords(**words, roles=tuple(Role(role) for role in extra.get("roles", ())))
        case "follow_up_template" | "risk_tightening":
            return ScheduleWords(**words, steps=said_steps(extra.get("steps", ())))
        case "family_band":
            return BandWords(**words, points=int(extra.get("from", 0)))
        case "family_criterion":
            levels = [*map(str, extra.get("levels", ())), "", "", "", ""]
            named: dict[str, Any] = {f"level_{points}": level for points, level in enumerate(levels[:4])}
            return CriterionWords(**words, **named, red_flag=bool(extra.get("red_flag")))
    return None


def written(code: Code, edited: Carried) -> Code:
    """``code`` with what was edited."""
    details = json.dumps({**_others(code), **edited.carried()}, ensure_ascii=False, sort_keys=True)
    return replace(
        code, text=edited.text, note=edited.note, valid_from=edited.valid_from, source=edited.source, details=details
    )


def _days(code: Code) -> dict[str, Any]:
    return {name: code.extra.get(name) for name in CONSEQUENCE_DAYS}


def _others(code: Code) -> dict[str, Any]:
    return {name: value for name, value in code.extra.items() if name not in (*CONSEQUENCE_DAYS, "roles")}
