"""Which papers of the way home, or lists of the center, the book can fill, and in which versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from carebook.dates import written
from carebook.records.codes import Code
from carebook.records.enum_words import said
from carebook.records.episodes import Episode
from carebook.records.families import FamilyAssessment
from carebook.records.follow_ups import FollowUp, FollowUpEnd, VisitState
from carebook.records.handovers import Handover
from carebook.records.intake import FormState
from carebook.records.referrals import Consent, Partner, Referral
from carebook.records.tracing import TracingLetter
from carebook.reports.case_papers import Version
from carebook.reports.path_papers.kinds import HomePaper, ListPaper, OfferedHome
from carebook.reports.path_papers.of_center import children_waiting
from carebook.rules.follow_ups.sheets import said_code
from carebook.rules.progress import ReportPeriod, newest_periods
from carebook.store import code_lists, path_papers, relief, tracing
from carebook.store.book import Reader
from carebook.store.errors import NotAllowedToSee
from carebook.store.people import people_rows
from carebook.words import _

_MONTHS = 24


def home_papers_there(reader: Reader, episode_id: str, today: date) -> tuple[OfferedHome, ...] | None:
    """Every paper of the way home of a stay; None when the asker may not see whose it is.

    Nobody restricted is publicly looked for. A letter not written yet is offered by its kind; visits that are due stand before
    those that were made; the dossier is offered for whoever may have it.
    """
    reader.asks("reintegration")
    episode = reader.record(Episode, episode_id)
    rows = people_rows(reader, [episode.person_id], today) if episode is not None else []
    if episode is None or not rows or rows[0].masked:
        return None
    kinds = code_lists.codes(reader, "tracing_letter", today)
    names = {one.code: one.text for one in code_lists.code_history(reader, "tracing_letter")}
    of_stay = "episode_id = ?", (episode_id,)
    notices = tracing.notice_kinds(reader)
    letters = tracing.letters_of(reader, episode_id)
    visits = reader.records(FollowUp, *of_stay, order="due_on, id")
    due = [one for one in visits if one.state is VisitState.DUE]
    made = [one for one in reversed(visits) if one.state is not VisitState.DUE]
    partners = {one.id: one.name for one in reader.records(Partner, withdrawn=True)}
    offered = (
        OfferedHome(HomePaper.TRACING_NOTICE, tuple(_letter(names, one) for one in letters if one.kind in notices)),
        OfferedHome(HomePaper.TRACING_LETTER, tuple(_letters(kinds, names, letters, notices))),
        OfferedHome(
            HomePaper.FAMILY_VISIT,
            tuple(
                _form(one.id, one.visited_on, one.state)
                for one in reader.records(FamilyAssessment, *of_stay, order="visited_on DESC, id DESC")
            ),
        ),
        OfferedHome(
            HomePaper.HANDOVER,
            tuple(
                _form(one.id, one.handed_on, one.state)
                for one in reader.records(Handover, *of_stay, order="handed_on DESC, id DESC")
            ),
        ),
        OfferedHome(HomePaper.FAMILY_DOSSIER, tuple(_receivers(reader, episode_id, today))),
        OfferedHome(HomePaper.FOLLOW_UP, tuple(map(_visit, [*due, *made]))),
        OfferedHome(
            HomePaper.FOLLOW_UP_END,
            tuple(
                _form(one.id, one.ended_on, one.state)
                for one in reader.records(FollowUpEnd, *of_stay, order="ended_on DESC, id DESC")
            ),
        ),
        OfferedHome(
            HomePaper.REFERRAL,
            tuple(
                Version(one.id, _dated(f"{partners.get(one.partner_id, '')} · {said(one.state)}", one.proposed_on))
                for one in reader.records(Referral, *of_stay, order="proposed_on DESC, id DESC")
            ),
        ),
        OfferedHome(
            HomePaper.CONSENT,
            tuple(
                Version(one.id, _dated(one.shared_with, one.given_on), one.approved_on is not None)
                for one in reader.records(Consent, *of_stay, order="given_on DESC, id DESC")
            ),
        ),
    )
    return offered[1:] if rows[0].restricted else offered


def lists_there(reader: Reader, today: date) -> tuple[OfferedHome, ...]:
    """The lists of the center that the asker may print: relief by campaign, visitors and calls by month."""
    months = tuple(_months(newest_periods("month", today, _MONTHS)))
    whole = Version("", _("As of {day}").format(day=written(today)))
    offered = []
    if _may(reader, "reintegration"):
        offered += [
            OfferedHome(ListPaper.LIST_14, (whole,) if children_waiting(reader) else ()),
            OfferedHome(ListPaper.VISITORS, months),
            OfferedHome(ListPaper.COLLABORATORS, (whole,)),
        ]
    if _may(reader, "services"):
        offered += [
            OfferedHome(
                ListPaper.RELIEF,
                tuple(
                    Version(one.id, _dated(one.campaign.name, one.campaign.from_on), one.campaign.closed_on is not None)
                    for one in relief.campaigns(reader)
                ),
            ),
            OfferedHome(ListPaper.HOTLINE, months),
        ]
    return tuple(offered)


def _dated(words: str, day: date | None) -> str:
    return " · ".join(filter(None, (words, written(day) if day else "")))


def _form(id: str, day: date | None, state: FormState) -> Version:
    return Version(
        id, " · ".join(filter(None, (written(day) if day else "", said(state)))), state is FormState.COMPLETED
    )


def _letter(names: Mapping[str, str], one: TracingLetter) -> Version:
    words = f"{names.get(one.kind, one.kind)} · {one.addressee}"
    return Version(one.id, _dated(words, one.sent_on))


def _letters(
    kinds: Sequence[Code], names: Mapping[str, str], letters: Iterable[TracingLetter], notices: frozenset[str]
) -> Iterator[Version]:
    """Those that were sent, then one of each kind still to be written."""
    for letter in letters:
        if letter.kind not in notices:
            yield _letter(names, letter)
    for kind in kinds:
        if kind.code not in notices:
            yield Version(kind.code, " · ".join((kind.text, _("not written yet"))), False)


def _receivers(reader: Reader, episode_id: str, today: date) -> Iterator[Version]:
    for one in path_papers.receivers(reader, episode_id):
        if path_papers.why_not(reader, episode_id, one, today) is None:
            yield Version(one.id, _("For {name}").format(name=one.name))


def _visit(one: FollowUp) -> Version:
    words = " · ".join(filter(None, (written(one.due_on), said(one.state), said_code(one.sheet_code))))
    return Version(one.id, words, one.state is not VisitState.DUE)


def _months(periods: Iterable[ReportPeriod]) -> Iterator[Version]:
    for one in periods:
        words = str(one.words)
        yield Version(one.code, words[:1].upper() + words[1:])


def _may(reader: Reader, question: str) -> bool:
    try:
        reader.asks(question)
    except NotAllowedToSee:
        return False
    return True
