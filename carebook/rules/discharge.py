"""What the law and good order say about a leaving before it is saved: warnings beside the fields, nothing stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from carebook.dates import PartialDate, age_on, written
from carebook.records.codes import HolidayRow, Limit
from carebook.records.episodes import Episode
from carebook.records.stay_facts import StayFacts
from carebook.rules.calendar import add_working_days
from carebook.rules.dated import limit_on
from carebook.rules.movement import CodeBook
from carebook.rules.problem import Problem, warning
from carebook.words import message

ON_REQUEST = frozenset({"family_request", "client_request"})
"""Reasons that rest on a request by Mẫu 09 (NĐ 20/2021 khoản 2 Điều 30)."""
HANDED_OVER = frozenset({"family", "relatives", "substitute_family", "adoptive_parents", "other_facility"})
"""Destinations at which somebody receives the person and signs the handover minutes."""


@dataclass(frozen=True)
class Law:
    """The dated numbers the warnings rest on."""

    limits: Sequence[Limit] = field(default_factory=tuple)
    own: Sequence[HolidayRow] = field(default_factory=tuple)

    def age(self, name: str, day: date) -> int:
        """An age of the law in years."""
        return limit_on(self.limits, name, day).value

    def decision_due(self, requested_on: date) -> date:
        """The day by which a request to stop is decided: 7 working days (NĐ 20/2021 Điều 30)."""
        return add_working_days(requested_on, limit_on(self.limits, "stop_decision", requested_on).value, self.own)


def warnings_on_leaving(episode: Episode, born: PartialDate | None, law: Law, *, today: date) -> list[Problem]:
    """What is missing or unusual about the end of a stay; each may be saved in spite of."""
    found = []
    reason = episode.end_reason or ""
    if reason in ON_REQUEST and episode.stop_requested_on is None:
        found.append(
            warning("stop_requested_on", message("This reason rests on a request (form 09). Write the day it came in."))
        )
    if episode.stop_requested_on is not None:
        due_on = law.decision_due(episode.stop_requested_on)
        if (episode.end_decision_on or today) > due_on:
            found.append(
                warning(
                    "end_decision_on",
                    message(
                        "The request came on {asked}; the decision was due on {due} (7 working days).",
                        asked=written(episode.stop_requested_on),
                        due=written(due_on),
                    ),
                )
            )
    last = episode.end_on or today
    age = age_on(born, last)
    if reason == "aged_out" and age is not None and age.years < law.age("age_case_closing", last):
        found.append(
            warning(
                "end_reason",
                message(
                    "{age} years old on the last day; the law names {first} (Decree 20/2021) and {second} (Circular 02/2020).",
                    age=age.years,
                    first=law.age("age_childhood_ends", last),
                    second=law.age("age_case_closing", last),
                ),
            )
        )
    if reason == "died" and not episode.end_note.strip():
        found.append(warning("end_note", message("Write the place and the cause of death.")))
    if reason != "died" and (episode.destination or "") in HANDED_OVER and not episode.received_by.strip():
        found.append(
            warning("received_by", message("Write who receives the person; the handover minutes need the name."))
        )
    if (
        reason
        and reason not in ("contract_ended", "mutual_agreement", "died", "absconded")
        and not (episode.end_decision_no.strip())
    ):
        found.append(
            warning("end_decision_no", message("The decision to end has no number yet; it can be added later."))
        )
    return found


def counted_in(episode: Episode, book: CodeBook) -> str:
    """The words of the column of B01 in which this leaving will be counted; "" while there is no reason."""
    if not episode.end_reason:
        return ""
    stay = StayFacts(
        person_id=episode.person_id,
        episode_id=episode.id,
        code="",
        name="",
        start_on=episode.start_on,
        route=episode.route,
        end_on=episode.end_on,
        end_reason=episode.end_reason,
        destination=episode.destination or "",
    )
    return book.text("movement_column", book.column_out(stay))
