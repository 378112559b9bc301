"""Gives Qt's own buttons and menus the words of the catalogue."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

from carebook.words import N_, _

_WORDS = {
    "OK": N_("Close window"),
    "Cancel": N_("Go back"),
    "Close": N_("Close window"),
    "Save": N_("Save"),
    "Open": N_("Open"),
    "Choose": N_("Choose"),
    "Print": N_("Print"),
    "Retry": N_("Retry"),
    "Undo": N_("Undo"),
    "Redo": N_("Redo"),
    "Cut": N_("Cut"),
    "Copy": N_("Copy"),
    "Paste": N_("Paste"),
    "Delete": N_("Remove"),
    "Select All": N_("Select all"),
    "Directory": N_("Folder"),
    "Directory:": N_("Folder"),
    "File name:": N_("File name"),
    "Files of type:": N_("Kind of file"),
    "Look in:": N_("Look in"),
    "Create New Folder": N_("New folder"),
    "Back": N_("Back"),
    "Forward": N_("Forward"),
    "Parent Directory": N_("Folder above"),
    "Name": N_("Name of file"),
    "Size": N_("Size"),
    "Type": N_("Kind of file"),
    "Date Modified": N_("Changed on"),
    "Folder": N_("Folder"),
    "Computer": N_("This computer"),
    "List View": N_("As a list"),
    "Detail View": N_("With details"),
    "All Files (*)": N_("All files (*)"),
    "Copies:": N_("Copies"),
    "Properties": N_("Properties"),
    "Options": N_("Options"),
    "Preview": N_("Preview"),
    "Pages": N_("Pages"),
    "Printer": N_("Printer"),
}


class QtWords(QTranslator):
    """Qt's words in the language of the window; what is not named here keeps Qt's own."""

    def translate(self, _context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str | None:
        words = _WORDS.get(source.replace("&", "").removesuffix("...").removesuffix("…"))
        return _(words) if words is not None else None

    def isEmpty(self) -> bool:
        return False
