"""National tests at one's own units: looked at, taken along as a file."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.results import service as results
from kedjan.results.service import TestsAsked, TestsSeen
from kedjan_formats import pictures
from kedjan_statistics.figure import Figure, Missing
from kedjan_statistics.national_tests import WHOLE, Key, PartCounts
from kedjan_web.components.numbers import whole
from kedjan_web.components.tables import Table
from kedjan_web.requests import PageRequest
from kedjan_web.results.counted import ChosenForm, Counted, Kind, counted_file, counted_page, share_figure
from kedjan_web.results.pictures import Figure as Shown
from kedjan_web.results.tables import words_and_numbers
from kedjan_web.results.words import SEXES, per_cent, year_text
from kedjan_web.rights import needs

LEVELS = (9, 6, 3)
SUBJECTS: Mapping[str, Promise] = {
    "MA": gettext_lazy("Mathematics"),
    "SV": gettext_lazy("Swedish, both syllabuses"),
    "EN": pgettext_lazy("subject", "English"),
    "NO": gettext_lazy("Natural sciences"),
    "SO": gettext_lazy("Social sciences"),
}


class TestsForm(ChosenForm):
    """Which unit or all of one's own, which school year and grade level."""

    __test__ = False

    unit = forms.TypedChoiceField(
        label=gettext_lazy("School unit"), coerce=lambda text: UUID(hex=text), required=False, empty_value=None
    )
    school_year = forms.TypedChoiceField(label=gettext_lazy("School year"), coerce=int)
    grade_level = forms.TypedChoiceField(label=gettext_lazy("Grade level"), coerce=int)

    def __init__(self, given: Mapping[str, Any], *, units: Mapping[UUID, str], years: tuple[int, ...]) -> None:
        names = [(unit.hex, name) for unit, name in units.items()]
        every = [("", _("All of one's own"))] if len(names) > 1 else []
        super().__init__(
            given,
            usual={
                "unit": "" if every else names[0][0],
                "school_year": str(years[0]),
                "grade_level": str(LEVELS[0]),
            },
            choices={
                "unit": [*every, *names],
                "school_year": [(str(year), year_text(year)) for year in years],
                "grade_level": [(str(level), str(level)) for level in LEVELS],
            },
        )

    @property
    def asks(self) -> TestsAsked:
        """Return which tests are asked for."""
        given = self.cleaned_data
        return TestsAsked(given["school_year"], given["grade_level"], given["unit"])


@require_GET
@needs(Right.STUDY_RESULTS)
def show(request: PageRequest) -> HttpResponse:
    """Show national tests: sentences, a picture with its table, parts, sexes, units, and grades beside grades."""
    units = _units(request)
    return counted_page(request, _kind(), _form(request, units), partial(_counted, request, units))


@require_GET
@needs(Right.STUDY_RESULTS)
def as_file(request: PageRequest, ending: str) -> HttpResponse:
    """Return the counts of the page as a file."""
    units = _units(request)
    return counted_file(_kind(), _form(request, units), partial(_counted, request, units), ending, now=request.now)


def _units(request: PageRequest) -> dict[UUID, str]:
    return {unit.id: unit.name for unit in results.units_to_study(by=request.actor)}


def _form(request: PageRequest, units: Mapping[UUID, str]) -> TestsForm | None:
    years = results.years_with_tests(by=request.actor)
    return TestsForm(request.GET.dict(), units=units, years=years) if units and years else None


def _kind() -> Kind:
    return Kind(
        _("National tests"),
        _(
            "How many took each part and reached what was required, and the tests' grades beside the subjects' grades."
            " No pupil is shown."
        ),
        (
            _("No national tests have come in yet"),
            _(
                "Whoever takes in files sends SCB's files of national tests in years 3, 6 and 9 under “Files with"
                " results”."
            ),
        ),
        (
            _("No tests are told of these pupils"),
            _("There are none of this school unit, school year and grade level. Choose another."),
        ),
        file="tests_file",
        called="nationella-prov",
    )


def _counted(request: PageRequest, units: Mapping[UUID, str], form: TestsForm) -> Counted | None:
    found = results.see_tests(by=request.actor, now=request.now, asks=form.asks)
    if not found.pupils:
        return None
    tables = list(_tables(found, units))
    return Counted(list(_summary(found)), [_reached(found)], tables, tables, list(_definition(found)))


def _name(key: Key) -> str:
    subject, part = key
    words = str(SUBJECTS.get(subject, subject))
    return (
        f"{words}, {_('part %(part)s') % {'part': part}}"
        if part != WHOLE
        else _("%(test)s, the whole test") % {"test": words}
    )


def _test(key: Key) -> str:
    return str(SUBJECTS.get(key[0], key[0]))


def _of(part: PartCounts) -> int:
    """Return how many have a result that says whether it was reached."""
    return (part.reached or 0) + (part.not_reached or 0)


def _share(part: PartCounts | None) -> str:
    if part is None or part.reached is None:
        return "–"
    return f"{part.reached} ({per_cent(part.reached, _of(part))})" if _of(part) else "0"


def _summary(found: TestsSeen) -> Iterator[str]:
    yield ngettext("%(n)s pupil.", "%(n)s pupils.", found.pupils) % {"n": whole(found.pupils)}
    for key, part in found.parts.items():
        if key[1] == WHOLE and _of(part):
            yield _("%(test)s: %(n)d of %(all)d with a grade of the test have E or better (%(share)s).") % {
                "test": SUBJECTS.get(key[0], key[0]),
                "n": part.reached,
                "all": _of(part),
                "share": per_cent(part.reached or 0, _of(part)),
            }
    yield from _without_result(found)


def _without_result(found: TestsSeen) -> Iterator[str]:
    """Say how many parts have no result, by why: none of them is a nought."""
    sums = {
        name: sum(getattr(part, name) for key, part in found.parts.items() if key[1] != WHOLE)
        for name in ("replacement", "lost", "not_taken")
    }
    if any(sums.values()):
        yield (
            _(
                "Without a result: parts not taken %(not_taken)d, lost results %(lost)d, replacement tests"
                " %(replacement)d. None of them is counted as a nought."
            )
            % sums
        )


def _reached(found: TestsSeen) -> Shown:
    """Draw how large a share reached what was required, of those with a result that says so."""
    decided = {key: part for key, part in found.parts.items() if part.reached is not None}
    name = _name if any(part != WHOLE for _subject, part in decided) else _test
    rows = [
        pictures.ShareRow(
            name(key), Figure(part.reached or 0, _of(part), "share") if _of(part) else Missing("no_results")
        )
        for key, part in decided.items()
    ]
    title = _("How many reached what was required")
    description = _("A bar for each test or part: the share who reached it, of those with a result.")
    heads = (pgettext("school", "Test"), _("Share of pupils"), _("Pupils"))

    table = words_and_numbers(
        title,
        (
            pgettext("school", "Test"),
            _("Pupils with a result"),
            pgettext("test", "Reached"),
            pgettext("figure", "Share"),
        ),
        [
            (name(key), whole(_of(part)), whole(part.reached or 0), per_cent(part.reached or 0, _of(part)))
            for key, part in decided.items()
        ],
        words=1,
    )
    caption = _("Reached of those with a result. Replacement tests, lost results and parts not taken are in neither.")
    return share_figure("natt", title, description, rows, heads=heads, caption=caption, table=table)


def _tables(found: TestsSeen, names: Mapping[UUID, str]) -> Iterator[Table]:
    yield _parts(found)
    grades = [(key, part) for key, part in found.parts.items() if part.grades]
    if grades:
        letters = list(grades[0][1].grades)
        rows = [
            (str(SUBJECTS.get(key[0], key[0])), *(str(part.grades[letter]) for letter in letters))
            for key, part in grades
        ]
        yield words_and_numbers(_("Grades of whole tests"), (pgettext("school", "Test"), *letters), rows, words=1)
    if found.beside_grades is not None:
        yield _beside(found)
    yield _by_sex(found)
    if len(found.by_unit) > 1:
        yield _by_unit(found, names)


def _parts(found: TestsSeen) -> Table:
    header = (
        pgettext("school", "Test"),
        _("Pupils"),
        _("Took part"),
        pgettext("test", "Reached"),
        _("Not reached"),
        _("Replacement test"),
        _("Lost result"),
        _("Not taken"),
        _("Nothing told"),
    )
    rows = [
        (
            _name(key),
            str(part.pupils),
            str(part.took_part),
            _share(part),
            "–" if part.not_reached is None else str(part.not_reached),
            str(part.replacement),
            str(part.lost),
            str(part.not_taken),
            str(part.untold),
        )
        for key, part in found.parts.items()
    ]
    return words_and_numbers(_("Tests and their parts"), header, rows, words=1)


def _beside(found: TestsSeen) -> Table:
    rows = [
        (
            str(SUBJECTS.get(subject, subject)),
            str(one.both),
            *(f"{number} ({per_cent(number, one.both)})" for number in (one.higher, one.same, one.lower)),
            str(one.dash),
            str(one.without),
        )
        for subject, one in (found.beside_grades or {}).items()
    ]
    header = (
        pgettext("school", "Test"),
        _("With both grades"),
        _("Subject's grade higher"),
        pgettext("grade", "The same"),
        _("Subject's grade lower"),
        _("A dash as the subject's grade"),
        _("No grade in the subject"),
    )
    note = _(
        "A difference is a question about what the grades rest on. It is no fault: the subject's grade rests on more."
    )
    return words_and_numbers(_("Grades of the tests beside the subjects' grades"), header, rows, words=1, note=note)


def _by_sex(found: TestsSeen) -> Table:
    header = [pgettext("school", "Test")]
    for words in SEXES.values():
        header += [_("%(group)s: took part") % {"group": words}, _("%(group)s: reached") % {"group": words}]
    rows = []
    for key in found.parts:
        row = [_name(key)]
        for sex in SEXES:
            part = found.by_sex.get(sex, {}).get(key)
            row += [_taken(part), _share(part)]
        rows.append(row)
    return words_and_numbers(_("Girls and boys"), header, rows, words=1)


def _by_unit(found: TestsSeen, names: Mapping[UUID, str]) -> Table:
    rows = [
        (name, _name(key), _taken(part), _share(part))
        for unit, name in names.items()
        for key, part in found.by_unit.get(unit, {}).items()
        if part.reached is not None
    ]
    note = _("Few pupils in each: a difference is a question, not an answer.")
    header = (_("School unit"), pgettext("school", "Test"), _("Took part"), pgettext("test", "Reached"))
    return words_and_numbers(_("By school unit"), header, rows, words=2, note=note)


def _taken(part: PartCounts | None) -> str:
    return _("%(n)d of %(all)d") % {"n": part.took_part, "all": part.pupils} if part else "–"


def _definition(found: TestsSeen) -> Iterator[str]:
    """Yield how the figures are counted: no number without it."""
    yield _("Pupils are those of whom anything is told of the test in the subject. Took part: a result is told, or that"
            " the part was taken.")  # fmt: skip
    yield _("Reached is the level required in grade level 3, and a grade of E or better of a whole test in 6 and 9. The"
            " share is of those with such a result.")  # fmt: skip
    yield _("A replacement test, a lost result, a part not taken and a part of which nothing is told are four things."
            " None is a nought, and none is in a share.")  # fmt: skip
    if found.beside_grades is not None:
        yield _(
            "The subject's grade is the one put in place last of the same school year: the final grade in grade level"
            " 9, a term's grade in 6. In Swedish it is by the syllabus of the test, in natural and social sciences in"
            " the subject that was tested."
        )
