"""What the groups a client is in for a goal put into the columns of its way: the group, what was marked, how far they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.money import number
from carebook.records import enum_words
from carebook.records.care_plans import Achievement
from carebook.rules.sessions import begins_at
from carebook.store.groups import Attended, ServingGroup
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.care_plans.standing import achievement_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, state
from carebook.ui.parts.layouts import box, column, row
from carebook.words import _

BELOW = (0, 0, 0, 6)


class GroupParts:
    """Makes what stands in the columns of one goal about the groups that serve it."""

    def __init__(self, desk: Desk, groups: Sequence[ServingGroup]) -> None:
        self._desk, self._groups = desk, groups

    def activities(self) -> Iterator[QFrame]:
        """Each group with the goal the client has there, since when, and how often they came."""
        for one in self._groups:
            group, member = one.membership.group, one.membership.member
            kind = self._desk.words("group_kind", group.kind)
            since = _("from {day}").format(day=dates.written(member.joined_on)) if member.joined_on else ""
            until = _("until {day}").format(day=dates.written(member.left_on)) if member.left_on else ""
            came = _("came to {came} of {marked} sessions").format(
                came=number(one.membership.came), marked=number(one.membership.marked)
            )
            under = (kind, one.leader, " ".join(filter(None, (since, until))), came if one.membership.marked else "")
            way = Button(_("Open the group"), "link")
            way.setAccessibleName(_("Open the group {name}").format(name=group.name))
            way.clicked.connect(partial(self._desk.go, "groups", group_id=group.id))
            goal = (label(member.own_goal, wrap=True),) if member.own_goal.strip() else ()
            below = label(" · ".join(filter(None, under)), "small", wrap=True)
            yield box(column(label(group.name, "name", wrap=True), *goal, below, row(way, None), gap=0, margins=BELOW))

    def notes(self) -> Iterator[tuple[datetime, QFrame]]:
        """What was written of the client in sessions of the groups, with the moment each began."""
        for one in self._groups:
            for each in one.sessions:
                if each.attendance.remark.strip() or each.attendance.follow_up.strip():
                    yield begins_at(each.session), self._note(one, each)

    def _note(self, one: ServingGroup, each: Attended) -> QFrame:
        mark, session = each.attendance, each.session
        at = dates.moment(begins_at(session), self._desk.today())
        part = enum_words.said(mark.participation) if mark.participation else ""
        asked = _("Asked about: {words}").format(words=mark.follow_up) if mark.follow_up.strip() else ""
        lines = (" · ".join(filter(None, (enum_words.said(mark.presence), part))), mark.remark, asked)
        way = Button(_("Open the roster"), "link")
        way.clicked.connect(partial(self._desk.go, "groups", group_id=one.membership.group.id, session_id=session.id))
        head = label(" · ".join((at, one.membership.group.name)), "small", wrap=True)
        told = [label(words, wrap=True) for words in lines if words.strip()]
        return box(column(head, *told, row(way, None), gap=0, margins=BELOW))

    def results(self) -> Iterator[QFrame]:
        """How far the client came with the goal they have in a group, once it was rated or written about."""
        for one in self._groups:
            member = one.membership.member
            rated = achievement_of(member)
            if member.achievement is Achievement.NOT_RATED and not member.evaluation.strip():
                continue
            said = row(state(rated.words, rated.shape, rated.tone), None)
            text = (label(member.evaluation, wrap=True),) if member.evaluation.strip() else ()
            head = label(member.own_goal or one.membership.group.name, "name", wrap=True)
            yield box(column(head, said, *text, gap=0, margins=BELOW))
