"""Attendance at one's own units: looked at, taken along as a file."""

from collections.abc import Iterator, Mapping, Sequence
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
from kedjan.results.service import AttendanceAsked, AttendanceSeen, Away
from kedjan_formats import pictures
from kedjan_statistics.attendance import Attended
from kedjan_statistics.figure import Figure, Missing
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
from kedjan_web.results.lead_times import lead_definition, lead_listed, lead_summary, lead_tables
from kedjan_web.results.pictures import Figure as Shown
from kedjan_web.results.subjects import SUBJECTS
from kedjan_web.results.tables import words_and_numbers
from kedjan_web.results.words import level_text, per_cent, year_text
from kedjan_web.rights import needs

SHARES = (10, 20)
LEASTS = (10, 15, 20, 50)
WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


class AttendanceForm(ChosenForm):
    """Which unit, school year and grade level, and from which share of absence on pupils are listed."""

    of_lists = frozenset({"least"})

    unit = forms.TypedChoiceField(label=gettext_lazy("School unit"), coerce=lambda text: UUID(hex=text))
    school_year = forms.TypedChoiceField(label=gettext_lazy("School year"), coerce=int)
    grade_level = forms.TypedChoiceField(
        label=gettext_lazy("Grade level"), coerce=int, required=False, empty_value=None
    )
    least = forms.TypedChoiceField(label=gettext_lazy("List pupils absent at least"), coerce=int)

    def __init__(self, given: Mapping[str, Any], *, units: Mapping[UUID, str], years: tuple[int, ...]) -> None:
        names = [(unit.hex, name) for unit, name in units.items()]
        super().__init__(
            given,
            usual={"unit": names[0][0], "school_year": str(years[0]), "grade_level": "", "least": "20"},
            choices={
                "unit": names,
                "school_year": [(str(year), year_text(year)) for year in years],
                "grade_level": [("", _("All")), *((str(level), level_text(level)) for level in range(11))],
                "least": [(str(least), f"{least}\u00a0%") for least in LEASTS],
            },
        )

    @property
    def asks(self) -> AttendanceAsked:
        """Return whose attendance is asked for."""
        given = self.cleaned_data
        return AttendanceAsked(given["unit"], given["school_year"], given["grade_level"])


@require_GET
@needs(Right.STUDY_RESULTS)
def show(request: PageRequest) -> HttpResponse:
    """Show attendance at a unit: sentences, two pictures with their tables, those who are away much, lessons."""

    def count(form: AttendanceForm) -> Counted | None:
        least = form.cleaned_data["least"]
        return _counted(results.see_attendance(by=request.actor, now=request.now, asks=form.asks, least=least))

    return counted_page(request, _kind(), _form(request), count)


@require_GET
@needs(Right.STUDY_RESULTS)
def as_file(request: PageRequest, ending: str) -> HttpResponse:
    """Return the counts as a file, without the pupils who are away much: they stay on the page."""

    def count(form: AttendanceForm) -> Counted | None:
        return _counted(results.see_attendance(by=request.actor, now=request.now, asks=form.asks))

    return counted_file(_kind(), _form(request), count, ending, now=request.now)


def _form(request: PageRequest) -> AttendanceForm | None:
    units = {unit.id: unit.name for unit in results.units_to_study(by=request.actor)}
    years = results.years_with_attendance(by=request.actor)
    return AttendanceForm(request.GET.dict(), units=units, years=years) if units and years else None


def _kind() -> Kind:
    return Kind(
        _("Attendance"),
        _("How much of the time that was offered pupils have missed, and who may need to be asked how they are."),
        (
            _("No attendance has come in yet"),
            _("Whoever takes in files sends it under “Files with results”, by month or by lesson."),
        ),
        (
            _("Nothing is told of these pupils"),
            _("There is no attendance of this unit and school year, or of this grade level. Choose another."),
        ),
        file="attendance_file",
        called="narvaro",
    )


def _counted(found: AttendanceSeen) -> Counted | None:
    if found.total is None:
        return None
    figures = [_bands(found.total), _months(found)]
    leads = found.leads
    tables = [*_tables(found), *(lead_tables(leads) if leads else ())]
    return Counted(
        [*_summary(found), *(lead_summary(leads) if leads else ())],
        figures,
        tables,
        [*(each.table for each in figures), *tables],
        [*_definition(found), *(lead_definition(leads) if leads else ())],
        [_away(found), *([lead_listed(leads)] if leads else [])],
    )


def _share(value: Figure | Missing, decimals: int = 1) -> str:
    return shown(value, decimals=decimals, percent=True) if isinstance(value, Figure) else "–"


def _hours(minutes: int) -> str:
    """Return minutes as whole hours, half away from zero."""
    return whole((minutes + 30) // 60)


def _banded(part: Attended) -> int:
    return sum(part.bands.values())


def _summary(found: AttendanceSeen) -> Iterator[str]:
    total = found.total
    if total is None:
        return
    yield ngettext("%(n)s pupil.", "%(n)s pupils.", total.pupils) % {"n": whole(total.pupils)}
    yield _("Absent %(share)s of the time that was offered, %(invalid)s without a valid reason.") % {
        "share": _share(total.absence),
        "invalid": _share(total.invalid_absence),
    }
    banded = _banded(total)
    for percent in SHARES:
        away = total.absent(percent)
        yield _("%(n)s of %(all)s were absent %(percent)d %% of their own time or more (%(share)s).") % {
            "n": whole(away),
            "all": whole(banded),
            "percent": percent,
            "share": per_cent(away, banded),
        }
    if total.not_banded:
        yield ngettext(
            "%(n)d pupil was offered so little time that a share would say nothing.",
            "%(n)d pupils were offered so little time that a share would say nothing.",
            total.not_banded,
        ) % {"n": total.not_banded}


def _band_names(found: Attended) -> dict[int, str]:
    """Return the bands in words, by where they begin."""
    since = sorted(found.bands)
    ends = [*since[1:], None]
    return {
        low: _("under %(to)d %%") % {"to": high}
        if low == 0 and high
        else _("%(from)d up to %(to)d %%") % {"from": low, "to": high}
        if high
        else _("%(from)d %% or more") % {"from": low}
        for low, high in zip(since, ends, strict=True)
    }


def _bands(total: Attended) -> Shown:
    """Draw how many pupils are absent how much of their own time."""
    banded, names = _banded(total), _band_names(total)
    rows = [
        pictures.ShareRow(names[low], Figure(many, banded, "share") if banded else Missing("nothing_offered"))
        for low, many in sorted(total.bands.items())
    ]
    caption = _("Pupils by how much of their own time they were absent, for any reason.")
    description = _("A bar for each band of absence: the share of the pupils who are in it.")
    title = _("How much pupils are absent")
    heads = (_("Absent of own time"), _("Share of pupils"), _("Pupils in all"))
    table = words_and_numbers(
        title,
        (_("Absent of own time"), _("Pupils"), pgettext("figure", "Share"), _("By invalid absence alone")),
        [
            (names[low], whole(many), per_cent(many, banded), whole(total.invalid_bands[low]))
            for low, many in sorted(total.bands.items())
        ],
        words=1,
    )
    return share_figure("band", title, description, rows, heads=heads, caption=caption, table=table)


def _months(found: AttendanceSeen) -> Shown:
    """Draw which share of the time offered was missed, month by month."""
    rows = [
        pictures.ShareRow(month, part.absence if isinstance(part.absence, Figure) else Missing("nothing_offered"))
        for month, part in found.by_month.items()
    ]
    caption = _("Time absent of time offered, for any reason, of all pupils together.")
    title = _("Absence month by month")
    description = _("A bar for each month: how much of the time offered was missed.")
    heads = (_("Month"), _("Share of time"), _("Minutes offered"))
    table = _parts(title, _("Month"), found.by_month)
    return share_figure("manad", title, description, rows, heads=heads, caption=caption, table=table)


def _parts(title: str, corner: str, parts: Mapping[str, Attended]) -> Table:
    header = (
        corner,
        _("Pupils"),
        _("Hours offered"),
        _("Absent"),
        _("Absent, invalid"),
        *(_("Pupils absent %(percent)d %% or more") % {"percent": percent} for percent in SHARES),
    )
    rows = [
        (
            name,
            whole(part.pupils),
            _hours(part.offered_minutes),
            _share(part.absence),
            _share(part.invalid_absence),
            *(f"{whole(part.absent(percent))} ({per_cent(part.absent(percent), _banded(part))})" for percent in SHARES),
        )
        for name, part in parts.items()
    ]
    return words_and_numbers(title, header, rows, words=1)


def _tables(found: AttendanceSeen) -> Iterator[Table]:
    if len(found.by_grade_level) > 1:
        yield _parts(
            _("By grade level"),
            _("Grade level"),
            {level_text(level): part for level, part in sorted(found.by_grade_level.items())},
        )
    if found.lessons is None:
        return
    days = {str(WEEKDAYS[day - 1]): part for day, part in sorted(found.lessons.by_weekday.items())}
    subjects = {str(SUBJECTS.get(subject, subject)): part for subject, part in found.lessons.by_subject.items()}
    for title, corner, slices in (
        (_("Lessons by weekday"), _("Weekday"), days),
        (_("Lessons by subject"), _("Subject"), subjects),
    ):
        rows = [
            (
                name,
                whole(part.lessons),
                _share(part.absence),
                _share(part.invalid_absence),
                _share(part.reporting_rate),
            )
            for name, part in slices.items()
        ]
        header = (corner, _("Pupils' lessons"), _("Absent"), _("Absent, invalid"), _("Reported"))
        yield words_and_numbers(title, header, rows, words=1)
    spells = found.lessons.spells
    counted = [
        (_("Spells of absence"), whole(spells.spells), ""),
        (_("Pupils with any"), whole(spells.pupils_with_spells), per_cent(spells.pupils_with_spells, spells.pupils)),
        (
            _("Pupils with repeated ones"),
            whole(spells.pupils_repeated),
            per_cent(spells.pupils_repeated, spells.pupils),
        ),
        (_("Pupils with a long one"), whole(spells.pupils_long), per_cent(spells.pupils_long, spells.pupils)),
    ]
    yield words_and_numbers(_("Days in a row"), (_("What"), _("Number"), pgettext("figure", "Share")), counted, words=1)


def _away(found: AttendanceSeen) -> Listed:
    title = _("Pupils absent %(percent)d %% of their time or more") % {"percent": found.least}
    more = ngettext(
        "%(n)d more has a protected identity and is shown nowhere by name or number.",
        "%(n)d more have a protected identity and are shown nowhere by name or number.",
        found.protected,
    )
    remark = _(
        "In the order of their numbers: how much somebody is away says nothing of why. Ask those who know the pupil."
    )
    return Listed(
        title,
        found.away,
        partial(_away_table, title),
        nobody=_("Nobody."),
        remarks=(*([more % {"n": found.protected}] if found.protected else []), remark),
    )


def _away_table(title: str, some: Sequence[Away]) -> Table:
    rows = [
        (
            each.number,
            per_cent(each.valid_absence_minutes + each.invalid_absence_minutes, each.offered_minutes),
            per_cent(each.invalid_absence_minutes, each.offered_minutes),
            per_cent(each.valid_absence_minutes, each.offered_minutes),
            "–" if each.grade_level is None else level_text(each.grade_level),
            _hours(each.offered_minutes),
        )
        for each in some
    ]
    header = (
        _("Pupil"),
        _("Absent"),
        _("Absent, invalid"),
        _("Absent, valid"),
        _("Grade level"),
        _("Hours offered"),
    )
    return words_and_numbers(title, header, rows, words=1, quiet=True)


def _definition(found: AttendanceSeen) -> Iterator[str]:
    """Yield how the figures are counted: no number without it."""
    yield _(
        "Absence is time missed of time offered, for a valid reason or not. The share of all time and the share of"
        " pupils who miss much are different figures."
    )
    yield _(
        "A pupil's share is of that pupil's own time here in the school year. Who was offered under %(hours)d hours"
        " is in no band (%(name)s)."
    ) % {"hours": found.bands.least_offered_minutes // 60, "name": found.bands.name}
    if found.from_lessons:
        yield _(
            "Months are added up from lessons, since attendance by month has not come in. A lesson that was not"
            " reported counts as time without absence, and the grade level is not told."
        )
    yield _("There is no number in law from which absence is much: the limits are the provider's own.")
    if found.lessons:
        rule = found.lessons.spells.rule
        yield _(
            "A spell is days in a row, of those with lessons, when at least %(percent)d %% of the day was missed."
            " Repeated: %(times)d that begin within %(days)d days. Long: %(long)d days or more (%(name)s)."
        ) % {
            "percent": rule.least_percent_of_day,
            "times": rule.times,
            "days": rule.within_days,
            "long": rule.long_from,
            "name": rule.name,
        }
        yield _("Reported is the time of lessons that were reported, of those of which the file says whether.")
