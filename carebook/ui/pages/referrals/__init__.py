"""Referrals to partners: by state, with late replies first and the consent beside each."""

from carebook.ui.pages.referrals.page import ReferralsPage

__all__ = ["ReferralsPage"]
