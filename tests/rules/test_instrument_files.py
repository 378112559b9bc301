"""The shipped instruments, a file as a center writes it, and what a file is refused for, by line and reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.instrument_files import (
    PURPOSE_WORDS,
    TOTAL,
    AnswerKind,
    Choice,
    Method,
    Mode,
    Purpose,
    Scoring,
    Tone,
)
from carebook.rules.instruments import BadInstrument, read_instrument
from tests.instrument_samples import FILES, FOLDER, instrument

every_file = pytest.mark.parametrize("name", FILES)

WITH_ITEMS = {
    *(
        "barthel",
        "iadl8",
        "wg_ss",
        "phq9",
        "gad7",
        "gds15",
        "who5",
        "amt10",
        "tug",
        "chair_stand",
        "balance4",
        "pain_nrs",
    ),
    *("pain_verbal", "fall_checklist", "ulcer_checklist", "gas", "ashworth", "mrc", "rom", "walk_10m", "walk_6min"),
    "signs_known",
}
MUST_NOT_BE_BUNDLED = {
    *("katz", "whodas12", "mmse", "moca", "mini_cog", "morse", "braden", "waterlow", "norton", "flacc", "painad"),
    *("wong_baker", "m_chat_r", "asq3", "cars2", "sdq", "sdq_teacher", "sdq_self", "news2", "berg", "dass21", "audit"),
    *("fim", "mna_sf", "must", "tinetti"),
}

OWN = """\
# Chúng tôi tự soạn, dùng trong cơ sở.
code = "drinking"
version = 2
since = 2026-10-01
title = "Bảng kiểm uống đủ nước"
short_title = "Uống nước"
purpose = "nutrition"
mode = "items"
better = "low"
unvalidated = true
interval_months = 1
licence = "Nội bộ"
holder = "Trung tâm"
citation = "Tổ dinh dưỡng, 2026."
terms = "Dùng trong cơ sở."

[ages]
min_years = 18
max_years = 79

[choice_sets]
how_often = [
  { value = 0, words = "không" },
  { value = 2, words = "thường xuyên" },
]

[[items]]
code = "dry_mouth"
words = "Miệng khô"
kind = "choice"
choices = "how_often"

[[items]]
code = "dark"  # màu
words = "Nước tiểu sẫm"
kind = "yes_no"

[[items]]
code = "cups"
words = "Số cốc bỏ lại"
kind = "number"
unit = "cốc"
range = [0, 4]
step = 0.5
decimals = 1

[[items]]
code = "why"
words = "Vì sao"
kind = "text"
optional = true

[scoring]
method = "sum"
range = [0, 7]
decimals = 1

[[bands]]
from = 0
to = 2.9
code = "enough"
words = "đủ"
tone = "ok"

[[bands]]
from = 3
to = 7
code = "short"
words = "thiếu"
tone = "warn"

[[alerts]]
items = ["dark"]
at_least = 1
words = "Nước tiểu sẫm: báo điều dưỡng."
"""


def test_every_instrument_is_there() -> None:
    assert set(FILES) == WITH_ITEMS | MUST_NOT_BE_BUNDLED


@every_file
def test_a_shipped_file_reads_and_says_whose_it_is(name: str) -> None:
    file = instrument(name)
    assert file.code == name
    assert file.since <= date(2026, 11, 22)
    assert all((file.licence, file.holder, file.citation, file.terms))
    assert not file.licence_file or (FOLDER / file.licence_file).is_file()


@pytest.mark.parametrize("name", sorted(MUST_NOT_BE_BUNDLED))
def test_no_item_of_a_protected_instrument_is_shipped(name: str) -> None:
    file = instrument(name)
    assert file.mode is Mode.SCORE
    assert [item.code for item in file.items if item.counted] in ([TOTAL], ["depression", "anxiety", "stress"])


@pytest.mark.parametrize("name", sorted(WITH_ITEMS))
def test_items_are_shipped(name: str) -> None:
    assert instrument(name).mode is Mode.ITEMS


@pytest.mark.parametrize(
    ("name", "months", "after"),
    [
        ("barthel", 3, ()),
        ("gds15", 6, ()),
        ("phq9", 6, ()),
        ("fall_checklist", 3, ("fall",)),
        ("morse", 3, ("fall",)),
        ("ulcer_checklist", 3, ("pressure_ulcer",)),
        ("braden", 3, ("pressure_ulcer",)),
        ("gas", 1, ()),
        ("cars2", 3, ()),
        ("m_chat_r", None, ()),
        ("wg_ss", None, ()),
    ],
)
def test_when_to_measure_again(name: str, months: int | None, after: tuple[str, ...]) -> None:
    assert (instrument(name).interval_months, instrument(name).after) == (months, after)


def test_words_of_our_own_are_marked() -> None:
    marked = {name for name in FILES if instrument(name).unvalidated}
    wording = {
        "barthel",
        "iadl8",
        "wg_ss",
        "phq9",
        "gad7",
        "gds15",
        "who5",
        "amt10",
        "fall_checklist",
        "ulcer_checklist",
    }
    assert marked == wording | {"ashworth", "mrc"}
    assert instrument("fall_checklist").remark == "Không phải Thang Morse."


def test_every_licence_is_the_licence_of_a_file() -> None:
    licences = {path.name for path in FOLDER.glob("LICENSE-*.txt")}
    assert licences == {instrument(name).licence_file for name in FILES} - {""}


def test_every_purpose_has_words_and_instruments() -> None:
    assert set(PURPOSE_WORDS) == set(Purpose)
    assert {instrument(name).purpose for name in FILES} == set(Purpose)


@every_file
def test_the_bands_of_a_shipped_file_cover_its_range(name: str) -> None:
    file = instrument(name)
    groups = [(file.scoring, file.bands), *((i.scoring, i.bands) for i in file.subscales)]
    groups += [(file.scoring, norm.bands) for norm in file.norms]
    for scoring, bands in groups:
        if not bands:
            continue
        assert scoring.low is not None
        assert scoring.high is not None
        grain = 10**scoring.decimals
        for grains in range(round(scoring.low * grain), round(scoring.high * grain) + 1):
            assert sum(band.low <= grains / grain <= band.high for band in bands) == 1, grains / grain


def test_a_center_writes_its_own() -> None:
    own = read_instrument(OWN, "uong-nuoc.toml")
    assert (own.code, own.version, own.since, own.purpose) == ("drinking", 2, date(2026, 10, 1), Purpose.NUTRITION)
    assert (own.min_age_months, own.max_age_months, own.interval_months) == (216, 959, 1)
    assert own.scoring == Scoring(Method.SUM, low=0, high=7, decimals=1)
    mouth, dark, cups, why = own.items
    assert mouth.choices == (Choice(0, "không", "0"), Choice(2, "thường xuyên", "2"))
    assert (dark.kind, dark.choices) == (AnswerKind.YES_NO, (Choice(1, "Có", "c"), Choice(0, "Không", "k")))
    assert (cups.low, cups.high, cups.step, cups.decimals, cups.unit) == (0, 4, 0.5, 1, "cốc")
    assert (why.optional, why.counted, cups.optional, cups.counted) == (True, False, False, True)
    assert [(band.code, band.worse, band.tone) for band in own.bands] == [
        ("enough", 0, Tone.OK),
        ("short", 1, Tone.WARN),
    ]


def test_answers_get_the_key_of_their_value_or_else_of_their_place() -> None:
    assert [choice.key for choice in instrument("who5").items[0].choices] == ["5", "4", "3", "2", "1", "0"]
    assert [choice.key for choice in instrument("barthel").items[7].choices] == ["1", "2", "3", "4"]
    assert [choice.key for choice in instrument("barthel").items[1].choices] == ["1", "2"]


def _line_of(text: str, marker: str) -> int:
    """The line on which ``marker`` stands for the first time."""
    return text[: text.index(marker)].count("\n") + 1


MISSING, TWICE, SPAN = "“{key}” is missing.", "The code “{code}” is there twice.", "“{key}” is two numbers: [from, to]."
UNKNOWN = "“{key}” is not known here."
WHOLE = "“{key}” is a whole number from {least} to {most}, without quotes."
TWO_ANSWERS = "A choice has at least two answers, yes or no has exactly two."
REACH = "The answers reach from {low} to {high}, the range says {range_low} to {range_high}."
SYNTAX = "Near character {column}: a quote, a bracket or “=” is missing, or a name is there twice."

BAD = [
    # what is written instead, where the fault is found, why
    ('code = "drinking"', "", "# Chúng", MISSING),
    ('code = "drinking"', 'code = ""', 'code = ""', "“{key}” is empty."),
    ('code = "drinking"', 'code = "Uống"', "code =", "A code has small letters without marks, digits and “_”: “{code}”."),
    ('code = "dark"', 'code = "nước"', 'code = "nước"', "A code has small letters without marks, digits and “_”: “{code}”."),
    ("version = 2", 'version = "2"', "version", WHOLE),
    ("version = 2", "version = 0", "version", WHOLE),
    ("version = 2", "version = true", "version", WHOLE),
    ("since = 2026-10-01", 'since = "2026-10-01"', "since", "“{key}” is a day without quotes, like 2026-11-22."),
    ("since = 2026-10-01", "since = 2026-10-01 08:00:00", "since", "“{key}” is a day without quotes, like 2026-11-22."),
    ('title = "Bảng kiểm uống đủ nước"', "title = 5", "title =", "“{key}” is written in quotes, as words."),
    ('purpose = "nutrition"', 'purpose = "food"', "purpose", "“{key}” is one of: {words}."),
    ('licence = "Nội bộ"', "", "# Chúng", MISSING),
    ("unvalidated = true", 'unvalidated = "yes"', "unvalidated", "“{key}” is true or false."),
    ("interval_months = 1", "interval_month = 1", "interval_month", UNKNOWN),
    ("interval_months = 1", 'after = "fall"', "after", "“{key}” is an array of words."),
    ('better = "low"', "", "# Chúng", MISSING),
    ('words = "Nước tiểu sẫm"', 'word = "Nước tiểu sẫm"', 'word = "Nước', UNKNOWN),
    ("max_years = 79", "max_years = 17", "[ages]", "The lowest age is more than the highest."),
    ('code = "dark"', 'code = "dry_mouth"', 'code = "dry_mouth"  # màu', TWICE),
    ('choices = "how_often"', 'choices = "often"', 'choices = "often"', "There are no shared choices “{name}”."),
    ('choices = "how_often"', "", "[[items]]", MISSING),
    ('  { value = 2, words = "thường xuyên" },\n', "", 'choices = "how_often"', TWO_ANSWERS),
    ("{ value = 2,", "{ value = 0,", 'choices = "how_often"', "The value {value} is there twice."),
    ("{ value = 2,", '{ value = "2",', '{ value = "2"', "“{key}” is a number without quotes."),
    ("{ value = 2,", "{ value = nan,", "{ value = nan", "“{key}” is a number without quotes."),
    ("{ value = 2,", '{ value = 2, key = "0",', 'choices = "how_often"', "The key “{key}” is there twice."),
    ("{ value = 2,", '{ value = 2, key = "F1",', "{ value = 2, key", "“{key}” is one sign."),
    ("range = [0, 4]", "range = [4, 0]", "range = [4, 0]", "“{key}”: {low} is more than {high}."),
    ("range = [0, 4]", "range = [0, 1e99]", "range = [0, 1e99]", SPAN),
    ("step = 0.5\ndecimals = 1", "step = 0.5\ndecimals = 400", "decimals", WHOLE),
    ("range = [0, 4]", "range = [4]", "range = [4]", SPAN),
    ("range = [0, 4]", "range = [false, true]", "range = [false", SPAN),
    ("range = [0, 4]", "", '[[items]]\ncode = "cups"', MISSING),
    ("step = 0.5", "step = 0", "step", "A step is more than 0."),
    ("range = [0, 7]", "range = [0, 9]", "range = [0, 9]", REACH),
    ('method = "sum"', 'method = "sum"\nfactor = 0', "factor", "A factor is more than 0."),
    ('method = "sum"', 'method = "count_at_least"', "[scoring]", MISSING),
    ('[scoring]\nmethod = "sum"\nrange = [0, 7]\ndecimals = 1\n', "", "# Chúng", MISSING),
    ("from = 3", "from = 4", "[[bands]]\nfrom = 4", "Between {high} and {low} there is no band."),
    ("from = 3", "from = 2.5", "[[bands]]\nfrom = 2.5", "This band begins at {low}, in the band before."),
    ("from = 0\n", "from = 1\n", "[[bands]]", "The range ends at {wanted}, the bands at {end}."),
    ("to = 7", "to = 6", "[[bands]]\nfrom = 3", "The range ends at {wanted}, the bands at {end}."),
    ("to = 7", "", "[[bands]]\nfrom = 3", MISSING),
    ('code = "short"', 'code = "enough"', 'code = "enough"\nwords = "thiếu"', TWICE),
    ('tone = "warn"', 'tone = "red"', 'tone = "red"', "“{key}” is one of: {words}."),
    ('items = ["dark"]', 'items = ["light"]', 'items = ["light"]', "There is no item “{code}” with numbers."),
    ('items = ["dark"]', 'items = ["why"]', 'items = ["why"]', "There is no item “{code}” with numbers."),
    ('mode = "items"', 'mode = "score"', "[[items]]", "An instrument of which only the score is kept has no items."),
    ("[[alerts]]", '[total]\nwords = "Tổng"\n\n[[alerts]]', "[total]", "“{key}” is for instruments of which only the score is kept."),
    ("[[alerts]]", "[alerts]", "[alerts]", "“{key}” is an array of tables: [[{key}]]."),
    ("[[alerts]]", '[[norms]]\nages = [18, 79]\nmale = 3\nfemale = 3\n\n[[alerts]]', "from = 0", UNKNOWN),
    ('title = "Bảng kiểm', "title = Bảng kiểm", "title", SYNTAX),
    ('better = "low"', 'better = "low"\nbetter = "low"', 'better = "low"\nunvalidated', SYNTAX),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "marker", "reason"), BAD, ids=[new or f"without {old}" for old, new, *_ in BAD])  # fmt: skip
def test_a_bad_file_is_refused_with_line_and_reason(old: str, new: str, marker: str, reason: str) -> None:
    assert old in OWN
    text = OWN.replace(old, new, 1)
    with pytest.raises(BadInstrument) as refused:
        read_instrument(text, "uong-nuoc.toml")
    assert (_line_of(text, marker), reason) in [(line, words.id) for line, words in refused.value.problems]
    assert f"uong-nuoc.toml:{_line_of(text, marker)}: " in str(refused.value)


@pytest.mark.parametrize("text", ["", " \n\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(BadInstrument) as refused:
        read_instrument(text, "trong.toml")
    assert [(line, words.id) for line, words in refused.value.problems] == [(1, "The file is empty.")]


@pytest.mark.parametrize("text", ["[" * 5000, "x = " + "1" * 5000, "code = 'a\n", "\x00", "= 5", "[a]\n[a]\n"])
def test_nonsense_is_refused_and_never_breaks_the_reader(text: str) -> None:
    with pytest.raises(BadInstrument) as refused:
        read_instrument(text, "x")
    assert refused.value.problems


def test_all_faults_are_named_at_once_in_their_order() -> None:
    text = OWN.replace("version = 2", 'version = "2"').replace("step = 0.5", 'step = "x"').replace("to = 7\n", "")
    with pytest.raises(BadInstrument) as refused:
        read_instrument(text, "x")
    lines = [_line_of(text, "version"), _line_of(text, "step"), _line_of(text, "[[bands]]\nfrom = 3")]
    assert [line for line, _ in refused.value.problems] == lines


def test_an_instrument_without_items_is_refused() -> None:
    text = OWN[: OWN.index("[[items]]")] + OWN[OWN.index("[scoring]") : OWN.index("[[alerts]]")]
    with pytest.raises(BadInstrument) as refused:
        read_instrument(text, "x")
    assert "There is no item to answer." in {words.id for _, words in refused.value.problems}


NORMED = (FOLDER / "chair_stand.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "marker", "reason"),
    [
        ("ages = [65, 69]", "ages = [64, 69]", "[[norms]]\nages = [64", "The age {age} is there twice."),
        ("\nmale = 11", "\nmale = 70", "[[norms]]\nages = [75", "A norm lies between {low} and {high}."),
        ("\nmale = 11", "", "[[norms]]\nages = [75", MISSING),
        ('better = "high"', "", "[[norms]]", "With norms there are two bands without from and to, and “better”."),
    ],
)
def test_bad_norms_are_refused(old: str, new: str, marker: str, reason: str) -> None:
    text = NORMED.replace(old, new, 1)
    with pytest.raises(BadInstrument) as refused:
        read_instrument(text, "x")
    assert (_line_of(text, marker), reason) in [(line, words.id) for line, words in refused.value.problems]


def test_a_fault_in_an_entry_or_a_part_is_found_there() -> None:
    good = (FOLDER / "m_chat_r.toml").read_text("utf-8")
    text = good.replace('code = "next_step"', 'code = "age_months"').replace("{ from = 2,", "{ from = 3,")
    with pytest.raises(BadInstrument) as refused:
        read_instrument(text, "x")
    entry = _line_of(text, 'code = "age_months"\nwords = "Bước')
    assert [(line, words.id) for line, words in refused.value.problems] == [
        (entry, TWICE),
        (_line_of(text, "{ from = 3,"), "Between {high} and {low} there is no band."),
    ]


def refused_lines(text: str) -> list[int]:
    """The lines with faults; none when the file can be read."""
    try:
        read_instrument(text, "x")
    except BadInstrument as refused:
        return [line for line, _ in refused.problems]
    return []


@given(st.sampled_from(FILES), st.data())
def test_a_file_damaged_anywhere_is_read_or_refused(name: str, data: st.DataObject) -> None:
    lines = (FOLDER / f"{name}.toml").read_text("utf-8").splitlines()
    place = data.draw(st.integers(0, len(lines) - 1))
    spoilt = data.draw(
        st.sampled_from(["", "code = 1", "x = []", "[[items]]", "[scoring]", "words = 1", "range = 5", "]"])
    )
    text = "\n".join([*lines[:place], spoilt, *lines[place + 1 :]])
    assert all(1 <= line <= len(lines) for line in refused_lines(text))
