"""The sheet at the bed: who, allergies, how much help, what is worked at, whom to call; never a diagnosis or a category."""

from __future__ import annotations

from collections.abc import Sequence

from carebook.records.care_plans import Activity, DailyHelp, Goal
from carebook.reports.case_papers.about import About, day_words, said
from carebook.reports.forms import Form, Look, Part, Points, Prose, lines, listing, wide
from carebook.reports.people import section

# What keeps the sheet on one page, however much is written in the plan.
_HELPS, _ACTIVITIES, _GOALS, _CONTACTS = 7, 3, 3, 2
_NAME, _NOTE, _LINE = 40, 45, 68  # letters; a goal, an activity, somebody to call keep to one line
_LARGE_ALLERGIES, _ALL_ALLERGIES = 80, 500  # letters


def bedside(
    about: About,
    goals: Sequence[Goal] = (),
    activities: Sequence[Activity] = (),
    helps: Sequence[DailyHelp] = (),
    contacts: Sequence[str] = (),
    *,
    protected: bool = False,
    blank: bool = False,
) -> Form:
    """Phiếu chăm sóc tại giường, one sheet. ``contacts`` are those to call: name, relation, telephone.

    ``protected``: neither goals nor relatives are told; who is responsible is asked.
    """
    name = shortened(about.resident.full_name, _NAME)
    parts: list[Part] = [
        Prose(name if name or not blank else "." * 50, Look.LARGE),
        *lines(
            [("Phòng, giường", about.bed), ("Người phụ trách", about.manager)],
            [("Ngày sinh", about.resident.born), ("Mã hồ sơ", about.resident.code)],
        ),
        _allergies(", ".join(about.allergies), blank=blank),
    ]
    if protected:
        parts.append(Prose("Cách chăm sóc: hỏi người phụ trách.", Look.PLAIN))
    else:
        rows = [(about.text("care_kind", one.kind), said(one.level), shortened(one.note, _NOTE)) for one in helps]
        heads = ("Việc", "Mức hỗ trợ", wide("Cách làm", 4))
        parts += [
            section(_heading("Mức hỗ trợ hằng ngày", len(rows), _HELPS)),
            listing(heads, rows[:_HELPS], _HELPS if blank else 3),
        ]
        urgent = [_activity(about, one) for one in activities if one.urgent]
        parts += _points(_heading("Việc khẩn cấp", len(urgent), _ACTIVITIES), urgent[:_ACTIVITIES], blank)
        doing = [_goal(goal) for goal in goals]
        parts += _points(_heading("Đang cùng tập, cùng làm", len(doing), _GOALS), doing[:_GOALS], blank)
    parts += _points("Khi cần, gọi", contacts[:_CONTACTS], blank or not contacts)
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu chăm sóc tại giường",
        headed=False,
        parts=tuple(parts),
    )


def shortened(words: str, letters: int) -> str:
    """The words on one line of at most so many letters, cut between words where there is a space."""
    line = " ".join(words.split())
    if len(line) <= letters:
        return line
    cut = line[: letters - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[letters // 2 :] else cut} …".replace("  ", " ")


def _allergies(words: str, *, blank: bool) -> Prose:
    """Large while there is room; a long list in smaller letters, because none may be missing."""
    if not words:
        return Prose(f"DỊ ỨNG: {'.' * 50}", Look.LARGE) if blank else Prose("Dị ứng: chưa ghi nhận", Look.CENTRED)
    if len(words) <= _LARGE_ALLERGIES:
        return Prose(f"DỊ ỨNG: {words}", Look.LARGE)
    more = " CÒN NỮA, XEM HỒ SƠ" if len(words) > _ALL_ALLERGIES else ""
    return Prose(f"DỊ ỨNG: {shortened(words, _ALL_ALLERGIES)}{more}", Look.CENTRED)


def _heading(words: str, count: int, most: int) -> str:
    """Says how many lines of the plan are not on the sheet."""
    return f"{words} ({most} trong {count}, xem thêm trong kế hoạch)" if count > most else words


def _points(heading: str, items: Sequence[str], dotted: bool) -> list[Part]:
    """Lines under a heading; dotted lines for the pen where there are none."""
    if not items:
        return [section(heading), Points(("." * 110,) * 2)] if dotted else []
    return [section(heading), Points(tuple(shortened(one, _LINE) for one in items))]


def _activity(about: About, activity: Activity) -> str:
    who = about.name(activity.staff_member_id) or activity.responsible
    return " – ".join(filter(None, (activity.text, activity.frequency, who)))


def _goal(goal: Goal) -> str:
    """The due day first, so that cutting a long goal never takes it away."""
    due = f"đến {day_words(goal.due_on)}: " if goal.due_on else ""
    return f"{due}{goal.text}"
