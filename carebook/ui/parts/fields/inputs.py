"""The inputs of forms, one per kind of value: the chosen ones, and which one a field gets."""

from __future__ import annotations

from enum import Enum
from typing import Any, ClassVar, get_args

from PySide6.QtWidgets import QSizePolicy

from carebook.records.declaration import Field, Kind
from carebook.ui.parts.fields.choosing import Choice, Choices, PillSet, SearchChoice, Tick, TickList, yes_no
from carebook.ui.parts.fields.typing import DateInput, Input, LineInput, NoteInput, NumberInput, TimeInput, Today
from carebook.words import message

_FEW = 8  # up to so many words stand side by side; more are searched


class ChoiceInput(Input):
    """One code of a list; long lists are searched while typing, with or without marks. ``member`` makes the value of a code."""

    def __init__(self, choices: Choices, member: type[Enum] | type[int] | None = None) -> None:
        super().__init__()
        self._member = member
        self.combo = SearchChoice(choices) if len(choices) > _FEW else Choice(choices, blank=True)
        self.target = self.combo
        self.combo.setMinimumWidth(80)
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.activated.connect(self.touched)
        if (line := self.combo.lineEdit()) is not None:
            line.textEdited.connect(self.touched)
            line.editingFinished.connect(self.left)
        self._filled(self.combo)

    def offer(self, choices: Choices) -> None:
        """Other choices, for example the wards of another building."""
        self.combo.offer(choices)

    def raw(self) -> Any:
        if isinstance(self.combo, SearchChoice) and not self.combo.is_settled():
            return {"typed": self.combo.typed()}
        return self.combo.code()

    def set_raw(self, raw: Any) -> None:
        if isinstance(raw, dict) and isinstance(self.combo, SearchChoice):
            self.combo.setEditText(str(raw["typed"]))
        else:
            self.combo.choose(str(raw or ""))

    def read(self) -> Any:
        if isinstance(self.combo, SearchChoice) and not self.combo.is_settled():
            return message("“{typed}” is not in the list. Choose from the list.", typed=self.combo.typed())
        code = self.combo.code()
        if not code:
            return None
        return self._member(code) if self._member else code

    def write(self, value: Any) -> None:
        self.combo.choose(str(value.value if isinstance(value, Enum) else value or ""))

    def name_as(self, name: str) -> None:
        super().name_as(name)
        if (line := self.combo.lineEdit()) is not None:
            line.setAccessibleName(name)


class CodesInput(Input):
    """Several codes of a list: pills for a few, a list with ticks for many."""

    def __init__(self, choices: Choices, member: type[Enum] | None = None) -> None:
        super().__init__()
        self._member = member
        self._shown: PillSet | TickList = PillSet(choices) if len(choices) <= _FEW else TickList(choices)
        self.target = self._shown
        self._shown.touched.connect(self.touched)
        self._filled(self._shown)

    def raw(self) -> list[str]:
        return self._shown.codes()

    def set_raw(self, raw: Any) -> None:
        self._shown.choose(raw or ())

    def read(self) -> Any:
        return tuple(self._member(code) if self._member else code for code in self._shown.codes())

    def write(self, value: Any) -> None:
        self._shown.choose([str(v.value if isinstance(v, Enum) else v) for v in value or ()])

    def name_as(self, name: str) -> None:
        self._shown.name_as(name)


class StatementInput(Input):
    """A statement that holds or not: the words stand beside the tick."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.tick = Tick(words)
        self.target = self.tick
        self.tick.clicked.connect(self.touched)
        self._filled(self.tick, None)

    def raw(self) -> bool:
        return self.tick.isChecked()

    def set_raw(self, raw: Any) -> None:
        self.tick.setChecked(bool(raw))

    def read(self) -> bool:
        return self.tick.isChecked()

    def write(self, value: Any) -> None:
        self.tick.setChecked(bool(value))


class AnswerInput(Input):
    """Yes, no, or not asked: pressing the chosen answer again takes it back."""

    _VALUES: ClassVar[dict[str, bool]] = {"yes": True, "no": False}

    def __init__(self) -> None:
        super().__init__()
        self._answers = PillSet(yes_no(), one=True)
        self.target = self._answers
        self._answers.touched.connect(self.touched)
        self._filled(self._answers)

    def raw(self) -> str:
        return next(iter(self._answers.codes()), "")

    def set_raw(self, raw: Any) -> None:
        self._answers.choose([raw] if raw else [])

    def read(self) -> bool | None:
        return self._VALUES.get(self.raw())

    def write(self, value: Any) -> None:
        self.set_raw("" if value is None else "yes" if value else "no")

    def name_as(self, name: str) -> None:
        self._answers.name_as(name)


def input_for(field: Field, choices: Choices, today: Today) -> Input:
    """The input that fits a declared field; TypeError for data that is never typed."""
    kind = field.fact.kind
    match kind:
        case Kind.TEXT | Kind.NAME:
            return LineInput()
        case Kind.PHONE:
            return LineInput(width=180)
        case Kind.NOTE:
            return NoteInput()
        case Kind.DATE | Kind.PARTIAL_DATE | Kind.MOMENT:
            return DateInput(kind, today)
        case Kind.TIME:
            return TimeInput()
        case Kind.NUMBER if choices:
            return ChoiceInput(choices, int)
        case Kind.NUMBER | Kind.MEASURE | Kind.MONEY:
            return NumberInput(kind)
        case Kind.YES:
            return AnswerInput() if field.optional else StatementInput(field.label)
        case Kind.CODE:
            return ChoiceInput(choices or _words_of(field.fact.choices), field.fact.choices)
        case Kind.LINK:
            return ChoiceInput(choices)
        case Kind.CODES:
            member = next(iter(get_args(field.type)), None)
            is_enum = isinstance(member, type) and issubclass(member, Enum)
            return CodesInput(choices, member if is_enum else None)
        case Kind.DATA:
            raise TypeError(f"{field.name} is never typed")


def _words_of(member: type[Enum] | None) -> Choices:
    return [(str(m.value), str(m.value)) for m in member] if member else ()
