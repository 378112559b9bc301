"""The parts of a goal's way as columns: need, goal, activities, notes, results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QLayout, QWidget

from carebook import dates
from carebook.records import enum_words
from carebook.records.assessments import NeedLevel
from carebook.records.care_plans import Activity, Owner
from carebook.records.progress import ProgressNote
from carebook.rules.care_plans.comparing import compared
from carebook.rules.sessions import begins_at
from carebook.store.goal_threads import Attained, Measured, Need, Thread, Wording
from carebook.store.sessions import GoalLevel, ToldSession
from carebook.ui.pages.goal_thread.groups import GroupParts
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.care_plans.comparing import marked_up, spoken
from carebook.ui.parts.care_plans.standing import achievement_of, life_of, standing_of, version_words
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Sign, label, rich_label, section_head, state
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.needs import MARKS, level_words
from carebook.ui.parts.sessions import said_level, told_lines
from carebook.ui.parts.strips import Spark
from carebook.words import _, ngettext

Item = QWidget | QLayout | int
BELOW = (0, 0, 0, 6)
_TONES = frozenset({"ok", "warn", "danger"})


class Step(QFrame):
    """One column: its sign and head, then what stands in it."""

    def __init__(self, icon: str, title: str, items: Sequence[Item], none: str) -> None:
        super().__init__()
        head = row(Sign(icon, "primary", 16), (section_head(title), 1), gap=6)
        shown = items or (label(none, "muted", wrap=True),)
        self.setLayout(column(head, hairline("rule"), 4, *shown, None, gap=4))


class ThreadParts:
    """Makes the columns of one thread; ``go`` opens another page."""

    def __init__(self, desk: Desk, thread: Thread) -> None:
        self._desk, self._thread = desk, thread
        self._names: Mapping[str, str] = thread.staff or {}
        self._groups = GroupParts(desk, thread.groups)

    def steps(self) -> list[Step]:
        """The five columns, in the order of the way."""
        return [
            Step("activity", _("Need and score"), list(self._need()), _("The domain was not assessed yet.")),
            Step("target", _("Goal"), list(self._goal()), ""),
            Step("list", _("Activities"), list(self._activities()), _("No activity for this goal yet.")),
            Step("message-square", _("Notes"), list(self._notes()), _("No note is tied to this goal yet.")),
            Step("activity", _("Next score"), list(self._results()), _("Nothing was measured since.")),
        ]

    # what led to it

    def _need(self) -> Iterator[Item]:
        thread = self._thread
        if thread.need_before is not None:
            yield self._rating(thread.need_before)
            for words in (thread.need_before.rating.problem, thread.need_before.rating.situation):
                if words.strip():
                    yield label(words, wrap=True)
        for one in thread.measured_before:
            yield self._score(one)
        if thread.decision is not None and thread.meeting is not None:
            held = dates.written(thread.meeting.held_on) if thread.meeting.held_on else "–"
            words = _("Decided in the meeting of {day}: {decision}").format(day=held, decision=thread.decision.text)
            yield label(words, wrap=True)
            yield self._way(_("Open the minutes"), "conferences", conference_id=thread.meeting.id)

    def _rating(self, need: Need) -> QFrame:
        level = need.rating.level or NeedLevel.NONE
        day = dates.written(need.assessment.assessed_on) if need.assessment.assessed_on else "–"
        said = row(state(level_words(level), *MARKS[level]), None)
        way = self._way(day, "assessments", assessment_id=need.assessment.id)
        way.setAccessibleName(_("Open the assessment of {day}").format(day=day))
        kind = label(enum_words.said(need.assessment.kind), "small", wrap=True)
        return box(column(said, row(way, None), kind, gap=0, margins=BELOW))

    def _score(self, one: Measured) -> QFrame:
        tone = one.tone if one.tone in _TONES else ""
        day = dates.written(one.on)
        way = self._way(day, "instruments", code=one.instrument, score_id=one.score_id)
        way.setAccessibleName(_("Open the sheet {title} of {day}").format(title=one.title, day=day))
        head = row(label(one.title, "name"), way, None, gap=6)
        return box(column(head, label(one.said, "", tone, wrap=True), gap=0, margins=BELOW))

    # what is wanted

    def _goal(self) -> Iterator[Item]:
        before: Wording | None = None
        for one in self._thread.wordings:
            standing = standing_of(one.file.standing)
            words = version_words(one.file.plan)
            way = self._way(words, "care_plans", plan_id=one.file.plan.id)
            since = one.since_on
            day = _("from {day}").format(day=dates.written(since)) if since else ""
            parts = compared(goal_line(before) if before else goal_line(one), goal_line(one))
            text = rich_label(marked_up(parts))
            text.setAccessibleName(spoken(parts))
            yield row(way, None, gap=6)
            yield row(state(standing.words, standing.shape, standing.tone), label(day, "small"), None, gap=8)
            yield text
            if one is not self._thread.wordings[-1]:
                yield hairline()
            before = one

    # what is done

    def _activities(self) -> Iterator[Item]:
        now = self._thread.newest
        for one in now.activities:
            yield self._activity(one)
        named = {one.text for one in now.activities}
        for wording in self._thread.wordings[::-1]:
            gone = [one for one in wording.activities if one.text not in named]
            named |= {one.text for one in gone}
            if gone:
                only = _("Only in version {n}").format(n=wording.file.plan.number)
                yield label(only, "small_name", "text2")
            for one in gone:
                yield label(one.text, "muted", wrap=True)
        yield from self._groups.activities()

    def _activity(self, one: Activity) -> QFrame:
        owner = self._names.get(one.staff_member_id or "") or one.responsible or one.provider
        if one.owner is not Owner.STAFF or not owner:
            owner = " ".join(filter(None, (enum_words.said(one.owner), owner and f"({owner})")))
        days = days_of(one)
        under = " · ".join(filter(None, (one.frequency, owner, days)))
        urgent = (label(_("Urgent"), "small_name", "danger"),) if one.urgent else ()
        return box(column(label(one.text, wrap=True), *urgent, label(under, "small", wrap=True), gap=0, margins=BELOW))

    # what was seen

    def _notes(self) -> Iterator[Item]:
        seen = [(one.happened_at, self._note(one)) for one in self._thread.notes]
        seen += [(begins_at(one.session), self._session(one)) for one in self._thread.sessions]
        seen += self._groups.notes()
        yield from (item for _at, item in sorted(seen, key=lambda pair: pair[0]))

    def _session(self, one: ToldSession) -> QFrame:
        therapy = self._desk.words("therapy", one.session.therapy)
        at = dates.moment(begins_at(one.session), self._desk.today())
        way = Button(_("Open the session"), "link")
        way.clicked.connect(partial(self._desk.go, "rehabilitation", session_id=one.id))
        head = label(" · ".join(filter(None, (at, therapy, one.given_by))), "small", wrap=True)
        lines = [label(words, wrap=True) for words in told_lines(one)]
        return box(column(head, *lines, row(way, None), gap=0, margins=BELOW))

    def _note(self, one: ProgressNote) -> QFrame:
        who = self._names.get(one.done_by_id or "", "")
        kind = self._desk.words("note_kind", one.kind)
        at = dates.moment(one.happened_at, self._desk.today())
        rest = [
            label(f"{words}: {text}", wrap=True)
            for words, text in ((_("Result"), one.result), (_("Client"), one.reaction), (_("Next"), one.next_step))
            if text.strip()
        ]
        head = label(" · ".join(filter(None, (at, kind, who))), "small", wrap=True)
        return box(column(head, label(one.text, wrap=True), *rest, gap=0, margins=BELOW))

    # what came of it

    def _results(self) -> Iterator[Item]:
        thread = self._thread
        for instrument in dict.fromkeys(one.instrument for one in thread.measured_after):
            after = [one for one in thread.measured_after if one.instrument == instrument]
            before = [one for one in thread.measured_before if one.instrument == instrument]
            values = [one.total for one in (*before, *after)]
            if len(values) > 1:
                spark = Spark(values, name=after[-1].title, width=theme.worn().scaled(96))
                yield row(spark, None)
            for one in after:
                yield self._score(one)
        if thread.attained:
            yield self._attained(thread.attained)
        for text in dict.fromkeys(one.text for one in thread.levels):
            yield self._levels(text, [one for one in thread.levels if one.text == text])
        yield from self._groups.results()
        for need in thread.needs_after:
            yield self._rating(need)
        goal = thread.newest.goal
        rated = achievement_of(goal)
        yield hairline()
        yield row(state(rated.words, rated.shape, rated.tone), None)
        life = life_of(goal)
        day = dates.written(goal.achieved_on) if goal.achieved_on else ""
        yield label(" · ".join(filter(None, (life.words, day))), "small", wrap=True)
        if goal.remark.strip():
            yield label(goal.remark, wrap=True)

    def _levels(self, text: str, levels: Sequence[GoalLevel]) -> QFrame:
        """Where a goal of the rehabilitation plan stood, session by session."""
        way = " → ".join(f"{said_level(one.level)} ({self._desk.said_day(one.on)})" for one in levels)
        return box(column(label(text, "name", wrap=True), label(way, wrap=True), gap=0, margins=BELOW))

    def _attained(self, attained: Sequence[Attained]) -> QFrame:
        levels = [f"{one.level:+d}".replace("-", "−") if one.level else "0" for one in attained]
        days = " → ".join(
            f"{words} ({self._desk.said_day(one.on)})" for words, one in zip(levels, attained, strict=True)
        )
        reached = attained[-1].level + 2
        meant = self._thread.newest.goal.levels
        words = meant[reached] if 0 <= reached < len(meant) else ""
        head = label(_("Goal attainment"), "name")
        lines = [label(text, wrap=True) for text in (days, words) if text]
        return box(column(head, *lines, gap=0, margins=BELOW))

    def _way(self, words: str, page: str, **about: str) -> Button:
        way = Button(words, "link")
        way.clicked.connect(partial(self._desk.go, page, episode_id=self._thread.episode.id, **about))
        return way


def days_of(activity: Activity) -> str:
    """ "01/12/2026 – 31/01/2027", "from 01/12/2026", "until 05/12/2026"."""
    start, end = activity.from_on, activity.to_on
    if start and end:
        return f"{dates.written(start)} – {dates.written(end)}"
    if start:
        return _("from {day}").format(day=dates.written(start))
    return _("until {day}").format(day=dates.written(end)) if end else ""


def goal_line(wording: Wording) -> str:
    """The goal as one text: what, measured how, from where to where, until when."""
    goal = wording.goal
    way = " → ".join(filter(None, (goal.from_value, goal.to_value)))
    due = _("by {day}").format(day=dates.written(goal.due_on)) if goal.due_on else ""
    return " · ".join(filter(None, (goal.text, goal.measure, way, due)))


def head_words(thread: Thread) -> str:
    """ "3 versions, 12 notes"."""
    versions, notes = len(thread.wordings), len(thread.notes)
    return ", ".join(
        (
            ngettext("{n} version", "{n} versions", versions).format(n=versions),
            ngettext("{n} note", "{n} notes", notes).format(n=notes),
        )
    )
