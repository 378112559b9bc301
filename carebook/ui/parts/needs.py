"""Levels of need as every page draws and says them, and the sentence about high needs that nothing answers."""

from __future__ import annotations

from collections.abc import Sequence

from carebook.records import enum_words
from carebook.records.assessments import NeedLevel
from carebook.ui.parts.desk import Desk
from carebook.words import _, ngettext

MARKS: dict[NeedLevel | None, tuple[str, str]] = {
    NeedLevel.NONE: ("dash", "text2"),
    NeedLevel.LOW: ("ring", "text2"),
    NeedLevel.MEDIUM: ("half", "warn"),
    NeedLevel.HIGH: ("full", "danger"),
}
"""The sign of each level (shape, tone); without a level there is none."""


def level_words(level: NeedLevel | None) -> str:
    """ "3 Cao, khẩn cấp"; without a level "Chưa đánh giá"."""
    return f"{level.value} {enum_words.said(level)}" if level is not None else _("Not assessed")


def domain_words(desk: Desk, domains: Sequence[str]) -> str:
    """The names of domains, one after the other."""
    return ", ".join(desk.words("need_domain", code) for code in domains)


def unanswered_words(desk: Desk, domains: Sequence[str]) -> str:
    """The high needs without a goal or a reason; "" when there are none."""
    many = ngettext(
        "High, urgent need without a goal or a reason: {domains}.",
        "High, urgent needs without a goal or a reason: {domains}.",
        len(domains),
    )
    return many.format(domains=domain_words(desk, domains)) if domains else ""
