"""The foot of the first page: so many lines as one reads, and none built again for the same news."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from PySide6.QtWidgets import QLabel

from carebook.records.stay_facts import StayFacts
from carebook.ui.pages.today.news import MOST, News
from carebook.ui.parts.buttons import Button

TODAY = date(2026, 11, 22)


def test_news_are_told_in_so_many_lines_and_built_once(qtbot):
    desk = SimpleNamespace(today=lambda: TODAY, said_day=str, go=print)
    news = News(desk)
    qtbot.addWidget(news)
    came = [
        StayFacts(person_id=f"p{n}", episode_id=f"e{n}", code="", name=f"Trần Thị An {n}", start_on=TODAY)
        for n in range(MOST + 3)
    ]
    news.show_news(came, [])
    buttons = news.findChildren(Button)
    assert [one.text() for one in buttons] == [f"Trần Thị An {n}" for n in range(MOST)]
    assert "And 3 more people." in [one.text() for one in news.findChildren(QLabel)]
    news.show_news(list(came), [])
    assert news.findChildren(Button) == buttons
    news.show_news(came[:1], [])
    qtbot.waitUntil(lambda: len(news.findChildren(Button)) == 1)
    assert not [one for one in news.findChildren(QLabel) if "more" in one.text()]
