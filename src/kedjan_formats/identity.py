"""Who a person in a file is: personnummer, samordningsnummer, or the temporary number that schools give (TF).

The check digit is looked at by a library of those who know; a TF number has none. What is shown of a number that is
wrong is the day in it, never the rest.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Person", "all_in_one_way", "in_one_way", "plain", "read", "spoilt", "veiled"]

_TEMPORARY = re.compile(r"(\d{4})(\d{2})(\d{2})-?TF(\d)\d", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
_WITH_DECIMALS = re.compile(r"\d{7,12}[.,]0+")
_DIGITS = re.compile(r"(\d{2})?\d{6}[-+]?\d{4}")
_WHOLE = 12
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Person:
    """A person's number in twelve characters, and the sex that it says (K or M)."""

    number: str
    sex: str


def plain(text: str) -> str:
    """A number as it is meant: other systems' digits and dashes as ours, without spaces and what is not seen.

    Word processors, web pages and school systems put such signs in numbers, which look the same with them.
    """
    if text.isascii() and " " not in text:
        return text
    return "".join(map(_plain_sign, text))


def _plain_sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind == "Pd" or sign == _MINUS:
        return "-"
    return "" if kind in {"Cf", "Zs"} else sign


def read(text: str) -> Person | None:
    """The person that a number means, however it is written; None where it is no such number.

    Ten digits are taken as of the last hundred years, or with `+` of the hundred before. The sex is the parity of the
    last digit but one; in a TF number 1 is a boy and 2 a girl, as school systems count.
    """
    text = plain(text)
    temporary = _TEMPORARY.fullmatch(text)
    if temporary:
        _, month, day, sex = temporary.groups()
        sensible = 1 <= int(month) <= 12 and 1 <= int(day) <= 31 and sex in "12"
        return Person(f"{text.replace('-', '').upper()}", "M" if sex == "1" else "K") if sensible else None
    if not _DIGITS.fullmatch(text):
        return None
    from personnummer import personnummer

    if not personnummer.valid(text):
        return None
    found = personnummer.parse(text)
    return Person(found.format(long_format=True).replace("-", "").replace("+", ""), "M" if found.is_male() else "K")


def in_one_way(text: str) -> str | None:
    """What a file calls a pupil, so that one who is written in two ways in it is met twice; None where it says nothing.

    A personal number in twelve characters, and a sender's own key, or a number that is none, as it stands.
    """
    if text.isascii() and (not text[:1].isdigit() or (text.isdigit() and len(text) == _WHOLE)):
        return text or None
    found = read(text)
    return found.number if found else text


def all_in_one_way(texts: Iterable[str]) -> bool:
    """Whether `in_one_way` leaves texts of printable ASCII alone for certain, as it does most files' keys."""
    return all(not text[0].isdigit() or (len(text) == _WHOLE and text.isdigit()) for text in texts)


def spoilt(text: str) -> bool:
    """Whether a spreadsheet has made a number of the text: 1,99E+11, which has lost most of it, or 201103159818,0."""
    return _SCIENTIFIC.fullmatch(text) is not None or _WITH_DECIMALS.fullmatch(text) is not None


def veiled(text: str) -> str:
    """A number with all but its day hidden, for those who are told that it is wrong."""
    return text[:8] + "•" * len(text[8:]) if len(text) > 8 else "•" * len(text)
