"""People as papers name them: the one a paper is about, and those who give, receive, witness or sign."""

from __future__ import annotations

from dataclasses import dataclass

from carebook.reports.forms import Blank, Facts, Look, Prose, lines


@dataclass(frozen=True, kw_only=True)
class Resident:
    """The person a paper is about; finished Vietnamese text, None is left for the pen.

    ``title`` is how letters address the person ("ông", "bà", "cháu"); ``born`` as far as known ("1945", "khoảng 1945").
    """

    full_name: str
    title: str = ""
    born: str | None = None
    sex: str | None = None
    ethnicity: str | None = None
    id_no: str | None = None
    id_issued: str | None = None
    permanent_home: str | None = None
    present_home: str | None = None
    code: str | None = None
    category: str | None = None

    @property
    def addressed(self) -> str:
        """ "bà Trần Thị An"."""
        return f"{self.title} {self.full_name}".strip()


@dataclass(frozen=True, kw_only=True)
class Party:
    """Somebody who takes part: for an organisation with a post, for a family with the relation to the resident."""

    name: str | None = None
    post: str | None = None
    organisation: str | None = None
    relation: str | None = None
    born: str | None = None
    id_no: str | None = None
    address: str | None = None
    phone: str | None = None


NOBODY = Party()  # everything is left for the pen


def resident_lines(resident: Resident, *, present_home: bool = False) -> tuple[Facts, ...]:
    """The identity of the person: name, sex, birth, ethnicity, identity paper, homes."""
    found = lines(
        [("Họ và tên", resident.full_name), ("Giới tính", resident.sex)],
        [("Ngày, tháng, năm sinh", resident.born), ("Dân tộc", resident.ethnicity)],
        [("Số căn cước", resident.id_no), ("Cấp ngày, nơi cấp", resident.id_issued)],
        [("Nơi thường trú", resident.permanent_home)],
    )
    return (*found, *lines([("Nơi ở hiện nay", resident.present_home)])) if present_home else found


def official_lines(party: Party) -> tuple[Facts, ...]:
    """Somebody who takes part for an organisation."""
    organisation = lines([("Cơ quan, đơn vị", party.organisation)]) if party.organisation else ()
    return (*lines([("Ông (bà)", party.name), ("Chức vụ", party.post)]), *organisation)


def family_lines(party: Party) -> tuple[Facts, ...]:
    """Somebody who takes part as family or guardian."""
    return lines(
        [("Ông (bà)", party.name), ("Ngày, tháng, năm sinh", party.born)],
        [("Số căn cước", party.id_no), ("Quan hệ với đối tượng", party.relation)],
        [("Nơi cư trú", party.address)],
        [("Điện thoại", party.phone)],
    )


def party_lines(party: Party) -> tuple[Facts, ...]:
    """Either, by whether the party has a post or speaks for an organisation."""
    return official_lines(party) if party.post or party.organisation else family_lines(party)


def section(words: str) -> Prose:
    """A heading inside a paper."""
    return Prose(words, Look.SECTION)


def plain(words: str | None) -> Prose | Blank:
    """A typed paragraph, or dotted lines for the pen."""
    return Prose(words.strip(), Look.PLAIN) if words and words.strip() else Blank()
