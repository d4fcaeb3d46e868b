"""The midterm matrix of one's own units: levels, columns, and what each pupil's row says."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.results import service as results
from kedjan.results.service import MatrixSeen, ReviewedPupil
from kedjan_formats.pictures import ShareRow
from kedjan_statistics.figure import Figure
from kedjan_statistics.matrix import SingleSignal
from kedjan_web.components.dates import in_text
from kedjan_web.components.numbers import shown, whole
from kedjan_web.components.tables import Table
from kedjan_web.requests import PageRequest
from kedjan_web.results.counted import (
    ChosenForm,
    Counted,
    Kind,
    Listed,
    counted_file,
    counted_page,
    share_figure,
)
from kedjan_web.results.pictures import Figure as Shown
from kedjan_web.results.tables import words_and_numbers
from kedjan_web.results.words import per_cent
from kedjan_web.rights import needs


class MatrixForm(ChosenForm):
    """Which unit and day."""

    of = forms.ChoiceField(label=gettext_lazy("School unit and day"))

    def __init__(self, given: Mapping[str, Any], *, days: Mapping[UUID, tuple[date, ...]], names: Mapping[UUID, str]):
        choices = [
            (f"{unit.hex}.{day.isoformat()}", f"{name}, {day.isoformat()}")
            for unit, name in names.items()
            for day in days.get(unit, ())
        ]
        super().__init__(given, usual={"of": choices[0][0]}, choices={"of": choices})

    @property
    def asks(self) -> tuple[UUID, date]:
        """Return the unit and the day that are asked for."""
        unit, day = self.cleaned_data["of"].split(".")
        return UUID(hex=unit), date.fromisoformat(day)


@require_GET
@needs(Right.STUDY_RESULTS)
def show(request: PageRequest) -> HttpResponse:
    """Show a unit's matrix: sentences, levels in a picture, columns, and pupils in the order of their numbers."""
    return counted_page(request, _kind(), _form(request), partial(_counted, request))


@require_GET
@needs(Right.STUDY_RESULTS)
def as_file(request: PageRequest, ending: str) -> HttpResponse:
    """Return the page's tables as a file, each pupil's row too: it is for those who may see the page."""
    return counted_file(_kind(), _form(request), partial(_counted, request), ending, now=request.now)


def _form(request: PageRequest) -> MatrixForm | None:
    names = {unit.id: unit.name for unit in results.units_to_study(by=request.actor)}
    days = results.matrix_days(by=request.actor)
    return MatrixForm(request.GET.dict(), days=days, names=names) if days else None


def _kind() -> Kind:
    nothing = (
        _("No matrix has come in yet"),
        _("Whoever takes in files sends it under “Files with results”, with its unit and day."),
    )
    return Kind(
        _("Midterm matrix"),
        _(
            "What those around the pupils wrote of each, and what it says together. A matrix decides nothing: it is"
            " where a talk begins."
        ),
        nothing,
        nothing,
        file="matrix_file",
        called="matris",
    )


def _counted(request: PageRequest, form: MatrixForm) -> Counted:
    unit, day = form.asks
    found = results.see_matrix(by=request.actor, now=request.now, unit=unit, day=day)
    levels, columns = _levels(found), _columns(found)
    return Counted(
        list(_summary(found)),
        [_drawn(found, levels)],
        [columns],
        [levels, columns],
        list(_definition(found)),
        [Listed(_("Pupils"), found.pupils, partial(_pupils, found), in_file=True)] if found.pupils else [],
        (
            _(
                "The files have each pupil's row too, and outlive what is kept here: take them away when they have"
                " been used."
            ),
        ),
    )


def _summary(found: MatrixSeen) -> Iterator[str]:
    yield ngettext("%(n)s pupil.", "%(n)s pupils.", found.everybody) % {"n": whole(found.everybody)}
    if found.earlier:
        yield _("Beside it stands the matrix of %(day)s.") % {"day": in_text(found.earlier)}
    if found.protected:
        yield ngettext(
            "%(n)d pupil has a protected identity: counted, and shown nowhere by name or number.",
            "%(n)d pupils have a protected identity: counted, and shown nowhere by name or number.",
            found.protected,
        ) % {"n": found.protected}


def _levels(found: MatrixSeen) -> Table:
    header = [_("Level"), _("From sum"), _("Pupils"), pgettext("figure", "Share")]
    if found.earlier:
        header.append(_("Pupils %(day)s") % {"day": found.earlier.isoformat()})
    rows = [
        [
            level.name,
            str(level.since),
            whole(found.levels[level.name]),
            per_cent(found.levels[level.name], found.everybody),
            *([whole(found.earlier_levels[level.name])] if found.earlier else []),
        ]
        for level in found.form.levels
    ]
    return words_and_numbers(_("Pupils by level"), header, rows, words=1)


def _drawn(found: MatrixSeen, table: Table) -> Shown:
    """Draw which share of the pupils is at each level, the earlier day's below where there is one."""
    days = [(found.day, found.levels, found.everybody)]
    if found.earlier:
        days.append((found.earlier, found.earlier_levels, sum(found.earlier_levels.values())))
    rows = [
        ShareRow(
            f"{level.name}, {day.isoformat()}" if found.earlier else level.name,
            Figure(counted[level.name], everybody, "share"),
            beside=day != found.day,
        )
        for level in found.form.levels
        for day, counted, everybody in days
    ]
    description = (
        _(
            "Two bars for each level, from the lowest: the share of the pupils who are at it, and below it, paler, that"
            " of the earlier day."
        )
        if found.earlier
        else _("A bar for each level, from the lowest: the share of the pupils who are at it.")
    )
    other = _("Others may have been in it the earlier day.")
    return share_figure(
        "nivaer",
        _("Pupils by level"),
        description,
        rows,
        heads=(_("Level"), _("Share of pupils"), _("Pupils in all")),
        caption=_("Share of all pupils in the matrix of the day.") + (f" {other}" if found.earlier else ""),
        table=table,
    )


def _columns(found: MatrixSeen) -> Table:
    names, met = Counter(each.name for each in found.columns), Counter[str]()

    def told_apart(name: str) -> str:
        """Return a column's name, with which it is of several that are called the same."""
        met[name] += 1
        return f"{name} {met[name]}" if names[name] > 1 else name

    rows = [
        (
            told_apart(each.name),
            each.group,
            whole(each.filled),
            shown(Figure(each.points, each.filled, "mean"), decimals=1) if each.filled else "–",
            whole(each.at_the_most),
        )
        for each in found.columns
    ]
    header = (_("Column"), _("Group"), _("Filled"), _("Mean"), _("At the most"))
    return words_and_numbers(_("Columns of the form"), header, rows, words=2)


def _pupils(found: MatrixSeen, some: Sequence[ReviewedPupil]) -> Table:
    groups = list(some[0].review.points)
    most = {group.name: group.most for group in found.form.groups}
    header = [_("Pupil"), _("Beside the sum"), _("Level"), _("Sum")]
    if found.earlier:
        header.append(_("Sum %(day)s") % {"day": found.earlier.isoformat()})
    header += [_("%(group)s of %(most)d") % {"group": name, "most": most[name]} for name in groups]
    rows = [
        [
            each.number,
            ", ".join(_signals(each)) or "–",
            each.review.level,
            str(each.review.sum),
            *(["–" if each.earlier is None else str(each.earlier)] if found.earlier else []),
            *(f"{each.review.points[name]} ({per_cent(each.review.points[name], most[name])})" for name in groups),
        ]
        for each in some
    ]
    return words_and_numbers(_("Pupils, in the order of their numbers"), header, rows, words=3)


def _signals(pupil: ReviewedPupil) -> Iterator[str]:
    for signal in pupil.review.signals:
        if isinstance(signal, SingleSignal):
            yield f"{signal.column} = {signal.value}"
        else:
            yield _("%(n)d columns at the most and no support") % {"n": signal.columns}


def _definition(found: MatrixSeen) -> Iterator[str]:
    """Yield how the figures are counted: no number without it."""
    form = found.form
    yield _("The sum is of the columns that count, at most %(most)d (%(name)s). An empty cell does not apply.") % {
        "most": form.most,
        "name": form.name,
    }
    yield _(
        "The level says how much stands in the row, not how a pupil is: knowledge weighs most, and who has the most"
        " there is of other concern may be at the lowest level. That is why single cells stand beside the sum."
    )
    yield _("A gap is %(n)d columns of knowledge or more at the most, and nothing filled in for support.") % {
        "n": form.gap_from
    }
