"""What is asked of a round's combinations, as it stands in the address, and how to ask for more, fewer or otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from kedjan.combinations.service import View
from kedjan_statistics import loops_where as where
from kedjan_statistics.loops_where import And, Expression, Not, Or

VIEWS = {
    "storst": View.LARGE,
    "avvikande": View.DEVIATING,
    "forandrat": View.CHANGED,
    "viktigt": View.IMPORTANT,
}
SIZES = ("2", "3", "4", "5")

EVERYTHING = And(())

type Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The conditions, the view of them, how large sets, and what a change is counted from (a round or a day).

    `unreadable`: the address holds conditions that cannot be read, from this character on.
    """

    where: And = EVERYTHING
    view: View = View.LARGE
    largest: int = 2
    since_round: UUID | None = None
    since_day: date | None = None
    unreadable: int | None = None

    @property
    def expression(self) -> Expression | None:
        """Return what the room is asked; nothing where there are no conditions."""
        return self.where if self.where.parts else None

    def pairs(self) -> list[tuple[str, str]]:
        """Return it as it stands in an address."""
        given = {
            "villkor": where.text(self.where) if self.where.parts else "",
            "vy": next(key for key, view in VIEWS.items() if view is self.view) if self.view is not View.LARGE else "",
            "antal": str(self.largest) if self.largest != 2 else "",
            "mot": str(self.since_round or ""),
            "fran": str(self.since_day or ""),
        }
        return [(name, value) for name, value in given.items() if value]

    def address(self, **changes: object) -> str:
        """Return the query string with some of it otherwise; empty where nothing is asked."""
        pairs = replace(self, **changes).pairs()  # type: ignore[arg-type]  # names of its own fields
        return f"?{urlencode(pairs)}" if pairs else ""

    def without(self, path: Path) -> str:
        """Return the address without one of the conditions."""
        left = taken_away(self.where, path)
        return self.address(where=left if isinstance(left, And) else And((left,) if left else ()))


def wanted(query: QueryDict) -> Wanted:
    """Return what an address asks for; what cannot be read asks for nothing, and is told."""
    line = query.get("villkor", "").replace("\x00", "")
    found: Expression = And(())
    unreadable = None
    try:
        found = where.parse(line) if line else found
    except where.Unreadable as wrong:
        unreadable = wrong.at
    return Wanted(
        where=found if isinstance(found, And) else And((found,)),
        view=VIEWS.get(query.get("vy", ""), View.LARGE),
        largest=int(query.get("antal", "2")) if query.get("antal") in SIZES else 2,
        since_round=as_uuid(query.get("mot", "")),
        since_day=as_day(query.get("fran", "")),
        unreadable=unreadable,
    )


def taken_away(expression: Expression, path: Path) -> Expression | None:
    """Return the expression without the part at the end of a path of places; groups left empty go too."""
    if not path:
        return None
    first, rest = path[0], path[1:]
    match expression:
        case And(parts) | Or(parts) if 0 <= first < len(parts):
            left = taken_away(parts[first], rest)
            kept = (*parts[:first], *((left,) if left else ()), *parts[first + 1 :])
            return type(expression)(kept) if kept else None
        case Not(part):
            left = taken_away(part, rest)
            return Not(left) if left else None
        case _:
            return expression


def put_to(found: And, added: Sequence[Expression], group: str) -> And:
    """Return the conditions with more of them: all to hold, none to, any of them, or one more of a group of any."""
    if not added:
        return found
    if group == "inte":
        return And((*found.parts, *(Not(each) for each in added)))
    if group == "nagot":
        return And((*found.parts, Or(tuple(added))))
    if group.isdigit() and int(group) < len(found.parts):
        there = found.parts[int(group)]
        if isinstance(there, Or):
            parts = list(found.parts)
            parts[int(group)] = Or((*there.parts, *added))
            return And(tuple(parts))
    return And((*found.parts, *added))


def as_uuid(text: str) -> UUID | None:
    """Return the id, or nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None


def as_day(text: str) -> date | None:
    """Return the day, or nothing."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
