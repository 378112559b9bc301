"""Admitting somebody, in the order of the law."""

from carebook.ui.pages.admission.page import AdmissionPage

__all__ = ["AdmissionPage"]
