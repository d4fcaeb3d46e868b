"""SS 12000 in files: an array, an envelope (`{"data": [...]}`), an object a line, a list by kind, or a zip of these.

Every object is read, told to be wrong by its path, or told to stand there twice. Who is protected has no name here,
whichever object says so.
"""

import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kedjan_formats.ss12000_bare import Barer
from kedjan_formats.ss12000_objects import KINDS, Problem, Reader, kind_of
from kedjan_formats.ss12000_values import AggregatedAttendance, Person, Value
from kedjan_formats.unreadable import Note, Unreadable

__all__ = ["KINDS", "LARGEST", "Parsed", "Problem", "packed", "parse", "recognise", "together"]

LARGEST = 100 * 1024 * 1024
MOST_FILES = 100
_EXACT = {kind.casefold(): kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Parsed:
    """Values by kind, problems in order, remarks; how many objects there were and how many stood there again.

    `places` says of each value, by kind, which object it was, from 1, and its path.
    """

    values: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    objects: int = 0
    refused: int = 0
    repeated: int = 0
    places: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)

    def of[V](self, kind: type[V]) -> tuple[V, ...]:
        """The values of one kind."""
        return tuple(each for values in self.values.values() for each in values if isinstance(each, kind))


def recognise(data: bytes) -> bool:
    """Whether a file holds objects of SS 12000, all of it or a line each."""
    try:
        return any(
            kind or (isinstance(given, Mapping) and kind_of(given)) for kind, given, _ in _within(_files(data, ""))
        )
    except Unreadable:
        return False


def parse(data: bytes, *, name: str = "") -> Parsed:
    """Read every object of a file and list every problem. What is no JSON at all is Unreadable, with its place."""
    return together(_within(_files(data, name)))


def together(objects: Iterable[tuple[str, Any, str]]) -> Parsed:
    """Read objects given with their kind ("" where it has to be found) and path; what stands twice is read once.

    Of two with the same id the one that was changed last is kept, or else the later.
    """
    reader = Reader()
    values: dict[str, dict[object, Value]] = {}
    places: dict[str, dict[object, tuple[int, str]]] = {}
    refused = repeated = 0
    for told, given, path in objects:
        kind = told or (kind_of(given) if isinstance(given, Mapping) else "")
        made = None if isinstance(given, _Spoilt) else reader.value(kind, given, path) if kind else None
        if made is None:
            refused += 1
            if isinstance(given, _Spoilt) or not kind:
                code = "json" if isinstance(given, _Spoilt) else "kind" if isinstance(given, Mapping) else "object"
                reader.nothing(path, code)
            continue
        kept = values.setdefault(kind, {})
        key = _key(made)
        repeated += key in kept
        if key not in kept or not _older(made, kept[key]):
            kept[key] = made
            places.setdefault(kind, {})[key] = reader.number, path
    veiled = {
        kind: tuple(_veiled(each, reader.protected) if isinstance(each, Person) else each for each in found.values())
        for kind, found in values.items()
    }
    again = (Note("ss12000_repeated", {"times": repeated}),) if repeated else ()
    notes = (*again, *reader.notes())
    where = {kind: tuple(found.values()) for kind, found in places.items()}
    return Parsed(veiled, tuple(reader.problems), notes, reader.number, refused, repeated, where)


def packed(objects: Mapping[str, Iterable[Any]]) -> bytes:
    """Return objects by kind as a file that `parse` reads: only the fields that are used, and nobody's name."""
    barer, out = Barer(), bytearray(b"{")
    for kind, listed in objects.items():
        out += b"%s%s: [" % (b", " if len(out) > 1 else b"", json.dumps(kind).encode())
        for place, each in enumerate(listed):
            out += (", " if place else "").encode() + json.dumps(barer.bare(kind, each)).encode()
        out += b"]"
    out += b"}"
    return bytes(out)


def _key(made: Value) -> object:
    return (made.student, made.activity, made.start, made.end) if isinstance(made, AggregatedAttendance) else made.id


def _older(made: Value, kept: Value) -> bool:
    first, last = getattr(made, "modified", None), getattr(kept, "modified", None)
    return bool(first and last and first < last)


def _veiled(person: Person, protected: set[str]) -> Person:
    if person.protected or person.id.lower() not in protected:
        return person
    bare = {"given_name": "", "family_name": "", "number": "", "birth_date": None, "principal_names": ()}
    return replace(person, protected=True, **bare)  # type: ignore[arg-type]  # names of its own fields


@dataclass(frozen=True, slots=True)
class _Spoilt:
    """A line that is no JSON."""


def _files(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    """Yield each file's text with what its paths begin with."""
    if not data.strip():
        raise Unreadable("empty")
    if len(data) > LARGEST:
        raise Unreadable("too_large", limit="100 MB")
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield "", _text(data)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            inside = [each for each in packed.infolist() if not each.is_dir() and not _is_hidden(each.filename)]
            if len(inside) > MOST_FILES or sum(each.file_size for each in inside) > LARGEST:
                raise Unreadable("too_large", limit="100 MB")
            if not any(each.filename.lower().endswith((".json", ".ndjson", ".jsonl")) for each in inside):
                raise Unreadable("ss12000_not_json", place=name or "zip")
            for each in inside:
                with packed.open(each) as opened:
                    whole = opened.read(LARGEST + 1)
                if len(whole) > each.file_size:
                    raise Unreadable("too_large", limit="100 MB")
                yield f"{each.filename}: ", _text(whole)
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
        raise Unreadable("ss12000_zip") from error


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _text(data: bytes) -> str:
    """JSON is UTF-8 by its standard; what is not says where it stops being so."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("ss12000_encoding", row=data.count(b"\n", 0, error.start) + 1) from error


def _within(files: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Any, str]]:
    for start, text in files:
        yield from _objects(text, start)


def _objects(text: str, start: str) -> Iterator[tuple[str, Any, str]]:
    """Yield each object of one file: its kind where the file says it, the object, its path."""
    if not text.strip():
        return
    try:
        given = _json(text)
    except ValueError as error:
        if not _is_lines(text):
            at = error if isinstance(error, json.JSONDecodeError) else None
            row, column = (at.lineno, at.colno) if at else (1, 1)
            raise Unreadable("ss12000_not_json", place=f"{start}{row}:{column}") from error
        yield from _lines(text, start)
        return
    if isinstance(given, list):
        yield from _listed("", given, start)
    elif isinstance(given, Mapping) and isinstance(given.get("data"), list):
        yield from _listed("", given["data"], start)
    elif isinstance(given, Mapping) and any(name.casefold() in _EXACT for name in given) and not kind_of(given):
        for name, part in given.items():
            kind = _EXACT.get(name.casefold(), "")
            inner = part.get("data") if isinstance(part, Mapping) else part
            if isinstance(inner, list):
                yield from _listed(kind, inner, start)
            else:
                yield "", part, f"{start}{kind or 'objects'}"
    else:
        yield "", given, f"{start}{_called(given)}[0]"


def _listed(kind: str, given: list[Any], start: str) -> Iterator[tuple[str, Any, str]]:
    for place, each in enumerate(given):
        yield kind, each, f"{start}{kind or _called(each)}[{place}]"


def _called(given: Any) -> str:
    return (kind_of(given) if isinstance(given, Mapping) else "") or "objects"


def _is_lines(text: str) -> bool:
    """Whether one of the first lines is an object by itself, and more than one line is there."""
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and any(map(_is_object, lines[:20]))


def _is_object(line: str) -> bool:
    try:
        return isinstance(_json(line), Mapping)
    except ValueError:
        return False


def _lines(text: str, start: str) -> Iterator[tuple[str, Any, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            given = _json(line)
        except ValueError:
            yield "", _Spoilt(), f"{start}[line {number}]"
            continue
        yield "", given, f"{start}{_called(given)}[line {number}]"


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _no_number(text: str) -> Any:
    raise ValueError(text)
