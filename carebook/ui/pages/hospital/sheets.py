"""The sheets of absences: leaving for a time, being taken to hospital, coming back from either."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal

from carebook import dates
from carebook.records import enum_words
from carebook.records.episodes import Absence, AbsenceKind
from carebook.records.hospital import HospitalTransfer
from carebook.ui.pages.hospital.asking import Absences, Chosen
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.writing_panel import FormSheet
from carebook.words import _

_LEAVING = (
    *("episode_id", "kind", "from_on", "left_at", "expected_on", "place", "taken_by", "taken_by_relation"),
    *("taken_by_paper", "taken_by_phone", "medicines", "things", "leave_no", "meals_stop", "note"),
)
_OF_TAKERS = ("taken_by_relation", "taken_by_paper", "taken_by_phone", "medicines", "things", "leave_no")
_TAKEN = ("episode_id", "left_at", "hospital", "insured_line", "reason", "signs", "done_before")
_ALONG = ("icd", "diagnosis", "companion_id", "companion", "carer", "papers")
_AGAIN = (
    *("back_state", "back_icd", "back_diagnosis", "back_advice", "again_on"),
    *("cost_insurance", "cost_center", "cost_family"),
)


@dataclass(frozen=True)
class Taken:
    """A transfer as it stands on the sheet; ``absence`` carries the day on which the person is expected back."""

    transfer: HospitalTransfer
    absence: Absence


@dataclass(frozen=True)
class CameHome:
    """A transfer as it ends, and when the person came back."""

    transfer: HospitalTransfer
    back_at: datetime


class LeaveSheet(FormSheet):
    """Leave, missing, on duty: everything but hospital."""

    def __init__(self, desk: Desk, absence: Absence, stays: Choices, *, given: bool) -> None:
        """``given``: the stay is known and not asked for."""
        kinds = [one for one in AbsenceKind if one is not AbsenceKind.HOSPITAL or absence.kind is one]
        names = [name for name in _LEAVING if not (given and name == "episode_id")]
        form = Form(
            [section("", Absence, *names)],
            desk.today,
            choices={
                "episode_id": stays,
                "kind": [(one.value, enum_words.said(one)) for one in kinds],
                "taken_by_relation": desk.choices("relationship"),
            },
            labels={"episode_id": _("Who leaves")},
            columns=1,
        )
        super().__init__(form, absence)
        for name in (*_OF_TAKERS, "expected_on"):
            form.show_when(name, _is_no_flight)


def _is_no_flight(form: Form) -> bool:
    """Whoever is missing took nobody and nothing along that anybody knows of."""
    return form.value("kind") is not AbsenceKind.MISSING


class TransferSheet(FormSheet):
    """Somebody is taken to hospital. ``whose`` tells the stay that was chosen, so that `draft_signs` can be given."""

    whose = Signal(str)

    def __init__(self, desk: Desk, about: Taken, found: Absences, *, given: bool) -> None:
        transfer = about.transfer
        staff = [*found.here]
        if transfer.companion_id and transfer.companion_id not in dict(staff):
            staff.append((transfer.companion_id, found.names.get(transfer.companion_id, "–")))
        names = [name for name in _TAKEN if not (given and name == "episode_id")]
        parts = [section("", HospitalTransfer, *names)]
        if not transfer.absence_id:
            parts.append(section("", Absence, "expected_on"))
        parts.append(section(_("What goes along"), HospitalTransfer, *_ALONG))
        form = Form(
            parts,
            desk.today,
            choices={"episode_id": found.stays, "companion_id": staff},
            labels={"episode_id": _("Who is taken to hospital"), "hospital": _("To the hospital")},
            columns=1,
        )
        self._about, self._asked = about, transfer.episode_id
        super().__init__(form, transfer)
        if not transfer.absence_id:
            form.load(about.absence)
        form.changed.connect(self._follow)

    def _follow(self) -> None:
        names = self.form.names()
        stay = self.form.value("episode_id") if "episode_id" in names else self._asked
        if stay and stay != self._asked:
            self._asked = stay
            self.whose.emit(stay)

    def draft_signs(self, signs: str) -> None:
        """Put what was measured into the line of vital signs, unless something stands there."""
        if signs and not self.form.value("signs"):
            self.form.editor("signs").set_value(signs)

    def written(self) -> Any:
        transfer = self.form.record(self._about.transfer)
        if transfer is None:
            return None
        absence = self.form.record(self._about.absence)
        return Taken(transfer, absence) if absence is not None else None


class ReturnSheet(FormSheet):
    """Somebody comes back from a leave."""

    def __init__(self, desk: Desk, absence: Absence) -> None:
        now = dates.local(desk.now())
        back = replace(absence, back_on=now.date(), back_at=now.time().replace(second=0, microsecond=0))
        names = ("back_on", "back_at", "state_on_return", "note")
        form = Form([section("", Absence, *names)], desk.today, required=("back_on",), columns=1)
        super().__init__(form, absence if absence.back_on is not None else back)


class HomeSheet(FormSheet):
    """Somebody comes back from hospital: when, in which state, with what advice, and who paid."""

    def __init__(self, desk: Desk, one: Chosen) -> None:
        assert one.transfer is not None
        now = dates.local(desk.now())
        back = replace(one.absence, back_on=now.date(), back_at=now.time().replace(second=0, microsecond=0))
        form = Form(
            [section("", Absence, "back_on", "back_at"), section("", HospitalTransfer, *_AGAIN)],
            desk.today,
            required=("back_on", "back_at", "back_state"),
            columns=1,
        )
        self._transfer, self._absence = one.transfer, back
        super().__init__(form, back)
        form.load(one.transfer)

    def written(self) -> Any:
        # one after the other: reading the second part takes the complaints about the first away
        absence = self.form.record(self._absence)
        transfer = self.form.record(self._transfer) if absence is not None else None
        if transfer is None or absence is None or absence.back_on is None or absence.back_at is None:
            return None
        return CameHome(transfer, datetime.combine(absence.back_on, absence.back_at, dates.VIETNAM))
