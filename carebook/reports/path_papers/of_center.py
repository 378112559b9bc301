"""Gathering one list of the center: children for a substitute family, relief, visitors, collaborators, the hotline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from carebook.records.codes import Code
from carebook.records.reintegration import Opinion, Reintegration
from carebook.records.services import ReliefCampaign
from carebook.reports.case_papers import span_of
from carebook.reports.case_papers.about import About, day_words
from carebook.reports.case_papers.cases import Case, Center, about_nobody, case_of, center_of
from carebook.reports.forms import Form
from carebook.reports.paper.facts import Way
from carebook.reports.papers_of_stay import Lacking
from carebook.reports.path_papers.kinds import ListPaper
from carebook.reports.path_papers.lists import (
    Call,
    Child,
    Guest,
    Helper,
    Recipient,
    child_list,
    collaborator_list,
    hotline_log,
    relief_list,
    visitors_book,
)
from carebook.reports.therapy_papers import Prepared
from carebook.store import collaborators, contacts, hotline, people, relief
from carebook.store.book import Reader
from carebook.words import N_

LIST_14 = "list_14"
"""The paper of a path (code list `path_paper`) that a destination asks for when a substitute family is looked for."""
_QUESTIONS = {ListPaper.RELIEF: "services", ListPaper.HOTLINE: "services"}


def gather_list(
    reader: Reader, kind: ListPaper, *, today: date, id: str = "", way: Way = Way.INK, for_pen: bool = False
) -> Prepared:
    """One list with what the book holds. ``id`` is a month ("2026-11") of the visitors' book and the hotline, a campaign of
    relief (without one the newest), the stay of a single child of list 14 (without one every child on such a path).

    ``for_pen`` leaves the signatures of a relief list to be written by hand. Lists that lie about or leave the house name a
    restricted person by the alias, whoever prints them; list 14 leaves restricted children out.
    """
    reader.asks(_QUESTIONS.get(kind, "reintegration"))
    center = center_of(reader, today)
    return _GATHERED[kind](reader, center, today, id, way, for_pen)


def blank_list(reader: Reader, kind: ListPaper, *, today: date, way: Way = Way.INK) -> Prepared:
    """The list with empty rows for the pen."""
    reader.asks(_QUESTIONS.get(kind, "reintegration"))
    about = about_nobody(center_of(reader, today), way)
    return Prepared(kind, "", (), partial(_BLANK[kind], about), written=False)


_BLANK: Mapping[ListPaper, Callable[[About], Form]] = {
    ListPaper.LIST_14: child_list,
    ListPaper.RELIEF: lambda about: relief_list(about, ReliefCampaign()),
    ListPaper.VISITORS: visitors_book,
    ListPaper.COLLABORATORS: collaborator_list,
    ListPaper.HOTLINE: hotline_log,
}


def children_waiting(reader: Reader) -> list[Reintegration]:
    """The open paths of children for whom a substitute family is looked for, the longest first; restricted ones are left out."""
    found = reader.records(Reintegration, "ended_on IS NULL AND handed_over_on IS NULL", order="started_on, id")
    wanted = {
        one.code
        for one in reader.records(Code, "list_name = 'home_destination'")
        if LIST_14 in one.extra.get("papers", ())
    }
    return [one for one in found if one.destination in wanted]


def _children(reader: Reader, center: Center, today: date, id: str, way: Way, _for_pen: bool) -> Prepared:
    paths = [one for one in children_waiting(reader) if not id or one.episode_id == id]
    cases = [(one, case_of(reader, center, one.episode_id, today=today, way=way)) for one in paths]
    listed = [(path, case) for path, case in cases if not case.is_restricted]
    about = about_nobody(center, way)
    described = partial(child_list, about, [_child(reader, path, case) for path, case in listed], on=None)
    return Prepared(
        ListPaper.LIST_14,
        listed[0][1].file.person.full_name if id and listed else "",
        tuple(case.file.person.id for _path, case in listed),
        described,
        () if listed else (Lacking(N_("No child is looking for a substitute family"), "reintegration"),),
        written=bool(listed),
    )


def _child(reader: Reader, path: Reintegration, case: Case) -> Child:
    """What the list says of one child; what was told of health and family is for the dossier, not for a list."""
    person, text = case.file.person, case.center.codes.text
    certificates = case.file.certificates
    degree = certificates[-1].degree if certificates else person.disability_degree
    kinds = certificates[-1].kinds if certificates else person.disability_kinds
    heard = reader.records(
        Opinion, "reintegration_id = ? AND of_whom = 'client'", (path.id,), order="heard_on DESC, id DESC"
    )
    disability = ", ".join(text("disability_kind", one) for one in kinds)
    return Child(
        name=person.full_name,
        born=day_words(person.born),
        sex=case.about.resident.sex or "",
        ethnicity=case.about.resident.ethnicity or "",
        since_on=case.stay.episode.start_on,
        health="; ".join(filter(None, (disability, text("disability_degree", degree) if degree else ""))),
        situation=case.about.resident.category or "",
        way=case.about.text("home_destination", path.destination),
        wish=" ".join((heard[0].words if heard else path.wish).split()),
    )


def _relief(reader: Reader, center: Center, today: date, id: str, way: Way, for_pen: bool) -> Prepared:
    about = about_nobody(center, way)
    newest = next(iter(relief.campaigns(reader)), None)
    file = relief.campaign_file(reader, id or (newest.id if newest is not None else ""))
    if file is None:
        none = Lacking(N_("No relief campaign yet"), "relief")
        return Prepared(ListPaper.RELIEF, "", (), partial(_BLANK[ListPaper.RELIEF], about), (none,), written=False)
    rows = _restricted(reader, [one.person_id for one in file.lines if one.person_id], today)
    recipients = []
    for one in file.lines:
        alias = rows.get(one.person_id)
        hidden = alias is not None or one.masked
        born = "" if hidden else str(one.birth_year or "")
        place = center.letterhead.issuer if one.person_id else one.item.address
        recipients.append(Recipient(one.item, alias or one.name, born, place, bool(one.person_id)))
    wanted = (
        (file.lines, Lacking(N_("People on the list"), "relief")),
        (file.campaign.basis, Lacking(N_("Basis"), "relief")),
    )
    return Prepared(
        ListPaper.RELIEF,
        file.campaign.name,
        tuple(one.person_id for one in file.lines if one.person_id),
        partial(relief_list, about, file.campaign, recipients, for_pen=for_pen),
        tuple(lack for there, lack in wanted if not there),
        written=bool(file.lines) and not for_pen,
    )


def _restricted(reader: Reader, person_ids: list[str], today: date) -> Mapping[str, str]:
    """What restricted people among these are called where everybody reads it, by their id."""
    return {
        one.person_id: _alias(reader, one)
        for one in people.people_rows(reader, list(dict.fromkeys(person_ids)), today)
        if one.restricted
    }


def _alias(reader: Reader, row: people.PersonRow) -> str:
    if row.masked:
        return row.name
    alias: str | None = reader.value("SELECT alias FROM listed_person WHERE id = ?", (row.person_id,))
    return alias or row.code


def _visitors(reader: Reader, center: Center, today: date, id: str, way: Way, _for_pen: bool) -> Prepared:
    first, last, words = span_of(id, today)
    found = contacts.visitors(reader, first, last)
    restricted = _restricted(reader, [one.person_id for one in found], today)
    listed = [one for one in found if one.person_id not in restricted and not one.masked]
    guests = [Guest(one.contact, one.name) for one in listed]
    return Prepared(
        ListPaper.VISITORS,
        words,
        tuple(dict.fromkeys(one.person_id for one in listed)),
        partial(visitors_book, about_nobody(center, way), guests, period=words),
        () if guests else (Lacking(N_("Visitors of the period"), "contacts"),),
        written=bool(guests),
    )


def _helpers(reader: Reader, center: Center, today: date, _id: str, way: Way, _for_pen: bool) -> Prepared:
    found = [Helper(one.collaborator, one.cases) for one in collaborators.collaborators(reader, today)]
    return Prepared(
        ListPaper.COLLABORATORS,
        "",
        (),
        partial(collaborator_list, about_nobody(center, way), found, on=today),
        () if found else (Lacking(N_("Collaborators"), "collaborators"),),
        written=bool(found),
    )


def _hotline(reader: Reader, center: Center, today: date, id: str, way: Way, _for_pen: bool) -> Prepared:
    first, last, words = span_of(id, today)
    calls = [_call(one) for one in reversed(hotline.calls(reader, first, last))]
    return Prepared(
        ListPaper.HOTLINE,
        words,
        (),
        partial(hotline_log, about_nobody(center, way), calls, period=words),
        () if calls else (Lacking(N_("Calls of the period"), "hotline"),),
        written=bool(calls),
    )


def _call(line: hotline.CallLine) -> Call:
    """A call without its names; a restricted one says neither where nor about whom, whoever prints it."""
    call = line.call
    hidden = line.masked or call.confidential
    return Call(
        called_at=call.called_at,
        minutes=call.minutes,
        channel=call.channel,
        caller=call.caller,
        need=call.need,
        danger=call.danger,
        outcome=call.outcome,
        commune=None if hidden else call.commune,
        about="" if hidden else call.about,
        call_back_on=call.call_back_on,
        called_back_on=call.called_back_on,
        hidden=hidden,
    )


_GATHERED: Mapping[ListPaper, Callable[[Reader, Center, date, str, Way, bool], Prepared]] = {
    ListPaper.LIST_14: _children,
    ListPaper.RELIEF: _relief,
    ListPaper.VISITORS: _visitors,
    ListPaper.COLLABORATORS: _helpers,
    ListPaper.HOTLINE: _hotline,
}
