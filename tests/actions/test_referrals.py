"""Referrals and consents as deeds: proposed, sent on a consent that holds, answered, closed; partners they go to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.consents import approve_consent, revoke_consent, save_consent
from carebook.actions.partners import save_partner
from carebook.actions.referrals import move_referral, save_referral, strike_referral
from carebook.actions.undo import undo_deed
from carebook.records.facility import Ward
from carebook.records.referrals import Consent, Partner, Referral, ReferralState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.consents import consents_of
from carebook.store.partners import partner_use, partners
from carebook.store.referrals import referral_file, referrals, referrals_of, stays_to_refer
from tests.actions.admissions import admit, journal_length
from tests.actions.shelter import given, partner, proposed, sheltered

TODAY = date(2026, 11, 22)
SENT_ON = date(2026, 11, 10)
S = ReferralState


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker of the shelter."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường", restricted=True)


def refused(deed: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        deed()
    return [(one.field, one.message.id) for one in caught.value.problems]


def test_a_partner_stands_in_the_directory_until_it_ends(book: Book, worker: Actor, now: datetime) -> None:
    there = save_partner(
        book, Partner(name=" Trường  nghề ", kind="vocational_school", phone="0203 3 000 111"), by=worker, now=now
    ).result
    assert (there.name, there.phone) == ("Trường nghề", "02033000111")
    legal = partner(book, worker, now)
    with book.reading_for(worker, now) as reader:
        assert [one.id for one in partners(reader, TODAY)] == [legal.id, there.id]
        assert [one.id for one in partners(reader, TODAY, "vocational_school")] == [there.id]
    ended = save_partner(book, replace(there, to_on=TODAY), by=worker, now=now, seen=there.version).result
    with book.reading_for(worker, now) as reader:
        assert [one.id for one in partners(reader, TODAY)] == [legal.id]
        assert [one.id for one in partners(reader, TODAY, former=True)] == [ended.id]
        assert partner_use(reader) == {}
    with pytest.raises(Outdated):
        save_partner(book, replace(there, note="cũ"), by=worker, now=now, seen=there.version)
    before = journal_length(book, now)
    assert refused(lambda: save_partner(book, Partner(name="", kind=""), by=worker, now=now))
    assert journal_length(book, now) == before


def test_an_open_case_goes_from_proposed_to_closed(book: Book, director: Actor, worker: Actor, now: datetime) -> None:
    person, stay = admit(book, director, now)
    to = partner(book, worker, now)
    referral = save_referral(book, proposed(stay, to), by=worker, now=now).result
    assert (referral.state, referral.version) == (S.PROPOSED, 1)
    # without a restricted record a missing consent is warned about, not refused
    sent = move_referral(book, referral.id, S.SENT, SENT_ON, letter_no="7/GT", by=worker, now=now).result
    assert (sent.sent_on, sent.reply_due_on, sent.letter_no) == (SENT_ON, date(2026, 11, 17), "7/GT")
    with book.reading_for(worker, now) as reader:
        (row,) = referrals(reader, TODAY)
        assert (row.name, row.partner, row.state, row.overdue_days) == (person.full_name, to.name, S.SENT, 5)
        assert referrals(reader, TODAY, state="closed") == []
        assert [one.id for one in referrals_of(reader, stay.id)] == [sent.id]
        assert [key for key, _words in stays_to_refer(reader, TODAY)] == [stay.id]
        assert partner_use(reader)[to.id].running == 1
    assert refused(lambda: move_referral(book, sent.id, S.CLOSED, TODAY, result="Xong", by=worker, now=now)) == [
        ("state", "From here the referral cannot go there. Open it again.")
    ]
    with pytest.raises(Outdated):
        move_referral(book, sent.id, S.ACCEPTED, TODAY, by=worker, now=now, seen=referral.version)
    for state, day in ((S.ACCEPTED, date(2026, 11, 18)), (S.SERVED, date(2026, 11, 20))):
        move_referral(book, sent.id, state, day, by=worker, now=now)
    # what was sent is what was sent; only what tells of it is corrected
    other = partner(book, worker, now, "Hội Liên hiệp Phụ nữ")
    corrected = replace(sent, partner_id=other.id, service="advice", reason="Đơn ly hôn, quyền nuôi con")
    kept = save_referral(book, corrected, by=worker, now=now).result
    assert (kept.partner_id, kept.service, kept.reason) == (to.id, "legal_aid", "Đơn ly hôn, quyền nuôi con")
    closed = move_referral(book, sent.id, S.CLOSED, TODAY, result="Tòa đã thụ lý", by=worker, now=now)
    assert (closed.result.state, closed.result.closed_on, closed.result.result) == (S.CLOSED, TODAY, "Tòa đã thụ lý")
    undo_deed(book, closed.op, by=worker, now=now)
    assert refused(lambda: strike_referral(book, sent.id, by=worker, now=now, reason=" "))[0][0] == "reason"
    strike_referral(book, sent.id, by=worker, now=now, reason="ghi nhầm người")
    with book.reading_for(worker, now) as reader:
        assert referrals(reader, TODAY) == []
        assert [one.state for one in referrals_of(reader, stay.id, withdrawn=True)] == [S.SERVED]
    assert refused(lambda: save_referral(book, sent, by=worker, now=now))


def test_a_restricted_case_is_sent_only_on_a_consent_of_its_own(
    book: Book, director: Actor, worker: Actor, now: datetime
) -> None:
    _person, stay = sheltered(book, director, now)
    to, school = partner(book, worker, now), partner(book, worker, now, "Trường mầm non Hoa Cúc")
    referral = save_referral(book, proposed(stay, to), by=worker, now=now).result

    def send(one: Referral, on: date = TODAY) -> list[tuple[str, str]]:
        return refused(lambda: move_referral(book, one.id, S.SENT, on, by=worker, now=now))

    before = journal_length(book, now)
    assert send(referral) == [("consent_id", "A restricted case is referred only with a consent of its own.")]
    assert journal_length(book, now) == before
    wrong = save_consent(book, given(stay, school), referral.id, by=worker, now=now).result
    assert send(referral) == [("consent_id", "This consent waits for the approval of the head.")]
    approve_consent(book, wrong.id, by=director, now=now)
    assert send(referral) == [("consent_id", "The consent is for {with_whom}, the referral goes to {partner}.")]
    consent = save_consent(book, given(stay, to), referral.id, by=worker, now=now).result
    with pytest.raises(Refused):  # only the managers and heads of department approve
        approve_consent(book, consent.id, by=worker, now=now)
    kept = approve_consent(book, consent.id, by=director, now=now).result
    assert (kept.approved_by_id, kept.approved_on) == (director.staff_member_id, TODAY)
    assert send(referral, SENT_ON) == [("consent_id", "This consent waits for the approval of the head.")]
    move_referral(book, referral.id, S.SENT, TODAY, by=worker, now=now)
    second = save_referral(book, replace(proposed(stay, to), consent_id=consent.id), by=worker, now=now).result
    assert send(second) == [("consent_id", "Another referral was sent on this consent; each needs one of its own.")]
    # an approved consent is not rewritten, it is withdrawn
    assert refused(lambda: save_consent(book, replace(kept, shared="Tất cả"), by=worker, now=now))
    assert refused(lambda: revoke_consent(book, consent.id, by=worker, now=now))[0][0] == "reason"
    back = revoke_consent(book, consent.id, by=worker, now=now, reason="đổi ý")
    assert back.said is not None
    assert back.said.id == "The consent is withdrawn. Tell {partner}, who has the information."
    with book.reading_for(worker, now) as reader:
        file = referral_file(reader, referral.id, TODAY)
        assert file is not None
        assert (file.restricted, file.used) == (True, {consent.id: referral.id})
        assert file.consent is not None
        assert file.consent.revoked_on == TODAY
        assert len(consents_of(reader, stay.id)) == 2


def test_a_child_from_seven_years_agrees_too(book: Book, director: Actor, worker: Actor, now: datetime) -> None:
    _person, stay = sheltered(book, director, now, born="2018")
    to = partner(book, worker, now)
    consent = save_consent(book, given(stay, to), by=worker, now=now).result
    assert refused(lambda: approve_consent(book, consent.id, by=director, now=now)) == [
        ("", "A child from {age} years agrees too; that is not written yet.")
    ]
    agreed = save_consent(book, replace(consent, child_agreed=True), by=worker, now=now, seen=consent.version).result
    approve_consent(book, agreed.id, by=director, now=now)


def test_the_place_of_the_shelter_is_written_nowhere(book: Book, director: Actor, worker: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(Ward(name="Nhà Bình Yên", hidden=True))
    _person, stay = sheltered(book, director, now)
    to = partner(book, worker, now)
    said = "The place of the shelter is not written here; leave it out."
    telling = replace(proposed(stay, to), reason="Đang ở nhà bình yên")
    assert refused(lambda: save_referral(book, telling, by=worker, now=now)) == [("reason", said)]
    telling_consent = replace(given(stay, to), shared="Địa chỉ: Số 1 đường Hoa Ban")
    assert refused(lambda: save_consent(book, telling_consent, by=worker, now=now)) == [("shared", said)]
    kept = save_referral(book, proposed(stay, to), by=worker, now=now).result
    why = "Không đến được số 1 đường Hoa Ban"
    failing = partial(move_referral, book, kept.id, S.FAILED, TODAY, because=why, by=worker, now=now)
    assert refused(failing) == [("failed_because", said)]
    _other, open_stay = admit(book, director, now)
    save_referral(book, replace(telling, episode_id=open_stay.id), by=worker, now=now)


def test_who_may_not_see_the_person_moves_nothing_and_sees_the_alias(
    book: Book, director: Actor, worker: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    person, stay = sheltered(book, director, now)
    to = partner(book, worker, now)
    referral = save_referral(book, proposed(stay, to), by=worker, now=now).result
    consent = save_consent(book, given(stay, to), by=worker, now=now).result
    outsider = actor_with(Role.SOCIAL_WORKER, Role.HEAD, name="Kiều Thị Dạ Hương")
    said = ("", "This item is protected. If it is needed for care, ask the director.")
    assert refused(lambda: save_referral(book, referral, by=outsider, now=now)) == [said]
    assert refused(lambda: move_referral(book, referral.id, S.SENT, TODAY, by=outsider, now=now)) == [said]
    assert refused(lambda: approve_consent(book, consent.id, by=outsider, now=now)) == [said]
    with book.reading_for(outsider, now) as reader:
        (row,) = referrals(reader, TODAY)
        assert (row.name, row.masked) == ("Chị Hoa Sữa", True)
        assert referral_file(reader, referral.id, TODAY) is None
        assert consents_of(reader, stay.id) == ()
        assert stays_to_refer(reader, TODAY) == []
    assert person.full_name not in repr(row)


def test_late_replies_stand_first(book: Book, director: Actor, worker: Actor, now: datetime) -> None:
    _person, stay = admit(book, director, now)
    to = partner(book, worker, now)
    made = []
    for days in (1, 12, 9):
        one = save_referral(book, proposed(stay, to), by=worker, now=now).result
        made.append(one.id)
        on = TODAY - timedelta(days=days)
        save_referral(book, replace(one, proposed_on=on), by=worker, now=now)
        move_referral(book, one.id, S.SENT, on, by=worker, now=now)
    with book.reading_for(worker, now) as reader:
        found = referrals(reader, TODAY, episode_id=stay.id)
    assert [(one.id, one.overdue_days) for one in found] == [(made[1], 5), (made[2], 2), (made[0], 0)]


def test_a_consent_of_another_stay_is_refused(book: Book, director: Actor, worker: Actor, now: datetime) -> None:
    _person, stay = admit(book, director, now)
    _other, shelter = sheltered(book, director, now)
    to = partner(book, worker, now)
    consent: Consent = save_consent(book, given(shelter, to), by=worker, now=now).result
    taken = replace(proposed(stay, to), consent_id=consent.id)
    assert refused(lambda: save_referral(book, taken, by=worker, now=now)) == [
        ("consent_id", "This consent is about another stay.")
    ]
