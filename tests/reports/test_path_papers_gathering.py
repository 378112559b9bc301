"""Gathering papers of the way home out of a book: versions, drafts, what is lacking, who may see whom, and the lists."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import pytest

from carebook.records.contacts import Contact
from carebook.records.follow_ups import FollowUp, FollowUpEnd
from carebook.records.handovers import HandedKind, Handover, HandoverItem
from carebook.records.intake import FormState
from carebook.records.people import Relative
from carebook.records.record import Record
from carebook.records.referrals import Consent
from carebook.records.reintegration import Carer, Reintegration
from carebook.records.services import HotlineCall, ReliefCampaign, ReliefItem
from carebook.records.staff import Actor, Role
from carebook.records.tracing import TracingLetter
from carebook.reports.forms import pdf
from carebook.reports.path_papers import (
    HOME_TITLES,
    HomePaper,
    ListPaper,
    PreparedDossier,
    blank,
    blank_list,
    gather,
    gather_list,
    home_papers_there,
    lists_there,
)
from carebook.reports.therapy_papers import Prepared
from carebook.rules.path_papers import SELF
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.words import speaking
from tests import path_samples, samples
from tests.actions.admissions import admit, emergency
from tests.reports import reading
from tests.samples import TODAY

ALIAS = "Chị Hoa Sữa"


@dataclass(frozen=True)
class Way:
    """A stay with a whole way home."""

    episode_id: str
    person_id: str
    kept: Mapping[type[Record], Record]

    def id(self, cls: type[Record]) -> str:
        return self.kept[cls].id


def _this_month(record: Record) -> Record:
    match record:
        case Contact():
            return replace(record, held_on=date(2026, 11, 20), held_at=time(8, 5))
        case HotlineCall():
            return replace(
                record, called_at=datetime(2026, 11, 2, 2, tzinfo=path_samples.MOMENT.tzinfo), about="Nữ, 30"
            )
        case Handover():
            return replace(record, guidance="Uống thuốc đúng giờ", withheld="Bệnh án cũ: chị chưa đồng ý")
        case FollowUp():
            return replace(record, sheet_code="K7MX2P")
    return record


@pytest.fixture
def way(book: Book, director: Actor, now: datetime) -> Way:
    person, episode = admit(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        kept = path_samples.whole_path(writer, person.id, episode.id, _this_month)
        medicine = HandoverItem(
            episode_id=episode.id,
            handover_id=kept[Handover].id,
            kind=HandedKind.MEDICINE,
            what="Olanzapin 10 mg",
            dose="1 viên lúc 20 giờ",
        )
        writer.add(medicine)
        writer.add(replace(medicine, kind=HandedKind.MONEY, what="Tiền", dose="", amount=360_000))
    return Way(episode.id, person.id, kept)


@pytest.fixture
def hidden(book: Book, director: Actor, now: datetime) -> Way:
    """The same of a restricted person."""
    person, episode = admit(
        book, director, now, person=samples.person(code="", alias=ALIAS), episode=emergency(confidential=True)
    )
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        kept = path_samples.whole_path(writer, person.id, episode.id, _this_month)
    return Way(episode.id, person.id, kept)


def drawn(paper: Prepared) -> str:
    with speaking("vi"):
        return reading.flat(pdf.draw(paper.describe(), draft=paper.draft).pdf)


def made(book: Book, by: Actor, now: datetime, way: Way, kind: HomePaper, **more: Any) -> Prepared:
    with book.reading_for(by, now) as reader:
        return gather(reader, way.episode_id, kind, today=TODAY, **more)


def test_every_paper_has_a_title() -> None:
    assert set(HOME_TITLES) == {*HomePaper, *ListPaper}


TOLD = {
    HomePaper.TRACING_NOTICE: ("THÔNG BÁO", "Trần Thị An", "25 ngày làm việc"),
    HomePaper.TRACING_LETTER: ("UBND xã Ba Lá", "Số: 07", "Ông Thị Ngọc Lan", "Chợ Ba Lá"),
    HomePaper.FAMILY_VISIT: ("Ông Thị Ngọc Lan", "Hai vợ chồng", "3/36", "Còn 11 tiêu chí", "Hay gọi điện"),
    HomePaper.HANDOVER: ("Số: 03/BB", "Olanzapin 10 mg", "1 viên lúc 20 giờ", "(Ba trăm sáu mươi nghìn đồng./.)"),
    HomePaper.FAMILY_DOSSIER: ("Trao cho: Ông Thị Ngọc Lan", "Olanzapin 10 mg", "Uống thuốc đúng giờ", "Bò giống"),
    HomePaper.FOLLOW_UP: ("MÃ PHIẾU: K7M-X2P", "Trần Thị An", "10/08/2026", "Thôn Ba Lá", "Không nghe máy"),
    HomePaper.FOLLOW_UP_END: ("03/08/2026", "Chưa thực hiện", "Đủ tiêu chí"),
    HomePaper.REFERRAL: ("Trung tâm trợ giúp pháp lý nhà nước", "Cần luật sư", "Họ tên, việc đã xảy ra", "08/06/2026"),
    HomePaper.CONSENT: ("Trợ giúp pháp lý", "Họ tên, việc đã xảy ra", "Ông Thị Ngọc Lan"),
}


def test_the_papers_tell_what_the_book_holds_and_are_there_for_the_pen(
    book: Book, director: Actor, now: datetime, way: Way
) -> None:
    assert set(TOLD) == set(HomePaper)
    with book.reading_for(director, now) as reader:
        for kind, told in TOLD.items():
            paper = gather(reader, way.episode_id, kind, today=TODAY)
            assert paper.people == (way.person_id,)
            printed = drawn(paper)
            assert [one for one in told if one not in printed] == [], kind
            named = drawn(blank(reader, kind, today=TODAY, episode_id=way.episode_id))
            empty = blank(reader, kind, today=TODAY)
            assert ("Trần Thị An" in named, empty.people) == (True, ()), kind
            for words in (named, drawn(empty)):
                assert "Ông Thị Ngọc Lan" not in words
                assert "Trần Thị An" not in words or words is named


def test_what_was_never_written_says_where_to_write_it_and_a_draft_says_so(
    book: Book, director: Actor, now: datetime
) -> None:
    _person, episode = admit(book, director, now)
    places = {"person", "facility", "intake", "tracing", "families", "handovers", "home_path", "referrals"}
    with book.reading_for(director, now) as reader:
        for kind in HomePaper:
            paper = gather(reader, episode.id, kind, today=TODAY)
            assert {lack.place for lack in paper.lacking} <= places, kind
            assert "Trần Thị An" in drawn(paper)
            assert not paper.written or kind is HomePaper.FAMILY_DOSSIER
        offered = home_papers_there(reader, episode.id, TODAY)
    assert offered is not None
    assert {one.kind: len(one.versions) for one in offered if one.versions} == {
        HomePaper.TRACING_LETTER: 4,
        HomePaper.FAMILY_DOSSIER: 1,
    }
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        path = writer.add(Reintegration(episode_id=episode.id, started_on=TODAY))
        writer.add(Handover(episode_id=episode.id, reintegration_id=path.id, handed_on=TODAY, receiver="Ai đó"))
    with book.reading_for(director, now) as reader:
        assert "BẢN NHÁP" in drawn(gather(reader, episode.id, HomePaper.HANDOVER, today=TODAY))


def test_each_version_can_be_asked_for(book: Book, director: Actor, now: datetime, way: Way) -> None:
    with book.reading_for(director, now) as reader:
        offered = {one.kind: one.versions for one in home_papers_there(reader, way.episode_id, TODAY) or ()}
        assert [len(offered[kind]) for kind in HomePaper] == [0, 5, 1, 1, 2, 1, 1, 1, 1]
        letters = [one.id for one in offered[HomePaper.TRACING_LETTER]]
        assert letters == [way.id(TracingLetter), "commune_letter", "police_letter", "fingerprints", "other"]
        police = gather(reader, way.episode_id, HomePaper.TRACING_LETTER, today=TODAY, id="police_letter")
        assert "tin báo mất tích" in drawn(police)
        assert "K7M-X2P" in offered[HomePaper.FOLLOW_UP][0].words
        assert offered[HomePaper.FAMILY_DOSSIER][0].id == way.id(Handover)
        assert offered[HomePaper.FAMILY_DOSSIER][-1].id == SELF


def test_the_dossier_is_one_paper_and_one_file_and_never_for_who_is_banned(
    book: Book, director: Actor, now: datetime, way: Way
) -> None:
    paper = made(book, director, now, way, HomePaper.FAMILY_DOSSIER)
    assert isinstance(paper, PreparedDossier)
    assert paper.receiver_id == way.id(Handover)
    told = json.loads(paper.machine)
    assert told["receiver"] == {"name": "Ông Thị Ngọc Lan", "relation": ""}
    assert told["chapters"]["medicines"]["medicines"][0]["dose"] == "1 viên lúc 20 giờ"
    assert told["chapters"]["handed"]["things"][-1]["amount"] == 360_000
    assert told["chapters"]["supports"]["supports"][0]["due_on"] == "2026-08-03"
    assert told["withheld"][0] == {"what": "Bệnh án cũ", "why": "chị chưa đồng ý"}
    words = paper.machine.decode()
    for secret in ("Ninh Thị", "Bị đánh", "Say rượu", "Nghe tiếng kêu", "Lắng nghe", "Cháu muốn về nhà", "physical"):
        assert secret not in words
        assert secret not in drawn(paper)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        relative = writer.record(Relative, way.id(Relative))
        assert relative is not None
        writer.amend(replace(relative, no_contact=True))
    other = made(book, director, now, way, HomePaper.FAMILY_DOSSIER, id=way.id(Carer))
    assert isinstance(other, PreparedDossier)
    assert other.receiver_id == SELF
    assert "Ông Thị Ngọc Lan" not in other.machine.decode()


def test_a_restricted_person_leaves_the_house_under_the_alias_and_is_not_publicly_looked_for(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, hidden: Way
) -> None:
    with book.reading_for(director, now) as reader:
        offered = home_papers_there(reader, hidden.episode_id, TODAY)
        assert offered is not None
        assert HomePaper.TRACING_NOTICE not in {one.kind for one in offered}
        with pytest.raises(LookupError):
            gather(reader, hidden.episode_id, HomePaper.TRACING_NOTICE, today=TODAY)
        for kind in (HomePaper.FOLLOW_UP, HomePaper.FOLLOW_UP_END, HomePaper.REFERRAL, HomePaper.CONSENT):
            words = drawn(gather(reader, hidden.episode_id, kind, today=TODAY))
            assert ALIAS in words
            for secret in ("Trần Thị An", "Thôn Ba Lá", "Số 1 đường Hoa Ban"):
                assert secret not in words, (kind, secret)
        for kind in HomePaper:
            if kind is not HomePaper.TRACING_NOTICE:
                assert "Số 1 đường Hoa Ban" not in drawn(gather(reader, hidden.episode_id, kind, today=TODAY))
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        assert home_papers_there(reader, hidden.episode_id, TODAY) is None
        for kind in HomePaper:
            with pytest.raises(LookupError):
                gather(reader, hidden.episode_id, kind, today=TODAY)
            words = drawn(blank(reader, kind, today=TODAY, episode_id=hidden.episode_id))
            assert ALIAS in words
            assert "Trần Thị An" not in words


def test_a_referral_of_a_restricted_person_is_a_draft_until_its_consent_holds(
    book: Book, director: Actor, now: datetime, hidden: Way
) -> None:
    assert not made(book, director, now, hidden, HomePaper.REFERRAL).draft
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        consent = writer.record(Consent, hidden.id(Consent))
        assert consent is not None
        writer.amend(replace(consent, approved_on=None, approved_by_id=None))
    paper = made(book, director, now, hidden, HomePaper.REFERRAL)
    assert paper.draft
    assert "referrals" in {lack.place for lack in paper.lacking}
    assert made(book, director, now, hidden, HomePaper.CONSENT).draft


def test_the_lists_of_the_center(book: Book, director: Actor, now: datetime, way: Way) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        path = writer.record(Reintegration, way.id(Reintegration))
        assert path is not None
        writer.amend(replace(path, destination="substitute_kin", handed_over_on=None))
    told = {
        ListPaper.LIST_14: ("Trần Thị An", "Họ hàng nhận chăm sóc thay thế", "Cháu muốn về nhà", "01 trẻ"),
        ListPaper.RELIEF: ("Sau bão", "Trần Thị An", "500.000 đ (Năm trăm nghìn đồng./.)", "Đã ký: Ông Thị Ngọc Lan"),
        ListPaper.VISITORS: ("Tháng 11/2026", "20/11/2026", "08:05", "Ông Thị Ngọc Lan", "Trần Thị An", "1 lượt thăm"),
        ListPaper.COLLABORATORS: ("Giáp Văn Lộc Vừng", "22/11/2026", "01 cộng tác viên"),
        ListPaper.HOTLINE: ("02/11/2026", "Bạo lực", "1 cuộc gọi", "Nữ, 30"),
    }
    with book.reading_for(director, now) as reader:
        for kind, wanted in told.items():
            paper = gather_list(reader, kind, today=TODAY)
            words = drawn(paper)
            assert [one for one in wanted if one not in words] == [], kind
            assert paper.written
            assert (way.person_id in paper.people) is (kind not in (ListPaper.COLLABORATORS, ListPaper.HOTLINE))
            assert "Quản Văn Trúc Đào" not in words  # who called
            empty = blank_list(reader, kind, today=TODAY)
            assert "Trần Thị An" not in drawn(empty)
        versions = {one.kind: one.versions for one in lists_there(reader, TODAY)}
        assert set(versions) == set(ListPaper)
        assert versions[ListPaper.RELIEF][0].id == way.id(ReliefCampaign)
        pen = gather_list(reader, ListPaper.RELIEF, today=TODAY, for_pen=True)
        assert "Đã ký" not in drawn(pen)


def test_lists_name_restricted_people_by_the_alias_or_leave_them_out_whoever_prints(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, hidden: Way
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        path = writer.record(Reintegration, hidden.id(Reintegration))
        call = writer.record(HotlineCall, hidden.id(HotlineCall))
        item = writer.record(ReliefItem, hidden.id(ReliefItem))
        assert path is not None
        assert call is not None
        assert item is not None
        writer.amend(replace(path, destination="substitute_kin", handed_over_on=None))
        writer.amend(replace(call, confidential=True))
    for by in (director, actor_with(Role.NURSE)):
        with book.reading_for(by, now) as reader:
            for kind in ListPaper:
                paper = gather_list(reader, kind, today=TODAY)
                words = drawn(paper)
                for secret in ("Trần Thị An", "Quản Văn", "Nữ, 30"):
                    assert secret not in words, (kind, by.name)
                assert (ALIAS in words) is (kind is ListPaper.RELIEF)
            assert "500.000 đ" in drawn(gather_list(reader, ListPaper.RELIEF, today=TODAY))
            assert "1 cuộc gọi" in drawn(gather_list(reader, ListPaper.HOTLINE, today=TODAY))


def test_who_keeps_the_accounts_asks_for_none_of_these_papers(
    book: Book, actor_with: Callable[..., Actor], now: datetime, way: Way
) -> None:
    with book.reading_for(actor_with(Role.ACCOUNTANT), now) as reader:
        with pytest.raises(NotAllowedToSee):
            gather(reader, way.episode_id, HomePaper.HANDOVER, today=TODAY)
        for kind in ListPaper:
            with pytest.raises(NotAllowedToSee):
                gather_list(reader, kind, today=TODAY)
        assert lists_there(reader, TODAY) == ()


def test_the_state_of_the_minutes_and_of_the_end_is_told_by_the_version(
    book: Book, director: Actor, now: datetime, way: Way
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        end = writer.record(FollowUpEnd, way.id(FollowUpEnd))
        assert end is not None
        writer.amend(replace(end, state=FormState.COMPLETED, approved_by_id=None))
    with book.reading_for(director, now) as reader:
        offered = {one.kind: one.versions for one in home_papers_there(reader, way.episode_id, TODAY) or ()}
        paper = gather(reader, way.episode_id, HomePaper.FOLLOW_UP_END, today=TODAY)
    assert offered[HomePaper.FOLLOW_UP_END][0].finished
    assert offered[HomePaper.HANDOVER][0].finished
    assert not offered[HomePaper.FOLLOW_UP][0].finished
    assert not paper.draft
