"""Form 01: gathering information when somebody comes."""

from carebook.ui.pages.intake.page import IntakePage

__all__ = ["IntakePage"]
