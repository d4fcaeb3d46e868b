"""A cohort study as sentences and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kedjan.results.service import Question
from kedjan_web.components.tables import Cell, Column, Row, Table, text_table
from kedjan_web.results.rules import in_words
from kedjan_web.results.words import DIVISIONS, GROUPS, SEXES, interval_text, per_cent, points_text

type Report = Mapping[str, Any]

CERTAIN = 0.05
"""Below which p of McNemar's test a net change is called one."""


APART: Mapping[str, Promise] = {
    "without_year_before": gettext_lazy("Not known: no grades of the year before"),
    "without_next_year": gettext_lazy("Not known: no grades of the year after"),
}
"""Who has grades of one year only, where there are none at all of the other."""


def summary(report: Report) -> list[str]:
    """Return what the study says, in sentences: how many, the net, whether it is certain, who came and went."""
    pupils, was = report["pupils"], report["eligible_both"] + report["lost"]
    became = report["eligible_both"] + report["gained"]
    lines = [
        ngettext("%(n)d pupil has grades both times.", "%(n)d pupils have grades both times.", pupils) % {"n": pupils},
        _("Eligible for vocational programmes: %(was)s then (%(was_share)s), %(became)s now (%(became_share)s).")
        % {
            "was": was,
            "was_share": per_cent(was, pupils),
            "became": became,
            "became_share": per_cent(became, pupils),
        },
    ]
    changed = report["gained"] + report["lost"]
    if changed:
        certain = report["mcnemar_p"] < CERTAIN
        text = (
            _("%(lost)d were lost and %(gained)d gained: more than chance (McNemar p = %(p)s).")
            if certain
            else _("%(lost)d were lost and %(gained)d gained: no certain net change (McNemar p = %(p)s).")
        )
        lines.append(text % {"lost": report["lost"], "gained": report["gained"], "p": points_text(report["mcnemar_p"])})
    early, late = points_text(report["mean_points_from"]), points_text(report["mean_points_to"])
    lines.append(_("Mean of the pupils' mean points: %(early)s then, %(late)s now.") % {"early": early, "late": late})
    lines.append(
        _("Joined since then: %(joined)s. Left since then: %(left)s. They are in no other figure here.")
        % {"joined": report["joined"], "left": report["left"]}
    )
    return lines


def four_fields(report: Report, asks: Question) -> Table:
    """Return who was eligible then and now."""
    both, lost = report["eligible_both"], report["lost"]
    gained, neither = report["gained"], report["eligible_neither"]
    levels = {"early": asks.from_level, "late": asks.to_level}
    header = (
        _("In grade level %(early)d") % levels,
        _("Eligible in grade level %(late)d") % levels,
        _("Not eligible in grade level %(late)d") % levels,
        _("All"),
    )
    rows = (
        (_("Eligible"), str(both), str(lost), str(both + lost)),
        (_("Not eligible"), str(gained), str(neither), str(gained + neither)),
        (_("All"), str(both + gained), str(lost + neither), str(report["pupils"])),
    )
    return text_table(_("Eligible for vocational programmes, then and now"), header, rows)


def groups(report: Report) -> Table:
    """Return the six groups, with those whose mean is unchanged or who lack one."""
    pupils = report["pupils"]
    rows = []
    for number, words in GROUPS.items():
        count = report["groups"][str(number)] if number else report["unchanged_mean"]
        rows.append((str(words), str(count), per_cent(count, pupils)))
    if report["without_mean"]:
        rows.append((_("Without a mean at one of the times"), str(report["without_mean"]), ""))
    return text_table(_("Groups"), (_("Group"), _("Pupils"), pgettext("figure", "Share")), rows)


def divided(report: Report, units: Mapping[str, str]) -> Iterator[Table]:
    """Yield the cohort divided, where it is."""
    if not report["by"]:
        return
    names = [name for name in DIVISIONS if name in report["by"][0]]
    header = (*(str(DIVISIONS[name]) for name in names), *_figures())
    rows = []
    for part in report["by"]:
        who = _who(part, names, units)
        was, became = part["eligible_both"] + part["lost"], part["eligible_both"] + part["gained"]
        pupils = part["pupils"]
        figures = (
            str(pupils),
            f"{was} ({per_cent(was, pupils)})",
            f"{became} ({per_cent(became, pupils)})",
            str(part["lost"]),
            str(part["gained"]),
            points_text(part["mean_points_from"]),
            points_text(part["mean_points_to"]),
        )
        rows.append((*who, *figures))
    note = _("Few pupils in each: a difference is a question, not an answer.")
    yield words_and_numbers(_("Divided"), header, rows, words=len(names), note=note)


def year_by_year(report: Report, units: Mapping[str, str]) -> Iterator[Table]:
    """Yield who stayed eligible, was gained or lost, joined and left, a row for each step between grade levels; and the
    same divided, where the cohort is."""
    steps = report["years"]
    apart = [name for name in APART if any(step[name] for step in steps)]
    counts = (
        _("Grades both years"),
        _("Still eligible"),
        _("Lost"),
        _("Gained"),
        _("Eligible neither year"),
        pgettext("pupils", "Joined"),
        pgettext("pupils", "Left"),
        *(str(APART[name]) for name in apart),
    )
    names = ("pupils", "eligible_both", "lost", "gained", "eligible_neither", "joined", "left", *apart)
    note = _(
        "Who has grades one of the years only has joined or left, and is never counted as not eligible. Eligible as for"
        " vocational programmes, in every grade level."
    )
    rows = [(_step_text(step), *(str(step[name]) for name in names)) for step in steps]
    yield words_and_numbers(_("Year by year"), (_("Grade levels"), *counts), rows, words=1, note=note)
    if not report["by"]:
        return
    divisions = [name for name in DIVISIONS if name in report["by"][0]]
    header = (_("Grade levels"), *(str(DIVISIONS[name]) for name in divisions), *counts)
    rows = [
        (_step_text(step), *_who(part, divisions, units), *(str(part[name]) for name in names))
        for step in steps
        for part in step["by"]
    ]
    note = _("Few pupils in each: a difference is a question, not an answer.")
    yield words_and_numbers(_("Year by year, divided"), header, rows, words=1 + len(divisions), note=note)


def _who(part: Report, divisions: Sequence[str], units: Mapping[str, str]) -> list[str]:
    """Return the words of a part of the cohort."""
    return [units.get(part[name], "–") if name == "school_unit" else str(SEXES[part[name]]) for name in divisions]


def _step_text(step: Report) -> str:
    words = _("%(early)d to %(late)d") % {"early": step["from"], "late": step["to"]}
    lacking = step["no_grades_of"]
    if not lacking:
        return words
    levels = ", ".join(map(str, lacking))
    told = ngettext("no grades in grade level %(levels)s", "no grades in grade levels %(levels)s", len(lacking))
    return f"{words} ({told % {'levels': levels}})"


def words_and_numbers(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    words: int,
    note: str = "",
    quiet: bool = False,
) -> Table:
    """Return a table of texts whose first so many columns are words, and whose others are numbers."""
    return Table(
        caption=caption,
        columns=[Column(label, numeric=place >= words) for place, label in enumerate(header)],
        rows=[
            Row(Cell(row[0]), tuple(Cell(text, numeric=place >= words) for place, text in enumerate(row[1:], 1)))
            for row in rows
        ],
        note=note,
        quiet_caption=quiet,
    )


def _figures() -> tuple[str, ...]:
    return (
        _("Pupils"),
        _("Eligible then"),
        _("Eligible now"),
        _("Lost"),
        _("Gained"),
        _("Mean points then"),
        _("Mean points now"),
    )


def subgroups(report: Report) -> Iterator[Table]:
    """Yield the groups by one's own rules, where there are such."""
    own = report.get("subgroups")
    if not own:
        return
    rows = [
        (
            each["name"],
            ", ".join(map(in_words, each["conditions"])),
            str(each["pupils"]),
            *(str(each["by_sex"].get(sex, 0)) for sex in SEXES),
        )
        for each in own["found"]
    ]
    rows.append((_("None of them"), "", str(own["unclassified"]), *("" for _sex in SEXES)))
    title = _("By rules of your own: %(group)s") % {"group": GROUPS[own["group"]]}
    header = (_("Name"), pgettext("rule", "Conditions"), _("Pupils"), *(str(words) for words in SEXES.values()))
    yield words_and_numbers(title, header, rows, words=2)


def signal(report: Report, asks: Question) -> dict[str, Any]:
    """Return how well not being eligible then foretold not being eligible now, in a table and a sentence."""
    found = report["not_eligible_as_signal"]
    said = (
        ("sensitivity", _("Of those not eligible now, so many were not eligible then either")),
        ("specificity", _("Of those eligible now, so many were eligible then too")),
        ("ppv", _("Of those not eligible then, so many are not now")),
        ("npv", _("Of those eligible then, so many are now")),
    )
    rows = [(words, interval_text(found[name])) for name, words in said if name in found]
    missed, all_not = found["false_negative"], found["false_negative"] + found["true_positive"]
    sentence = _("%(share)s of those who are lost on the way would not have been found by it (%(n)d of %(all)d).")
    return {
        "table": text_table(
            _("Not eligible in grade level %(level)d as an early signal") % {"level": asks.from_level},
            (_("What"), _("Share (95 % interval)")),
            rows,
        ),
        "sentence": sentence % {"share": per_cent(missed, all_not), "n": missed, "all": all_not} if all_not else "",
    }
