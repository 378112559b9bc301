"""Gathering a whole file: every paper there is, by the parts of the law, the check-list of the dossier, and what is lacking."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from carebook.records.codes import Code
from carebook.records.staff import Actor
from carebook.reports.case_papers import PAPER_TITLES, CasePaper
from carebook.reports.case_papers.cases import Case, case_of, center_of
from carebook.reports.paper.facts import Way
from carebook.reports.papers_of_stay import Lacking
from carebook.reports.whole_file import there
from carebook.reports.whole_file.kinds import (
    Cancelled,
    CheckedPaper,
    FilePaper,
    LeftOut,
    Progress,
    Stopped,
    WholeFile,
)
from carebook.rules import permissions, whole_file
from carebook.rules.whole_file import FilePart
from carebook.store.book import Reader
from carebook.words import _, speaking


def gather(
    reader: Reader,
    episode_id: str,
    parts: Collection[FilePart],
    *,
    by: Actor,
    today: date,
    reason: str,
    kept_files: bool = True,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> WholeFile:
    """The file of one stay with the papers of ``parts`` and, with ``kept_files``, what is kept with the person.

    Kinds of papers that ``by`` has no right to see are named as left out; so are minutes of an incident in which other
    residents are named. LookupError when there is no such stay or ``reader`` may not see whose it is; `Stopped` when
    ``cancelled``.
    """
    with speaking("vi"):
        center = center_of(reader, today)
        case = case_of(reader, center, episode_id, today=today, way=Way.INK)
        left_out: list[LeftOut] = []
        wanted = [one for one in there.wanted(reader, case, center, by, today, left_out) if one.part in parts]
        papers: list[FilePaper] = []
        lacking: list[str] = []
        everywhere = {one.label for one in case.lacking}
        for n, one in enumerate(wanted):
            if cancelled is not None and cancelled():
                raise Stopped
            if progress is not None:
                progress(n, len(wanted))
            taken = one.take()
            if taken is None:
                continue
            papers.append(FilePaper(one.part, one.title, one.about, taken.describe, draft=taken.draft))
            lacking += _lacking_of(papers[-1], [lack for lack in taken.lacking if lack.label not in everywhere])
        if kept_files:
            kept = there.kept(reader, case, by, today, left_out)
            papers += [one for one in kept if one.part in parts]
        papers.sort(key=lambda one: list(FilePart).index(one.part))
        dossier = _dossier(case, by, today)
        if everywhere:
            lacking.insert(0, f"Thông tin chung chưa có {_named(case.lacking)}.")
        lacking += _unwritten(papers, parts, case)
        return WholeFile(
            about=case.about,
            stay=case.stay,
            parts=frozenset(parts),
            made_on=today,
            made_by=by.name,
            reason=reason,
            papers=tuple(papers),
            dossier=dossier,
            completeness=whole_file.completeness(
                (one.item for one in dossier), [one.item.paper for one in dossier if one.optional]
            ),
            lacking=tuple(lacking),
            left_out=tuple(dict.fromkeys(left_out)),
        )


def _lacking_of(paper: FilePaper, lacks: Sequence[Lacking]) -> list[str]:
    name = f"{paper.title} ({paper.about})" if paper.about else paper.title
    told = [f"{name} chưa hoàn thành; trên giấy có dấu bản nháp."] if paper.draft else []
    return told + ([f"{name} chưa có {_named(lacks)}."] if lacks else [])


def _named(lacks: Sequence[Lacking]) -> str:
    """The facts that are missing, each once, as they stand inside a sentence."""
    words = [_(lack.label) for lack in lacks]
    return ", ".join(dict.fromkeys(one if one[:2].isupper() else one[:1].lower() + one[1:] for one in words))


_ALWAYS = (CasePaper.FORM01, CasePaper.FORM02, CasePaper.FORM03, CasePaper.FORM04)


def _unwritten(papers: Sequence[FilePaper], parts: Collection[FilePart], case: Case) -> list[str]:
    """The forms that every case has, as far as they are not in the file."""
    if FilePart.PLAN not in parts:
        return []
    titles = {one.title for one in papers}
    ended = (CasePaper.FORM06,) if case.stay.episode.end_on else ()
    return [f"Chưa lập {_(PAPER_TITLES[kind])}." for kind in (*_ALWAYS, *ended) if _(PAPER_TITLES[kind]) not in titles]


def _dossier(case: Case, by: Actor, today: date) -> tuple[CheckedPaper, ...]:
    """The check-list of the admission, without what would tell a secret to who may not know it."""

    def is_protected(paper: Code) -> bool:
        match paper.extra.get("confidential"):
            case "hiv":
                return not permissions.may_see_hiv(by, today)
            case "violence":
                return not permissions.may_open_restricted(by, today)
        return False

    stay, codes = case.stay, case.center.codes
    papers = codes.choices("dossier_paper", stay.episode.start_on)
    items = whole_file.dossier_of(stay.episode, stay.dossier, papers, is_protected)
    optional = whole_file.optional_papers(papers)
    return tuple(CheckedPaper(codes.text("dossier_paper", one.paper), one, one.paper in optional) for one in items)
