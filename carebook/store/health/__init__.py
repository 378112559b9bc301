"""Questions about health: the file of a person, checks and re-visits that are due, what was examined and treated in a time."""

from carebook.store.health.due import CheckLine, checks_due, next_check_of
from carebook.store.health.file import HealthFile, health_of
from carebook.store.health.lists import (
    CheckMade,
    ConsultationLine,
    IllnessLine,
    Patient,
    TreatmentLine,
    VaccinationLine,
    checks_between,
    consultations,
    illnesses,
    patients,
    revisits,
    treatments_running,
    vaccinations_due,
)

__all__ = [
    "CheckLine",
    "CheckMade",
    "ConsultationLine",
    "HealthFile",
    "IllnessLine",
    "Patient",
    "TreatmentLine",
    "VaccinationLine",
    "checks_between",
    "checks_due",
    "consultations",
    "health_of",
    "illnesses",
    "next_check_of",
    "patients",
    "revisits",
    "treatments_running",
    "vaccinations_due",
]
