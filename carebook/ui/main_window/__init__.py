"""The main window of one signed-in person."""

from carebook.ui.main_window.window import MainWindow

__all__ = ["MainWindow"]
