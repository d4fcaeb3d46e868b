"""Workbooks (xlsx, xls) read into numbered rows of text, as the cells would be seen in Swedish Excel.

Formula cells give their stored value. Whole numbers lose the decimals that the file format gives them (1.0 is "1");
other numbers get a decimal comma and at most fifteen digits. Dates are ISO dates. What would take unreasonable memory
is refused before any reader opens it, by sizes the archive states and by the cell addresses in the sheets. The reader
is loaded with the first workbook, since most starts of the house meet none.
"""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kedjan_formats.delimited import RawRow
from kedjan_formats.unreadable import Unreadable

LARGEST_UNPACKED = 256 * 1024 * 1024
MOST_CELLS = 5_000_000
MOST_CHARACTERS = 500_000_000
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,10})["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,10})["']""")
_SHARED_CELL = re.compile(rb"""\bt\s*=\s*["']s["']""")
_SHARED = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.DOTALL)
_LARGEST_ROW, _LARGEST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Book:
    """The visible sheets of a workbook that have cells, in order."""

    sheets: tuple[tuple[str, list[RawRow]], ...]


def open_book(data: bytes) -> Book:
    """Read the visible sheets; refuses passwords, other kinds of archives and spoilt or oversized workbooks."""
    import python_calamine

    if data.startswith(b"PK"):
        _check_archive(data)
    try:
        return Book(tuple(_sheets(data)))
    except python_calamine.PasswordError:
        raise Unreadable("password") from None
    except Unreadable:
        raise
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # the reader is Rust: its panics are no Exception
        raise Unreadable("password" if _encrypted(data) else "spoilt_workbook") from None


def _sheets(data: bytes) -> Iterator[tuple[str, list[RawRow]]]:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for index, about in enumerate(book.sheets_metadata):
        if about.visible != python_calamine.SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_index(index)
        if sheet.total_height * sheet.total_width > MOST_CELLS or sheet.total_height > _LARGEST_ROW:
            raise Unreadable("too_many_cells", limit=MOST_CELLS)
        rows = sheet.to_python(skip_empty_area=False)
        numbered = [(number, [seen(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
        if any(any(fields) for _, fields in numbered):
            yield about.name, numbered


def seen(cell: object) -> str:  # noqa: PLR0911 - one kind of cell, one line
    """The cell as text."""
    match cell:
        case bool():
            return "SANT" if cell else "FALSKT"
        case float() | int():
            return _number(cell)
        case dt.datetime():
            return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
        case dt.date():
            return cell.isoformat()
        case dt.time():
            return cell.isoformat("minutes")
        case dt.timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
        case _:
            return str(cell)


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 10**15:
        return str(int(value))
    return f"{value:.15g}".replace(".", ",")


def _encrypted(data: bytes) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in data


def _check_archive(data: bytes) -> None:
    """Refuse archives that are no workbook, or that would unpack to more than the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise Unreadable("not_a_table", kind=_kind(archive.namelist()))
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise Unreadable("too_large", limit="256 MB")
            if archive.testzip():
                raise Unreadable("spoilt_workbook")
            _check_parts(archive.read(part) for part in parts if part.filename.endswith(".xml"))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise Unreadable("spoilt_workbook") from None


def _check_parts(parts: Iterable[bytes]) -> None:
    longest = texts = 0
    for xml in parts:
        if b"sheetData" in xml:
            _check_extent(xml)
            texts += len(_SHARED_CELL.findall(xml))
        elif b"<si" in xml or b":si" in xml:
            longest = max((len(found.group()) for found in _SHARED.finditer(xml)), default=longest)
    if longest > 1000 and longest * texts > MOST_CHARACTERS:
        raise Unreadable("too_large", limit="500 MB")


def _check_extent(xml: bytes) -> None:
    """Refuse a sheet whose furthest cell makes the rectangle from A1 too large."""
    columns, rows = set[bytes](), set[bytes]()
    for found in _ADDRESS.finditer(xml):
        columns.add(found[1])
        rows.add(found[2])
    rows.update(found[1] for found in _ROW.finditer(xml))
    last_row = max(map(int, rows), default=0)
    last_column = max(map(_column, columns), default=0)
    if last_row * last_column > MOST_CELLS or last_row > _LARGEST_ROW or last_column > _LARGEST_COLUMN:
        raise Unreadable("too_many_cells", limit=MOST_CELLS)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _kind(names: list[str]) -> str:
    if "word/document.xml" in names:
        return "Word"
    if "xl/workbook.bin" in names:
        return "xlsb"
    return "OpenDocument" if "mimetype" in names else "zip"
