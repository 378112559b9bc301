"""Which papers a whole file has: those of the stay, its case, its therapy, the way home, health, incidents, and kept files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from carebook.dates import today_in_vietnam, written
from carebook.records.staff import Actor
from carebook.reports import case_papers, papers_of_stay, path_papers, therapy_papers
from carebook.reports.case_papers import PAPER_TITLES, CasePaper
from carebook.reports.case_papers.cases import Case, Center
from carebook.reports.daily_papers import health_sheets, incident_minutes
from carebook.reports.forms import Form
from carebook.reports.papers_of_stay import Lacking, StayPaper
from carebook.reports.path_papers import HOME_TITLES, HomePaper
from carebook.reports.therapy_papers import SINCE_PLAN, THERAPY_TITLES, TherapyPaper
from carebook.reports.whole_file.kinds import FilePaper, LeftOut
from carebook.rules import permissions, whole_file
from carebook.rules.whole_file import FilePart
from carebook.store.book import Reader
from carebook.store.errors import NotAllowedToSee
from carebook.store.incidents import incidents_of
from carebook.words import _


@dataclass(frozen=True)
class Wanted:
    """A paper that may be there; ``take`` gathers it, None when nothing was written."""

    part: FilePart
    title: str
    about: str
    take: Callable[[], Taken | None]


@dataclass(frozen=True)
class Taken:
    """A paper that is there: how it is described, whether it was never finished, what it has no value for."""

    describe: Callable[[], Form]
    draft: bool = False
    lacking: Sequence[Lacking] = ()


def wanted(
    reader: Reader, case: Case, center: Center, by: Actor, today: date, left_out: list[LeftOut]
) -> Iterator[Wanted]:
    """Every paper that may be there, in the order in which papers are made."""
    kinds: tuple[tuple[str, Callable[[], Iterator[Wanted]]], ...] = (
        ("Giấy tờ tiếp nhận và dừng trợ giúp", lambda: _of_stay(reader, case, by, today)),
        ("Hồ sơ quản lý đối tượng (Mẫu 01 đến 06)", lambda: _of_case(reader, case, center, today)),
        ("Giấy tờ phục hồi chức năng", lambda: _of_therapy(reader, case, today)),
        ("Giấy tờ hồi gia, chuyển gửi", lambda: _of_home(reader, case, today)),
        ("Phiếu theo dõi sức khỏe", lambda: _of_health(reader, case, today)),
        ("Biên bản sự cố", lambda: _of_incidents(reader, case, today, left_out)),
    )
    for title, found in kinds:
        try:
            yield from list(found())
        except NotAllowedToSee:
            left_out.append(LeftOut(title, "người lập không có quyền xem"))


_OF_HEALTH = "health"  # a kind of kept file
_STAY_PARTS = {
    StayPaper.REQUEST: FilePart.END,
    StayPaper.STOP: FilePart.END,
    StayPaper.HANDOVER: FilePart.END,
    StayPaper.LIQUIDATION: FilePart.END,
    StayPaper.RELICS: FilePart.END,
    StayPaper.FUNERAL: FilePart.END,
    StayPaper.LEAVE: FilePart.OTHER,
    StayPaper.TRANSFER: FilePart.OTHER,
}


def _of_stay(reader: Reader, case: Case, by: Actor, today: date) -> Iterator[Wanted]:
    episode = case.stay.episode
    abouts = {
        StayPaper.ADMISSION: _numbered(episode.decision_no, episode.decision_on),
        StayPaper.RECEPTION: _numbered(episode.intake_minutes_no, episode.start_on),
        StayPaper.STOP: _numbered(episode.end_decision_no, episode.end_decision_on),
        StayPaper.REQUEST: _numbered("", episode.stop_requested_on),
    }
    for kind in papers_of_stay.fitting(case.stay):
        if kind is StayPaper.REQUEST and episode.stop_requested_on is None:
            continue  # nobody has asked; the sheet would be one for the pen
        title = _(papers_of_stay.PAPER_TITLES[kind])
        part = _STAY_PARTS.get(kind, FilePart.ADMISSION)
        yield Wanted(part, title, abouts.get(kind, ""), partial(_stay_paper, reader, episode.id, kind, by, today))


def _numbered(number: str, day: date | None) -> str:
    return " · ".join(filter(None, (number, written(day) if day else "")))


def _stay_paper(reader: Reader, episode_id: str, kind: StayPaper, by: Actor, today: date) -> Taken:
    found = papers_of_stay.gather(reader, episode_id, kind, by=by, today=today)
    return Taken(partial(papers_of_stay.form_of, found), lacking=found.lacking)


def _of_case(reader: Reader, case: Case, center: Center, today: date) -> Iterator[Wanted]:
    """Forms 01 to 06 and minutes, every version with the oldest first; form 05 year by year."""
    episode = case.stay.episode
    offered = case_papers.papers_there(reader, case.episode_id, today) or ()
    for one in offered:
        if one.kind is CasePaper.BEDSIDE:
            continue
        versions = [(version.id, version.words) for version in reversed(one.versions)]
        if one.kind is CasePaper.FORM05:
            versions = _years(episode.start_on, min(today, episode.end_on or today))
        for version_id, words in versions:
            take = partial(_case_paper, reader, case.episode_id, one.kind, version_id, center, today)
            yield Wanted(FilePart.PLAN, _(PAPER_TITLES[one.kind]), words, take)


def _years(first: date, last: date) -> list[tuple[str, str]]:
    """The years of a stay, as far as it lay in them: ("2026-03-01..2026-11-22", "Năm 2026")."""
    found = []
    for year in range(first.year, last.year + 1):
        begins, ends = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        found.append((f"{begins.isoformat()}..{ends.isoformat()}", f"Năm {year}"))
    return found


def _case_paper(reader: Reader, episode_id: str, kind: CasePaper, id: str, center: Center, today: date) -> Taken | None:
    found = case_papers.gather(reader, episode_id, kind, today=today, id=id, center=center)
    if not found.written:
        return None
    lacking = () if kind is CasePaper.FORM05 else found.lacking  # it goes on year by year and never is complete
    return Taken(found.describe, found.draft, lacking)


def _of_therapy(reader: Reader, case: Case, today: date) -> Iterator[Wanted]:
    """Orders and assessments of every plan, the sheet of sessions month by month, the progress since the plan in force began."""
    offered = therapy_papers.therapy_papers_there(reader, case.episode_id, today) or ()
    episode = case.stay.episode
    last = min(today, episode.end_on or today)
    for one in offered:
        match one.kind:
            case TherapyPaper.ORDER | TherapyPaper.FUNCTION:
                versions = [(version.id, version.words) for version in reversed(one.versions)]
            case TherapyPaper.SESSIONS:
                versions = _months_with_sessions(reader, case.episode_id, last)
            case TherapyPaper.FOR_DOCTOR:
                versions = [(found.id, found.words) for found in one.versions if found.id == SINCE_PLAN]
            case _:
                versions = []
        for version_id, words in versions:
            take = partial(_therapy_paper, reader, case.episode_id, one.kind, version_id, today)
            yield Wanted(FilePart.PLAN, _(THERAPY_TITLES[one.kind]), words, take)


def _months_with_sessions(reader: Reader, episode_id: str, last: date) -> list[tuple[str, str]]:
    rows = reader.rows(
        """SELECT DISTINCT substr(planned_on, 1, 7) AS month FROM counted_session
        WHERE episode_id = ? AND planned_on <= ? AND withdrawn_at IS NULL ORDER BY month""",
        (episode_id, last.isoformat()),
    )
    return [(row["month"], f"Tháng {int(row['month'][5:])}/{row['month'][:4]}") for row in rows]


def _therapy_paper(reader: Reader, episode_id: str, kind: TherapyPaper, id: str, today: date) -> Taken | None:
    found = therapy_papers.gather(reader, episode_id, kind, today=today, id=id)
    by_month = kind is TherapyPaper.SESSIONS
    return Taken(found.describe, found.draft, () if by_month else found.lacking) if found.written else None


def _of_home(reader: Reader, case: Case, today: date) -> Iterator[Wanted]:
    """Letters, visits, minutes and sheets that were written; the dossier for the family is handed out by itself."""
    offered = path_papers.home_papers_there(reader, case.episode_id, today) or ()
    for one in offered:
        if one.kind is HomePaper.FAMILY_DOSSIER or not isinstance(one.kind, HomePaper):
            continue
        part = FilePart.END if one.kind is HomePaper.HANDOVER else FilePart.OTHER
        for version in reversed(one.versions):
            take = partial(_home_paper, reader, case.episode_id, one.kind, version.id, today)
            yield Wanted(part, _(HOME_TITLES[one.kind]), version.words, take)


def _home_paper(reader: Reader, episode_id: str, kind: HomePaper, id: str, today: date) -> Taken | None:
    try:
        found = path_papers.gather(reader, episode_id, kind, today=today, id=id)
    except LookupError:  # nobody protected is publicly looked for
        return None
    return Taken(found.describe, found.draft, found.lacking) if found.written else None


def _of_health(reader: Reader, case: Case, today: date) -> Iterator[Wanted]:
    reader.asks("health")

    def take() -> Taken | None:
        try:
            found = health_sheets.person_sheet(reader, case.file.person.id, today)
        except LookupError:
            return None
        return Taken(lambda: found.form)

    yield Wanted(FilePart.OTHER, "Phiếu theo dõi sức khỏe", f"Đến {written(today)}", take)


def _of_incidents(reader: Reader, case: Case, today: date, left_out: list[LeftOut]) -> Iterator[Wanted]:
    """Minutes of incidents in which no other resident is named, the oldest first."""
    for line in reversed(incidents_of(reader, case.episode_id)):
        one = line.incident
        title = f"Biên bản sự cố {one.number}".strip()
        minutes = incident_minutes.gather(reader, one.id, today)
        if set(minutes.file.names) - {case.episode_id}:
            left_out.append(LeftOut(title, "có tên người khác, giữ riêng ở mục Sự cố"))
            continue
        take = partial(Taken, partial(incident_minutes.form, minutes))
        day = written(today_in_vietnam(one.happened_at)) if one.happened_at else ""
        yield Wanted(FilePart.OTHER, title, day, take)


def kept(reader: Reader, case: Case, by: Actor, today: date, left_out: list[LeftOut]) -> list[FilePaper]:
    """The files kept with the person, the oldest first.

    Pictures of an incident stay with its minutes, which others may be in; papers of health go to who may ask about health.
    """
    codes = case.center.codes
    sees_health = permissions.may_ask(by, "health", today)
    of_incidents = {row["id"] for row in reader.rows("SELECT id FROM incident")}
    found = []
    for one in case.file.attachments:
        if one.about_id in of_incidents:
            left_out.append(LeftOut(one.title, "kèm biên bản sự cố, giữ ở mục Sự cố"))
            continue
        kind = codes.text("attachment_kind", one.kind)
        if one.kind == _OF_HEALTH and not sees_health:
            left_out.append(LeftOut(f"Tệp loại {kind}", "người lập không có quyền xem"))
            continue
        about = " · ".join(filter(None, (kind, "sửa ngoài chương trình" if one.edited_outside else "")))
        found.append(FilePaper(whole_file.part_of(one.kind), one.title, about, kept=one))
    return found
