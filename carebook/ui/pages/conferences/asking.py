"""What the page of meetings asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.conferences import Conference
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.closures import closure_of
from carebook.store.conferences import ConferenceFile, conferences_of
from carebook.store.drafts import Draft, own_drafts
from carebook.ui.parts.fields import Choices

FORM = "conference"


@dataclass(frozen=True)
class Meetings:
    """The meetings of a stay, the newest first; ``closed_on_id`` is the one the case was closed on, which is frozen.

    ``here`` are the staff of today, ``everybody`` all of them; ``drafts`` by the id of the meeting ("" = a new one).
    """

    episode: Episode
    person: Person
    files: tuple[ConferenceFile, ...]
    here: Choices
    everybody: Choices
    drafts: dict[str, Draft]
    closed_on_id: str = ""

    def file(self, conference_id: str) -> ConferenceFile | None:
        """One of the meetings."""
        return next((one for one in self.files if one.conference.id == conference_id), None)

    def people(self, meeting: Conference) -> Choices:
        """Who may have been in the chair: the staff of today, and whom the minutes name."""
        named = {meeting.chair_id, meeting.minutes_by_id}
        return [*self.here, *(one for one in self.everybody if one[0] in named and one not in self.here)]


def meetings_of(reader: Reader, episode_id: str, today: date) -> Meetings | None:
    """Everything the page shows; None when there is no such stay or the person may not be seen."""
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode else None
    if episode is None or person is None:
        return None
    closure = closure_of(reader, episode_id)
    return Meetings(
        episode,
        person,
        conferences_of(reader, episode_id),
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        [(one.id, one.full_name) for one in staff.staff_members(reader)],
        {subject: one for one in own_drafts(reader) if (subject := _subject(one, episode_id)) is not None},
        (closure.closure.conference_id or "") if closure and closure.is_finished else "",
    )


def draft_key(episode_id: str, conference_id: str) -> str:
    """Under which a draft is kept: the stay, and the meeting when it was kept before."""
    return f"{episode_id}:{conference_id}"


def _subject(draft: Draft, episode_id: str) -> str | None:
    stay, _colon, meeting = draft.subject_id.partition(":")
    return meeting if draft.form == FORM and stay == episode_id else None
