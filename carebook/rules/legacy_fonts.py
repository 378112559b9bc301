"""Text written for the fonts of before Unicode (TCVN3, VNI): how it is recognised, and what it would say."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

LegacyFont = Literal["TCVN3", "VNI"]

# Each sign of a TCVN3 (".VnTime") text as Windows shows it, and the letter it stands for. The fonts whose names end in H
# (".VnTimeH") show the same small letters as capitals, so capitals with a tone have no sign of their own.
_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT, _CIRCUMFLEX, _BREVE = ["̀", "̉", "̃", "́", "̣", "̂", "̆"]

# In VNI a vowel is followed by a sign for its marks; a few letters have a sign of their own
_VNI_MARKS = {
    "ù": _ACUTE,
    "ø": _GRAVE,
    "û": _HOOK,
    "õ": _TILDE,
    "ï": _DOT,
    "â": _CIRCUMFLEX,
    "ê": _BREVE,
    "á": _CIRCUMFLEX + _ACUTE,
    "à": _CIRCUMFLEX + _GRAVE,
    "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE,
    "ä": _CIRCUMFLEX + _DOT,
    "é": _BREVE + _ACUTE,
    "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}
_VNI_LETTERS = str.maketrans("ñÑôÔöÖæÆóÓòÒîÎ", "đĐơƠưƯỉỈĩĨịỊỵỴ")
_VNI_PAIR = re.compile(r"([aeouyôö])([ùøûõïâêáàåãäéèúüë])", re.IGNORECASE)

_ONSET = "(?:ngh?|gh|gi|kh|nh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
_CLOSED = "(?:uyê|iê|yê|oa|oă|oe|oo|uâ|uê|uô|uy|ươ|[aăâeêioôơuưy])(?:ch|nh|ng|[cmnpt])"
_OPEN = (
    "(?:uya|uyu|iêu|yêu|oai|oao|oay|oeo|uây|uôi|ươi|ươu|ueo|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oa|oe|oi|ôi|ơi|ua|uê|ui|uơ|uy|"
    "ưa|ưi|ưu|[aeêioôơuưy])"
)
_SYLLABLE = re.compile(f"{_ONSET}(?:{_CLOSED}|{_OPEN})")
_CAPITALS = re.compile(r"[A-Z][^\s]*[A-Z]")
_TONES = re.compile(f"[{_GRAVE}{_HOOK}{_TILDE}{_ACUTE}{_DOT}]")


@lru_cache(maxsize=65_536)
def _is_syllable(word: str) -> bool:
    """Whether a word is built like a Vietnamese syllable with at most one tone."""
    bare, tones = _TONES.subn("", unicodedata.normalize("NFD", word.lower()))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def _vni_pair(found: re.Match[str]) -> str:
    base = found[1].translate(_VNI_LETTERS)
    return unicodedata.normalize("NFC", base + _VNI_MARKS[found[2].lower()])


def in_unicode(text: str, font: LegacyFont) -> str:
    """What ``text`` says if it was written for ``font``; to be shown for a trial, never kept unasked."""
    if font == "TCVN3":
        said = text.translate(_TCVN3)
        return said.upper() if _is_in_capital_font(text) else said
    pieces, end = [], 0
    for found in _VNI_PAIR.finditer(text):
        pieces += [text[end : found.start()].translate(_VNI_LETTERS), _vni_pair(found)]
        end = found.end()
    return "".join(pieces) + text[end:].translate(_VNI_LETTERS)


def _is_in_capital_font(text: str) -> bool:
    """Whether the plain letters of a text are capitals, at least two of them in one word."""
    plain = [c for c in text if c.isascii() and c.isalpha()]
    return bool(plain) and all(c.isupper() for c in plain) and _CAPITALS.search(text) is not None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\s,.;:()/\-0-9]{2,}", unicodedata.normalize("NFC", text))


def syllables_in(text: str) -> int:
    """How many words with marks in a text are Vietnamese syllables; the right reading of a file has the most."""
    return sum(not word.isascii() and _is_syllable(word) for word in _words(text))


@lru_cache(maxsize=16_384)
def legacy_font_of(text: str) -> LegacyFont | None:
    """The old font a text was written for, or None.

    A word counts as old when it is no Vietnamese syllable as it stands but becomes one read through the font; there must
    be more such words than words that are surely Unicode Vietnamese.
    """
    words = _words(text)
    odd = [word for word in words if not word.isascii() and not _is_syllable(word)]
    if not odd:
        return None
    sure = sum(1 for word in words if any(ord(c) > 0xFF for c in word) and _is_syllable(word))
    vni = sum(_is_syllable(in_unicode(word, "VNI")) for word in odd)
    tcvn3 = sum(_is_syllable(in_unicode(word, "TCVN3")) for word in odd)
    if max(vni, tcvn3) <= sure:
        return None
    return "VNI" if vni >= tcvn3 else "TCVN3"
