"""The sheet of the sessions of one month: a line to sign for every session, what was done in it, and how it went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from carebook.records.sessions import Assistance, Session, SessionExercise, SessionState
from carebook.reports.case_papers.about import About, said
from carebook.reports.case_papers.assessing import whose
from carebook.reports.forms import Form, Listing, Look, Part, Prose, lines, wide
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.therapy_papers.saying import at_words, joined, weekday
from carebook.rules.sessions import GIVEN, said_state
from carebook.words import speaking

_BLANK_ROWS = 16
_LINES = 3  # of a row: room for a signature
_ORDER = tuple(SessionState)


@dataclass(frozen=True)
class SessionLine:
    """One session of the sheet; ``late``: planned and not recorded within the limit."""

    session: Session
    exercises: tuple[SessionExercise, ...] = ()
    late: bool = False


def session_sheet(
    about: About, sessions: Sequence[SessionLine] = (), *, month: str = "", diagnosis: str = "", ordered_by: str = ""
) -> Form:
    """Phiếu thực hiện kỹ thuật phục hồi chức năng of a month ("tháng 11 năm 2026"), in the given order.

    A session that is still to come has its line with day, therapy and name, and room for the pen.
    """
    columns = (
        GridColumn("TT", align="center"),
        GridColumn("Ngày, giờ", align="center", least=17),
        wide("Kỹ thuật, bài tập", 4),
        GridColumn("Phút", align="center"),
        wide("Diễn biến, đáp ứng", 4),
        GridColumn("Người thực hiện\n(ký, ghi rõ họ tên)", align="center", least=38),
        GridColumn("Người tập\n(ký)", align="center", least=30),
    )
    rows = tuple(_row(about, n, line) for n, line in enumerate(sessions, 1))
    blank = tuple(GridRow(("",) * len(columns), lines=_LINES) for _ in range(_BLANK_ROWS))
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu thực hiện kỹ thuật",
        about="Phục hồi chức năng",
        across=True,
        parts=(
            *whose(about),
            *lines([("Thời gian", month), ("Người chỉ định", ordered_by)], [("Chẩn đoán", diagnosis)]),
            Listing(Grid(columns, rows or blank)),
            *_counted(sessions),
        ),
        slots=(
            about.signs_by_hand("client", ("NGƯỜI TẬP", "hoặc người giám hộ")),
            about.signs("therapist", ("NGƯỜI THỰC HIỆN",), _only_therapist(about, sessions)),
            about.signs("orderer", ("NGƯỜI CHỈ ĐỊNH",), ordered_by),
        ),
    )


def state_words(line: SessionLine) -> str:
    """The state of a session in Vietnamese, with its reason's place left to the caller."""
    with speaking("vi"):
        return str(said_state(line.session.state, line.session.therapy, late=line.late))


def _row(about: About, n: int, line: SessionLine) -> GridRow:
    one = line.session
    when = f"{weekday(one.planned_on)} {one.planned_on:%d/%m}\n{at_words(one.began_at or one.planned_at)}"
    done = [about.text("therapy", one.therapy), *(exercise_words(about, each) for each in line.exercises)]
    minutes = one.minutes_done if one.state in GIVEN else one.minutes if one.state is SessionState.PLANNED else None
    who = about.name(one.done_by_id or one.therapist_id)
    return GridRow((str(n), when, "\n".join(done), str(minutes or ""), _course(about, line), who, ""), lines=_LINES)


def exercise_words(about: About, one: SessionExercise) -> str:
    """ "Đi với khung 3 × 5 lần, 10 phút (giúp ít)"."""
    name = joined(": ", about.text("exercise", one.exercise), one.text)
    times = f"{one.sets} × {one.repeats} lần" if one.sets and one.repeats else _times(one)
    minutes = f"{one.minutes} phút" if one.minutes else ""
    helped = said(one.assistance) if one.assistance not in (None, Assistance.NONE) else ""
    words = joined(", ", f"{name} {times}", minutes)
    return joined("; ", f"{words} ({helped[:1].lower()}{helped[1:]})" if helped else words, one.remark)


def _times(one: SessionExercise) -> str:
    return f"{one.sets} hiệp" if one.sets else f"{one.repeats} lần" if one.repeats else ""


def _course(about: About, line: SessionLine) -> str:
    one = line.session
    state = (
        ""
        if one.state is SessionState.DONE or (one.state is SessionState.PLANNED and not line.late)
        else state_words(line)
    )
    why = joined(", ", about.text("session_reason", one.reason), one.reason_note)
    pain = _from_to("Đau", one.pain_before, one.pain_after)
    measured = joined(
        "; ", pain, f"Borg {one.borg}" if one.borg is not None else "", said(one.cooperation), said(one.course)
    )
    signs = joined(" → ", one.signs_before, one.signs_after)
    return "\n".join(
        filter(
            None,
            (joined(": ", state, why), measured, signs, one.subjective, one.objective, one.appraisal, one.next_step),
        )
    )


def _from_to(name: str, before: int | None, after: int | None) -> str:
    if before is None and after is None:
        return ""
    return f"{name} {' → '.join('–' if value is None else str(value) for value in (before, after))}"


def counted_words(sessions: Sequence[SessionLine]) -> str:
    """ "Đã xếp 12 buổi: Đã tập 10, Người tập nghỉ 2"; "" without sessions."""
    if not sessions:
        return ""
    found = Counter((_ORDER.index(line.session.state), line.late, state_words(line)) for line in sessions)
    states = ", ".join(f"{words.lower()} {count}" for (_place, _late, words), count in sorted(found.items()))
    return f"Tổng số {len(sessions)} buổi: {states}."


def _counted(sessions: Sequence[SessionLine]) -> tuple[Part, ...]:
    return (Prose(counted_words(sessions), Look.PLAIN),) if sessions else ()


def _only_therapist(about: About, sessions: Sequence[SessionLine]) -> str:
    """The name under the therapist's place, where one gave all sessions."""
    names = {about.name(line.session.done_by_id or line.session.therapist_id) for line in sessions}
    return names.pop() if len(names) == 1 else ""
