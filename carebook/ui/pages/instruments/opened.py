"""What the page of scales asks of the book: the person, the sheets of the stay, the scales in use, the goals, the drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from carebook.dates import Age, age_on
from carebook.records.care_plans import Goal
from carebook.records.episodes import Episode
from carebook.records.instrument_files import Instrument, Item, Method
from carebook.records.instruments import InstrumentScore
from carebook.records.intake import FormState
from carebook.records.people import Person
from carebook.rules.instruments import Answers, Score, goals_to_scale, item_for, score_of, weight_of
from carebook.store import care_plans, instruments, staff
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_drafts
from carebook.store.instruments import Sheet

FORM = "instrument"


@dataclass(frozen=True)
class Opened:
    """One stay with its sheets. ``wanted`` is the sheet asked for; ``here`` are the staff who work here today."""

    episode: Episode
    person: Person
    sheets: tuple[Sheet, ...]
    in_use: Mapping[str, Instrument]
    goals: tuple[Goal, ...]
    names: Mapping[str, str]
    here: tuple[tuple[str, str], ...]
    drafts: Mapping[str, Draft]
    wanted: Sheet | None = None
    worded: Mapping[str, Goal] | None = None

    def age(self, day: date) -> Age | None:
        """The person's age on a day."""
        return age_on(self.person.born, day)

    def age_months(self, day: date) -> int | None:
        """Completed months of age, from the years where only the year of birth is known."""
        age = self.age(day)
        if age is None:
            return None
        return age.months if age.months is not None else age.years * 12

    def in_progress(self, code: str = "") -> list[Sheet]:
        """The sheets still being filled, the newest first; of one instrument or of all."""
        return [
            one
            for one in self.sheets
            if one.score.state is FormState.IN_PROGRESS and code in ("", one.score.instrument)
        ]

    def last_time(self, score: InstrumentScore) -> Sheet | None:
        """The newest finished sheet of the same instrument before this one; not the one it corrects."""
        day = score.scored_on or date.max
        return next(
            (
                one
                for one in self.sheets
                if one.score.instrument == score.instrument
                and one.score.state is FormState.COMPLETED
                and one.score.id not in (score.id, score.replaces_id)
                and one.score.scored_on is not None
                and one.score.scored_on <= day
            ),
            None,
        )

    def result(self, instrument: Instrument, answers: Answers, weights: Mapping[str, float], day: date) -> Score:
        """What answers come to at the person's age on a day."""
        age, sex = self.age(day), self.person.sex
        return score_of(
            instrument, answers, weights=weights, age_years=age.years if age else None, sex=sex.value if sex else None
        )

    def asked(self, instrument: Instrument, sheet: Sheet | None) -> tuple[tuple[Item, ...], Mapping[str, float]]:
        """The items as they are asked, and the weights of goals.

        Attainment of goals asks about the goals of the sheet or of the one it corrects, and while a sheet is not finished also
        about those of the plan in force, each in the words of its own levels.
        """
        if instrument.scoring.method is not Method.GOALS:
            return instrument.items, {}
        finished = sheet is not None and sheet.score.state is FormState.COMPLETED
        corrected = next((one for one in self.sheets if sheet and one.score.id == sheet.score.replaces_id), None)
        goals = {} if finished or corrected else {goal.thread: goal for goal in self.goals}
        weights = {goal.thread: weight_of(goal) for goal in goals.values()}
        for one in (corrected, sheet):
            weights |= dict(one.weights) if one else {}
        worded = (self.worded or {}) if sheet else {}
        items = []
        for thread in weights:
            goal = goals.get(thread) or worded.get(thread)
            plain = instrument.items[0]
            items.append(item_for(goal, plain) if goal else replace(plain, code=thread))
        return tuple(items), weights


def draft_key(episode_id: str, score: InstrumentScore) -> str:
    """Under which a draft is kept: the sheet, or for a new one the stay and the instrument."""
    return score.id or f"{episode_id}/{score.instrument}/{score.replaces_id or ''}"


def opened(reader: Reader, episode_id: str, score_id: str, today: date) -> Opened | None:
    """Everything the page shows; None when there is no such stay or the person may not be seen."""
    wanted = instruments.sheet(reader, score_id) if score_id else None
    episode = reader.record(Episode, wanted.score.episode_id if wanted else episode_id)
    person = reader.record(Person, episode.person_id) if episode else None
    if episode is None or person is None:
        return None
    everybody = staff.staff_members(reader)
    return Opened(
        episode=episode,
        person=person,
        sheets=instruments.sheets_of(reader, episode.id),
        in_use=instruments.catalogue(reader),
        goals=goals_to_scale(care_plans.goals_in_force(reader, episode.id)),
        names={member.id: member.full_name for member in everybody},
        here=tuple((member.id, member.full_name) for member in staff.staff_members(reader, today)),
        drafts={one.subject_id: one for one in own_drafts(reader) if one.form == FORM},
        wanted=wanted,
        worded=instruments.goals_of_threads(reader, episode.id, wanted.score.scored_on if wanted else None),
    )
