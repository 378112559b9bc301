"""Staffing norms (Thông tư 33/2017/TT-BLĐTBXH, Điều 5): in which group somebody counts, how many are needed, who is lacking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from carebook.records.codes import Code

MENTAL = "mental"
CARE, SELF_CARE = "care", "self_care"


@dataclass(frozen=True)
class ClientFacts:
    """What the norms ask of one resident. ``months`` is the age in whole months (None: not known, counted as grown up).

    ``degree`` is the code of the degree of disability, ``needs_hiv_care`` whether the category says so, ``level`` the care
    level ("" = none set yet: counted as able to look after themselves, and told).
    """

    months: int | None
    kinds: tuple[str, ...] = ()
    degree: str = ""
    category_group: str = ""
    category: str = ""
    needs_hiv_care: bool = False
    level: str = ""

    @property
    def is_mental(self) -> bool:
        """Whether the norms of people with mental illness hold."""
        return MENTAL in self.kinds or self.category_group == "social_mental"

    @property
    def is_disabled(self) -> bool:
        """Whether the norms of people with disabilities hold."""
        return bool(self.kinds) or self.category_group in ("social_disabled", "social_mental")

    @property
    def is_special(self) -> bool:
        """Whether the norms of children with disabilities, mental illness or HIV hold."""
        return self.is_disabled or self.needs_hiv_care or self.category == "child_disabled"

    @property
    def lives_on_the_street(self) -> bool:
        """Whether they were received as a homeless person."""
        return self.category in ("street_adult", "street_child")

    @property
    def looks_after_self(self) -> bool:
        """Whether they need no help with daily life."""
        return self.level in ("", SELF_CARE)


_SAID = {
    "special": "is_special",
    "mental": "is_mental",
    "disabled": "is_disabled",
    "street": "lives_on_the_street",
    "self_care": "looks_after_self",
}
"""What a group may ask of a resident, and the property that says so."""


def group_of(client: ClientFacts, groups: Sequence[Code]) -> str:
    """The first group of the list `staff_group` in which somebody counts; "" for none."""
    return next((code.code for code in groups if not code.extra.get("counted") and _matches(client, code)), "")


def _matches(client: ClientFacts, group: Code) -> bool:
    asked = group.extra
    months = 999 * 12 if client.months is None else client.months
    if months < asked.get("from_months", 0) or months >= asked.get("to_months", months + 1):
        return False
    if "degrees" in asked and client.degree not in asked["degrees"]:
        return False
    return all(asked[name] == getattr(client, said) for name, said in _SAID.items() if name in asked)


@dataclass(frozen=True)
class NormLine:
    """One norm on one day: of how many people, how many staff it asks for (rounded up), and how they are shared."""

    code: str
    text: str
    post: str
    clients: int | None
    per: int | None
    required: int

    @property
    def ratio(self) -> str:
        """ "1 : 10", or "" of a norm that is a fixed number."""
        return f"1 : {self.per}" if self.per else ""


@dataclass(frozen=True)
class PostLine:
    """One post on one day: its norms, what they ask for together, and who is there.

    ``employed`` work here that day, ``present`` are those not on leave, ``on_roster`` stand in the duty roster of the day.
    """

    post: str
    text: str
    norms: tuple[NormLine, ...]
    employed: int
    present: int
    on_roster: int

    @property
    def required(self) -> int:
        """How many the norms of this post ask for."""
        return sum(norm.required for norm in self.norms)

    @property
    def lacking(self) -> int:
        """How many are lacking; 0 when there are enough."""
        return max(0, self.required - self.present)


@dataclass(frozen=True)
class Posts:
    """The staff of one day by their post: employed, present, on the roster."""

    employed: Counter[str]
    present: Counter[str]
    on_roster: Counter[str]


def norm_lines(norms: Iterable[Code], clients: Mapping[str, int]) -> list[NormLine]:
    """The norms of a day against the number of people in each group."""
    lines = []
    for code in norms:
        fixed, per = code.extra.get("fixed"), code.extra.get("per")
        count = None if fixed is not None else clients.get(code.group, 0)
        required = int(fixed) if fixed is not None else ceil((count or 0) / per) if per else 0
        lines.append(NormLine(code.code, code.text, str(code.extra.get("post", "")), count, per, required))
    return lines


def post_lines(norms: Sequence[NormLine], posts: Sequence[Code], staff: Posts) -> list[PostLine]:
    """The posts that norms ask for, or that somebody has, in the order of the list of posts."""
    return [
        PostLine(
            code.code,
            code.text,
            of_post,
            staff.employed[code.code],
            staff.present[code.code],
            staff.on_roster[code.code],
        )
        for code in posts
        if (of_post := tuple(norm for norm in norms if norm.post == code.code)) or staff.employed[code.code]
    ]
