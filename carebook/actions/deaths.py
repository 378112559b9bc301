"""Deeds after a death: it is written down and ends the stay, its papers follow, the funeral support is asked, approved, paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.actions.stays import ENDED, end_path, end_stay, move_end
from carebook.dates import local, written
from carebook.records.episodes import Belonging, Episode
from carebook.records.hospital import Death
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.rules.deaths import problems_in_death, problems_in_support, support_amount
from carebook.rules.episodes import problems_in
from carebook.store import code_lists
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.deaths import death_of, died_on, support_due
from carebook.words import N_, Message, message

DIED = "died"
PAPERS = frozenset({"people", "daily_care"})


@deed(N_("Record a death"), *ENDED, "reintegration")
def record_death(book: Book, death: Death, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Write a death down and end the stay with its day: absence, bed, plans, sessions, orders, monitoring, diet and the way
    home end with it. A stay that was ended by the death before only gets its hour.

    ``Change.result`` is the kept `Death`.
    """
    with book.changing(by.account_id, now, op, "record_death", reason=reason) as writer:
        episode, person = visible_stay(writer, death.episode_id, by, now)
        if death_of(writer, episode.id) is not None:
            raise refuse(message("The death of {name} is already written down.", name=person.full_name))
        stop_at(problems_in_death(death, stay=episode, now=now))
        day = died_on(death)
        assert day is not None
        papers: tuple[str, ...] = ()
        if episode.end_on is None:
            ended = replace(episode, end_on=day, end_at=_hour(death), end_reason=DIED)
            others = writer.records(Episode, "person_id = ?", (person.id,))
            stop_at(problems_in(ended, born=person.born, others=others, today=in_vietnam(now)))
            papers = end_path(writer, end_stay(writer, ended), now)
        elif episode.end_reason != DIED:
            raise refuse(message("The stay ended on {day} for another reason.", day=written(episode.end_on)))
        elif episode.end_on != day:
            said = message("The stay ended on {day}; the death is of that day.", day=written(episode.end_on))
            raise refuse(said, "died_at")
        else:
            move_end(writer, replace(episode, end_at=_hour(death)))
        kept = writer.add(_with_support_of(death, Death(episode_id=episode.id)))
    told = message("The death of {name} is written down; the stay has ended.", name=person.full_name)
    if papers:
        told = message("{said} Its path stays open for: {papers}.", said=told, papers=", ".join(papers))
    return Change(ENDED | {"reintegration"}, (person.id, kept.id), op, told, result=kept)


@deed(N_("Edit what follows a death"), *ENDED, "reintegration")
def amend_death(
    book: Book, death: Death, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Write what follows a death: certificate, family, register, funeral, belongings, health card; or correct the death itself.

    Another day or hour moves the end of the stay and of all that ended with it: absence, bed, plans, sessions, orders,
    monitoring, diet, way home. With the day of the minutes, what the center still kept is given back to who received it. The
    funeral support stays as its own deeds wrote it.
    """
    with book.changing(by.account_id, now, op, "amend_death", reason=reason) as writer:
        there, episode, person = _death(writer, death.id, by, now)
        mine = _with_support_of(replace(death, episode_id=episode.id), there)
        stop_at(problems_in_death(mine, stay=replace(episode, end_on=None), now=now))
        if mine.died_at is not None and mine.died_at != there.died_at:
            _move_end(writer, episode, person, mine, now)
        if there.minutes_on is None and mine.minutes_on is not None:
            _give_back(writer, mine)
        kept = writer.amend(mine, seen=seen)
    said = message("Saved what follows the death of {name}.", name=person.full_name)
    return Change(ENDED | {"reintegration"}, (person.id, kept.id), op, said, result=kept)


@deed(N_("Ask for funeral support"), "people", "daily_care")
def ask_funeral_support(
    book: Book, death_id: str, day: date | None, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Write down that the funeral support was asked for on ``day``; its amount is the rate of the day of the death.

    Refused where the form of admission gives no right to it, or it says why none is due.
    """
    with book.changing(by.account_id, now, op, "ask_funeral_support", reason=reason) as writer:
        there, episode, person = _death(writer, death_id, by, now)
        due = support_due(writer, episode, died_on(there) or episode.start_on)
        stop_at(problems_in_support(there, "support_asked_on", day, due=due, today=in_vietnam(now)))
        amount = support_amount(code_lists.rates(writer), died_on(there) or in_vietnam(now))
        if amount is None:
            raise refuse(message("The book has no rate of the funeral support for that day. Add it in the settings."))
        kept = writer.amend(replace(there, support_asked_on=day, support_amount=amount))
    return _supported(kept, person, op, message("The funeral support for {name} is asked for.", name=person.full_name))


@deed(N_("Approve funeral support"), "people", "daily_care")
def approve_funeral_support(
    book: Book, death_id: str, day: date | None, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Write down that the funeral support was approved on ``day``; refused before it was asked for."""
    with book.changing(by.account_id, now, op, "approve_funeral_support", reason=reason) as writer:
        there, _episode, person = _death(writer, death_id, by, now)
        stop_at(problems_in_support(there, "support_approved_on", day, due=True, today=in_vietnam(now)))
        kept = writer.amend(replace(there, support_approved_on=day))
    return _supported(kept, person, op, message("The funeral support for {name} is approved.", name=person.full_name))


@deed(N_("Pay funeral support"), "people", "daily_care")
def pay_funeral_support(
    book: Book, death_id: str, day: date | None, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Write down that the funeral support was paid on ``day``; refused before it was approved."""
    with book.changing(by.account_id, now, op, "pay_funeral_support", reason=reason) as writer:
        there, _episode, person = _death(writer, death_id, by, now)
        stop_at(problems_in_support(there, "support_paid_on", day, due=True, today=in_vietnam(now)))
        kept = writer.amend(replace(there, support_paid_on=day))
    return _supported(kept, person, op, message("The funeral support for {name} is paid.", name=person.full_name))


def _supported(kept: Death, person: Person, op: str, said: Message) -> Change:
    return Change(PAPERS, (person.id, kept.id), op, said, result=kept)


def _with_support_of(death: Death, there: Death) -> Death:
    """A death with what only the deeds of the support write as the book has it."""
    return replace(
        death,
        support_asked_on=there.support_asked_on,
        support_approved_on=there.support_approved_on,
        support_paid_on=there.support_paid_on,
        support_amount=there.support_amount,
    )


def _give_back(writer: Writer, death: Death) -> None:
    for thing in writer.records(Belonging, "episode_id = ? AND returned_on IS NULL", (death.episode_id,)):
        back = replace(thing, returned_on=death.minutes_on, returned_to=death.heir, minutes_no=death.minutes_no)
        writer.amend(back)


def _hour(death: Death) -> time | None:
    return local(death.died_at).time() if death.died_at is not None else None


def _move_end(writer: Writer, episode: Episode, person: Person, death: Death, now: datetime) -> None:
    moved = replace(episode, end_on=died_on(death), end_at=_hour(death))
    others = writer.records(Episode, "person_id = ?", (person.id,))
    stop_at(problems_in(moved, born=person.born, others=others, today=in_vietnam(now)))
    move_end(writer, moved)


def _death(writer: Writer, death_id: str, by: Actor, now: datetime) -> tuple[Death, Episode, Person]:
    """A death that may still be written on. LookupError: no such one."""
    there = writer.record(Death, death_id)
    if there is None:
        raise LookupError(death_id)
    episode, person = visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This entry was struck through ({why}).", why=there.withdrawn_because))
    return there, episode, person
