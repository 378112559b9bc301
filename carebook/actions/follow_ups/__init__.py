"""Deeds about follow-up after going home: laying visits out, making, trying and waiving them, ending the follow-up."""

from carebook.actions.follow_ups.beginning import begin_follow_up
from carebook.actions.follow_ups.ending import complete_follow_up_end, save_follow_up_end
from carebook.actions.follow_ups.laying import lay_out_follow_up, move_visit, plan_visit
from carebook.actions.follow_ups.visits import (
    receive_visit_report,
    record_visit,
    strike_visit,
    try_visit,
    waive_visit,
)

__all__ = [
    "begin_follow_up",
    "complete_follow_up_end",
    "lay_out_follow_up",
    "move_visit",
    "plan_visit",
    "receive_visit_report",
    "record_visit",
    "save_follow_up_end",
    "strike_visit",
    "try_visit",
    "waive_visit",
]
