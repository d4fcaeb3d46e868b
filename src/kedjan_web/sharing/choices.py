"""What somebody has chosen to share, as it stands in the address and in the form that confirms it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedjan.reflection.service import Choice

TABLES: dict[str, tuple[str, str | Promise]] = {
    "taggar": ("tags_by_assignment", _("Tags in each assignment")),
    "omraden": ("by_area", _("Service areas")),
    "kansla-ytterst": ("emotion_spread", _("Emotion: lowest and highest")),
    "taggar-omraden": ("tags_by_area", _("Tags in each service area")),
    "kansla-uppdrag": ("emotion_by_assignment", _("Emotion on each assignment")),
    "kansla-omraden": ("emotion_by_area", _("Emotion in each service area")),
    "svarskurva": ("response_curve", _("Response curve")),
}
JOINED = " + "


@dataclass(frozen=True, slots=True)
class Sharing:
    """Tables, areas side by side, areas merged to one more, and whether the merged ones stand there hidden."""

    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    hide_members: bool = False

    @property
    def union(self) -> str:
        """Return the name of the merged areas; empty where fewer than two are merged."""
        return JOINED.join(self.merged) if len(self.merged) > 1 else ""

    def choice(self) -> Choice:
        """Return what the room is asked to share."""
        members = self.merged if self.union and self.hide_members else ()
        beside = tuple(dict.fromkeys((*self.columns, *members)))
        return Choice(
            tables=tuple(TABLES[key][0] for key in self.tables),
            columns=(*beside, *((self.union,) if self.union else ())),
            groups={self.union: self.merged} if self.union else None,
            left_out=members,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Return the choice as it stands in an address."""
        many = (("tabell", self.tables), ("grupp", self.columns), ("ihop", self.merged))
        pairs = [(name, value) for name, values in many for value in values]
        return [*pairs, *([("dolj", "ja")] if self.hide_members else [])]

    def without(self, group: str) -> str:
        """Return the address of the same choice without a group: an area, or the merged ones."""
        if group == self.union:
            return self.address(merged=(), hide_members=False)
        return self.address(columns=tuple(each for each in self.columns if each != group))

    def address(self, **changes: object) -> str:
        """Return the query string with some of it chosen otherwise."""
        return f"?{urlencode(replace(self, **changes).pairs())}"  # type: ignore[arg-type]  # names of its own fields


def sharing(query: QueryDict, areas: Sequence[str]) -> Sharing:
    """Return the choice in an address or a form; what is unknown is left out."""

    def known(name: str, values: Sequence[str]) -> tuple[str, ...]:
        given = set(query.getlist(name))
        return tuple(value for value in values if value in given)

    return Sharing(
        known("tabell", tuple(TABLES)), known("grupp", areas), known("ihop", areas), query.get("dolj") == "ja"
    )
