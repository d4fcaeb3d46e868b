"""A page of counted results at one's own units: what is chosen, sentences, pictures, tables, and the same as a file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kedjan_formats import pictures
from kedjan_formats.pictures import Layout, Picture, ShareRow
from kedjan_web.components.listing import Pagination, pagination
from kedjan_web.components.numbers import of_a_file
from kedjan_web.components.offering import offer
from kedjan_web.components.tables import Table
from kedjan_web.requests import PageRequest
from kedjan_web.results.files import figures_file, figures_of
from kedjan_web.results.pictures import Figure as Shown
from kedjan_web.results.pictures import two_widths
from kedjan_web.results.views import crumbs
from kedjan_web.rounds.tables.words import picture_words
from kedjan_web.start.paging import page_number

LISTED: Final = 100
"""Pupils that a list shows at a time: two or three classes."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Pupils that a page lists, so many at a time: `pupils` whole, and what makes a table of some of them.

    `nobody` is said where there is none, `remarks` below. All of them are taken along where they are `in_file`.
    """

    title: str
    pupils: Sequence[Any]
    table: Callable[[Sequence[Any]], Table]
    nobody: str = ""
    remarks: tuple[str, ...] = ()
    in_file: bool = False


@dataclass(frozen=True, slots=True)
class ListShown:
    """The part of a list that a page shows: no table where there is nobody."""

    listed: Listed
    table: Table | None
    pages: Pagination | None


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted, in words and figures; `in_file` are the tables that are taken along, before those listed.

    `remarks` stand beside the files: what to think of with them.
    """

    summary: Sequence[str]
    figures: Sequence[Shown]
    tables: Sequence[Table]
    in_file: Sequence[Table]
    definition: Sequence[str]
    listed: Sequence[Listed] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of counted results: its name and what it is, why there may be nothing (title and why), its file.

    `not_in_yet` is said where no such results have come in, `not_there` where there are none of those chosen.
    `file` is the name of the address that answers the file, `called` the file's own name.
    """

    heading: str
    lead: str
    not_in_yet: tuple[str, str]
    not_there: tuple[str, str]
    file: str
    called: str


class ChosenForm(forms.Form):
    """What is looked at, chosen in the address; what is not chosen there is as usual.

    `of_lists` are fields that say whom a list shows, and change nothing that is counted.
    """

    of_lists: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, given: Mapping[str, Any], *, usual: Mapping[str, str], choices: Mapping[str, Sequence[tuple[str, Any]]]
    ) -> None:
        super().__init__({name: given.get(name, value) for name, value in usual.items()})
        self.offered = choices
        offer(self, **choices)


def counted_page[F: ChosenForm](
    request: PageRequest, kind: Kind, form: F | None, count: Callable[[F], Counted | None]
) -> HttpResponse:
    """Show what is counted of what is chosen; `form` is None where no results have come in, `count` says None where
    there are none of those chosen."""
    context: dict[str, Any] = {"breadcrumbs": crumbs(kind.heading), "kind": kind, "form": form}
    if form is None:
        context["nothing"] = kind.not_in_yet
    elif form.is_valid():
        found = count(form)
        context |= {"found": found, "nothing": None if found else kind.not_there, "chosen": _chosen(form)}
        context["lists"] = [_part(request, each, place) for place, each in enumerate(found.listed)] if found else []
        query = request.GET.urlencode()
        context["downloads"] = [(ending, f"{reverse(kind.file, args=[ending])}?{query}") for ending in ("xlsx", "csv")]
    return render(request, "kedjan/results/counted.html", context, status=422 if form and form.errors else 200)


def _part(request: PageRequest, listed: Listed, place: int) -> ListShown:
    """Return the part of a list that is asked for: the first list by `sida`, the second by `sida2`."""
    if not listed.pupils:
        return ListShown(listed, None, None)
    parameter = f"sida{place + 1}" if place else "sida"
    asked, total = page_number(request, parameter), len(listed.pupils)
    anchor = f"elever-{place + 1}"
    pages = pagination(request.GET, page=asked, size=LISTED, total=total, parameter=parameter, anchor=anchor)
    table = listed.table(listed.pupils[pages.first - 1 : pages.last])
    return ListShown(listed, table, pages if pages.several else None)


@of_a_file()
def counted_file[F: ChosenForm](
    kind: Kind, form: F | None, count: Callable[[F], Counted | None], ending: str, *, now: datetime
) -> HttpResponse:
    """Return the same as a file: in short, a row for each figure of each table, and how it is counted."""
    found = count(form) if form and form.is_valid() else None
    listed = [each.table(each.pupils) for each in found.listed if each.in_file and each.pupils] if found else []
    rows = [(_("What is counted"), label, "", words) for label, words in _chosen(form)] if form and found else []
    rows += [(_("In short"), line, "", "") for line in found.summary] if found else []
    rows += figures_of([*found.in_file, *listed]) if found else []
    rows += [(_("How it is counted"), line, "", "") for line in found.definition] if found else []
    return figures_file(kind.heading, rows, kind.called, ending, now=now)


def _chosen(form: ChosenForm) -> list[tuple[str, str]]:
    """Return what is counted as it was chosen, by its label: a file or a paper is read far from its page."""
    return [
        (str(form[name].label), str(dict(offered)[form[name].data]))
        for name, offered in form.offered.items()
        if name not in form.of_lists
    ]


def share_figure(
    key: str,
    title: str,
    description: str,
    rows: Sequence[ShareRow],
    *,
    heads: tuple[str, str, str],
    caption: str,
    table: Table,
) -> Shown:
    """Return shares as bars in two widths beside their table; `heads` are above the rows, shares and denominators."""

    def draw(name: str, layout: Layout) -> Picture:
        return pictures.share_bars(
            key=name,
            title=title,
            description=description,
            rows=rows,
            texts=pictures.ShareText(heads[0], heads[1], "", heads[2]),
            words=picture_words(),
            layout=layout,
        )

    return two_widths(draw, key, caption, table)
