"""Addresses of people in a file: `e-post[;verksamhetsområde]`, with Swedish or English headings.

Every row is either read or told what is wrong with it: row, column, value, what was expected.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kedjan_formats.folding import tidy
from kedjan_formats.problems import Problem
from kedjan_formats.tables import Row, Sheet
from kedjan_formats.unreadable import Unreadable, gettext_noop

__all__ = ["EXPECTED", "Address", "AddressProblem", "Addresses", "parse"]

ADDRESS = ("e-post", "epost", "e-postadress", "mejl", "mejladress", "adress", "email", "e-mail", "address")
AREA = ("verksamhetsområde", "area", "service area", "service_area")
EXPECTED = (ADDRESS,)
"""The headings to give to tables.read."""

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "missing": (gettext_noop("The value is missing."), gettext_noop("a value")),
    "not_an_address": (gettext_noop("This is no address."), gettext_noop("an address such as namn@kommunen.se")),
    "given_twice": (
        gettext_noop("The address stands in row %(first_row)s too."),
        gettext_noop("one row for each address and service area"),
    ),
}


@dataclass(frozen=True, slots=True)
class Address:
    """One row: an address in small letters, and the service area as it was written (empty: none given)."""

    number: int
    address: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class AddressProblem(Problem):
    """What is wrong with one value; `code` is a key of PROBLEMS."""

    words: ClassVar = PROBLEMS


@dataclass(frozen=True, slots=True)
class Addresses:
    """The good rows, the problems in order of row, and the headings of the two columns as they were written."""

    rows: tuple[Address, ...]
    problems: tuple[AddressProblem, ...]
    address_column: str
    area_column: str


def parse(sheet: Sheet) -> Addresses:
    """Read the addresses of a sheet; raises Unreadable when it has no column of them."""
    place, area = sheet.find(*ADDRESS), sheet.find(*AREA)
    if place is None:
        raise Unreadable("column_missing", column=ADDRESS[0], found=sheet.columns)
    column = sheet.columns[place]
    rows: list[Address] = []
    problems: list[AddressProblem] = []
    first: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        value = tidy(row.values[place])
        within = "" if area is None else tidy(row.values[area])
        address = Address(row.number, value.lower(), within)
        wrong = _wrong(row, address, first)
        if wrong:
            code, values = wrong
            problems.append(AddressProblem(row.number, column, value, code, values))
        else:
            first[address.address, within.casefold()] = row.number
            rows.append(address)
    return Addresses(tuple(rows), tuple(problems), column, sheet.columns[area] if area is not None else "")


def _wrong(row: Row, address: Address, first: Mapping[tuple[str, str], int]) -> tuple[str, dict[str, object]] | None:
    if not address.address:
        return "missing", {}
    if not _ADDRESS.fullmatch(address.address):
        return "not_an_address", {}
    earlier = first.get((address.address, address.area.casefold()))
    return ("given_twice", {"first_row": earlier, "row": row.number}) if earlier else None
