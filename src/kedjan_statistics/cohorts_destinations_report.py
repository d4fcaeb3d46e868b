"""Where the pupils of a cohort went, as plain values ready for JSON, with what the shares are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kedjan_statistics.cohorts_destinations import KINDS, MOVED, Destined, rows_of
from kedjan_statistics.cohorts_publish import Publication
from kedjan_statistics.plain import number
from kedjan_statistics.published import Slice

__all__ = ["members", "told"]

type Json = dict[str, Any]


def told(
    every: Mapping[str, Destined], own: Mapping[str, Destined], hidden: Publication, *, publish: bool = False
) -> Json:
    """Every group's destinations. Names of schools are not published, nor (by the caller) groups of one's own."""
    return {
        "definition": {
            "of_told": "pupils of whom it is told where they went first after the later level",
            "of_remaining": "those of them who have not moved from the municipality",
        },
        "groups": [
            {"group": name, **_counts(part, ("destinations", name), hidden), **({} if publish else _names(part))}
            for name, part in every.items()
        ],
        "subgroups": [
            {"name": name, **_counts(part, ("destinations", "", name), Publication({})), **_names(part)}
            for name, part in own.items()
        ],
    }


def members(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[Slice, str], set[str]]:
    """The pupils of every count, of the rows of `cohorts_destinations.went`."""
    found: dict[tuple[Slice, str], set[str]] = {}
    for row in rows:
        kind = row["programme_kind"]
        names = ["pupils", *(["told", kind] if kind else ["not_told"])]
        names += ["remaining"] if kind and kind != MOVED else []
        for group in rows_of(row):
            for name in names:
                found.setdefault((("destinations", group), name), set()).add(str(row["pupil"]))
    return found


def _counts(part: Destined, slice_: Slice, hidden: Publication) -> Json:
    return {
        **{
            name: hidden.shown(getattr(part, name), slice_, name)
            for name in ("pupils", "told", "not_told", "remaining")
        },
        "kinds": {
            kind: {
                "pupils": hidden.shown(part.by_kind[kind], slice_, kind),
                "of_told": hidden.shown(number(part.of_told(kind)), slice_, kind, "told"),
                "of_remaining": hidden.shown(number(part.of_remaining(kind)), slice_, kind, "remaining"),
            }
            for kind in KINDS
        },
    }


def _names(part: Destined) -> Json:
    return {"destinations": [{"destination": name, "pupils": many} for name, many in part.by_destination.items()]}
