"""What people wait for in case management: an assessment with every field filled in, opened at the desk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from carebook.actions.assessments import complete_assessment, save_assessment
from carebook.actions.opening import Opened
from carebook.records.assessments import Assessment, DomainRating, NeedLevel
from carebook.records.episodes import Episode
from carebook.records.instruments import InstrumentScore
from carebook.records.intake import FormState
from carebook.store import code_lists
from carebook.store.book import new_id
from carebook.ui.pages.assessments import AssessmentPage
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from tests.benchmarks.conftest import NOW, TODAY, Note
from tests.benchmarks.timing import in_turn, ms
from tests.benchmarks.windows import desk_of

_TEXT = "Đi lại phải vịn, ăn uống tự làm được; muốn tự ra sân ngồi mỗi sáng. " * 8
_TEXTS: tuple[str, ...] = (
    "situation",
    "strengths",
    "problem",
    "client_opinion",
    "family_opinion",
    "services_note",
    "no_goal_because",
)
_WORDS: dict[str, Any] = dict.fromkeys(_TEXTS, _TEXT)


@pytest.fixture
def assessed(sample: Opened) -> str:
    """A stay of the sample book with five assessments of more than 300 filled fields, the newest in progress."""
    with sample.book.looking(NOW) as reader:
        stay = reader.records(Episode, "end_on IS NULL AND confidential = 0")[0]
        domains = [code.code for code in code_lists.codes(reader, "need_domain", TODAY)]
        there = reader.records(Assessment, "episode_id = ? AND state = 'in_progress'", (stay.id,))
    by = sample.actor
    with sample.book.changing(by.account_id, NOW, new_id(), "test") as writer:
        for one in there:
            writer.withdraw(Assessment, one.id, "x")
        scores = [
            writer.add(
                InstrumentScore(
                    episode_id=stay.id,
                    instrument="barthel",
                    file_version=1,
                    state=FormState.COMPLETED,
                    scored_on=date(2026, month, 1),
                )
            )
            for month in range(1, 11)
        ]
    for month in (7, 8, 9, 10, 11):
        ratings = [
            DomainRating(
                episode_id="",
                assessment_id="",
                domain=domain,
                level=NeedLevel.HIGH,
                priority=place,
                services=("rehab", "primary_health", "life_skills"),
                scores=tuple(score.id for score in scores),
                **_WORDS,
            )
            for place, domain in enumerate(domains, 1)
        ]
        given = Assessment(
            episode_id=stay.id, assessed_on=date(2026, month, 5), assessor_id=by.staff_member_id, summary=_TEXT
        )
        kept = save_assessment(sample.book, given, ratings, by=by, now=NOW).result
        if month < 11:
            complete_assessment(sample.book, kept.assessment.id, by=by, now=NOW)
    return stay.id


@pytest.fixture
def desk(sample: Opened) -> Iterator[Desk]:
    """The director's desk at the sample book."""
    with desk_of(sample) as made:
        yield made


def test_an_assessment_opens(desk: Desk, assessed: str, benchmark: Any, note: Note) -> None:
    """From the press to the domain on show, the page built anew each time; the floor is one bare form of that domain."""

    def wait(page: AssessmentPage) -> None:
        while page.file is None or not page.sheet.domains:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)

    def ours() -> None:
        page = AssessmentPage(desk)
        page.resize(1160, 720)
        page.turn_to(episode_id=assessed, section="health")
        page.show()
        wait(page)
        page.grab()
        page.deleteLater()

    rating = DomainRating(episode_id="", assessment_id="", domain="health", **_WORDS)

    def floor() -> None:
        form = Form(
            [section("", DomainRating, *_TEXTS, "priority", "services")],
            desk.today,
            choices={"services": desk.choices("service")},
        )
        form.resize(900, 720)
        form.load(rating)
        form.show()
        form.grab()
        form.deleteLater()

    ours()
    mine, bare = in_turn(ours, floor, 7)
    benchmark.pedantic(ours, rounds=5)
    note("an assessment of 300 fields opens", "< 300 ms", ms(mine), f"{mine / bare:.1f} × one bare form", mine < 0.3)
