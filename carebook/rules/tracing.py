"""Tracing a family: what a lead and a letter must say, whose answer is late, and how long a public notice must stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from carebook.dates import age_on, written
from carebook.records.codes import HolidayRow, Limit
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.rules.calendar import add_working_days, working_days_between
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import N_, Message, message

EARLIEST = 1900
FARTHEST = 5  # so many years ahead were mistyped
_LEAD_TEXTS = ("source_detail", "person", "place", "contact", "what", "verified_by", "note")
_LETTER_TEXTS = ("addressee", "number", "reply")
VERIFIED = "verified"


def problems_in_lead(lead: TracingLead, *, stay: Episode, today: date, open_results: Collection[str]) -> list[Problem]:
    """Errors and warnings of a lead; ``open_results`` are the results that are none yet."""
    return [
        *_in_day(lead.found_on, "found_on", message("Write on which day the lead was found."), stay, today),
        *_in_what_is_known(lead),
        *_in_result(lead, today, open_results),
        *too_long(lead, _LEAD_TEXTS),
    ]


def _in_day(day: date | None, field: str, missing: Message, stay: Episode, today: date) -> Iterator[Problem]:
    if day is None:
        yield Problem(field, missing)
    elif day.year < EARLIEST:
        yield Problem(field, message("The year {year} cannot be meant. Check it.", year=day.year))
    elif day > today:
        yield Problem(field, message("{day} lies in the future.", day=written(day)))
    elif day < stay.start_on:
        said = message("{day} lies before the stay began ({start}).", day=written(day), start=written(stay.start_on))
        yield warning(field, said)


def _in_what_is_known(lead: TracingLead) -> Iterator[Problem]:
    if not any(text.strip() for text in (lead.person, lead.place, lead.contact, lead.what)) and not lead.commune:
        yield Problem("what", message("Write who it may be, where, or what the lead says."))


def _in_result(lead: TracingLead, today: date, open_results: Collection[str]) -> Iterator[Problem]:
    known = lead.result_on
    if lead.result in open_results:
        if known is not None:
            yield Problem("result_on", message("The lead is still open; leave the day of the result empty."))
        return
    if known is None:
        yield Problem("result_on", message("Write on which day the result was known."))
    elif known > today:
        yield Problem("result_on", message("{day} lies in the future.", day=written(known)))
    elif lead.found_on is not None and known < lead.found_on:
        said = message(
            "The result ({day}) comes before the lead was found ({found}).",
            day=written(known),
            found=written(lead.found_on),
        )
        yield Problem("result_on", said)
    if lead.result == VERIFIED and not lead.proof and not lead.verified_by.strip():
        yield Problem("proof", message("Choose the proof, or write by which letter it was verified."))


def problems_in_letter(letter: TracingLetter, *, stay: Episode, today: date) -> list[Problem]:
    """Errors and warnings of a letter or public notice."""
    return [
        *_in_address(letter),
        *_in_day(letter.sent_on, "sent_on", message("Write on which day it was sent or published."), stay, today),
        *_in_reply(letter, today),
        *too_long(letter, _LETTER_TEXTS),
    ]


def _in_address(letter: TracingLetter) -> Iterator[Problem]:
    if not letter.kind:
        yield Problem("kind", message("Choose the kind of letter or notice."))
    if not letter.addressee.strip():
        yield Problem("addressee", message("Write to whom it was sent, or where it was published."))


def _in_reply(letter: TracingLetter, today: date) -> Iterator[Problem]:
    sent, due, came = letter.sent_on, letter.reply_due_on, letter.replied_on
    for name, day in (("reply_due_on", due), ("replied_on", came)):
        if day is not None and sent is not None and day < sent:
            said = message("{day} lies before it was sent ({sent}).", day=written(day), sent=written(sent))
            yield Problem(name, said)
    if due is not None and due.year > today.year + FARTHEST:
        yield Problem("reply_due_on", message("The year {year} cannot be meant. Check it.", year=due.year))
    if came is not None and came > today:
        yield Problem("replied_on", message("{day} lies in the future.", day=written(came)))
    if came is not None and not letter.reply.strip():
        yield Problem("reply", message("Write what was answered."))
    if came is None and letter.reply.strip():
        yield Problem("replied_on", message("Write on which day the answer came."))


class LetterState(Enum):
    """Where a letter stands, the most pressing first; computed, never kept."""

    OVERDUE = "overdue"
    WAITING = "waiting"
    SENT = "sent"
    PUBLISHED = "published"
    ANSWERED = "answered"


LETTER_WORDS: dict[LetterState, str] = {
    LetterState.OVERDUE: N_("Reply overdue"),
    LetterState.WAITING: N_("Waiting for the reply"),
    LetterState.SENT: N_("Letter sent"),
    LetterState.PUBLISHED: N_("Notice published"),
    LetterState.ANSWERED: N_("Reply received"),
}


def letter_state(letter: TracingLetter, today: date, notices: Collection[str]) -> LetterState:
    """Where a letter stands on a day; ``notices`` are the kinds that are public notices, which owe no reply."""
    if letter.replied_on is not None:
        return LetterState.ANSWERED
    if letter.reply_due_on is not None:
        return LetterState.OVERDUE if letter.reply_due_on < today else LetterState.WAITING
    return LetterState.PUBLISHED if letter.kind in notices else LetterState.SENT


def reply_expected_by(sent_on: date, limit: Limit) -> date:
    """The day by which a letter should be answered; ``limit`` counts days."""
    return sent_on + timedelta(days=limit.value)


# the clock of a public notice


@dataclass(frozen=True)
class NoticeClock:
    """A public notice that stands: ``stood`` of its ``days`` working days are over, ``left`` are not; it has stood long
    enough from ``over_on`` on.
    """

    published_on: date
    days: int
    over_on: date
    stood: int
    is_over: bool

    @property
    def left(self) -> int:
        """The working days it still has to stand."""
        return self.days - self.stood


def notice_clock(published_on: date, limit: Limit, *, today: date, own: Sequence[HolidayRow] = ()) -> NoticeClock:
    """The clock of the notice about a child found alone, in working days after the publication.

    Read as "for" the notice must have stood all its days, and is over on the next working day; read as "within"
    (``limit.choice``) it is over with the last of them.
    """
    days = limit.value
    over_on = add_working_days(published_on, days if limit.choice == "within" else days + 1, own)
    is_over = today >= over_on
    stood = days if is_over else min(days, max(0, working_days_between(published_on, today, own)))
    return NoticeClock(published_on, days, over_on, stood, is_over)


def starts_the_clock(person: Person, sent_on: date, child_age: int) -> bool:
    """Whether a public notice about this person is the one the law counts from: about a child, or of unknown birth."""
    age = age_on(person.born, sent_on)
    return age is None or age.years < child_age


def notice_since(kept: date | None, before: Iterable[date], after: Iterable[date]) -> date | None:
    """From which day the clock of a stay counts once its notices changed from the days ``before`` to ``after``.

    It follows the first notice; a day that was written on the stay itself and is none of the notices' stays.
    """
    if kept is not None and kept != min(before, default=None):
        return kept
    return min(after, default=None)


# what happened, as one story


class Step(Enum):
    """What a line of the story of tracing tells."""

    LEAD_FOUND = "lead_found"
    LEAD_RESULT = "lead_result"
    LETTER_SENT = "letter_sent"
    LETTER_ANSWERED = "letter_answered"


@dataclass(frozen=True)
class TracingEvent:
    """One thing that happened on a day, about a lead or a letter."""

    on: date
    step: Step
    about: TracingLead | TracingLetter


def story(leads: Iterable[TracingLead], letters: Iterable[TracingLetter]) -> tuple[TracingEvent, ...]:
    """What happened, the newest first; of one day what came later on top."""
    found = [
        *(TracingEvent(one.found_on, Step.LEAD_FOUND, one) for one in leads if one.found_on),
        *(TracingEvent(one.result_on, Step.LEAD_RESULT, one) for one in leads if one.result_on),
        *(TracingEvent(one.sent_on, Step.LETTER_SENT, one) for one in letters if one.sent_on),
        *(TracingEvent(one.replied_on, Step.LETTER_ANSWERED, one) for one in letters if one.replied_on),
    ]
    steps = tuple(Step)
    return tuple(sorted(found, key=lambda e: (e.on, steps.index(e.step) % 2, e.about.id), reverse=True))
