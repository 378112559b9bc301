"""Protection in a restricted case: what is known, bans, the safety plan, who needs to know and who looked."""

from carebook.ui.pages.protection.page import ProtectionPage

__all__ = ["ProtectionPage"]
