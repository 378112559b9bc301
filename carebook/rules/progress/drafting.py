"""The proposed line of one case in a progress report, in Vietnamese as it is printed, from what happened in the period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from carebook.money import number
from carebook.records.assessments import AssessmentKind
from carebook.records.care_plans import Achievement, Proposal
from carebook.records.episodes import AbsenceKind
from carebook.rules.progress.periods import ReportPeriod

_LONGEST_GOAL = 80
_PERIODS = {"month": "tháng", "quarter": "quý", "half_year": "6 tháng", "year": "năm"}
_ACHIEVED = {
    Achievement.ACHIEVED: "đạt mục tiêu",
    Achievement.PARTLY: "đạt một phần mục tiêu",
    Achievement.NOT_ACHIEVED: "chưa đạt mục tiêu",
    Achievement.NO_LONGER: "mục tiêu không còn phù hợp:",
}
_ASSESSED = {
    AssessmentKind.INITIAL: "đánh giá ban đầu",
    AssessmentKind.PERIODIC: "đánh giá định kỳ",
    AssessmentKind.UNSCHEDULED: "đánh giá đột xuất",
}
_PROPOSED = {
    Proposal.CONTINUE: "đề nghị tiếp tục",
    Proposal.ADJUST: "đề nghị điều chỉnh",
    Proposal.END: "đề nghị kết thúc kế hoạch",
}
_AWAY = {
    AbsenceKind.HOSPITAL: "nằm viện",
    AbsenceKind.LEAVE: "về phép",
    AbsenceKind.TET_LEAVE: "nghỉ lễ, Tết",
    AbsenceKind.TRIAL_STAY: "về thử gia đình",
    AbsenceKind.MISSING: "mất tích",
    AbsenceKind.ON_DUTY: "đi công việc",
}


@dataclass(frozen=True)
class Rated:
    """A goal that was rated in the period."""

    goal: str
    achievement: Achievement


@dataclass(frozen=True)
class Measured:
    """The newest result of a scale in the period: total and band in words, and those of the time before (None, "": none)."""

    scale: str
    total: float | None
    band: str = ""
    total_before: float | None = None
    band_before: str = ""


@dataclass(frozen=True)
class Reviewed:
    """A review of the plan."""

    on: date
    proposal: Proposal | None = None


@dataclass(frozen=True)
class Absent:
    """Away from a day on, back on another (None: not yet)."""

    kind: AbsenceKind
    from_on: date
    back_on: date | None = None


@dataclass(frozen=True)
class Changed:
    """Another category from a day on, in words; both "" where they may not be told."""

    on: date
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class PeriodFacts:
    """What the book knows of one case in one period; words are said already, never codes.

    ``notes`` are numbers of notes by the words of their kind, without those about ``contacts`` with the family.
    ``began_on`` and ``ended_on`` are given when they lie in the period. ``plan`` is the version in force, None for none.
    """

    period: ReportPeriod
    began_on: date | None = None
    ended_on: date | None = None
    notes: tuple[tuple[str, int], ...] = ()
    contacts: int = 0
    goals: tuple[Rated, ...] = ()
    plans_approved: tuple[int, ...] = ()
    assessments: tuple[tuple[AssessmentKind, date], ...] = ()
    scales: tuple[Measured, ...] = ()
    reviews: tuple[Reviewed, ...] = ()
    conferences: tuple[date, ...] = ()
    absences: tuple[Absent, ...] = ()
    categories: tuple[Changed, ...] = ()
    plan: int | None = None


def drafted_line(facts: PeriodFacts) -> str:
    """The sentences of the line, each ending with a period; never empty."""
    changes = list(_changes(facts))
    written = _written(facts)
    if changes:
        return _sentences((*changes, written))
    quiet = f"không có thay đổi trong {_PERIODS[facts.period.kind]}"
    return _sentences(("; ".join(part for part in (quiet, written, _goes_on(facts)) if part),))


def _goes_on(facts: PeriodFacts) -> str:
    if facts.plan is None:
        return "chưa có kế hoạch được phê duyệt"
    return f"tiếp tục thực hiện kế hoạch bản {facts.plan}"


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts if part)


def _changes(facts: PeriodFacts) -> Iterator[str]:
    """Everything but notes, as clauses that begin small."""
    if facts.began_on:
        yield f"tiếp nhận ngày {_day(facts.began_on)}"
    yield from _assessed(facts)
    for version in facts.plans_approved:
        yield f"kế hoạch bản {version} được phê duyệt"
    yield from (
        f"{_ACHIEVED[one.achievement]} “{_short(one.goal)}”" for one in facts.goals if one.achievement in _ACHIEVED
    )
    yield from (_measured(one) for one in facts.scales)
    for one in facts.reviews:
        proposed = f", {_PROPOSED[one.proposal]}" if one.proposal else ""
        yield f"rà soát kế hoạch ngày {_day(one.on)}{proposed}"
    if facts.conferences:
        yield f"họp thống nhất ngày {_listed(_day(on) for on in facts.conferences)}"
    yield from (_away(one, facts.period) for one in facts.absences)
    for change in facts.categories:
        words = f" từ {_small(change.before)} sang {_small(change.after)}" if change.before and change.after else ""
        yield f"chuyển nhóm{words} ngày {_day(change.on)}"
    if facts.ended_on:
        yield f"dừng trợ giúp ngày {_day(facts.ended_on)}"


def _assessed(facts: PeriodFacts) -> Iterator[str]:
    for kind, words in _ASSESSED.items():
        days = [_day(on) for one, on in facts.assessments if one is kind]
        if days:
            yield f"{words} ngày {_listed(days)}"


def _written(facts: PeriodFacts) -> str:
    """ "12 lần ghi chép (công tác xã hội 8, sức khỏe 4); liên lạc với gia đình 2 lần"; "" for nothing."""
    kinds = [(words, count) for words, count in facts.notes if count > 0]
    parts = []
    if len(kinds) == 1:
        parts.append(f"{number(kinds[0][1])} lần ghi chép {_small(kinds[0][0])}")
    elif kinds:
        apart = ", ".join(f"{_small(words)} {number(count)}" for words, count in kinds)
        parts.append(f"{number(sum(count for _words, count in kinds))} lần ghi chép ({apart})")
    if facts.contacts > 0:
        parts.append(f"liên lạc với gia đình {number(facts.contacts)} lần")
    return "; ".join(parts)


def _measured(one: Measured) -> str:
    now = _score(one.total, one.band)
    if one.total_before is None and not one.band_before:
        return f"{one.scale} {now}".strip() if now else f"đã đánh giá bằng {one.scale}"
    numbers = " → ".join(_number(total) for total in (one.total_before, one.total) if total is not None)
    bands = " → ".join(_small(band) for band in dict.fromkeys((one.band_before, one.band)) if band)
    return f"{one.scale} {numbers}{f' ({bands})' if bands else ''}" if numbers else f"{one.scale}: {bands}"


def _score(total: float | None, band: str) -> str:
    if total is None:
        return _small(band)
    return f"{_number(total)} ({_small(band)})" if band else _number(total)


def _number(total: float) -> str:
    return number(int(total)) if total == int(total) else number(round(total, 1))


def _away(one: Absent, period: ReportPeriod) -> str:
    words = _AWAY[one.kind]
    if one.back_on is None or one.back_on > period.last:
        return f"{words} từ ngày {_day(one.from_on)}"
    if one.back_on == one.from_on:
        return f"{words} ngày {_day(one.from_on)}"
    return f"{words} từ ngày {_day(one.from_on)} đến ngày {_day(one.back_on)}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _listed(parts: Iterable[str]) -> str:
    """ "05/10/2026", "05/10/2026 và 12/10/2026", "a, b và c"."""
    found = list(parts)
    return " và ".join(filter(None, (", ".join(found[:-1]), found[-1])))


def _short(goal: str) -> str:
    """A goal as it is quoted: one line, without its period, not longer than ``_LONGEST_GOAL``."""
    words = " ".join(goal.split()).rstrip(".")
    return words if len(words) <= _LONGEST_GOAL else f"{words[: _LONGEST_GOAL - 1].rsplit(' ', 1)[0]}…"


def _small(words: str) -> str:
    """Words inside a sentence: the first letter small, unless a capital follows ("PHCN", "HIV")."""
    return words if len(words) > 1 and words[1].isupper() else f"{words[:1].lower()}{words[1:]}"
