"""Forms made from the declarations of records."""

from carebook.ui.parts.fields.choosing import Choice, Choices, PillSet, SearchChoice, Tick, TickList, filter_choice
from carebook.ui.parts.fields.editor import FieldEditor
from carebook.ui.parts.fields.form import Form, Section, commit_input_method, section
from carebook.ui.parts.fields.typing import DateInput, Input, NumberInput

__all__ = [
    "Choice",
    "Choices",
    "DateInput",
    "FieldEditor",
    "Form",
    "Input",
    "NumberInput",
    "PillSet",
    "SearchChoice",
    "Section",
    "Tick",
    "TickList",
    "commit_input_method",
    "filter_choice",
    "section",
]
