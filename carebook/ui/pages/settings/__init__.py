"""Settings: the center, its people and their rights, code lists and rates, backups, keys, the look, and what this program is."""

from carebook.ui.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]
