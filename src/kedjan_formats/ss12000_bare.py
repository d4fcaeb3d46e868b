"""Objects of SS 12000 with nothing but the fields that are used, as they come: a server sends far more than is read.

Nobody's name is kept. References to the same object are one object in memory, and so are texts that come again, since a
million grades point at few pupils and subjects.
"""

from collections.abc import Mapping
from typing import Any, Final

from kedjan_formats.ss12000_objects import KINDS, USED_FIELDS, Kind

__all__ = ["Barer"]

LONGEST_SHARED: Final = 64
_NAMELESS: Final = {"givenName": "–", "familyName": "–"}
_INSIDE: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    name: {
        field.source: frozenset(each.source for each in field.read.fields.values())
        for field in kind.fields.values()
        if isinstance(field.read, Kind)
    }
    for name, kind in KINDS.items()
}
"""Of lists of smaller objects, what is read of each, by kind and field."""


class Barer:
    """Takes from objects what is not used. One is shared by what is held at the same time."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.pointers: dict[tuple[str, str | None], Mapping[str, Any]] = {}

    def bare(self, kind: str, given: Any) -> Any:
        """Return an object of a kind with what is used of it; what is no object stands as it was, to be told of."""
        if not isinstance(given, Mapping):
            return given
        nameless = _NAMELESS if kind == "persons" else {}
        inside = _INSIDE[kind]
        made = {}
        for name in USED_FIELDS[kind]:
            found = given.get(name)
            if found is not None and found != "":
                made[name] = nameless.get(name) or (
                    self.listed(found, inside[name]) if name in inside else self.value(name, found)
                )
        return made

    def listed(self, given: Any, used: frozenset[str]) -> Any:
        """Return a list of smaller objects, or one that stands alone, with what is used of each."""
        if isinstance(given, list):
            return [self.listed(each, used) for each in given]
        if not isinstance(given, Mapping):
            return given
        return {name: self.value(name, given[name]) for name in used if name in given}

    def value(self, name: str, given: Any) -> Any:
        """Return what a field says: of a reference the id and the marking, of `meta` when it was changed."""
        if isinstance(given, str) and name != "id":
            return self.texts.setdefault(given, given) if len(given) <= LONGEST_SHARED else given
        if not isinstance(given, Mapping):
            return given
        if name == "meta":
            return {"modified": given.get("modified") or given.get("created")}
        return self.pointer(given) if "id" in given else given

    def pointer(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a reference without the name that some systems send along, the same for the same id."""
        made = {name: given[name] for name in ("id", "securityMarking") if name in given}
        known, marking = made["id"], made.get("securityMarking")
        if not isinstance(known, str) or not isinstance(marking, str | None) or len(known) > LONGEST_SHARED:
            return made
        return self.pointers.setdefault((known, marking), made)
