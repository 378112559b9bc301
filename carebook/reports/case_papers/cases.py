"""Whose papers they are: the center, one stay of one person, and what is said of both on every paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from carebook.records.facility import Facility
from carebook.records.people import Attachment
from carebook.reports.case_papers.about import About
from carebook.reports.case_papers.intake import Background
from carebook.reports.month import superior_on
from carebook.reports.paper.facts import Letterhead, Signer, Way
from carebook.reports.papers_of_stay import Lacking
from carebook.reports.papers_of_stay.known import Known
from carebook.reports.people import Party, Resident
from carebook.rules.search_words import fold
from carebook.store import code_lists, facility, people, staff
from carebook.store.book import Reader
from carebook.store.code_lists import Codes
from carebook.store.people import PersonFile, PersonRow, StayFile
from carebook.words import speaking

_DRAWINGS = ("pha he", "sinh thai", "genogram", "ecomap")  # as the titles of such files are typed, without marks


@dataclass(frozen=True)
class Center:
    """What every paper of the center has in common; read once for many papers."""

    facility: Facility
    letterhead: Letterhead
    codes: Codes
    staff: Mapping[str, str]

    @property
    def head(self) -> Signer:
        """Who signs for the center."""
        return Signer(self.facility.head_post or "Giám đốc", self.facility.head_name)


def center_of(reader: Reader, today: date) -> Center:
    """The center as its papers name it on a day."""
    found = facility.facility(reader)
    superior = superior_on(reader, found, today)
    return Center(
        found,
        Letterhead(superior, found.name, found.symbol, found.place, is_sample=found.is_sample),
        code_lists.words(reader),
        {one.id: one.full_name for one in staff.staff_members(reader)},
    )


@dataclass(frozen=True)
class Case:
    """Whose papers they are: one stay of one person, and what is said of both on every paper."""

    center: Center
    file: PersonFile
    stay: StayFile
    about: About
    today: date
    row: PersonRow | None = None
    lacking: tuple[Lacking, ...] = ()

    @property
    def episode_id(self) -> str:
        return self.stay.episode.id

    @property
    def is_restricted(self) -> bool:
        """Whether the record is restricted, and ``reader`` may open it all the same."""
        return self.row is not None and self.row.restricted


def case_of(reader: Reader, center: Center, episode_id: str, *, today: date, way: Way) -> Case:
    """The case of one stay; LookupError when there is none or ``reader`` may not see whose it is."""
    owner = reader.value("SELECT person_id FROM episode WHERE id = ?", (episode_id,))
    file = people.person_file(reader, owner, today) if owner else None
    stay = next((one for one in file.stays if one.episode.id == episode_id), None) if file else None
    if file is None or stay is None:
        raise LookupError(episode_id)
    known = Known(
        file=file,
        stay=stay,
        facility=center.facility,
        letterhead=center.letterhead,
        codes=center.codes,
        bases=(),
        limits=(),
        receiver=Party(),
        today=today,
    )
    with speaking("vi"):
        resident = known.resident
    row = file.row
    about = About(
        letterhead=center.letterhead,
        resident=resident,
        codes=center.codes,
        head=center.head,
        place=center.facility.place,
        staff=center.staff,
        bed=bed_words(row) if row and row.episode_id == episode_id else "",
        manager=center.staff.get(stay.episode.case_manager_id or "", ""),
        allergies=tuple(one.substance for one in file.allergies),
        way=way,
    )
    wanted = tuple(lack for value, lack in known.identity() if not value)
    return Case(center, file, stay, about, today, row, wanted)


def bed_words(row: PersonRow) -> str:
    """ "A203, giường 2"; "" without a bed."""
    return ", ".join(filter(None, (row.room, f"giường {row.bed}" if row.bed else "")))


def masked_row(reader: Reader, episode_id: str, today: date) -> PersonRow:
    """Who is listed for a stay, under the name ``reader`` may see; LookupError when there is no such stay."""
    owner = reader.value("SELECT person_id FROM episode WHERE id = ? AND withdrawn_at IS NULL", (episode_id,))
    rows = people.people_rows(reader, [owner], today) if owner else []
    if not rows:
        raise LookupError(episode_id)
    return rows[0]


def about_masked(center: Center, row: PersonRow, way: Way) -> About:
    """A restricted person as whoever may not see more names them: the alias, the bed, what must not be given."""
    return About(
        letterhead=center.letterhead,
        resident=Resident(full_name=row.name),
        codes=center.codes,
        head=center.head,
        place=center.facility.place,
        staff=center.staff,
        bed=bed_words(row),
        manager=center.staff.get(row.case_manager_id, ""),
        allergies=tuple(filter(None, (row.allergies,))),
        way=way,
    )


def about_nobody(center: Center, way: Way) -> About:
    """The center alone: for an empty sheet, and for a paper of many people."""
    return About(
        letterhead=center.letterhead,
        resident=Resident(full_name=""),
        codes=center.codes,
        head=center.head,
        place=center.facility.place,
        staff=center.staff,
        way=way,
    )


def background_of(case: Case) -> Background:
    """What form 01 prints of the person's own record."""
    person, text = case.file.person, case.center.codes.text
    cards = case.file.health_cards
    return Background(
        education=text("education", person.education) if person.education else "",
        schooling=person.schooling,
        occupation=person.occupation,
        marital=text("marital", person.marital) if person.marital else "",
        phone=person.phone,
        religion=text("religion", person.religion) if person.religion else "",
        home_town=person.home_town,
        health_card=cards[-1].number if cards else "",
        enclosed=", ".join(one.title for one in case.file.attachments if _is_enclosed(one)),
    )


def _is_enclosed(file: Attachment) -> bool:
    """Whether form 01 names a file: a picture of the person, a drawing of the family or of those around."""
    title = fold(file.title)
    return file.kind == "photo" or any(words in title for words in _DRAWINGS)


def contacts_of(case: Case) -> tuple[str, ...]:
    """Those to call, the guardian first; never who must not be contacted or told anything."""
    called = [one for one in case.file.relatives if one.emergency and not (one.no_contact or one.no_information)]
    words = []
    for one in sorted(called, key=lambda relative: not relative.guardian):
        relation = case.about.text("relationship", one.relation).lower() if one.relation != "other" else ""
        words.append(
            ", ".join(filter(None, (f"{one.full_name} ({relation})" if relation else one.full_name, one.phone)))
        )
    return tuple(words)


def at_the_bed(case: Case) -> About:
    """Who it is on a sheet that hangs where everybody passes: a restricted person's alias even for whoever may see more."""
    person = case.file.person
    if case.is_restricted:
        return replace(case.about, resident=Resident(full_name=person.alias or person.code))
    return replace(
        case.about, resident=Resident(full_name=person.full_name, born=case.about.resident.born, code=person.code)
    )
