"""The groups of roles that the table of rights names: who works on cases, who nurses, who leads."""

from __future__ import annotations

from carebook.records.staff import Role

EVERYBODY = frozenset(Role)
MANAGERS = frozenset({Role.DIRECTOR, Role.DEPUTY})
OFFICE = MANAGERS | {Role.HEAD, Role.CLERK}
CASEWORK = MANAGERS | {Role.HEAD, Role.SOCIAL_WORKER}
CARE = frozenset(
    {Role.NURSE, Role.CAREGIVER, Role.DOCTOR, Role.THERAPIST, Role.PSYCHOLOGIST, Role.TEACHER, Role.NUTRITION}
)
SEES_PEOPLE = EVERYBODY - {Role.IT}
ASSESSES = CASEWORK | {Role.NURSE, Role.DOCTOR, Role.THERAPIST, Role.PSYCHOLOGIST}
PLANS = ASSESSES | {Role.TEACHER, Role.NUTRITION}
THERAPY = frozenset({Role.THERAPIST, Role.PSYCHOLOGIST, Role.DOCTOR, Role.TEACHER})
SCHEDULES = MANAGERS | {Role.HEAD} | THERAPY
LEADS = CASEWORK | CARE
APPROVES_PATHS = MANAGERS | {Role.HEAD}
COUNSELS = CASEWORK | {Role.PSYCHOLOGIST}
ANSWERS_CALLS = COUNSELS | {Role.NURSE, Role.DOCTOR, Role.CLERK}
NURSING = MANAGERS | {Role.HEAD, Role.NURSE, Role.DOCTOR}
DAILY = NURSING | {Role.CAREGIVER}
KITCHEN = NURSING | {Role.NUTRITION}
