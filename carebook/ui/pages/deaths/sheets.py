"""The sheet of each step after a death."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from carebook.money import dong
from carebook.records.hospital import Death
from carebook.rules.deaths import StepKind
from carebook.store.deaths import DeathFile
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.writing_panel import FormSheet
from carebook.words import _

FIELDS: dict[StepKind, tuple[str, ...]] = {
    StepKind.DEATH: ("died_at", "place", "expected", "icd", "cause", "beside"),
    StepKind.NOTICE: ("certified_by", "certified_at", "notice_no", "notice_on"),
    StepKind.FAMILY: ("family_told_at", "family_told", "no_family_because"),
    StepKind.REGISTER: ("extract_no", "extract_on"),
    StepKind.FUNERAL: ("funeral", "buried_on", "grave", "cost"),
    StepKind.BELONGINGS: ("heir", "heir_relation", "minutes_no", "minutes_on"),
    StepKind.CARD: ("card_cancelled_on",),
    StepKind.SUPPORT_ASKED: ("support_asked_on", "support_not_due_because"),
    StepKind.SUPPORT_APPROVED: ("support_approved_on",),
    StepKind.SUPPORT_PAID: ("support_paid_on",),
}
SUPPORT = {
    StepKind.SUPPORT_ASKED: "support_asked_on",
    StepKind.SUPPORT_APPROVED: "support_approved_on",
    StepKind.SUPPORT_PAID: "support_paid_on",
}
_TODAY = {
    **SUPPORT,
    StepKind.CARD: "card_cancelled_on",
    StepKind.BELONGINGS: "minutes_on",
}


@dataclass(frozen=True)
class Stepped:
    """A step as it stands on the sheet; ``day`` is that of a step of the support, None where it says why none is due."""

    kind: StepKind
    death: Death
    day: date | None = None


class StepSheet(FormSheet):
    """One step of the death of a stay; ``stays`` are offered where the stay is not known yet."""

    def __init__(self, desk: Desk, kind: StepKind, death: Death, file: DeathFile | None, stays: Choices = ()) -> None:
        self.kind = kind
        names = FIELDS[kind]
        if kind is StepKind.DEATH and not death.episode_id:
            names = ("episode_id", *names)
        begun = death
        if kind in _TODAY and getattr(death, _TODAY[kind]) is None and kind is not StepKind.BELONGINGS:
            begun = replace(death, **{_TODAY[kind]: desk.today()})  # type: ignore[arg-type]
        form = Form(
            [section("", Death, *names, line=_line(kind, file))],
            desk.today,
            choices={"episode_id": stays, "funeral": desk.choices("funeral_form")},
            labels={"episode_id": _("Who died")},
            columns=1,
        )
        super().__init__(form, begun)
        self._begun = death

    def written(self) -> Any:
        death = self.form.record(self._begun)
        if death is None:
            return None
        if self.kind in SUPPORT:
            because = self.kind is StepKind.SUPPORT_ASKED and death.support_not_due_because.strip()
            return Stepped(self.kind, death, None if because else self.form.value(SUPPORT[self.kind]))
        return Stepped(self.kind, death)


def _line(kind: StepKind, file: DeathFile | None) -> str:
    """What a step says of itself before it is written."""
    if kind is StepKind.DEATH:
        return _("The stay ends with this day; orders, monitoring, diet, plans and sessions end with it.")
    if file is None:
        return ""
    if kind is StepKind.BELONGINGS and file.kept:
        return _("Given back with these minutes: {things}").format(things=", ".join(one.what for one in file.kept))
    if kind is StepKind.SUPPORT_ASKED and file.amount is not None:
        return _("The support is {amount}, by the rate of the day of the death.").format(amount=dong(file.amount))
    if kind is StepKind.CARD and file.cards:
        return _("Health card {number}").format(number=file.cards[0].number)
    return ""
