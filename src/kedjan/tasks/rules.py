"""Pure decisions on minutes: which frame holds on a day, and who would come above theirs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kedjan.access.service import Role
from kedjan.tasks.values import Declaration, Frame, Load, Over


def days_of(school_year: str) -> tuple[date, date]:
    """Return the first and last day of a school year (1 July to 30 June). ValueError for what is none, as 2026/28."""
    first, _, last = school_year.partition("/")
    if not (len(first) == 4 and first.isdecimal() and last == f"{(int(first) + 1) % 100:02d}"):
        raise ValueError(f"not a school year: {school_year}")
    return date(int(first), 7, 1), date(int(first) + 1, 6, 30)


def holding(frames: Sequence[Frame], school_year: str, today: date) -> Frame | None:
    """Return the frame that holds today, or nearest to today within the school year; `frames` in the order made."""
    first, last = days_of(school_year)
    day = min(max(today, first), last)
    begun = [(each.valid_from, place, each) for place, each in enumerate(frames) if each.valid_from <= day]
    return max(begun, key=lambda each: each[:2])[2] if begun else None


def loads_of(
    school_year: str, frames: Mapping[Role, Frame | None], declared: Iterable[Declaration]
) -> tuple[Load, ...]:
    """Return what is asked of each role that has a frame or is asked for something, in the order of the roles."""
    by_role: dict[Role, list[Declaration]] = {role: [] for role in Role}
    for each in declared:
        by_role[each.role].append(each)
    return tuple(
        Load(role, school_year, frames.get(role), tuple(asked))
        for role, asked in by_role.items()
        if asked or frames.get(role)
    )


def above(loads: Iterable[Load], more: Mapping[Role, int]) -> tuple[Over, ...]:
    """Return the roles that would come above their frame when asked for so many minutes more; some must be more."""
    return tuple(
        Over(load, more[load.role])
        for load in loads
        if load.left is not None and more.get(load.role, 0) > max(load.left, 0)
    )
