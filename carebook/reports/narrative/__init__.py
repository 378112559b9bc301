"""The narrative of a report: its headings, and the sentences that follow from the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carebook.reports.narrative.care import education, health, nurture, social_work
from carebook.reports.narrative.comparing import Earlier, listed
from carebook.reports.narrative.residents import admission, reintegration, situation
from carebook.reports.narrative.running import finance, premises, results, staff

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

    A part whose headings are all silent is silent too.
    """
    said: list[tuple[Heading, tuple[str, ...]]] = []
    for heading in NARRATIVE:
        automatic = _SENTENCES[heading.code](report) if heading.code in _SENTENCES else ()
        typed = tuple(line.strip() for line in report.narrative.get(heading.code, "").split("\n") if line.strip())
        said.append((heading, automatic + typed))
    parts_with_words = {heading.part for heading, words in said if words}
    return [(heading, words) for heading, words in said if words or heading.code in parts_with_words]
