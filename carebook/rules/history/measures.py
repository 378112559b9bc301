"""What was measured of somebody, in the history: "writes huyết áp 150/90 mmHg", "edits cân nặng 41 → 43 kg"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from carebook.rules.observations import plain_number
from carebook.words import message

Words = Callable[[str, str], str]


class Line(Protocol):
    """A journal line, as the history has it."""

    @property
    def table(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def deed(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def row_id(self) -> str: ...
    @property
    def changes(self) -> Mapping[str, tuple[Any, Any]]: ...


def told_measures(lines: Sequence[Line], words: Words) -> str:
    """A deed about observations as one sentence; "" for other deeds, and for what is better told field by field.

    ``words("link", row_id)`` gives the measure of an observation, ``words("measure_unit", measure)`` its unit.
    """
    if not lines or any(line.table != "observation" for line in lines):
        return ""
    match lines[0].deed:
        case "record_observations":
            said = [_written(line, words) for line in lines if line.kind == "I"]
            done_by = {str(line.changes.get("done_by_id", (None, ""))[1] or "") for line in lines}
            who = words("link", done_by.pop()) if len(done_by) == 1 else ""
            what = str(message("writes {what}", what=", ".join(filter(None, said))))
            return (
                what if not who or who == lines[0].who else str(message("{what}, done by: {who}", what=what, who=who))
            )
        case "amend_observation" if edited := _edited(lines[0], words):
            return edited
        case "strike_observation" if measure := words("link", lines[0].row_id):
            return str(message("strikes through: {what}", what=_named(measure, words)))
    return ""


def _written(line: Line, words: Words) -> str:
    given = {name: new for name, (_old, new) in line.changes.items()}
    measure = str(given.get("measure", ""))
    named = _named(measure, words)
    if (reason := given.get("not_done")) is not None:
        return str(
            message("{measure} not measured ({why})", measure=named, why=words("not_done_reason", reason).lower())
        )
    if (word := given.get("word")) is not None:
        return f"{named} {words('measure_word', word)}"
    numbers = [given[name] for name in ("value", "value_second") if given.get(name) is not None]
    return " ".join(filter(None, (named, _said(numbers, measure, words))))


def _edited(line: Line, words: Words) -> str:
    """A changed value, old → new; "" when something else was changed."""
    measure = words("link", line.row_id)
    old, new = line.changes.get("value", (None, None))
    if not measure or old is None or new is None:
        return ""
    seconds = line.changes.get("value_second", (None, None))
    before, after = (
        _said([n for n in pair if n is not None], "", words) for pair in ((old, seconds[0]), (new, seconds[1]))
    )
    unit = words("measure_unit", measure)
    said = f"{after} {unit}".strip()
    return str(message("edits {field} {old} → {new}", field=_named(measure, words), old=before, new=said))


def _named(measure: str, words: Words) -> str:
    text = words("measure", measure)
    return text[:1].lower() + text[1:]


def _said(numbers: Sequence[float], measure: str, words: Words) -> str:
    said = "/".join(plain_number(float(one)) for one in numbers)
    unit = words("measure_unit", measure) if measure else ""
    return f"{said} {unit}".strip() if said else ""
