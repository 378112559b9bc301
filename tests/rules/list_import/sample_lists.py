"""Small lists, and the vocabulary they are read with."""

from __future__ import annotations

import tomllib
from datetime import date

from carebook import places
from carebook.records.codes import Code
from carebook.rules.code_files import codes_from_toml
from carebook.rules.list_import import ListReading, Sheet, read_list, vocabulary_from

TODAY = date(2026, 11, 21)


def _parsed(name):
    return tomllib.loads(places.resource(f"codes/{name}.toml").read_text(encoding="utf-8"))


CODES = [
    record for name in ("people", "admission") for record in codes_from_toml(_parsed(name)) if isinstance(record, Code)
]
WORDS = _parsed("import_words")
VOCABULARY = vocabulary_from(WORDS, CODES)

HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Ngày vào", "Diện", "Ghi chú")


def sheet(*rows, titles=()):
    return Sheet("DS", (*((title,) for title in titles), *rows))


def one_list(*rows, headings=HEADINGS, titles=("DANH SÁCH",)):
    reading = read_list(sheet(headings, *rows, titles=titles), VOCABULARY, today=TODAY)
    assert isinstance(reading, ListReading)
    return reading


def person(*, name="Trần Thị An", born="1945", sex="Nữ", number="", admitted="05/01/2020", category="", note=""):
    return (1.0, name, born, sex, number, admitted, category or "Tâm thần", note)


def kinds(reading):
    return [remark.kind for remark in reading.remarks]
