"""The tool of the catalogue: what it finds in code, how it keeps translations, what it complains about."""

from __future__ import annotations

import gettext
import io

import pytest

from tests.house import tree

words = tree.load("words.py")


@pytest.mark.parametrize(
    ("code", "english", "plural", "context"),
    [
        ('_("Save")', "Save", "", ""),
        ('N_("Save")', "Save", "", ""),
        ('words._("Save")', "Save", "", ""),
        ('_("Two " "halves")', "Two halves", "", ""),
        ('message("Late by {n} days", n=3)', "Late by {n} days", "", ""),
        ('Message("Closed", {}, "report")', "Closed", "", "report"),
        ('Message("Closed", context="report")', "Closed", "", "report"),
        ('ngettext("{n} day", "{n} days", n)', "{n} day", "{n} days", ""),
        ('pgettext("column", "Note")', "Note", "", "column"),
        ('fact(N_("Note"), Kind.NOTE, context="column")', "Note", "", "column"),
        ('fact(N_("Born"), default=None)', "Born", "", ""),
    ],
)
def test_a_string_is_found(code: str, english: str, plural: str, context: str) -> None:
    (found,) = words.strings_in(code, "page.py")
    assert (found.english, found.plural, found.context, found.place) == (english, plural, context, "page.py:1")


@pytest.mark.parametrize("code", ["_(word)", "bar.message('not ours')", "print('Save')", '_("")'])
def test_other_calls_are_left_alone(code: str) -> None:
    assert words.strings_in(code) == []


def test_hints_inside_a_declaration_are_found_without_its_context() -> None:
    found = words.strings_in('fact(N_("Note"), hint=N_("for example 1945"), context="column")')
    assert {(f.english, f.context) for f in found} == {("Note", "column"), ("for example 1945", "")}


def test_a_computed_string_is_refused() -> None:
    with pytest.raises(SyntaxError, match=r"page.py:1: _\(\)"):
        words.strings_in('_(f"Late by {n} days")', "page.py")


def _catalogue(code: str, *fragments: str) -> tuple[str, list[str]]:
    template = words.catalogue_of(words.strings_in(code))
    differing = words.translated(template, *map(words.read, fragments))
    return words.written(template), differing


SAVE = 'msgid "Save"\nmsgstr "Lưu"\n'


def test_translations_stay_new_strings_come_and_old_ones_go() -> None:
    first, _ = _catalogue('_("Save"), _("Left")', SAVE + '\nmsgid "Left"\nmsgstr "Đã rời"\n')
    second, _ = _catalogue('_("Save"), _("Add")', first)
    assert 'msgid "Save"\nmsgstr "Lưu"' in second
    assert 'msgid "Add"\nmsgstr ""' in second
    assert "Left" not in second


def test_the_first_translation_is_kept_and_the_other_reported() -> None:
    text, differing = _catalogue('_("Save")', SAVE, 'msgid "Save"\nmsgstr "Ghi"\n')
    assert "Lưu" in text
    assert differing == ["'Save': kept “Lưu”, not “Ghi”"]


def test_the_text_is_sorted_and_tells_no_dates_or_places() -> None:
    text, _ = _catalogue('_("b"), _("a"), pgettext("x", "a")')
    assert [line for line in text.splitlines() if line.startswith("msgid ")][1:] == [
        'msgid "a"',
        'msgid "a"',
        'msgid "b"',
    ]
    assert "Date" not in text
    assert "#:" not in text


def test_writing_what_was_read_changes_nothing() -> None:
    code = '_("Save"), ngettext("{n} day", "{n} days", 1), pgettext("column", "Note")'
    text, _ = _catalogue(code, SAVE)
    assert _catalogue(code, text)[0] == text


def test_the_compiled_catalogue_speaks_and_is_the_same_every_time() -> None:
    text, _ = _catalogue(
        '_("Save"), ngettext("{n} day", "{n} days", 1), pgettext("column", "Note"), _("Not yet")',
        SAVE,
        'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} ngày"\n',
        'msgctxt "column"\nmsgid "Note"\nmsgstr "Ghi chú"\n',
    )
    compiled = words.compiled(text)
    assert compiled == words.compiled(text)
    spoken = gettext.GNUTranslations(io.BytesIO(compiled))
    assert spoken.gettext("Save") == "Lưu"
    assert spoken.ngettext("{n} day", "{n} days", 1) == spoken.ngettext("{n} day", "{n} days", 5) == "{n} ngày"
    assert spoken.pgettext("column", "Note") == "Ghi chú"
    assert spoken.gettext("Not yet") == "Not yet"


@pytest.mark.parametrize(
    ("english", "said", "fault"),
    [
        ("Save", "", "not translated"),
        ("Late by {n} days", "Trễ {days} ngày", "other placeholders"),
        ("Late by {n} days", "Trễ {n ngày", "expected '}'"),
        ("Cancelled", "Đã huỷ", "spelling “huỷ”"),
        ("Saved", "Lưu thành công", "never said “thành công”"),
    ],
)
def test_a_fault_is_told(english: str, said: str, fault: str) -> None:
    catalogue = words.read(f'msgid "{english}"\nmsgstr "{said}"\n')
    (line,) = words.faults_in(catalogue)
    assert fault in line


def test_a_fuzzy_translation_is_told() -> None:
    (line,) = words.faults_in(words.read("#, fuzzy\n" + SAVE))
    assert line == "'Save': fuzzy"


@pytest.mark.parametrize("right", ["hòa khỏe hủy xóa", "quý quỳ quỵ", "thủy, tùy, lũy", "hoàn toàn, khoẻn", "Lý do"])
def test_old_places_of_tone_marks_pass(right: str) -> None:
    assert words.spelling_faults(right) == []


@pytest.mark.parametrize("wrong", ["hoà", "khoẻ", "huỷ", "Uỷ ban", "xoá.", "bác sỹ", "lí do", "tỉ lệ", "ho\u0300a"])
def test_new_places_of_tone_marks_are_told(wrong: str) -> None:
    assert len(words.spelling_faults(wrong)) == 1


@pytest.mark.parametrize("right", ["Đã lưu", "“file.xlsx” trống", "Số 12/TT-BYT", "{file} đã đọc", "Nhật ký"])
def test_the_voice_passes(right: str) -> None:
    assert words.voice_faults(right) == []


@pytest.mark.parametrize("wrong", ["Vui lòng chờ", "Đã lưu!", "Chọn file", "OK", "Số BN", "Hệ thống bận", "Xong 😀"])
def test_the_voice_is_kept(wrong: str) -> None:
    assert len(words.voice_faults(wrong)) == 1
