"""Chờ phê duyệt: plans of any kind that wait for an answer."""

from carebook.ui.pages.approvals.page import ApprovalsPage

__all__ = ["ApprovalsPage"]
