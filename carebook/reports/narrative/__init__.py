"""The narrative of a report: its headings, and the sentences that follow from the figures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carebook.reports.narrative.care import education, health, nurture, social_work
from carebook.reports.narrative.comparing import Earlier, listed
from carebook.reports.narrative.residents import admission, reintegration, situation
from carebook.reports.narrative.running import finance, premises, results, staff
from carebook.rules.report_layouts import OwnHeading

if TYPE_CHECKING:
    from carebook.reports.monthly import MonthlyReport

__all__ = ["NARRATIVE", "Earlier", "Heading", "listed", "narrative"]


@dataclass(frozen=True)
class Heading:
    """One heading of the narrative; those with a ``part`` stand under it and are numbered in the order they appear."""

    code: str
    words: str
    part: str = ""


NARRATIVE = (
    Heading("situation", "Tình hình chung"),
    Heading("results", "Kết quả thực hiện"),
    Heading("admission", "Tiếp nhận, quản lý đối tượng", "results"),
    Heading("nurture", "Chăm sóc, nuôi dưỡng", "results"),
    Heading("health", "Y tế, phục hồi chức năng", "results"),
    Heading("social_work", "Công tác xã hội", "results"),
    Heading("education", "Giáo dục, dạy nghề", "results"),
    Heading("reintegration", "Hồi gia", "results"),
    Heading("staff", "Tổ chức, nhân sự, đào tạo", "results"),
    Heading("finance", "Tài chính, vận động nguồn lực", "results"),
    Heading("premises", "Cơ sở vật chất, an toàn, phòng cháy, chữa cháy", "results"),
    Heading("problems", "Tồn tại, nguyên nhân"),
    Heading("tasks", "Nhiệm vụ kỳ sau"),
    Heading("proposals", "Kiến nghị"),
)

_SENTENCES: Mapping[str, Callable[[MonthlyReport], tuple[str, ...]]] = {
    "situation": situation,
    "results": results,
    "admission": admission,
    "nurture": nurture,
    "health": health,
    "social_work": social_work,
    "education": education,
    "reintegration": reintegration,
    "staff": staff,
    "finance": finance,
    "premises": premises,
}


def narrative(report: MonthlyReport) -> list[tuple[Heading, tuple[str, ...]]]:
    """The headings that have something to say, each with its sentences from the figures and then the typed paragraphs.

    A part whose headings are all silent is silent too. One the layout leaves out says what was typed under it, and no more.
    """
    chosen = report.layout.headings
    typed = {
        heading.code: tuple(line.strip() for line in report.narrative.get(heading.code, "").split("\n") if line.strip())
        for heading in NARRATIVE
    }
    speaking = {one.code for one in chosen} or set(typed)
    said: list[tuple[Heading, tuple[str, ...]]] = []
    for heading in arranged(chosen, [code for code, words in typed.items() if words]):
        speaks = heading.code in _SENTENCES and heading.code in speaking
        automatic = _SENTENCES[heading.code](report) if speaks else ()
        said.append((heading, automatic + typed[heading.code]))
    parts_with_words = {heading.part for heading, words in said if words}
    return [(heading, words) for heading, words in said if words or heading.code in parts_with_words]


def arranged(chosen: Sequence[OwnHeading], typed: Collection[str] = ()) -> list[Heading]:
    """The headings of a layout in its order and words; all of them, where it chooses none.

    One whose part is not chosen stands by itself. Those left out under which something was ``typed`` come last.
    """
    if not chosen:
        return list(NARRATIVE)
    usual = {heading.code: heading for heading in NARRATIVE}
    picked = [replace(usual[one.code], words=one.words or usual[one.code].words) for one in chosen if one.code in usual]
    codes = {heading.code for heading in picked}
    picked += [heading for heading in NARRATIVE if heading.code in typed and heading.code not in codes]
    return list(_under_their_parts(picked))


def _under_their_parts(headings: Sequence[Heading]) -> Iterator[Heading]:
    """The headings in their order, each part followed at once by those that stand under it."""
    there = {heading.code for heading in headings}
    for heading in headings:
        if heading.part and heading.part in there:
            continue
        yield replace(heading, part="")
        yield from (one for one in headings if one.part == heading.code)
