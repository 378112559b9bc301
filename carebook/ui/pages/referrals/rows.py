"""The list of referrals: its columns, what its pills are called, and the same list on paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from carebook import dates
from carebook.records.referrals import REFERRAL_WORDS, ReferralState
from carebook.store.book import Reader
from carebook.store.referrals import ReferralRow
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import Lines, PaperList
from carebook.words import _, pgettext

S = ReferralState
_MARKS = {
    S.PROPOSED: ("ring", "text2"),
    S.SENT: ("half", "info"),
    S.ACCEPTED: ("half", "ok"),
    S.SERVED: ("full", "ok"),
    S.CLOSED: ("square", "text2"),
    S.FAILED: ("cross", "danger"),
}
_HEADS = (
    "Mã hồ sơ",
    "Họ và tên",
    "Nơi phối hợp",
    "Dịch vụ",
    "Tình trạng",
    "Đề xuất",
    "Đã gửi",
    "Hạn trả lời",
    "Phụ trách",
)


class ReferralTable(RecordTable):
    """Two lines a referral; the worker and the day of sending hide first."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            [
                Column("who", _("Name"), self._who_cell, 170, 1, ALWAYS),
                Column("partner", _("Partner"), self._partner_cell, 230, 4, 9),
                Column("state", _("State"), self._state_cell, 196, 0, ALWAYS),
                Column("sent", pgettext("referral", "Sent"), self._sent_cell, 96, priority=5, align="right"),
                Column("reply", _("Reply by"), self._reply_cell, 110, priority=8, align="right"),
                Column("worker", _("Worker"), lambda one: one.worker or "–", 156, 0, 4),
            ],
            _("Referrals"),
            row_height=44,
        )
        self.setMinimumHeight(theme.worn().scaled(80))

    def _who_cell(self, one: ReferralRow) -> Cell:
        return Cell(one.name, sub=one.code, weight=500, icon="lock" if one.masked else "")

    def _partner_cell(self, one: ReferralRow) -> Cell:
        way = _("they refer to us") if one.incoming else ""
        return Cell(one.partner, sub=" · ".join(filter(None, (self._desk.words("service", one.service), way))))

    def _state_cell(self, one: ReferralRow) -> Cell:
        shape, tone = _MARKS[one.state]
        day = {
            S.PROPOSED: one.proposed_on,
            S.SENT: one.sent_on,
            S.ACCEPTED: one.accepted_on,
            S.SERVED: one.served_on,
        }.get(one.state, one.closed_on)
        return Cell(_(REFERRAL_WORDS[one.state]), sub=self._desk.said_day(day), mark=(shape, tone))

    def _sent_cell(self, one: ReferralRow) -> Cell:
        return Cell(self._desk.said_day(one.sent_on) or "–")

    def _reply_cell(self, one: ReferralRow) -> Cell:
        if one.state is not S.SENT or one.reply_due_on is None:
            return Cell("–", tone="text2")
        tone = "danger" if one.overdue_days else "text"
        said = str(dates.lateness(one.reply_due_on, self._desk.today()))
        return Cell(
            self._desk.said_day(one.reply_due_on), sub=said, tone=tone, sub_tone=tone if one.overdue_days else "text2"
        )


def shown_words(shown: str) -> str:
    """How a pill over the list is called."""
    match shown:
        case "running":
            return _("Running referrals")
        case "late":
            return _("Reply late")
        case "ended":
            return _("Ended referrals")
        case _:
            return _(REFERRAL_WORDS[S(shown)])


def on_paper(lines: Sequence[ReferralRow], desk: Desk) -> PaperList:
    """The same list to be taken out."""
    about = f"tính đến ngày {dates.written(desk.today())}"
    whose = frozenset(one.person_id for one in lines)
    gather = partial(_on_paper, tuple(lines), desk)
    return PaperList("pdf", "Danh sách chuyển gửi", about, _HEADS, len(whose), gather, "chuyen-gui", whose)


def _on_paper(lines: tuple[ReferralRow, ...], desk: Desk, _reader: Reader) -> Lines:
    return [
        (
            one.code,
            one.name,
            one.partner,
            desk.words("service", one.service),
            _(REFERRAL_WORDS[one.state]),
            one.proposed_on,
            one.sent_on,
            one.reply_due_on if one.state is S.SENT else None,
            one.worker,
        )
        for one in lines
    ]
