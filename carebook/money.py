"""How numbers, percentages and đồng are read and written in Vietnamese, in words too."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from carebook.words import Message, message

NO_BREAK = "\N{NO-BREAK SPACE}"
NOT_COMPUTED = "–"

_NUMBER = re.compile(r"[-−]?[0-9]+([.,][0-9]+)*", re.ASCII)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}(\1[0-9]{3})*", re.ASCII)
_LARGEST = 10**15
_LONGEST = 40  # digits and signs of the longest number worth reading


def number(value: int | Decimal | float, decimals: int | None = None) -> str:
    """A number with dots between thousands, a decimal comma and a true minus: 1.234.567; 38,2; −3.

    ``decimals`` fixes the digits after the comma (halves away from zero); without it as many as the value has.
    """
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    shown = f"{exact if exact else abs(exact):,f}"
    return shown.translate({ord(","): ".", ord("."): ",", ord("-"): "−"})


def percent(part: int | Decimal, whole: int | Decimal) -> str:
    """The share of ``part`` in ``whole`` with one decimal, "88,3 %"; "–" of nothing."""
    return f"{number(Decimal(part) * 100 / Decimal(whole), 1)}{NO_BREAK}%" if whole else NOT_COMPUTED


def with_unit(value: int | Decimal | float, unit: str, decimals: int | None = None) -> str:
    """A measure: "38,2 °C"; the space does not break."""
    return f"{number(value, decimals)}{NO_BREAK}{unit}"


def dong(amount: int) -> str:
    """An amount of money: "2.160.000 đ"; the space does not break."""
    return with_unit(amount, "đ")


# Reading what was typed


def parse_number(typed: str) -> Decimal | Message | None:
    """The number somebody typed with dot or comma; None when nothing was typed, else the sentence that says why not.

    "36,5" = "36.5"; of two kinds of signs the last is the decimal one ("1.250.000,5" = "1,250,000.5"); a sign that
    comes twice, or a single dot before exactly three digits, parts thousands ("1.250.000", "1.250"), as numbers are
    written everywhere in the program; a single comma never does.
    """
    text = "".join(unicodedata.normalize("NFC", typed).split())
    if not text:
        return None
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        return _not_a_number(typed)
    negative, text = text[0] in "-−", text.lstrip("-−")
    whole, decimal = text, ""
    comma, dot = text.rfind(","), text.rfind(".")
    if comma >= 0 and dot >= 0:
        last = max(comma, dot)
        whole, decimal = text[:last], text[last + 1 :]
    elif comma >= 0 and text.count(",") == 1:
        whole, decimal = text.split(",")
    elif dot >= 0 and not _THOUSANDS.fullmatch(text):
        whole, _, decimal = text.partition(".")
    if (not whole.isdigit() and not _THOUSANDS.fullmatch(whole)) or not (decimal or "0").isdigit():
        return _not_a_number(typed)
    digits = Decimal(re.sub(r"[.,]", "", whole) + (f".{decimal}" if decimal else ""))
    return -digits if negative else digits


def parse_dong(typed: str) -> int | Message | None:
    """The whole đồng somebody typed: "2.160.000 đ", "2,160,000", "2160000"; None when nothing was typed.

    Else the sentence that says why not: fractions of a đồng and amounts from 10^15 on are refused.
    """
    text = re.sub(r"(đồng|đ|vnd|vnđ)$", "", "".join(unicodedata.normalize("NFC", typed).casefold().split()))
    if not text:
        return None if not typed.strip() else _not_a_number(typed)
    if len(text) > _LONGEST or not (re.fullmatch(r"[0-9]+", text) or _THOUSANDS.fullmatch(text)):
        return message("“{typed}” cannot be read as money. Type whole đồng, like 2.160.000.", typed=_shown(typed))
    amount = int(re.sub(r"[.,]", "", text))
    if amount >= _LARGEST:
        return message("“{typed}” is too much money. Check the zeros.", typed=_shown(typed))
    return amount


def _shown(typed: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", typed).split())
    return text if len(text) <= 40 else text[:39] + "…"


def _not_a_number(typed: str) -> Message:
    return message("“{typed}” cannot be read as a number.", typed=_shown(typed))


# In words, on receipts: Vietnamese always

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")


def _below_thousand(value: int, padded: bool) -> list[str]:
    """Three digits in words; ``padded`` says the hundreds though they are zero, because greater digits went before."""
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or padded else []
    if tens == 0:
        return [*words, "linh", _DIGITS[ones]] if ones and words else words + ([_DIGITS[ones]] if ones else [])
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5:
        words.append("lăm")
    elif ones:
        words.append(_DIGITS[ones])
    return words


def number_in_words(value: int) -> str:
    """A whole number from 0 up to 10^15 (exclusive; ValueError) in words, small letters: "hai triệu một trăm nghìn"."""
    if not 0 <= value < _LARGEST:
        raise ValueError(value)
    if value == 0:
        return _DIGITS[0]
    words: list[str] = []
    billions, rest = divmod(value, 10**9)
    if billions:
        words += [number_in_words(billions), "tỷ"]
    for scale in (2, 1, 0):
        group = rest // 1000**scale % 1000
        if group:
            words += _below_thousand(group, padded=bool(words))
            words += [_SCALES[scale]] if scale else []
    return " ".join(words)


def dong_in_words(amount: int) -> str:
    """An amount as receipts spell it: "Hai triệu một trăm sáu mươi nghìn đồng" (the paper adds "./.")."""
    words = number_in_words(amount)
    return f"{words[0].upper()}{words[1:]} đồng"
