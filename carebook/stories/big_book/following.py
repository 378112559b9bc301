"""What follows a plan in the big book: notes every few days, lines of the monthly progress report, meetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from carebook.records.care_plans import Goal
from carebook.records.conferences import Conference, ConferenceDecision, ConferenceFinding
from carebook.records.progress import ProgressLine, ProgressNote
from carebook.records.record import Record
from carebook.store.book import new_id
from carebook.stories.big_book.staying import DAY, Staying
from carebook.stories.clock import Days, moment

NOTE_DAYS = 7
"""So many days lie between two notes about somebody who is here."""
_NOTES_AFTER = 8
_MONTHS = 12
_KINDS = ("care", "care", "health", "casework", "family", "rehabilitation", "psychology", "education")
_TEXTS = (
    "Ăn hết suất, uống thuốc đủ, ngủ trưa được một giờ; buổi chiều ra sân ngồi cùng người trong khu.",
    "Than đau khớp gối khi trời trở lạnh; đã xoa dầu và báo y tế, buổi tối dễ chịu hơn.",
    "Gọi điện cho người nhà mười phút, vui hẳn lên; nhắc ngày giỗ sắp tới.",
    "Tập đi dọc hành lang hai vòng có vịn, nghỉ giữa chừng một lần.",
    "Không muốn ra khỏi phòng; ngồi nói chuyện riêng, nhận ăn thêm bát cháo.",
    "Tham gia nhóm gấp giấy, làm xong sớm và giúp người bên cạnh.",
    "Đêm dậy hai lần, đi vệ sinh có người đỡ; sáng dậy tỉnh táo.",
    "Tự rửa mặt, chải đầu, chỉ cần nhắc lấy khăn; khen và ghi vào bảng theo dõi.",
)


def notes_of(rng: Random, stay: Staying, goals: Sequence[Goal], account_id: str) -> Iterator[Record]:
    """A note every few days of the whole stay for who is here, a few for who left; every second one serves a goal."""
    threads = [None, *dict.fromkeys(goal.thread for goal in goals)]
    step = NOTE_DAYS if stay.here else max(1, (stay.last - stay.first).days // _NOTES_AFTER)
    for place in range((stay.last - stay.first).days // step):
        happened = moment(stay.first + place * step * DAY, f"{rng.randint(7, 16):02d}:{rng.randint(0, 59):02d}")
        yield ProgressNote(
            episode_id=stay.id,
            kind=rng.choice(_KINDS),
            happened_at=happened,
            recorded_at=happened + timedelta(minutes=rng.randint(5, 240)),
            done_by_id=stay.worker_id,
            entered_by=account_id,
            goal_thread=rng.choice(threads),
            text=rng.choice(_TEXTS),
            minutes=rng.choice((None, 10, 15, 30)),
        )


def lines_of(rng: Random, stay: Staying, days: Days) -> Iterator[Record]:
    """The accepted lines of the last twelve months; of the last one some are still to be accepted."""
    for months in range(1, _MONTHS + 1):
        if days.first_of(months - 1) > stay.first and (months > 1 or rng.random() < 0.5):
            yield ProgressLine(
                episode_id=stay.id,
                period=days.month(months),
                worker_id=stay.worker_id,
                text="Sức khỏe ổn định; 5 ghi chép, 1 lần liên lạc với gia đình; các mục tiêu tiếp tục theo kế hoạch.",
                as_drafted=True,
                accepted_on=days.day_of(months - 1, 3),
            )


def conference(stay: Staying, day: date) -> list[Record]:
    """One meeting with what it found and decided; the meeting comes first."""
    held_on = max(day, stay.first)
    meeting = Conference(
        id=new_id(),
        episode_id=stay.id,
        held_on=held_on,
        subject="Thống nhất việc chăm sóc thời gian tới",
        minutes_by_id=stay.worker_id,
        present="Nhân viên công tác xã hội\nĐiều dưỡng\nNgười thân",
        conclusion="Tiếp tục theo kế hoạch.",
    )
    return [
        meeting,
        ConferenceFinding(
            episode_id=stay.id, conference_id=meeting.id, domain="health", finding="Sức khỏe ổn định, cần tập đi thêm."
        ),
        ConferenceDecision(
            episode_id=stay.id,
            conference_id=meeting.id,
            domain="health",
            text="Tập đi mỗi sáng có người kèm",
            responsible="Điều dưỡng",
            due_on=held_on + 30 * DAY,
        ),
    ]
