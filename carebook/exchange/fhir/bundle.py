"""A gathered care record as FHIR R4B: plain dictionaries in the shape of the standard, and the bytes of the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from carebook.dates import VIETNAM
from carebook.exchange.fhir.gathering import CareRecord
from carebook.records.care_plans import Achievement, Activity, Goal, GoalLife, Owner
from carebook.records.enum_words import said
from carebook.records.monitoring import Observation
from carebook.records.people import Sex
from carebook.records.record import Record
from carebook.records.rehabilitation import PlannedTherapy, RehabilitationGoal
from carebook.records.sessions import Session, SessionState
from carebook.store.care_plans import PlanFile
from carebook.store.instruments import Sheet
from carebook.store.therapy_plans import TherapyPlanFile
from carebook.words import speaking

Resource = dict[str, Any]

_LOINC, _UCUM = "http://loinc.org", "http://unitsofmeasure.org"
_CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_ACHIEVED = "http://terminology.hl7.org/CodeSystem/goal-achievement"

# What the world calls our measures: LOINC code, unit in UCUM, category.
_MEASURES: Mapping[str, tuple[str, str, str]] = {
    "pulse": ("8867-4", "/min", "vital-signs"),
    "temperature": ("8310-5", "Cel", "vital-signs"),
    "blood_pressure": ("85354-9", "mm[Hg]", "vital-signs"),
    "breathing": ("9279-1", "/min", "vital-signs"),
    "oxygen": ("59408-5", "%", "vital-signs"),
    "blood_sugar": ("15074-8", "mmol/L", "laboratory"),
    "pain": ("72514-3", "{score}", "survey"),
    "consciousness": ("67775-7", "", "exam"),
    "weight": ("29463-7", "kg", "vital-signs"),
    "height": ("8302-2", "cm", "vital-signs"),
    "muac": ("56072-2", "mm", "exam"),
    "fluid_in": ("9108-2", "mL", "exam"),
    "fluid_out": ("9262-7", "mL", "exam"),
}
_SYSTOLIC, _DIASTOLIC = ("8480-6", "Tâm thu"), ("8462-4", "Tâm trương")
_LIFE = {
    GoalLife.PROPOSED: "proposed",
    GoalLife.AGREED: "accepted",
    GoalLife.ACTIVE: "active",
    GoalLife.ON_HOLD: "on-hold",
    GoalLife.FINISHED: "completed",
    GoalLife.DROPPED: "cancelled",
}
_ACHIEVEMENT = {
    Achievement.ACHIEVED: "achieved",
    Achievement.PARTLY: "in-progress",
    Achievement.NOT_ACHIEVED: "not-achieved",
    Achievement.NO_LONGER: "not-attainable",
}
_HELD = frozenset({SessionState.DONE, SessionState.PARTIAL})


def written(record: CareRecord) -> bytes:
    """The bundle as a JSON file, UTF-8."""
    return json.dumps(bundle(record), ensure_ascii=False, indent=1).encode()


def bundle(record: CareRecord) -> Resource:
    """A Bundle of kind "collection"; every resource is named by the id it has in the book, texts are Vietnamese.

    Of a restricted person there is no name, code, day or month of birth, and names known to lead to them are taken out of what
    people wrote.
    """
    with speaking("vi"):
        resources = [
            _organization(record),
            _patient(record),
            _episode(record),
            *_care_plans(record),
            *_therapy_plans(record),
            *(_observation(record, one) for one in record.observations),
            *(_result(record, one) for one in record.sheets),
            *(_session(record, one) for one in record.sessions),
        ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _instant(record.made_at),
        "entry": [
            {"fullUrl": f"urn:uuid:{one['id']}", "resource": _without(record.withheld, one)} for one in resources
        ],
    }


def _without(names: Sequence[str], told: Any) -> Any:
    """The same with dots for every one of these names, wherever it stands."""
    if not names:
        return told
    if isinstance(told, str):
        for name in names:
            told = told.replace(name, "…")
        return told
    if isinstance(told, list):
        return [_without(names, one) for one in told]
    return {key: _without(names, value) for key, value in told.items()} if isinstance(told, dict) else told


def _told(**facts: Any) -> Resource:
    """Only what there is: FHIR has no empty values."""
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def _resource(kind: str, record: Record, **facts: Any) -> Resource:
    return {"resourceType": kind, "id": record.id, **_told(**facts)}


def _to(record_id: str) -> Resource:
    return {"reference": f"urn:uuid:{record_id}"}


def _person(record: CareRecord) -> Resource:
    return _to(record.person.id)


def _words(text: str, system: str = "", code: str = "") -> Resource:
    return _told(coding=[{"system": system, "code": code}] if code else [], text=text)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _period(first: date | None, last: date | None) -> Resource:
    return _told(start=first.isoformat() if first else "", end=last.isoformat() if last else "")


def _by(record: CareRecord, staff_id: str | None) -> Resource | None:
    name = record.staff.get(staff_id or "", "")
    return {"display": name} if name else None


# who and where


def _organization(record: CareRecord) -> Resource:
    return _resource("Organization", record.facility, name=record.facility.name)


def _patient(record: CareRecord) -> Resource:
    person = record.person
    gender = {Sex.MALE: "male", Sex.FEMALE: "female"}.get(person.sex, "unknown") if person.sex else "unknown"
    born = person.born.prefix if person.born else ""
    of_center = _to(record.facility.id)
    if record.restricted:
        return _resource("Patient", person, gender=gender, birthDate=born[:4], managingOrganization=of_center)
    system = f"urn:uuid:{record.facility.id}"
    return _resource(
        "Patient",
        person,
        identifier=[{"system": system, "value": person.code}] if person.code else [],
        name=[{"use": "official", "text": person.full_name}],
        gender=gender,
        birthDate=born,
        managingOrganization=of_center,
    )


def _episode(record: CareRecord) -> Resource:
    episode = record.episode
    return _resource(
        "EpisodeOfCare",
        episode,
        status="finished" if episode.end_on else "active",
        patient=_person(record),
        managingOrganization=_to(record.facility.id),
        period=_period(episode.start_on, episode.end_on),
        careManager=_by(record, episode.case_manager_id),
    )


# plans and goals


def _care_plans(record: CareRecord) -> Iterator[Resource]:
    for file in record.plans:
        plan = file.plan
        yield _plan(
            record,
            file,
            title=f"Kế hoạch chăm sóc, trợ giúp, bản {plan.number}",
            description=plan.general_goal,
            author=_by(record, plan.manager_id),
            activity=[{"detail": _activity(record, one)} for one in file.activities],
        )
        yield from (_goal(record, one) for one in file.goals)


def _therapy_plans(record: CareRecord) -> Iterator[Resource]:
    for file in record.therapy_plans:
        plan = file.plan
        yield _plan(
            record,
            file,
            title=f"Kế hoạch phục hồi chức năng, bản {plan.number}",
            description=plan.indication,
            author=_by(record, plan.ordered_by_id),
            activity=[{"detail": _therapy(record, one)} for one in file.therapies],
        )
        yield from (_goal(record, one) for one in file.goals)


def _plan(record: CareRecord, file: PlanFile | TherapyPlanFile, **facts: Any) -> Resource:
    plan = file.plan
    return _resource(
        "CarePlan",
        plan,
        status="active" if file.in_force else "completed",
        intent="plan",
        subject=_person(record),
        period=_period(plan.from_on, plan.ended_on or plan.to_on),
        created=_instant(plan.approved_at) if plan.approved_at else "",
        replaces=[_to(plan.replaces_id)] if plan.replaces_id and _is_told(record, plan.replaces_id) else [],
        goal=[_to(one.id) for one in file.goals],
        **facts,
    )


def _is_told(record: CareRecord, plan_id: str) -> bool:
    return plan_id in {one.plan.id for one in record.plans} | {one.plan.id for one in record.therapy_plans}


def _activity(record: CareRecord, one: Activity) -> Resource:
    of_family = one.owner in (Owner.FAMILY, Owner.CLIENT)
    named = _by(record, one.staff_member_id) or ({"display": said(one.owner)} if of_family else None)
    return _told(
        status="unknown",
        description=one.text,
        goal=[_to(one.goal_id)] if one.goal_id else [],
        scheduledString=one.frequency,
        performer=[named] if named else [],
        code=_words(record.codes.text("service", one.service)) if one.service else {},
    )


def _therapy(record: CareRecord, one: PlannedTherapy) -> Resource:
    often = [f"{one.per_week} buổi một tuần" if one.per_week else "", f"{one.minutes} phút" if one.minutes else ""]
    by = _by(record, one.therapist_id)
    return _told(
        status="unknown",
        code=_words(record.codes.text("therapy", one.therapy)),
        description=one.technique,
        scheduledString=", ".join(filter(None, often)),
        performer=[by] if by else [],
    )


def _goal(record: CareRecord, goal: Goal | RehabilitationGoal) -> Resource:
    reached = _ACHIEVEMENT.get(goal.achievement, "")
    target = _told(
        measure=_words(goal.measure) if goal.measure and goal.to_value else {},
        detailString=goal.to_value if goal.measure else "",
        dueDate=goal.due_on.isoformat() if goal.due_on else "",
    )
    return _resource(
        "Goal",
        goal,
        lifecycleStatus=_LIFE[goal.life],
        achievementStatus=_words(said(goal.achievement), _ACHIEVED, reached) if reached else {},
        description={"text": goal.text or "–"},
        subject=_person(record),
        target=[target] if target else [],
        statusDate=goal.achieved_on.isoformat() if goal.achieved_on else "",
        note=[{"text": goal.remark}] if goal.remark else [],
    )


# what was measured


def _observation(record: CareRecord, one: Observation) -> Resource:
    loinc, unit, category = _MEASURES.get(one.measure, ("", "", "exam"))
    is_pair = one.value is not None and one.value_second is not None
    facts: Resource = {}
    if one.not_done:
        facts["dataAbsentReason"] = _words(record.codes.text("not_done_reason", one.not_done), _ABSENT, "not-performed")
    elif is_pair:
        facts["component"] = [
            {"code": _words(words, _LOINC, code), "valueQuantity": _quantity(record, one.measure, value, unit)}
            for (code, words), value in ((_SYSTOLIC, one.value), (_DIASTOLIC, one.value_second))
        ]
    elif one.value is not None:
        facts["valueQuantity"] = _quantity(record, one.measure, one.value, unit)
    elif one.word:
        facts["valueCodeableConcept"] = _words(record.codes.text("measure_word", one.word))
    by = _by(record, one.done_by_id)
    return _resource(
        "Observation",
        one,
        status="final",
        category=[_words("", _CATEGORIES, category)],
        code=_words(record.codes.text("measure", one.measure), _LOINC, loinc),
        subject=_person(record),
        effectiveDateTime=_instant(one.taken_at) if one.taken_at else "",
        performer=[by] if by else [],
        **facts,
    )


def _quantity(record: CareRecord, measure: str, value: float | None, unit: str) -> Resource:
    code = record.codes.code("measure", measure)
    words = str(code.extra.get("unit", "")) if code else ""
    coded = {"system": _UCUM, "code": unit} if unit else {}
    return _told(value=value, unit=words) | coded


def _result(record: CareRecord, sheet: Sheet) -> Resource:
    """The result of a scale: its total, and what the total means."""
    score, result = sheet.score, sheet.result
    by = _by(record, score.done_by_id)
    return _resource(
        "Observation",
        score,
        status="final",
        category=[_words("", _CATEGORIES, "survey")],
        code=_words(sheet.instrument.title),
        subject=_person(record),
        effectiveDateTime=score.scored_on.isoformat() if score.scored_on else "",
        performer=[by] if by else [],
        interpretation=[_words(result.band.words)] if result.band else [],
        **(
            {"valueQuantity": {"value": result.total}}
            if result.total is not None
            else {"dataAbsentReason": _words("Không tính điểm", _ABSENT, "not-applicable")}
        ),
    )


# sessions


def _session(record: CareRecord, one: Session) -> Resource:
    """A session as a procedure: done, or not done and why."""
    held = one.state in _HELD
    by = _by(record, one.done_by_id or one.therapist_id)
    starts = datetime.combine(one.planned_on, one.began_at or one.planned_at or time(), VIETNAM)
    minutes = one.minutes_done if one.minutes_done is not None else one.minutes
    reason = record.codes.text("session_reason", one.reason) if one.reason else said(one.state)
    return _resource(
        "Procedure",
        one,
        status="completed" if held else "not-done",
        statusReason={} if one.state is SessionState.DONE else _words(reason),
        code=_words(record.codes.text("therapy", one.therapy)),
        subject=_person(record),
        performedPeriod=_lasted(starts, minutes if held else 0),
        basedOn=[_to(one.therapy_plan_id)] if one.therapy_plan_id and _is_told(record, one.therapy_plan_id) else [],
        performer=[{"actor": by}] if by and held else [],
        outcome=_words(said(one.course)) if one.course else {},
    )


def _lasted(starts: datetime, minutes: int) -> Resource:
    return {"start": _instant(starts), "end": _instant(starts + timedelta(minutes=minutes))}
