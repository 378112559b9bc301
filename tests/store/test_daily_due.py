"""What daily care waits for, read from a book: the same for everybody who may ask, restricted people under their alias."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from carebook.records.daily_due import CareDue
from carebook.records.episodes import Absence, AbsenceKind
from carebook.records.health import Consultation, HealthCheck, Immunisation, Wound
from carebook.records.hospital import Death
from carebook.records.incidents import Incident, Remedy, Severity
from carebook.records.meals import FoodSample
from carebook.records.medication import Medicine, MoveKind, Prescription, StockLot, StockMove
from carebook.records.shifts import ShiftHandover, ShiftState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.daily_due import daily_due
from carebook.store.due import due_board
from tests import samples
from tests.daily_samples import monitoring, observation

TODAY = date(2026, 11, 22)
AGO = timedelta(days=1)


def test_everything_that_waits(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
    who = director.staff_member_id
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        ward = writer.add(samples.ward())
        room = writer.add(samples.room(ward.id))
        stays = []
        for place, secret in enumerate((False, True)):
            person = writer.add(samples.person(code=f"CB-{place:06d}", alias="Hoa Sữa" if secret else ""))
            stay = writer.add(samples.episode(person.id, start_on=date(2026, 5, 20), confidential=secret))
            writer.add(samples.bed_assignment(stay.id, room.id, bed=str(place + 1), from_on=stay.start_on))
            stays.append(stay)
        an, secret_stay = stays
        writer.add(HealthCheck(episode_id=secret_stay.id, checked_on=date(2026, 5, 21)))
        visit = Consultation(episode_id=an.id, held_at=now - 5 * AGO, complaint="Ho", again_on=TODAY)
        writer.add(visit)
        writer.add(Immunisation(person_id=an.person_id, given_on=date(2026, 10, 1), next_on=TODAY))
        writer.add(Wound(episode_id=an.id, found_on=date(2026, 11, 1)))
        for place, watched in enumerate(stays):
            writer.add(monitoring(watched.id, "stool", from_on=TODAY - 10 * AGO))
            day = TODAY - (4 if place == 0 else 2) * AGO
            taken = {"duty_on": day, "taken_at": now - (4 if place == 0 else 2) * AGO, "done_by_id": who}
            writer.add(observation(watched.id, "stool", value=1.0, **taken))
        writer.add(
            Absence(episode_id=secret_stay.id, kind=AbsenceKind.LEAVE, from_on=date(2026, 11, 1), expected_on=TODAY)
        )
        happened = datetime(2026, 11, 21, 3, tzinfo=UTC)
        incident = writer.add(
            Incident(
                happened_at=happened,
                kind="food_poisoning",
                severity=Severity.MODERATE,
                place="Bếp",
                text="Nôn",
                reported_by_id=who,
            )
        )
        writer.add(Remedy(incident_id=incident.id, text="Đổi nơi mua", owner_id=who, due_on=TODAY))
        about = {
            "prescriber": "Bác sĩ",
            "prescribed_on": date(2026, 11, 1),
            "from_on": date(2026, 11, 1),
            "rounds": ("08",),
        }
        writer.add(
            Prescription(
                episode_id=an.id, medicine="Amlodipin", strength="5 mg", dose=1, to_on=date(2026, 11, 24), **about
            )
        )
        writer.add(Prescription(episode_id=an.id, medicine="Losartan", dose=1, to_on=date(2026, 11, 24), **about))
        writer.add(
            Prescription(episode_id=an.id, medicine="Losartan", dose=1, **(about | {"from_on": date(2026, 11, 25)}))
        )
        medicine = writer.add(Medicine(name="Paracetamol", substance="paracetamol", strength="500 mg"))
        for lot, left in (("A1", 10.0), ("A2", 0.0)):
            kept = writer.add(StockLot(medicine_id=medicine.id, lot=lot, expires_on=TODAY + 10 * AGO))
            if left:
                writer.add(
                    StockMove(
                        medicine_id=medicine.id, lot_id=kept.id, kind=MoveKind.RECEIVED, moved_on=TODAY, amount=left
                    )
                )
        writer.add(
            ShiftHandover(duty_on=TODAY - AGO, shift="night", ward_id=ward.id, state=ShiftState.GIVEN, giver_id=who)
        )
        writer.add(FoodSample(served_on=TODAY - AGO, dish="Cá kho", taken_at=now - AGO, taken_by_id=who))
        gone = writer.add(samples.person(code="CB-000009", full_name="Tạ Văn Điền"))
        ended = writer.add(
            samples.episode(gone.id, start_on=date(2026, 1, 5), end_on=date(2026, 11, 20), end_reason="died")
        )
        writer.add(Death(episode_id=ended.id, died_at=now - 2 * AGO, place="Phòng", cause="Già yếu"))
    with book.reading_for(director, now) as reader:
        found = daily_due(reader, TODAY)
        mine = daily_due(reader, TODAY, person_id=an.person_id)
        kinds = {item.kind for item in due_board(reader, TODAY).items}
    told = {(one.kind, one.name, one.due_on) for one in found if one.kind != "supplies"}
    assert {
        ("health_check", "Trần Thị An", date(2026, 11, 20)),
        ("health_check", "Trần Thị An", date(2026, 11, 21)),
        ("revisit", "Trần Thị An", TODAY),
        ("no_stool", "Trần Thị An", TODAY),
        ("vaccination", "Trần Thị An", TODAY),
        ("leave_return", "Trần Thị An", TODAY),
        ("remedy", "", TODAY),
        ("prescription_end", "Trần Thị An", date(2026, 11, 24)),
        ("medicine_expiry", "", TODAY + 10 * AGO),
        ("shift_take", "", TODAY),
        ("food_sample", "", TODAY),
    } <= told
    assert [(one.person_id, one.many) for one in found if one.kind == "no_stool"] == [(an.person_id, 3)]
    assert [one.what for one in found if one.kind == "prescription_end"] == ["Amlodipin 5 mg"]
    notice = next(one for one in found if one.kind == "incident_notice")
    assert notice.due_at == happened + timedelta(hours=24)
    assert {one.kind for one in found} >= {"wound_look", "death_step"}
    assert {one.person_id for one in mine} == {an.person_id}
    assert {one.kind for one in found} - {"supplies"} <= kinds | {"health_check", "death_step", "medicine_expiry"}
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        masked: list[CareDue] = [one for one in daily_due(reader, TODAY) if one.masked]
    assert {(one.kind, one.name) for one in masked} == {("health_check", "Hoa Sữa"), ("leave_return", "Hoa Sữa")}
    with book.reading_for(actor_with(Role.ACCOUNTANT, name="Phó Văn Cẩm Lai"), now) as reader:
        assert {one.kind for one in daily_due(reader, TODAY)} <= {
            "leave_return",
            "death_step",
            "shift_take",
            "food_sample",
        }


def test_nobody_is_late_before_the_book_allows(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        person = writer.add(samples.person())
        writer.add(samples.episode(person.id, start_on=date(2020, 1, 5)))
    with book.reading_for(director, now) as reader:
        found = daily_due(reader, TODAY, complete_from=date(2026, 10, 1))
    assert [(one.kind, one.due_on) for one in found] == [("health_check", date(2027, 4, 1))]
