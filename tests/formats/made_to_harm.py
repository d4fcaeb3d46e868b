"""Small files that would take minutes, or all memory there is, from whoever reads them without looking out.

Run as a program it reads them all, and says what each was refused for and how many megabytes were used at most.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from kedjan_formats.unreadable import Unreadable
from kedjan_site.setup import set_up

GRADES = "pupil;sex;school_unit;school_year;grade_level;subject;grade"
ROW = "elev-1;K;Skola A;2025/26;9;MA;C"


def book_without_addresses(rows: int) -> bytes:
    """A workbook of rows that do not say where they stand."""
    import openpyxl

    whole, out = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(whole)
    sheet = b"<row><c t='str'><v>x</v></c></row>" * rows
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            made = b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (space, sheet) if is_sheet else b""
            target.writestr(name, made or source.read(name))
    return out.getvalue()


FILES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "a page of cells over a thousand columns and all rows": (
        "too_many_cells",
        lambda: b"<html><table>" + b"<tr><td colspan=1000 rowspan=65534>x" * 5000,
    ),
    "a page of tables within tables": ("html", lambda: b"<html>" + b"<table><tr><td>" * 300_000),
    "a million empty grades": ("too_many_wrong", lambda: b'{"grades": [%s]}' % b",".join([b"{}"] * 1_000_000)),
    "a million short rows, with old line ends": (
        "too_many_rows",
        lambda: f"{GRADES}\r".encode() + b"e;K\r" * 1_000_000,
    ),
    "two hundred thousand short rows": ("too_many_wrong", lambda: f"{GRADES}\r".encode() + b"e;K\r" * 200_000),
    "one row of ninety million fields": ("too_large", lambda: b";" * 90_000_000),
    "a workbook of two million rows": ("too_many_cells", lambda: book_without_addresses(2_000_000)),
    "numbers deep within lists": ("ss12000_not_json", lambda: b'{"grades": ' + b"[" * 1_000_000),
    "twenty thousand headings": ("too_many_columns", f"{GRADES}{';x' * 20_000}\n{ROW}".encode),
}


def main() -> None:
    """Read all of them."""
    set_up("kedjan_site.settings.test")
    from kedjan.results.recognising import recognised

    for name, (_, made) in FILES.items():
        data = made()
        try:
            recognised(data, "fil")
        except Unreadable as refusal:
            print(refusal.code, name, sep="\t")
    # Of this program alone: what the system calls its largest is at least what whoever started it had.
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    print(next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) // 1024)


if __name__ == "__main__":
    main()
