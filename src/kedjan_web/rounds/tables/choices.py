"""What a reader has chosen to see in the tables, as it stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from urllib.parse import urlencode

from django.http import QueryDict

from kedjan.reflection.service import Marking, Order, Show

ORDERS = {"anvandning": Order.USE, "lista": Order.LIST, "alfabet": Order.ALPHABET}
SHOWS = {"andelar": Show.SHARES, "antal": Show.COUNTS, "avvikelse": Show.DEVIATION}
MARKINGS = {"storst": Marking.LARGEST, "avvikande": Marking.DEVIATING, "ingen": Marking.NONE}
SHARES = {"10": Fraction(1, 10), "20": Fraction(1, 5), "30": Fraction(3, 10)}
MERGED = "ihop"
JOINED = " + "
TAG, ONE, OTHER = "tagg", "ena", "andra"
COMPARED = frozenset({TAG, ONE, OTHER})


@dataclass(frozen=True, slots=True)
class Choices:
    """Order, figures, marking, and areas: `columns` side by side, `merged` as one more, `of` in the table of tags.

    `columns` empty means every area; `of` empty means everybody's reflections. What is not an area here is left out.
    `tag`, `one` and `other` are what is compared two by two, each empty until it is chosen.
    """

    order: Order = Order.USE
    show: Show = Show.SHARES
    marking: Marking = Marking.LARGEST
    share: Fraction = Fraction(1, 5)
    columns: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    of: str = ""
    by_area: bool = False
    picture: bool = False
    tag: str = ""
    one: str = ""
    other: str = ""

    @property
    def union(self) -> str:
        """Return the name of the merged areas; empty where fewer than two are merged."""
        return JOINED.join(self.merged) if len(self.merged) > 1 else ""

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Return the merged areas as the room wants them."""
        return {self.union: self.merged} if self.union else {}

    @property
    def of_areas(self) -> tuple[str, ...]:
        """Return the areas whose reflections the table of tags counts; none for all."""
        if self.of == MERGED:
            return self.merged if self.union else ()
        return (self.of,) if self.of else ()

    def columns_among(self, areas: Sequence[str]) -> tuple[str, ...]:
        """Return the names to stand side by side: the areas chosen, or all, and the merged ones last."""
        return (*(self.columns or tuple(areas)), *self.groups)

    def pairs(self) -> list[tuple[str, str]]:
        """Return what must stand in an address to see the same; what is as it begins is left out."""
        usual = Choices()
        single = [
            ("ordning", key_of(ORDERS, self.order), self.order != usual.order),
            ("visa", key_of(SHOWS, self.show), self.show != usual.show),
            ("markering", key_of(MARKINGS, self.marking), self.marking != usual.marking),
            ("andel", key_of(SHARES, self.share), self.share != usual.share),
            ("av", self.of, bool(self.of)),
            ("per", "omrade", self.by_area),
            ("som", "bild", self.picture),
            (TAG, self.tag, bool(self.tag)),
            (ONE, self.one, bool(self.one)),
            (OTHER, self.other, bool(self.other)),
        ]
        given = [(name, value) for name, value, changed in single if changed]
        return [*given, *(("grupp", name) for name in self.columns), *((MERGED, name) for name in self.merged)]

    def address(self, **changes: object) -> str:
        """Return the query string with some choices made otherwise."""
        pairs = replace(self, **changes).pairs()  # type: ignore[arg-type]  # names of its own fields
        return f"?{urlencode(pairs)}" if pairs else ""


def chosen(query: QueryDict, areas: Sequence[str], tags: Sequence[str] = ()) -> Choices:
    """Return the choices in an address; what is unknown is as it begins. `tags` are those of the round's tag set."""
    usual = Choices()
    of, merged = query.get("av", ""), tuple(area for area in areas if area in query.getlist(MERGED))
    comparable = {*areas, *Choices(merged=merged).groups}
    one, other = (name if name in comparable else "" for name in (query.get(ONE, ""), query.get(OTHER, "")))
    return Choices(
        order=ORDERS.get(query.get("ordning", ""), usual.order),
        show=SHOWS.get(query.get("visa", ""), usual.show),
        marking=MARKINGS.get(query.get("markering", ""), usual.marking),
        share=SHARES.get(query.get("andel", ""), usual.share),
        columns=tuple(area for area in areas if area in query.getlist("grupp")),
        merged=merged,
        of=of if of in areas or of == MERGED else "",
        by_area=query.get("per") == "omrade",
        picture=query.get("som") == "bild",
        tag=query.get(TAG, "") if query.get(TAG, "") in tags else "",
        one=one,
        other=other,
    )


def key_of[T](names: Mapping[str, T], value: T) -> str:
    """Return the name by which a value stands in an address."""
    return next(name for name, each in names.items() if each == value)
