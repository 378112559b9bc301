"""The care of one stay as an HL7 FHIR R4B bundle: person, plans, goals, observations, results of scales, therapy sessions."""

from carebook.exchange.fhir.bundle import bundle, written
from carebook.exchange.fhir.gathering import CareRecord, gather

__all__ = ["CareRecord", "bundle", "gather", "written"]
