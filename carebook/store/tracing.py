"""Questions about tracing a family: leads, letters and notices of a stay, with their clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.rules.dated import limit_on
from carebook.rules.tracing import NoticeClock, TracingEvent, notice_clock, story
from carebook.store import code_lists
from carebook.store.book import Reader


@dataclass(frozen=True)
class TracingFile:
    """All that is known of the search for the family of one stay; leads and letters the newest first.

    ``clock`` is that of the public notice, None without one; ``settled`` when it was dealt with.
    """

    episode: Episode
    person: Person
    leads: tuple[TracingLead, ...]
    letters: tuple[TracingLetter, ...]
    events: tuple[TracingEvent, ...]
    clock: NoticeClock | None
    settled: bool
    open_results: frozenset[str]
    notices: frozenset[str]

    def lead(self, lead_id: str | None) -> TracingLead | None:
        """One of the leads."""
        return next((one for one in self.leads if one.id == lead_id), None)

    def letter(self, letter_id: str) -> TracingLetter | None:
        """One of the letters."""
        return next((one for one in self.letters if one.id == letter_id), None)


def leads_of(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> tuple[TracingLead, ...]:
    """The leads of a stay, the newest first; with ``withdrawn`` also those struck through."""
    reader.asks("reintegration")
    order = "found_on DESC, id DESC"
    return tuple(reader.records(TracingLead, "episode_id = ?", (episode_id,), order=order, withdrawn=withdrawn))


def letters_of(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> tuple[TracingLetter, ...]:
    """The letters and notices of a stay, the newest first; with ``withdrawn`` also those struck through."""
    reader.asks("reintegration")
    order = "sent_on DESC, id DESC"
    return tuple(reader.records(TracingLetter, "episode_id = ?", (episode_id,), order=order, withdrawn=withdrawn))


def tracing_file(reader: Reader, episode_id: str, today: date) -> TracingFile | None:
    """The whole search for the family of a stay; None when there is no such stay or the asker may not see it."""
    reader.asks("reintegration")
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if episode is None or person is None:
        return None
    leads, letters = leads_of(reader, episode_id), letters_of(reader, episode_id)
    clock = None
    if episode.notice_published_on is not None:
        limit = limit_on(code_lists.limits(reader), "public_notice", today)
        own = code_lists.holidays(reader)
        clock = notice_clock(episode.notice_published_on, limit, today=today, own=own)
    return TracingFile(
        episode,
        person,
        leads,
        letters,
        story(leads, letters),
        clock,
        episode.notice_settled,
        open_results(reader),
        notice_kinds(reader),
    )


def open_results(reader: Reader) -> frozenset[str]:
    """The results of a lead that are none yet."""
    return frozenset(one.code for one in code_lists.code_history(reader, "lead_result") if one.extra.get("open"))


def notice_kinds(reader: Reader) -> frozenset[str]:
    """The kinds of letters that are public notices."""
    return frozenset(one.code for one in code_lists.code_history(reader, "tracing_letter") if one.extra.get("notice"))
