"""What happened on the way home, newest first, month by month; and what has its day, owner by owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from carebook import dates
from carebook.records.enum_words import said
from carebook.records.follow_ups import FollowUp, VisitState
from carebook.records.reintegration import Stage
from carebook.ui.pages.home_path.asking import PAPER, PATH, SUPPORT
from carebook.ui.pages.home_path.lanes import Laned
from carebook.ui.pages.home_path.lines import Line, RecordOf
from carebook.ui.pages.home_path.parts import Words
from carebook.ui.pages.home_path.parts.said import joined, owner_words, quoted
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.home_path import RISK_TONES, step_words, visit_words, waiting_words
from carebook.ui.parts.timeline import TimelineDay, TimelineEvent
from carebook.words import _

_STAGE_ICONS = {Stage.SUSPENDED: "hourglass", Stage.FAILED: "x", Stage.RE_ENTERED: "undo-2"}
_NEAR = 7


def events_of(words: Words) -> list[TimelineDay | TimelineEvent]:
    """Everything that has a day, newest first, under the heads of its months."""
    told = sorted(_told(words), key=lambda one: one[0], reverse=True)
    shown: list[TimelineDay | TimelineEvent] = []
    for (year, month), group in groupby(told, key=lambda one: (one[0].year, one[0].month)):
        head = str(dates.month_name(year, month))
        shown.append(TimelineDay(head[:1].upper() + head[1:]))
        shown += [_event(day, line, stages) for day, stages, line in group]
    return shown


Told = tuple[date, bool, Line]
"""A day, whether it is a step of the path itself, and what happened."""


def _event(day: date, line: Line, is_stage: bool) -> TimelineEvent:
    return TimelineEvent(
        time=f"{day:%d/%m}",
        icon=line.icon,
        title=line.title,
        text=line.text,
        who=line.small,
        tone="primary" if is_stage else line.tone,
        chip=line.chip,
        chip_tone=line.chip_tone,
        record=line.opens,
    )


def _told(words: Words) -> Iterator[Told]:
    file, desk = words.file, words.desk
    for entry in reversed(file.entries):  # several steps of one day stand newest first too
        icon = _STAGE_ICONS.get(entry.stage, "arrow-right")
        yield entry.from_on, True, Line(icon, step_words(entry.stage), entry.reason)
    yield from _dated(words)
    for visit in file.visits:
        if visit.done_on is not None:
            yield visit.done_on, False, _visit(visit, words)
    held = file.handover.handover if file.handover is not None else None
    if held is not None and held.handed_on is not None and file.path.handed_over_on is not None:
        line = Line("handshake", _("Handover"), "", joined(held.giver, held.receiver, held.witness), "ok")
        yield held.handed_on, False, line
    for opinion in file.opinions:
        if opinion.heard_on is not None:
            who = joined(desk.words("opinion_of", opinion.of_whom), opinion.name)
            chip = _("heard alone") if opinion.alone else ""
            yield opinion.heard_on, False, Line("message-square", who, quoted(opinion.words), "", "info", chip, "info")


def _dated(words: Words) -> Iterator[Told]:
    """The records that have one day of their own."""
    file, desk = words.file, words.desk
    for one in file.assessments:
        visited = one.assessment.visited_on
        if visited is not None:
            for line in words.assessment_lines(one)[:1]:
                yield visited, False, line
    for contact in file.contacts:
        if contact.held_on is not None:
            yield contact.held_on, False, replace(words.contact_line(contact), small=contact.brought)
    for meeting in file.conferences:
        if meeting.held_on is not None:
            opens = ("conferences", meeting)
            yield meeting.held_on, False, Line("users", meeting.subject, meeting.conclusion, tone="info", opens=opens)
    for training in file.trainings:
        if training.given_on is not None:
            topic = desk.words("carer_topic", training.topic)
            yield training.given_on, False, Line("graduation-cap", topic, training.result)
    for stay, report in words.view.trials:
        for line in words.trial_lines(stay, report)[:1]:
            yield stay.from_on, False, line
    for paper in file.papers:
        if paper.dated_on is not None:
            title = desk.words("path_paper", paper.paper)
            number = _("no. {number}").format(number=paper.number) if paper.number else ""
            yield paper.dated_on, False, Line("file-text", title, "", joined(number, paper.issuer))
    for lead in file.leads:
        if lead.found_on is not None:
            state = desk.words("lead_result", lead.result)
            title = joined(lead.person or _("unknown person"), state.lower())
            small = desk.words("lead_source", lead.source)
            yield lead.found_on, False, Line("search", title, lead.what, small, opens=("tracing", lead))
    for letter in file.letters:
        if letter.sent_on is not None:
            kind = desk.words("tracing_letter", letter.kind)
            yield letter.sent_on, False, Line("send", kind, letter.reply, letter.addressee, opens=("tracing", None))


def _visit(visit: FollowUp, words: Words) -> Line:
    mode = words.desk.words("visit_mode", visit.mode) if visit.mode else ""
    by = visit.done_by or words.view.names.get(visit.worker_id or "", "")
    title = visit_words(visit, words.file.path.handed_over_on)
    risk = said(visit.risk) if visit.risk is not None else ""
    tone = RISK_TONES[visit.risk] if visit.risk is not None else "none"
    text = "\n".join(filter(None, (quoted(visit.own_words), visit.problems, visit.living)))
    icon = "phone" if visit.mode == "phone" else "house"
    sign = tone if tone != "none" else "text2"
    return Line(icon, title, text, joined(mode, visit.seen, by), sign, risk, tone, ("follow_ups", visit))


# what has its day


def laned(words: Words) -> tuple[list[Laned], list[tuple[str, str]]]:
    """The visits once somebody is at home, before that the papers and supports with a clock; with the lanes they need."""
    rows = visit_rows(words) if words.file.visits else clock_rows(words)
    always = ("center", "commune", "department")
    used = {one.owner for one in rows}
    return rows, [(key, owner_words(key)) for key in (*always, "family") if key in always or key in used]


def visit_rows(words: Words) -> list[Laned]:
    """Every visit with its owner: made, awaited, waived."""
    handed = words.file.path.handed_over_on
    rows = []
    for visit in sorted(words.file.visits, key=lambda one: (one.due_on, one.owner.value)):
        state, tone, mark = _standing(visit, words.desk)
        title = visit_words(visit, handed)
        rows.append(Laned(visit.due_on, title, state, tone, visit.owner.value, *mark, opens=("follow_ups", visit)))
    return rows


def _standing(visit: FollowUp, desk: Desk) -> tuple[str, str, tuple[str, str]]:
    """What became of a visit, its tone, and its sign."""
    today = desk.today()
    day = desk.said_day(visit.done_on)
    match visit.state:
        case VisitState.DONE | VisitState.RECEIVED:
            tone = RISK_TONES[visit.risk] if visit.risk is not None else "ok"
            words = _("done {day}") if visit.state is VisitState.DONE else _("received {day}")
            risk = said(visit.risk) if visit.risk is not None else ""
            return joined(words.format(day=day), risk), tone, ("full", tone)
        case VisitState.WAIVED:
            return joined(said(visit.state), visit.waived_because), "text2", ("dash", "text2")
        case VisitState.LOST:
            return said(visit.state), "warn", ("cross", "warn")
    words, tone = waiting_words(visit, today)
    return words, tone, ("ring", tone)


def clock_rows(words: Words) -> list[Laned]:
    """The day aimed at, the papers whose clock runs and the supports with a day, before anybody has gone home."""
    file, desk = words.file, words.desk
    rows = []
    for clock in file.deadlines:
        on = clock.done_on or clock.due_on
        if on is not None and not clock.not_needed:
            title = desk.words("path_paper", clock.paper)
            rows.append(_clock(on, title, clock.done_on, clock.owner, desk, (PAPER, clock.paper)))
    for support in file.supports:
        if support.due_on is not None:
            on = support.done_on or support.due_on
            rows.append(_clock(on, support.what, support.done_on, "center", desk, (SUPPORT, support)))
    if file.path.target_on is not None and file.path.handed_over_on is None:
        title = _("Day aimed at for going home")
        rows.append(_clock(file.path.target_on, title, None, "center", desk, (PATH, file.path)))
    return sorted(rows, key=lambda one: one.on)


def _clock(on: date, title: str, done: date | None, owner: str, desk: Desk, opens: RecordOf) -> Laned:
    if done is not None:
        return Laned(on, title, _("done"), "ok", owner, "full", "ok", opens)
    today = desk.today()
    late, near = on < today, (on - today).days <= _NEAR
    tone = ("danger" if owner == "center" else "warn") if late else "warn" if near else "text2"
    return Laned(on, title, str(dates.lateness(on, today)), tone, owner, "ring", tone, opens)
