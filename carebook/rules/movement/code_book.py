"""The words, limits and rules of counting of one day, which all tables of a report share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from carebook.dates import Age, age_on
from carebook.records.codes import Code, Limit
from carebook.records.stay_facts import StayFacts
from carebook.rules.dated import code_on, limit_on, on


@dataclass(frozen=True)
class _Going:
    """One rule of how leaving is counted; an empty set matches everything."""

    reasons: frozenset[str]
    destinations: frozenset[str]
    forms: frozenset[str]
    column: str

    def matches(self, stay: StayFacts) -> bool:
        return (
            (not self.reasons or stay.end_reason in self.reasons)
            and (not self.destinations or stay.destination in self.destinations)
            and (not self.forms or stay.route in self.forms)
        )


@dataclass(frozen=True, eq=False)
class CodeBook(Sequence[Code]):
    """The code lists and limits a table is made with, as they stand on the day its data end.

    It stands for its codes wherever they are asked for, so that many tables of one day share what it has looked up.
    """

    codes: Sequence[Code]
    limits: Sequence[Limit]
    day: date

    @classmethod
    def of(cls, codes: Sequence[Code], limits: Sequence[Limit], day: date) -> CodeBook:
        """The book of a day: the codes themselves where they are one."""
        return codes if isinstance(codes, CodeBook) and codes.day == day else cls(codes, limits, day)

    def __getitem__(self, place: Any) -> Any:
        return self.codes[place]

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    @cached_property
    def _lists(self) -> Mapping[str, Sequence[Code]]:
        lists: dict[str, list[Code]] = {}
        for code in self.codes:
            lists.setdefault(code.list_name, []).append(code)
        return lists

    def of_list(self, list_name: str) -> Sequence[Code]:
        """The codes of one list, of whatever day."""
        return self._lists.get(list_name, ())

    def words(self, list_name: str) -> Mapping[str, Code]:
        """The words of one list by code, in their order."""
        if (words := self._words.get(list_name)) is None:
            there = sorted(on(self.of_list(list_name), self.day), key=lambda code: code.position)
            words = self._words[list_name] = {code.code: code for code in there}
        return words

    @cached_property
    def _words(self) -> dict[str, Mapping[str, Code]]:
        """The lists asked for so far: a table needs few of them."""
        return {}

    def text(self, list_name: str, code: str) -> str:
        """The Vietnamese words of a code; the code itself when it is not known."""
        if (told := self._texts.get((list_name, code))) is None:
            found = self.words(list_name).get(code) or code_on(self.of_list(list_name), list_name, code, self.day)
            told = self._texts[list_name, code] = found.text if found else code
        return told

    @cached_property
    def _texts(self) -> dict[tuple[str, str], str]:
        """The words told so far: a code of another day is looked for once."""
        return {}

    def word(self, code: str, **values: str) -> str:
        """A word of the printed tables, with its values filled in."""
        if (said := self._said.get(code)) is None:
            said = self._said[code] = self.text("figure_word", code)
        return said.format(**values)

    @cached_property
    def _said(self) -> dict[str, str]:
        """The words of the tables said so far."""
        return {}

    def age_limit(self, name: str) -> int:
        """An age of the law in years."""
        return self._ages[name]

    @cached_property
    def _ages(self) -> Mapping[str, int]:
        return {name: limit_on(self.limits, name, self.day).value for name in ("child_age", "elderly_age")}

    @cached_property
    def placements(self) -> frozenset[str]:
        """The placements whose people stand in the figures."""
        return frozenset(code.code for code in self.words("placement").values() if code.extra.get("counted"))

    @cached_property
    def minorities(self) -> frozenset[str]:
        """The codes of ethnic minorities."""
        return frozenset(code.code for code in self.words("ethnicity").values() if code.extra.get("minority"))

    @cached_property
    def child_categories(self) -> frozenset[str]:
        """The categories that are of children."""
        return frozenset(code.code for code in self.words("category").values() if code.extra.get("child"))

    @cached_property
    def _comings(self) -> Mapping[str, str]:
        return {code.code: code.extra["column"] for code in self.words("movement_in").values()}

    @cached_property
    def _goings(self) -> Sequence[_Going]:
        return [
            _Going(
                frozenset(extra.get("reasons", ())),
                frozenset(extra.get("destinations", ())),
                frozenset(extra.get("forms", ())),
                extra["column"],
            )
            for extra in (code.extra for code in self.words("movement_out").values())
        ]

    def age(self, stay: StayFacts) -> Age | None:
        """The age of the person on the day, None when the birth is unknown; reckoned once, since many tables ask."""
        known = self._reckoned.get(id(stay))
        if known is None:
            known = self._reckoned[id(stay)] = (stay, age_on(stay.born, self.day))
        return known[1]

    @cached_property
    def _reckoned(self) -> dict[int, tuple[StayFacts, Age | None]]:
        return {}

    @cached_property
    def told(self) -> dict[int, tuple[StayFacts, Mapping[str, Any]]]:
        """What a line says of each stay that was told of, by the stay itself; `line_of` keeps it here."""
        return {}

    @cached_property
    def whom(self) -> dict[int, tuple[StayFacts, tuple[str, ...]]]:
        """The columns of each person that was counted, by the stay itself; `columns_of` keeps them here."""
        return {}

    def column_in(self, stay: StayFacts) -> str:
        """The column in which coming is counted, from the start kind."""
        return self._comings.get(stay.start_kind, "in_other")

    def column_out(self, stay: StayFacts) -> str:
        """The column in which leaving is counted: the first rule that fits reason, destination and form."""
        return next((going.column for going in self._goings if going.matches(stay)), "out_other")
