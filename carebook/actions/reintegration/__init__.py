"""Deeds on the way home: beginning a path, moving it, what is heard, prepared and decided on it."""

from carebook.actions.reintegration.deciding import decide_trial, record_path_paper, report_trial, strike_path_paper
from carebook.actions.reintegration.moving import move_path, write_stage
from carebook.actions.reintegration.paths import amend_path, start_path
from carebook.actions.reintegration.preparing import (
    check_readiness,
    record_carer_training,
    record_opinion,
    save_carer,
    save_support,
    strike_carer,
    strike_carer_training,
    strike_opinion,
    strike_support,
)
from carebook.actions.reintegration.visible import running_path, visible_path

__all__ = [
    "amend_path",
    "check_readiness",
    "decide_trial",
    "move_path",
    "record_carer_training",
    "record_opinion",
    "record_path_paper",
    "report_trial",
    "running_path",
    "save_carer",
    "save_support",
    "start_path",
    "strike_carer",
    "strike_carer_training",
    "strike_opinion",
    "strike_path_paper",
    "strike_support",
    "visible_path",
    "write_stage",
]
