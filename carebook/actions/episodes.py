"""Deeds about a stay: admission, category, bed, absence and return, the dossier, discharge, restriction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from carebook.actions.change import Change, Refused, deed, refuse
from carebook.actions.people import errors_among, protected, refuse_errors, tidy, tidy_detail, visible_stay
from carebook.actions.returns import write_return
from carebook.actions.stays import ENDED, end_path, end_stay, stop_on_the_way_home
from carebook.dates import hour, local
from carebook.records.episodes import (
    Absence,
    BedAssignment,
    Belonging,
    DossierItem,
    Episode,
    EpisodeCategory,
    PaperState,
    ServiceContract,
)
from carebook.records.people import Person
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.rules.episodes import (
    problems_in,
    problems_in_absence,
    problems_in_bed,
    problems_in_category,
    problems_in_contract,
)
from carebook.rules.names import unidentified_name
from carebook.rules.outgoing import admission_decision, warnings_about
from carebook.rules.people import problems_in as problems_in_person
from carebook.rules.people import problems_in_detail
from carebook.rules.problem import Problem
from carebook.store import privacy, search
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.categories import StoredCategories
from carebook.store.facility import facility
from carebook.store.outgoing import decision_numbers
from carebook.store.people import newest_code
from carebook.store.stays import bed_on
from carebook.words import N_, message

STAYS = frozenset({"people", "episodes"})


@dataclass(frozen=True)
class Admission:
    """Everything written at an admission. ``person.id`` is set when somebody known comes back; details carry no person yet.

    ``about_age`` helps to name somebody unidentified.
    """

    person: Person
    episode: Episode
    category: str
    details: tuple[Record, ...] = ()
    bed: BedAssignment | None = None
    dossier: tuple[DossierItem, ...] = ()
    contract: ServiceContract | None = None
    belongings: tuple[Belonging, ...] = ()
    about_age: int | None = None


def problems_in_admission(admission: Admission, writer: Writer, today: date) -> list[Problem]:
    """All errors and warnings of an admission, as the fields of its steps; looks into the book for beds and other stays."""
    person, episode = _named(admission), admission.episode
    found = problems_in_person(person, today=today)
    others = writer.records(Episode, "person_id = ?", (person.id,)) if person.id else []
    found += problems_in(episode, born=person.born, others=others, today=today)
    if episode.decision_on is not None:
        decision = admission_decision(episode.decision_no, episode.decision_on)
        numbers = decision_numbers(writer, episode.decision_on.year)
        found += warnings_about(decision, numbers, facility(writer).symbol, field="decision_no")
    categories = StoredCategories(writer, episode.start_on)
    row = EpisodeCategory(episode_id="", category=admission.category, from_on=episode.start_on)
    found += problems_in_category(row, episode, (), categories)
    for detail in admission.details:
        found += problems_in_detail(tidy_detail(detail), person, today=today)
    if admission.bed is not None:
        bed = bed_on(writer, admission.bed.room_id, admission.bed.from_on)
        found += problems_in_bed(admission.bed, episode, bed)
    if admission.contract is not None:
        found += [replace(p, field=f"contract.{p.field}") for p in problems_in_contract(admission.contract, episode)]
    elif episode.route == "voluntary":
        found.append(
            Problem("contract", message("A voluntary stay rests on a contract; it can be added later."), "warning")
        )
    return found


@deed(N_("Admit"), "people", "episodes", "reintegration")
def admit_person(
    book: Book, admission: Admission, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Admit somebody, new or known, in one transaction; violence categories make the record restricted at once.

    ``Change.result`` is the kept `Episode`; ``ids`` are the person's and the stay's.
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "admit_person", reason=reason) as writer:
        known = admission.person.id
        if known and privacy.is_hidden(writer, known, by, today):
            raise refuse(protected())
        if errors := errors_among(problems_in_admission(admission, writer, today)):
            raise Refused(errors)
        person, episode = write_admission(writer, admission)
    # who comes back ends the follow-up of the way home they were on
    subjects = STAYS | {"reintegration"} if known else STAYS
    said = message("Admitted {name}.", name=person.full_name)
    return Change(subjects, (person.id, episode.id), op, said, result=episode)


def write_admission(
    writer: Writer, admission: Admission, categories: StoredCategories | None = None
) -> tuple[Person, Episode]:
    """Write an admission whose problems were settled; used one by one and by the import of lists."""
    person = tidy(_named(admission))
    if person.id:
        known = writer.record(Person, person.id)
        if known is None:
            raise LookupError(person.id)
        person = writer.amend(replace(person, code=known.code, photo_id=known.photo_id, hiv=known.hiv))
    else:
        person = writer.add(replace(person, code=person.code or f"CB-{newest_code(writer) + 1:06d}"))
    for detail in admission.details:
        writer.add(_given(tidy_detail(detail), person_id=person.id))
    categories = categories or StoredCategories(writer, admission.episode.start_on)
    confidential = admission.episode.confidential or categories.is_confidential(admission.category)
    if confidential and not person.alias:
        person = writer.amend(replace(person, alias=f"Hồ sơ bảo mật {person.code}"))
    episode = writer.add(replace(admission.episode, person_id=person.id, confidential=confidential))
    if admission.category:
        writer.add(EpisodeCategory(episode_id=episode.id, category=admission.category, from_on=episode.start_on))
    if admission.bed is not None:
        writer.add(replace(admission.bed, episode_id=episode.id))
    for part in (*admission.dossier, *admission.belongings):
        writer.add(_given(part, episode_id=episode.id))
    if admission.contract is not None:
        writer.add(replace(admission.contract, episode_id=episode.id))
    if admission.person.id:
        write_return(writer, person.id, episode)
    search.index_person(writer, person.id)
    return person, episode


def _given(record: Record, **owner: str) -> Record:
    """The record with its owner's id, which it could not know before."""
    return replace(record, **owner)  # type: ignore[arg-type]


def _named(admission: Admission) -> Person:
    person = admission.person
    if person.unidentified and not person.full_name.strip():
        name = unidentified_name(person.sex, admission.about_age, admission.episode.start_on)
        return replace(person, full_name=name)
    return person


@deed(N_("Edit the stay"), "people", "episodes")
def amend_episode(
    book: Book, episode: Episode, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Correct the facts of a stay: dates, decision, source, case manager, notice, extensions."""
    with book.changing(by.account_id, now, op, "amend_episode", reason=reason) as writer:
        there, person = visible_stay(writer, episode.id, by, now)
        others = writer.records(Episode, "person_id = ?", (person.id,))
        refuse_errors(problems_in(episode, born=person.born, others=others, today=in_vietnam(now)))
        kept = writer.amend(replace(episode, confidential=there.confidential), seen=seen)
    return Change(
        STAYS, (person.id, kept.id), op, message("Saved the stay of {name}.", name=person.full_name), result=kept
    )


@deed(N_("Change category"), "people", "episodes")
def change_category(
    book: Book, row: EpisodeCategory, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Change the category inside a stay from a day on: a pair −1, +1 in the movement table (chuyển nhóm)."""
    with book.changing(by.account_id, now, op, "change_category", reason=reason) as writer:
        episode, person = visible_stay(writer, row.episode_id, by, now)
        earlier = writer.records(EpisodeCategory, "episode_id = ?", (episode.id,))
        categories = StoredCategories(writer, row.from_on)
        refuse_errors(problems_in_category(row, episode, earlier, categories))
        kept = writer.add(row)
        if categories.is_confidential(row.category) and not episode.confidential:
            _restrict(writer, person, episode)
    return Change(
        STAYS, (person.id, kept.id), op, message("Changed the category of {name}.", name=person.full_name), result=kept
    )


@deed(N_("Move room"), "people", "episodes")
def move_bed(
    book: Book, assignment: BedAssignment, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Give another room and bed from a day on; the earlier assignment ends that day."""
    with book.changing(by.account_id, now, op, "move_bed", reason=reason) as writer:
        episode, person = visible_stay(writer, assignment.episode_id, by, now)
        bed = bed_on(writer, assignment.room_id, assignment.from_on, without=episode.id)
        refuse_errors(problems_in_bed(assignment, episode, bed))
        for before in writer.records(BedAssignment, "episode_id = ? AND to_on IS NULL", (episode.id,)):
            if before.from_on > assignment.from_on:
                raise refuse(message("A later move is already written down."), "from_on")
            writer.amend(replace(before, to_on=assignment.from_on))
        kept = writer.add(assignment)
    return Change(
        STAYS,
        (person.id, kept.id),
        op,
        message("Moved {name} to {room}.", name=person.full_name, room=bed.room),
        result=kept,
    )


@deed(N_("Record an absence"), "people", "episodes")
def record_absence(book: Book, absence: Absence, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Write down that somebody leaves for a time; the stay and the bed stay theirs."""
    with book.changing(by.account_id, now, op, "record_absence", reason=reason) as writer:
        episode, person = visible_stay(writer, absence.episode_id, by, now)
        others = writer.records(Absence, "episode_id = ?", (episode.id,))
        refuse_errors(problems_in_absence(absence, episode, others, today=in_vietnam(now)))
        kept = writer.add(absence)
    return Change(
        STAYS, (person.id, kept.id), op, message("Recorded the absence of {name}.", name=person.full_name), result=kept
    )


@deed(N_("Record the return"), "people", "episodes")
def record_return(
    book: Book, absence: Absence, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Write down the day somebody came back (or correct an absence)."""
    with book.changing(by.account_id, now, op, "record_return", reason=reason) as writer:
        episode, person = visible_stay(writer, absence.episode_id, by, now)
        others = writer.records(Absence, "episode_id = ?", (episode.id,))
        refuse_errors(problems_in_absence(absence, episode, others, today=in_vietnam(now)))
        kept = writer.amend(absence, seen=seen)
    return Change(
        STAYS, (person.id, kept.id), op, message("Recorded the return of {name}.", name=person.full_name), result=kept
    )


@deed(N_("Record a paper of the dossier"), "people", "episodes")
def record_dossier_paper(
    book: Book, item: DossierItem, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Write down that a paper is there, comes later, or is not needed (with its reason)."""
    if item.state is PaperState.NOT_NEEDED and not item.note.strip():
        raise refuse(message("Say why the paper is not needed."), "note")
    with book.changing(by.account_id, now, op, "record_dossier_paper", reason=reason) as writer:
        _, person = visible_stay(writer, item.episode_id, by, now)
        there = writer.records(DossierItem, "episode_id = ? AND paper = ?", (item.episode_id, item.paper))
        kept = writer.amend(replace(item, id=there[0].id)) if there else writer.add(item)
    return Change(STAYS, (person.id, kept.id), op, message("Saved."), result=kept)


@deed(N_("Discharge"), *ENDED, "reintegration")
def discharge_person(
    book: Book, episode: Episode, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """End a stay: day, hour (now, for today without one), reason, destination, decision (NĐ 20/2021 Điều 30). Absence, bed,
    plans in force and sessions end with it.

    Refused (`OnTheWayHome`) while the stay is on its way home, unless the person died or left by themselves: that ends by the
    handover. A short path closes with the stay when its papers are there, and otherwise waits for them.
    """
    with book.changing(by.account_id, now, op, "discharge_person", reason=reason) as writer:
        there, person = visible_stay(writer, episode.id, by, now)
        found = problems_in(
            episode,
            born=person.born,
            others=writer.records(Episode, "person_id = ?", (person.id,)),
            today=in_vietnam(now),
        )
        if episode.end_on is None:
            found.append(Problem("end_on", message("Write the last day.")))
        if there.end_on is not None:
            found.append(Problem("end_on", message("This stay has already ended.")))
        at = episode.end_at
        if at is not None and episode.end_on == in_vietnam(now) and at > local(now).time():
            found.append(Problem("end_at", message("{time} has not come yet.", time=hour(at))))
        refuse_errors(found)
        stop_on_the_way_home(writer, episode, now)
        kept = end_stay(writer, replace(episode, confidential=there.confidential), seen=seen)
        papers = end_path(writer, kept, now)
    said = message("Ended the stay of {name}.", name=person.full_name)
    if papers:
        said = message("{said} Its path stays open for: {papers}.", said=said, papers=", ".join(papers))
    subjects = ENDED | {"reintegration"}
    return Change(subjects, (person.id, kept.id), op, said, result=kept)


@deed(N_("Restrict the record"), "people", "episodes")
def restrict_record(book: Book, episode_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Make a record restricted by hand; only the managers and who was given the right see the true name from now on."""
    if not reason.strip():
        raise refuse(message("Say why the record is restricted."), "reason")
    with book.changing(by.account_id, now, op, "restrict_record", reason=reason) as writer:
        episode, person = visible_stay(writer, episode_id, by, now)
        _restrict(writer, person, episode)
    return Change(STAYS, (person.id, episode.id), op, message("The record is restricted from now on."))


def _restrict(writer: Writer, person: Person, episode: Episode) -> None:
    if not person.alias:
        writer.amend(replace(person, alias=f"Hồ sơ bảo mật {person.code}"))
    writer.amend(replace(episode, confidential=True))
    search.index_person(writer, person.id)
