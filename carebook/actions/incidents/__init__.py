"""Deeds about incidents: reporting one, writing on it, who was told, remedies, closing, opening anew, striking through."""

from carebook.actions.incidents.handling import (
    close_incident,
    finish_remedy,
    record_notified,
    reopen_incident,
    save_remedy,
    strike_incident,
)
from carebook.actions.incidents.reporting import amend_incident, report_incident

__all__ = [
    "amend_incident",
    "close_incident",
    "finish_remedy",
    "record_notified",
    "reopen_incident",
    "report_incident",
    "save_remedy",
    "strike_incident",
]
