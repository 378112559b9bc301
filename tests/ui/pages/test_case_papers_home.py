"""The papers of the way home and the lists of the center on screen: found, previewed, noted, saved; the dossier as two files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from carebook.records.contacts import Contact
from carebook.records.handovers import Handover
from carebook.records.people import Relative
from carebook.records.record import Record
from carebook.records.reintegration import Reintegration
from carebook.records.services import ReliefCampaign
from carebook.records.staff import Actor, Role
from carebook.reports.path_papers import HOME_TITLES, HomePaper, ListPaper
from carebook.store.book import Book, new_id
from carebook.ui.pages.case_papers import CasePapersPage
from carebook.ui.pages.case_papers.drawing import EMPTY, NAMED
from carebook.ui.parts.desk import Desk
from carebook.words import _
from tests import path_samples
from tests.actions.admissions import admit
from tests.reports import reading
from tests.ui.pages.stay_desk import button, desk_of, fits, nameless
from tests.ui.pages.test_case_papers_therapy import choose, page_for, readings, shown_words


@dataclass(frozen=True)
class Way:
    """A stay with a whole way home."""

    episode_id: str
    person_id: str
    kept: Mapping[type[Record], Record]


@pytest.fixture
def way(book: Book, director: Actor, now: datetime) -> Way:
    person, episode = admit(book, director, now)

    def this_month(record: Record) -> Record:
        return (
            replace(record, held_on=date(2026, 11, 20), held_at=time(8, 5)) if isinstance(record, Contact) else record
        )

    with book.changing(director.account_id, now, new_id(), "test") as writer:
        kept = path_samples.whole_path(writer, person.id, episode.id, this_month)
        path = kept[Reintegration]
        assert isinstance(path, Reintegration)
        writer.amend(replace(path, destination="substitute_kin", handed_over_on=None))
    return Way(episode.id, person.id, kept)


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    with desk_of(book, director, now) as made:
        yield made


def turned(page: CasePapersPage, qtbot: Any, which: str) -> None:
    choose(page, qtbot, lambda: page.table.pick(which))


@pytest.mark.looks
def test_a_stay_turns_to_the_papers_of_its_way_home_and_each_is_shown(desk: Desk, way: Way, qtbot: Any) -> None:
    _window, page = page_for(desk, qtbot, episode_id=way.episode_id)
    choose(page, qtbot, page.home_button.click)
    assert set(page._offered) == {one.value for one in HomePaper}
    assert page.table.current_id() == HomePaper.TRACING_NOTICE.value
    assert page.home_button.isHidden()
    for kind in (HomePaper.FOLLOW_UP, HomePaper.CONSENT):
        turned(page, qtbot, kind.value)
        assert "Trần Thị An" in shown_words(page), kind
        assert page.print_button.isEnabled()
    assert nameless(page) == []
    assert fits(page), page.minimumSizeHint()
    choose(page, qtbot, page.turn_button.click)
    assert page.table.current_id() == "form01"


def test_a_paper_opens_by_its_name_and_version_and_what_is_lacking_leads_to_its_place(
    desk: Desk, way: Way, qtbot: Any
) -> None:
    window, page = page_for(desk, qtbot, episode_id=way.episode_id, kind="tracing_letter", id="police_letter")
    assert "tin báo mất tích" in shown_words(page)
    button(page.side, "Fill in: This letter is not written yet").click()
    assert window.last == ("tracing", {"episode_id": way.episode_id})
    turned(page, qtbot, HomePaper.HANDOVER.value)
    button(page.side, "Fill in: Place of the handover").click()
    assert window.last == ("home_path", {"episode_id": way.episode_id})


def test_the_dossier_is_noted_for_whom_and_saved_as_two_files(
    desk: Desk, book: Book, director: Actor, now: datetime, way: Way, qtbot: Any, tmp_path: Path
) -> None:
    _window, page = page_for(desk, qtbot, episode_id=way.episode_id, paper="family_dossier")
    assert page.choices.version.code() == way.kept[Handover].id
    assert page._file_name(page._shown) == "family_dossier-20261122"  # type: ignore[arg-type]
    page.save_paper("pdf", tmp_path / "ho-so.pdf")
    qtbot.waitUntil(lambda: "ho-so.json" in page.messages.text())
    told = json.loads((tmp_path / "ho-so.json").read_bytes())
    assert told["receiver"]["name"] == "Ông Thị Ngọc Lan"
    assert "Trao cho: Ông Thị Ngọc Lan" in reading.flat((tmp_path / "ho-so.pdf").read_bytes())
    assert readings(book, now) == [("export_family_dossier", 1, "Ông Thị Ngọc Lan")]
    with book.changing(director.account_id, now, new_id(), "test") as writer:  # meanwhile somebody learns better
        relative = writer.record(Relative, way.kept[Relative].id)
        assert relative is not None
        writer.amend(replace(relative, no_contact=True))
    page.save_paper("pdf", tmp_path / "again.pdf")
    qtbot.waitUntil(lambda: "Ông Thị Ngọc Lan" in page.messages.text())
    assert not (tmp_path / "again.pdf").exists()
    assert not (tmp_path / "again.json").exists()
    assert len(readings(book, now)) == 1


def test_who_may_not_hand_out_the_dossier_sees_it_and_cannot_take_it_out(
    book: Book, actor_with: Callable[..., Actor], now: datetime, way: Way, qtbot: Any
) -> None:
    with desk_of(book, actor_with(Role.DOCTOR), now) as desk:
        _window, page = page_for(desk, qtbot, episode_id=way.episode_id, paper="family_dossier")
        assert not page.print_button.isEnabled()
        assert not page.pdf_button.isEnabled()
        turned(page, qtbot, HomePaper.HANDOVER.value)
        assert page.print_button.isEnabled()


def test_the_lists_of_the_center_open_by_name_and_are_noted_with_how_many(
    desk: Desk, book: Book, now: datetime, way: Way, qtbot: Any, tmp_path: Path
) -> None:
    window, page = page_for(desk, qtbot, paper="visitors_book", first=date(2026, 11, 1))
    assert set(page._offered) == {one.value for one in ListPaper}
    assert "Tháng 11/2026" in shown_words(page)
    assert "Ông Thị Ngọc Lan" in shown_words(page)
    assert not page.take_back_button.isVisible()
    page.save_paper("docx", tmp_path / "khach.docx")
    qtbot.waitUntil(lambda: "khach.docx" in page.messages.text())
    page.back_button.click()
    assert window.last == ("contacts", {})
    told = {
        ListPaper.LIST_14: "Trần Thị An",
        ListPaper.RELIEF: "Sau bão",
        ListPaper.COLLABORATORS: "Giáp Văn Lộc Vừng",
        ListPaper.HOTLINE: "Tổng số",
    }
    for kind, words in told.items():
        turned(page, qtbot, kind.value)
        assert words in shown_words(page)
        assert [page.choices.content.itemData(n) for n in range(page.choices.content.count())] == (
            ["filled", NAMED, EMPTY] if kind is ListPaper.RELIEF else ["filled", EMPTY]
        )
    turned(page, qtbot, ListPaper.RELIEF.value)
    assert page.choices.version.code() == way.kept[ReliefCampaign].id
    choose(page, qtbot, lambda: (page.choices.content.choose(NAMED), page.choices.content.activated.emit(1)))
    assert "Đã ký" not in shown_words(page)
    assert "Trần Thị An" in shown_words(page)
    page.save_paper("pdf", tmp_path / "ky.pdf")
    qtbot.waitUntil(lambda: (tmp_path / "ky.pdf").exists())
    assert [(deed, people) for deed, people, _reason in readings(book, now)] == [("print_batch", 1)] * 2
    assert nameless(page) == []


def test_every_title_is_a_sentence_of_its_own() -> None:
    assert len({_(words) for words in HOME_TITLES.values()}) == len(HOME_TITLES)
