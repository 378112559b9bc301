"""Daily care written straight into a book: one row of every record of it that identifies somebody, hanging together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from carebook.records.daily_care import CareEntry, CareLevel
from carebook.records.episodes import Absence, AbsenceKind
from carebook.records.health import (
    ChronicCondition,
    Consultation,
    HealthCheck,
    Immunisation,
    Treatment,
    Wound,
    WoundCheck,
)
from carebook.records.hospital import Death, HospitalTransfer
from carebook.records.incidents import BodyMark, Incident, Involved, Notified, Remedy
from carebook.records.meals import Diet, MealChange
from carebook.records.medication import Administration, DoseState, Prescription
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.record import Record, table_of
from carebook.records.shifts import HandoverLine, ShiftHandover
from carebook.records.staff import StaffMember
from carebook.records.supplies import SuppliesIssued
from carebook.store.book import Writer, new_id
from tests import daily_samples, health_samples, hospital_samples, incident_samples, medication_samples

R = TypeVar("R", bound=Record)
TODAY, YESTERDAY = date(2026, 11, 22), date(2026, 11, 21)
BY_PERSON: tuple[type[Record], ...] = (ChronicCondition, Immunisation)
BY_STAY: tuple[type[Record], ...] = (
    *(MonitoringPlan, Observation, CareLevel, CareEntry),
    *(HealthCheck, Consultation, Treatment, Wound, WoundCheck),
    *(Prescription, Administration, Diet, MealChange, SuppliesIssued),
    *(Incident, Involved, BodyMark, Notified, Remedy, HospitalTransfer, Death, HandoverLine),
)
TABLES = frozenset(table_of(cls) for cls in (*BY_PERSON, *BY_STAY))


def as_it_is(record: Record) -> Record:
    """The record, undressed."""
    return record


def whole_days(
    writer: Writer, person_id: str, episode_id: str, ward_id: str, dress: Callable[[Record], Record] = as_it_is
) -> Mapping[type[Record], Record]:
    """Write a day of care of one stay with its illness, medicines, incident, hospital, and the papers of a death.

    ``dress`` changes every record that identifies somebody before it is written. Returns what was kept, by class (the newest of
    each). The stay itself is left open, so that all lists of the day show it.
    """
    kept: dict[type[Record], Record] = {}

    def add(record: R) -> R:
        written = writer.add(dress(record) if type(record) in (*BY_PERSON, *BY_STAY) else record)
        kept[type(written)] = written
        return written  # type: ignore[return-value]

    nurse = add(StaffMember(full_name="Vi Thị Hoa Ban", post="Điều dưỡng", norm_post="health"))
    by: dict[str, Any] = {"done_by_id": nurse.id}
    add(daily_samples.care_level(episode_id, because="Không tự đi được", decided_by_id=nurse.id))
    add(daily_samples.monitoring(episode_id, because="Huyết áp cao"))
    add(daily_samples.observation(episode_id, value=190.0, note="Đau đầu", **by))
    add(daily_samples.care_entry(episode_id, kind="bathing", not_done="refused", note="Con gái tắm giúp", **by))
    _write_health(add, person_id, episode_id, nurse)
    _write_medicines(add, episode_id, by)
    add(hospital_samples.diet(episode_id, because="Nuốt khó", wishes="Không ăn cá", ordered_by_id=nurse.id))
    add(hospital_samples.meal_change(episode_id, served_on=TODAY, because="Con gái đón ra ngoài"))
    add(
        health_samples.issued(
            episode_id, issued_on=date(2026, 11, 2), signed_by="Con gái", note="Thay mặt nhận", batch=new_id()
        )
    )
    _write_incident(add, episode_id, ward_id, nurse)
    _write_away(add, episode_id)
    begun = writer.records(ShiftHandover, "ward_id = ?", (ward_id,))
    sheet = begun[0] if begun else add(ShiftHandover(duty_on=YESTERDAY, shift="night", ward_id=ward_id))
    add(
        HandoverLine(shift_handover_id=sheet.id, episode_id=episode_id, text="Đau đầu", instruction="Đo lại lúc 10 giờ")
    )
    return kept


def _write_health(add: Callable[[Any], Any], person_id: str, episode_id: str, nurse: StaffMember) -> None:
    add(health_samples.condition(person_id, note="Uống thuốc đều"))
    add(health_samples.vaccination(person_id, next_on=date(2026, 11, 25)))
    add(health_samples.check(episode_id, checked_on=date(2026, 5, 4), checker="Bùi Văn Nghĩa", advice="Ăn nhạt"))
    seen = add(health_samples.consultation(episode_id))
    wound = add(health_samples.wound(episode_id, note="Cùng cụt"))
    add(health_samples.look(wound, done_by_id=nurse.id, done="Thay băng"))
    add(health_samples.treatment(episode_id, wound_id=wound.id, consultation_id=seen.id))


def _write_medicines(add: Callable[[Any], Any], episode_id: str, by: Mapping[str, Any]) -> None:
    order = add(
        medication_samples.order(
            episode_id, to_on=date(2026, 11, 24), icd="I10", diagnosis="Tăng huyết áp", accepted_because="Bác sĩ dặn"
        )
    )
    at = daily_samples.moment(8, 5)
    add(medication_samples.dose(order, at, state=DoseState.REFUSED, reason="spits", effect="Nhổ ra", **by))


def _write_incident(add: Callable[[Any], Any], episode_id: str, ward_id: str, nurse: StaffMember) -> None:
    fell = add(incident_samples.incident(episode_id=episode_id, number="01/2026", ward_id=ward_id))
    about = {"incident_id": fell.id, "episode_id": episode_id}
    add(Involved(**about, outsider="Quản Văn Trúc Đào", injury="xước tay"))
    add(incident_samples.mark(episode_id, incident_id=fell.id))
    add(incident_samples.told(**about, name="Con gái"))
    add(incident_samples.remedy(fell.id, nurse.id, episode_id=episode_id))


def gone_to_hospital(
    writer: Writer, episode_id: str, dress: Callable[[Record], Record] = as_it_is
) -> tuple[Absence, HospitalTransfer]:
    """Send somebody to hospital two days ago; they should have been back since yesterday."""
    away = writer.add(
        dress(
            Absence(episode_id=episode_id, kind=AbsenceKind.HOSPITAL, from_on=date(2026, 11, 20), expected_on=YESTERDAY)
        )
    )
    gone = writer.add(dress(hospital_samples.transfer(episode_id, absence_id=away.id, carer="Con gái")))
    assert isinstance(away, Absence)
    assert isinstance(gone, HospitalTransfer)
    return away, gone


def _write_away(add: Callable[[Any], Any], episode_id: str) -> None:
    away = add(
        Absence(
            episode_id=episode_id,
            kind=AbsenceKind.HOSPITAL,
            from_on=date(2026, 11, 16),
            back_on=date(2026, 11, 20),
            place="Bệnh viện đa khoa tỉnh",
            taken_by="Con gái",
        )
    )
    add(hospital_samples.transfer(episode_id, absence_id=away.id, carer="Con gái", again_on=date(2026, 11, 25)))
    add(hospital_samples.death(episode_id, beside="Con gái", heir="Con gái"))
