"""From bytes to text, the ways Swedish systems write them.

A byte order mark decides; then UTF-16 seen by its zero bytes; then strict UTF-8; then the eight-bit encoding in which
the letters å, ä and ö stand inside words: cp1252 (Windows), cp850 (DOS) or Mac Roman. A guess is told as a remark.
"""

import codecs
import re

from kedjan_formats.unreadable import Note, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EIGHT_BIT = ("cp1252", "cp850", "mac-roman")
_INSIDE_WORDS = re.compile("(?<=[A-Za-z])[åäöÅÄÖéÉ](?=[a-z])|(?<![A-Za-z])[ÅÄÖåäö](?=[a-z]{2})")
_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARED = {"cp1252", "iso8859-15", "cp850", "mac-roman"}
_AT_ONCE = 1024 * 1024
"""Bytes that are looked through at once: room for so many is at hand, while room for a whole file is made anew."""
_TWICE = re.compile("Ã[¥¤¶©…„–]")


def decode(data: bytes) -> tuple[str, str, tuple[Note, ...]]:
    """Text, name of the encoding and remarks; refuses what is no text with `encoding` or `binary`."""
    encoding, marked, text = _encoding(data)
    try:
        text = data.decode(encoding) if text is None else text
    except UnicodeDecodeError:
        if encoding != "cp1252":
            raise Unreadable("encoding", encoding=encoding) from None
        encoding = "latin-1"
        text = data.decode(encoding)
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise Unreadable("binary", row=text.count("\n", 0, text.index("\0")) + 1)
    notes = () if marked else (Note("encoding_guessed", {"encoding": encoding}),)
    mended = _mended(text)
    return (text, encoding, notes) if mended is None else (mended, encoding, (*notes, Note("double_encoding_mended")))


def as_utf8(data: bytes) -> tuple[bytes, str, tuple[Note, ...]]:
    """The bytes as UTF-8, name of the encoding they had and remarks; refuses what `decode` refuses.

    What needs nothing done to it is looked through a little at a time, and never held as text.
    """
    if _stands_as_it_is(data):
        return data, "utf-8", ()
    text, encoding, notes = decode(data)
    return text.encode(), encoding, notes


def _stands_as_it_is(data: bytes) -> bool:
    """Whether bytes are UTF-8 without a mark, in which nothing is to be refused or put right."""
    if data.startswith(codecs.BOM_UTF8):
        return False
    decoder, last, whole = codecs.getincrementaldecoder("utf-8")(), "", memoryview(data)
    try:
        for start in range(0, len(data), _AT_ONCE):
            text = last + decoder.decode(whole[start : start + _AT_ONCE])
            if "\0" in text or _TWICE.search(text):
                return False
            last = text[-1:]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(data: bytes) -> tuple[str, bool, str | None]:
    """The encoding, whether something tells it, and the text where it had to be read to be told."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, True, None
    head = data[:4096]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[offset::2]
        if len(half) > 1 and half.count(0) > 0.6 * len(half) and head[1 - offset :: 2].count(0) == 0:
            return encoding, False, None
    try:
        return "utf-8", True, data.decode("utf-8")
    except UnicodeDecodeError:
        told = _declared(data)
        return (told, True, None) if told else (_eight_bit(data), False, None)


def _declared(data: bytes) -> str | None:
    """The eight-bit encoding that a web page says it has, as browsers understand it; None where it says none."""
    found = _CHARSET.search(data[:4096]) if data[:100].lstrip().startswith(b"<") else None
    try:
        name = codecs.lookup(found[1].decode()).name if found else ""
    except LookupError:
        return None
    name = "cp1252" if name == "iso8859-1" else name
    return name if name in _DECLARED else None


def _eight_bit(data: bytes) -> str:
    """The encoding with most å, ä and ö inside words; cp1252 unless another has clearly more."""
    head = data[:200_000]
    found = {encoding: len(_INSIDE_WORDS.findall(head.decode(encoding, "replace"))) for encoding in _EIGHT_BIT}
    best = max(_EIGHT_BIT, key=found.__getitem__)
    return best if found[best] > 2 * found["cp1252"] else "cp1252"


def _mended(text: str) -> str | None:
    """The text with UTF-8 that was once read as cp1252 put right, or None where it was not so spoilt."""
    if not _TWICE.search(text):
        return None
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
