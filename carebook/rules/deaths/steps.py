"""The path after a death: which steps are done, open or wait for another, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from carebook.dates import local
from carebook.records.codes import Limit
from carebook.records.hospital import Death
from carebook.rules.dated import limit_on
from carebook.words import N_


class StepKind(Enum):
    """One step of the path."""

    DEATH = "death"
    NOTICE = "notice"
    FAMILY = "family"
    REGISTER = "register"
    FUNERAL = "funeral"
    BELONGINGS = "belongings"
    CARD = "card"
    SUPPORT_ASKED = "support_asked"
    SUPPORT_APPROVED = "support_approved"
    SUPPORT_PAID = "support_paid"


STEP_WORDS: dict[StepKind, str] = {
    StepKind.DEATH: N_("Death written down"),
    StepKind.NOTICE: N_("Notice of death"),
    StepKind.FAMILY: N_("Family told"),
    StepKind.REGISTER: N_("Registered with the commune"),
    StepKind.FUNERAL: N_("Burial or cremation"),
    StepKind.BELONGINGS: N_("Belongings given to the family"),
    StepKind.CARD: N_("Health card cancelled"),
    StepKind.SUPPORT_ASKED: N_("Funeral support asked for"),
    StepKind.SUPPORT_APPROVED: N_("Funeral support approved"),
    StepKind.SUPPORT_PAID: N_("Funeral support paid"),
}


class StepState(Enum):
    """How a step stands."""

    DONE = "done"
    OPEN = "open"
    WAITS = "waits"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Step:
    """One step: how it stands, the day it was done, and the last day for it (None: no term)."""

    kind: StepKind
    state: StepState
    done_on: date | None = None
    due_on: date | None = None

    @property
    def id(self) -> str:
        return self.kind.value

    def is_late(self, today: date) -> bool:
        """Whether its term is over."""
        return self.state is StepState.OPEN and self.due_on is not None and self.due_on < today


def steps_after(
    death: Death | None, *, support_due: bool, belongings_left: int, has_card: bool, limits: Iterable[Limit]
) -> tuple[Step, ...]:
    """The steps of the path in their order; without a death only the first is open.

    ``belongings_left`` is how many things the center still keeps; without any, and without minutes, there is nothing to hand
    over. ``has_card`` whether a health card has to be cancelled.
    """
    if death is None or death.died_at is None:
        kinds = [kind for kind in StepKind if kind is not StepKind.DEATH]
        return (Step(StepKind.DEATH, StepState.OPEN), *(Step(kind, StepState.WAITS) for kind in kinds))
    limits = tuple(limits)
    died_on = local(death.died_at).date()
    told = local(death.family_told_at).date() if death.family_told_at is not None else None

    def after(name: str) -> date:
        limit = limit_on(limits, name, died_on)
        return died_on + timedelta(days=-(-limit.value // 24) if limit.unit == "hours" else limit.value)

    def step(kind: StepKind, done_on: date | None, *, needed: bool = True, due_on: date | None = None) -> Step:
        if done_on is not None:
            return Step(kind, StepState.DONE, done_on, due_on)
        return Step(kind, StepState.OPEN if needed else StepState.NOT_NEEDED, None, due_on if needed else None)

    return (
        Step(StepKind.DEATH, StepState.DONE, died_on),
        step(StepKind.NOTICE, death.notice_on),
        step(StepKind.FAMILY, told, needed=not death.no_family_because.strip(), due_on=after("death_notice")),
        step(StepKind.REGISTER, death.extract_on, due_on=after("death_registration")),
        step(StepKind.FUNERAL, death.buried_on if death.funeral else None),
        step(StepKind.BELONGINGS, death.minutes_on, needed=belongings_left > 0),
        step(StepKind.CARD, death.card_cancelled_on, needed=has_card),
        *_support(death, support_due and not death.support_not_due_because.strip(), after("funeral_request")),
    )


def _support(death: Death, due: bool, until: date) -> Sequence[Step]:
    days = (
        (StepKind.SUPPORT_ASKED, death.support_asked_on),
        (StepKind.SUPPORT_APPROVED, death.support_approved_on),
        (StepKind.SUPPORT_PAID, death.support_paid_on),
    )
    if not due and death.support_asked_on is None:
        return [Step(kind, StepState.NOT_NEEDED) for kind, _day in days]
    found: list[Step] = []
    reached = True
    for kind, day in days:
        if day is not None:
            found.append(Step(kind, StepState.DONE, day))
        else:
            first = until if kind is StepKind.SUPPORT_ASKED else None
            found.append(Step(kind, StepState.OPEN if reached else StepState.WAITS, None, first))
        reached = reached and day is not None
    return found


def next_step(steps: Iterable[Step]) -> Step | None:
    """The first step that is open; None when all is done."""
    return next((one for one in steps if one.state is StepState.OPEN), None)
