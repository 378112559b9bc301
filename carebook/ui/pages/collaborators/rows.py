"""The list of collaborators and the list of communes without one; the first one on paper too."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import attrgetter

from carebook import dates
from carebook.money import dong, number
from carebook.rules.collaborators import CONTRACT_WORDS, ContractState
from carebook.store.book import Reader
from carebook.store.collaborators import BareCommune, CollaboratorLine
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import Lines, PaperList
from carebook.words import _, ngettext, pgettext

_MARKS = {
    ContractState.ENDED: ("cross", "danger"),
    ContractState.ENDS_SOON: ("half", "warn"),
    ContractState.RUNNING: ("full", "ok"),
    ContractState.TO_COME: ("ring", "info"),
    ContractState.NONE: ("dash", "text2"),
}
_LOUD = (ContractState.ENDED, ContractState.ENDS_SOON)
_HEADS = (
    *("Họ và tên", "Điện thoại", "Xã, phường, đặc khu", "Tên xã cũ", "Thôn, phố", "Hợp đồng", "Từ ngày", "Đến ngày"),
    *("Phụ cấp tháng", "Tập huấn gần nhất", "Số người đang theo dõi"),
)


def commune_words(code: str | None, desk: Desk) -> str:
    """A commune by its name, with its province; "–" when it is not known."""
    found = desk.codes.code("commune", code, desk.today()) if code else None
    if found is None:
        return code or "–"
    return ", ".join(filter(None, (found.text, desk.words("province", found.group) if found.group else "")))


class HelperTable(RecordTable):
    """Collaborators in two lines each."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            [
                Column("name", _("Name"), self._name_cell, 160, 2, ALWAYS),
                Column("place", _("Commune"), self._place_cell, 190, 3, ALWAYS),
                Column("contract", _("Contract"), self._contract_cell, 206, 2, 8),
                Column("allowance", _("Allowance per month"), self._allowance_cell, 138, 1, 6, align="right"),
                Column("trained", pgettext("of a collaborator", "Training"), self._trained_cell, 150, 2, 4),
                Column("cases", _("People followed"), self._cases_cell, 128, 1, 7),
            ],
            _("Collaborators"),
            row_height=44,
        )

    def _name_cell(self, one: CollaboratorLine) -> Cell:
        return Cell(one.collaborator.full_name, sub=one.collaborator.phone, weight=500)

    def _place_cell(self, one: CollaboratorLine) -> Cell:
        helper = one.collaborator
        old = _("formerly {name}").format(name=helper.old_commune) if helper.old_commune else ""
        return Cell(commune_words(helper.commune, self._desk), sub=" · ".join(filter(None, (helper.village, old))))

    def _contract_cell(self, one: CollaboratorLine) -> Cell:
        state = one.contract.state
        today = self._desk.today()
        if state is ContractState.ENDS_SOON:
            sub = str(dates.lateness(one.contract.on, today))
        elif state is ContractState.TO_COME:
            sub = _("from {day}").format(day=self._desk.said_day(one.contract.on))
        elif one.contract.on is not None:
            sub = _("until {day}").format(day=dates.written(one.contract.on))
        else:
            sub = ""
        tone = _MARKS[state][1] if state in _LOUD else "text"
        number_and_day = " · ".join(filter(None, (one.collaborator.contract_no, sub)))
        return Cell(_(CONTRACT_WORDS[state]), sub=number_and_day, tone=tone, mark=_MARKS[state])

    def _allowance_cell(self, one: CollaboratorLine) -> Cell:
        amount = one.collaborator.allowance
        if amount is None:
            return Cell("–", tone="text2")
        sub = _("below the base salary") if one.below else ""
        return Cell(dong(amount), sub=sub, sub_tone="warn")

    def _trained_cell(self, one: CollaboratorLine) -> Cell:
        return Cell(self._desk.said_day(one.collaborator.trained_on) or "–", sub=one.collaborator.training)

    def _cases_cell(self, one: CollaboratorLine) -> Cell:
        people = ngettext("{n} person", "{n} people", one.cases).format(n=number(one.cases))
        late = _("{n} visits overdue").format(n=one.late) if one.late else ""
        awaited = _("{n} visits to come").format(n=one.visits) if one.visits else ""
        return Cell(
            people, sub=late or awaited, tone="text" if one.cases else "text2", sub_tone="danger" if late else "text2"
        )


class BareTable(RecordTable):
    """Communes where people are followed and nobody helps."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            [
                Column(
                    "commune",
                    _("Commune"),
                    lambda one: Cell(commune_words(one.commune, desk), weight=500),
                    260,
                    2,
                    ALWAYS,
                ),
                Column("people", _("People followed"), self._people_cell, 160, 1, ALWAYS),
            ],
            _("Communes without a collaborator"),
            id_of=attrgetter("commune"),
            row_height=44,
        )

    @staticmethod
    def _people_cell(one: BareCommune) -> Cell:
        return Cell(ngettext("{n} person", "{n} people", one.people).format(n=number(one.people)))


def on_paper(lines: Sequence[CollaboratorLine], desk: Desk) -> PaperList:
    """The same list to be taken out."""
    about = f"tính đến ngày {dates.written(desk.today())}"
    gather = partial(_lines, tuple(lines), desk)
    return PaperList("pdf", "Danh sách cộng tác viên", about, _HEADS, len(lines), gather, "cong-tac-vien")


def _lines(lines: tuple[CollaboratorLine, ...], desk: Desk, _reader: Reader) -> Lines:
    return [
        (
            one.collaborator.full_name,
            one.collaborator.phone,
            commune_words(one.collaborator.commune, desk),
            one.collaborator.old_commune,
            one.collaborator.village,
            one.collaborator.contract_no,
            one.collaborator.from_on,
            one.collaborator.to_on,
            dong(one.collaborator.allowance) if one.collaborator.allowance is not None else "",
            one.collaborator.trained_on,
            one.cases,
        )
        for one in lines
    ]
