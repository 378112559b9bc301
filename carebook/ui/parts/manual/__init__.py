"""The manual on screen, in a window of its own beside the work."""

from carebook.ui.parts.manual.window import ManualWindow

__all__ = ["ManualWindow"]
