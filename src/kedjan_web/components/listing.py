"""Finding one's way in something long: pages, filters, tabs."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise

from kedjan.access.service import PAGE

type Text = str | Promise


@dataclass(frozen=True, slots=True)
class PageLink:
    """One number in the row; number 0 stands for the gap between far numbers."""

    number: int
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where one is: items `first` to `last` of `total`; empty addresses where there is no further page."""

    first: int
    last: int
    total: int
    links: tuple[PageLink, ...]
    previous_url: str = ""
    next_url: str = ""

    @property
    def several(self) -> bool:
        return len(self.links) > 1


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the page without it."""

    label: Text
    remove_url: str


@dataclass(frozen=True, slots=True)
class Tab:
    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go or a file to take; `primary` is the one main thing to do on a page."""

    label: Text
    url: str
    icon: str = ""
    primary: bool = False


def pagination(
    query: QueryDict, *, page: int, total: int, size: int = PAGE, parameter: str = "sida", anchor: str = ""
) -> Pagination:
    """Pages of `size` items, keeping the other parameters of `query`; a page outside is moved to the nearest.

    Where the list is not all of its page, `anchor` is the id of its heading: there the reader goes on.
    """
    count = max(1, -(-total // size))
    page = min(max(page, 1), count)

    def url(number: int) -> str:
        return address(query, **{parameter: str(number)}) + (f"#{anchor}" if anchor else "")

    near = sorted({1, count, *range(max(1, page - 1), min(count, page + 1) + 1)})
    links: list[PageLink] = []
    for number in near:
        if links and number - links[-1].number > 1:
            links.append(PageLink(0))
        links.append(PageLink(number, url(number), current=number == page))
    return Pagination(
        first=min((page - 1) * size + 1, total),
        last=min(page * size, total),
        total=total,
        links=tuple(links),
        previous_url=url(page - 1) if page > 1 else "",
        next_url=url(page + 1) if page < count else "",
    )


def address(query: QueryDict, **changes: str | None) -> str:
    """The query string with parameters set, or taken away where None; `?` alone when none is left."""
    changed = query.copy()
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = value
    return f"?{changed.urlencode()}"
