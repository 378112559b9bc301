"""What is impossible or unusual about the rows of a way home, beside their fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from carebook.dates import PartialDate, age_on, written
from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.record import Record
from carebook.records.reintegration import (
    Carer,
    CarerTraining,
    Opinion,
    PathPaper,
    ReadinessAnswer,
    Reintegration,
    Support,
    TrialDecision,
    TrialReport,
)
from carebook.rules.contacts import is_one_of
from carebook.rules.identity import read_identity_number, read_phone
from carebook.rules.intake import too_long
from carebook.rules.names import normalise
from carebook.rules.problem import Problem, warning
from carebook.words import message

EARLIEST = 1990
FARTHEST = 20  # so many years ahead were mistyped
ADULT = 18
LONGEST_LESSON = 600


def problems_in_path(path: Reintegration, *, stay: Episode, follows_up: bool, today: date) -> list[Problem]:
    """Errors and warnings of a path of a stay. ``follows_up``: it leads home, so that the stay has to be open when it begins."""
    found = list(too_long(path, ("wish", "eligibility", "place", "note")))
    if not path.path:
        found.append(Problem("path", message("Choose the path.")))
    if not path.worker_id:
        found.append(Problem("worker_id", message("Choose who leads the way home.")))
    started = path.started_on
    if started is None:
        found.append(Problem("started_on", message("Write on which day the way home begins.")))
    else:
        found += _past(path, "started_on", today)
        if started < stay.start_on:
            found.append(
                Problem(
                    "started_on",
                    message(
                        "The way home ({day}) begins before the stay ({start}).",
                        day=written(started),
                        start=written(stay.start_on),
                    ),
                )
            )
    if follows_up and stay.end_on is not None and path.handed_over_on is None:
        found.append(Problem("", message("The stay has ended; a way home begins while it lasts.")))
    found += _plausible(path, ("target_on",), today)
    if path.target_on is not None and started is not None and path.target_on < started:
        found.append(
            Problem("target_on", message("The day aimed at lies before the beginning ({day}).", day=written(started)))
        )
    return found


def problems_in_carer(carer: Carer, *, today: date, barred: Collection[str] = ()) -> list[Problem]:
    """Errors and warnings of somebody who would take the person in; a chosen one is adult, willing and able (warned about) and
    none of those who must not be in contact (``barred``, by name).
    """
    found = list(too_long(carer, ("full_name", "address", "wishes", "note")))
    if not normalise(carer.full_name):
        found.append(Problem("full_name", message("A name is needed.")))
    if carer.born is not None and not carer.born.is_unknown and carer.born.earliest > today:
        found.append(Problem("born", message("The birth lies in the future.")))
    if carer.phone:
        phone = read_phone(carer.phone)
        if phone.problem is not None:
            found.append(Problem("phone", phone.problem))
    if carer.national_id.strip():
        number = read_identity_number(carer.national_id)
        if number.problem is not None:
            found.append(warning("national_id", number.problem))
    if carer.chosen:
        found += _in_chosen(carer, today)
        if is_one_of(carer.full_name, barred):
            said = message("{name} must not be in contact with this person.", name=carer.full_name)
            found.append(Problem("chosen", said))
    return found


def _in_chosen(carer: Carer, today: date) -> Iterator[Problem]:
    age = age_on(carer.born, today)
    if carer.willing is False:
        yield warning("willing", message("The chosen carer is not willing to take the person in."))
    if carer.able is False:
        yield warning("able", message("The chosen carer is not able to care for the person."))
    if age is not None and age.years < ADULT:
        yield warning("born", message("The chosen carer is {years} years old, not of age.", years=age.years))


def problems_in_opinion(
    opinion: Opinion, *, born: PartialDate | None, ages: tuple[int, int], today: date
) -> list[Problem]:
    """Errors and warnings of what somebody said. ``ages``: from and below which a child is heard alone
    (NĐ 56/2017 Điều 45 khoản 3).
    """
    found = list(too_long(opinion, ("name", "words")))
    if not opinion.of_whom:
        found.append(Problem("of_whom", message("Choose whose opinion it is.")))
    found += _day_needed(opinion, "heard_on", today)
    if not opinion.words.strip():
        found.append(Problem("words", message("Write what was said, in their own words.")))
    age = age_on(born, opinion.heard_on) if opinion.heard_on else None
    if opinion.of_whom == "client" and not opinion.alone and age is not None and ages[0] <= age.years < ages[1]:
        found.append(
            warning("alone", message("A child of {years} years has to be heard alone as well.", years=age.years))
        )
    return found


def problems_in_readiness(
    answers: Mapping[str, tuple[ReadinessAnswer, str]], *, points: Iterable[str]
) -> list[Problem]:
    """Errors of answers to points of the check-list, beside the code of the point."""
    known = set(points)
    found = []
    for item, (_answer, note) in answers.items():
        if item not in known:
            found.append(Problem(item, message("The check-list has no point “{code}”.", code=item)))
        elif len(note) > 2_000:
            found.append(Problem(item, message("The note is longer than 2,000 letters; was something else pasted?")))
    return found


def problems_in_support(support: Support, *, today: date) -> list[Problem]:
    """Errors and warnings of one thing the plan home brings; sums are whole đồng."""
    found = list(too_long(support, ("what", "provider", "responsible", "note")))
    if not support.kind:
        found.append(Problem("kind", message("Choose the kind of support.")))
    if not support.what.strip():
        found.append(Problem("what", message("Write what is given.")))
    if support.amount is not None and support.amount < 0:
        found.append(Problem("amount", message("A sum cannot be below 0.")))
    found += _plausible(support, ("due_on",), today)
    found += _past(support, "done_on", today)
    return found


def problems_in_training(training: CarerTraining, *, today: date) -> list[Problem]:
    """Errors of what the carer was taught."""
    found = list(too_long(training, ("result",)))
    if not training.topic:
        found.append(Problem("topic", message("Choose the topic.")))
    found += _day_needed(training, "given_on", today)
    if training.minutes is not None and not 0 < training.minutes <= LONGEST_LESSON:
        found.append(Problem("minutes", message("Minutes go from 1 to {most}.", most=LONGEST_LESSON)))
    return found


def problems_in_paper(paper: PathPaper, *, known: Iterable[str], today: date) -> list[Problem]:
    """Errors of a paper of the path: it is there with its day, or not needed for a reason, never both or neither."""
    found = list(too_long(paper, ("number", "issuer", "not_needed_because", "note")))
    if paper.paper not in set(known):
        found.append(Problem("paper", message("Choose the paper.")))
    left_out = bool(paper.not_needed_because.strip())
    if paper.dated_on is None and not left_out:
        found.append(Problem("dated_on", message("Write the day of the paper, or why it is not needed.")))
    elif paper.dated_on is not None and left_out:
        found.append(
            Problem("not_needed_because", message("The paper is there or not needed with a reason, not both."))
        )
    found += _past(paper, "dated_on", today)
    return found


def problems_in_trial(report: TrialReport, absence: Absence | None) -> list[Problem]:
    """Errors of what came of a trial stay: it has to be one of this stay."""
    found = list(too_long(report, ("client_report", "family_report", "staff_report", "reason")))
    if absence is None or absence.kind is not AbsenceKind.TRIAL_STAY or absence.episode_id != report.episode_id:
        found.append(Problem("absence_id", message("Choose a trial stay of this stay.")))
    elif not any(text.strip() for text in (report.client_report, report.family_report, report.staff_report)):
        found.append(Problem("client_report", message("Write how it went.")))
    return found


def problems_in_decision(report: TrialReport, absence: Absence, *, asks_family: bool, today: date) -> list[Problem]:
    """Errors of the decision after a trial stay: the stay is over and both sides were heard; other than going on needs a reason."""
    found = []
    if absence.back_on is None or absence.back_on > today:
        found.append(Problem("decision", message("The trial stay is not over yet.")))
    if report.decision is None:
        found.append(Problem("decision", message("Choose what follows from the trial stay.")))
    elif report.decision is not TrialDecision.GO_ON and not report.reason.strip():
        found.append(Problem("reason", message("Say why.")))
    elif report.decision is TrialDecision.GO_ON:
        if not report.client_report.strip():
            found.append(Problem("client_report", message("Write how the person found the trial stay.")))
        if asks_family and not report.family_report.strip():
            found.append(Problem("family_report", message("Write how the family found the trial stay.")))
    return found


def _day_needed(record: Record, name: str, today: date) -> Iterator[Problem]:
    if getattr(record, name) is None:
        yield Problem(name, message("Write the day."))
    yield from _past(record, name, today)


def _past(record: Record, name: str, today: date) -> Iterator[Problem]:
    """A day that cannot lie ahead, nor before anybody kept records."""
    day = getattr(record, name)
    if day is not None and day > today:
        yield Problem(name, message("{day} lies in the future.", day=written(day)))
    yield from _plausible(record, (name,), today)


def _plausible(record: Record, names: Iterable[str], today: date) -> Iterator[Problem]:
    for name in names:
        day = getattr(record, name)
        if day is not None and not EARLIEST <= day.year <= today.year + FARTHEST:
            yield Problem(name, message("The year {year} cannot be meant. Check it.", year=day.year))
