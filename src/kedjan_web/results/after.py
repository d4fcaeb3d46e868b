"""Eligibility before and after examinations and holiday school, in sentences and tables."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kedjan_web.components.tables import Table
from kedjan_web.results.subjects import SUBJECTS
from kedjan_web.results.tables import words_and_numbers
from kedjan_web.results.words import per_cent, round_percent

type Report = Mapping[str, Any]

PROGRAMMES: dict[str, Promise] = {
    "vocational": gettext_lazy("Vocational programmes"),
    "arts": gettext_lazy("The arts programme"),
    "economics_humanities_social_science": gettext_lazy("Economics, humanities and social science"),
    "natural_science_technology": gettext_lazy("Natural science and technology"),
}
WAYS: dict[str, Promise] = {
    "holiday_school": gettext_lazy("holiday school"),
    "examination": gettext_lazy("examination"),
}


def after_in_words(found: Report) -> list[str]:
    """Return a sentence for each school year, and one for those whose final grades are not here."""
    text = _(
        "Of %(pupils)s pupils with final grades in %(year)s, %(was)s (%(was_share)s) were eligible for vocational "
        "programmes. After holiday school and examinations %(became)s are (%(became_share)s)."
    )
    lines = []
    for year in found["years"]:
        pupils, changed = year["pupils"], year["eligible"]["vocational"]
        was, became = changed["before"]["pupils"], changed["after"]["pupils"]
        shares = {"was_share": per_cent(was, pupils), "became_share": per_cent(became, pupils)}
        lines.append(text % {"pupils": pupils, "year": year["school_year"], "was": was, "became": became, **shares})
    without = sum(each["pupils"] for each in found["without_final_grades"])
    if without:
        told = ngettext(
            "%(n)d pupil with a later grade has no final grades here, and is in no figure.",
            "%(n)d pupils with later grades have no final grades here, and are in no figure.",
            without,
        )
        lines.append(told % {"n": without})
    return lines


def after_tables(found: Report) -> list[Table]:
    """Return who is eligible before and after by kind of programme, and the later grades by subject."""
    several = len(found["years"]) > 1
    eligible, given = [], []
    for year in found["years"]:
        when = f"{year['school_year']}: " if several else ""
        for kind, changed in year["eligible"].items():
            ends = (_of_all(changed[end]) for end in ("before", "after"))
            eligible.append((f"{when}{PROGRAMMES[kind]}", str(year["pupils"]), *ends, str(changed["gained"])))
        for one in year["subjects"]:
            subject = SUBJECTS[one["subject"]]
            about = f"{when}{subject}, {WAYS[one['gained_through']]}"
            given.append((about, str(one["grades"]), str(one["passed"])))
    header = (
        _("Eligible for"),
        _("Pupils with final grades"),
        _("By their final grades"),
        _("After"),
        pgettext("pupils", "Became eligible"),
    )
    tables = [words_and_numbers(_("Eligible before and after"), header, eligible, words=1)]
    if given:
        columns = (_("Subject"), _("Pupils with a later grade"), _("Passed now, not before"))
        tables.append(words_and_numbers(_("Later grades"), columns, given, words=1))
    return tables


def _of_all(share: Report) -> str:
    """Return how many, with the share that they are and its interval, as 81 (84 %, 76–90)."""
    low, high = (round_percent(share[end]) for end in ("low", "high"))
    return f"{share['pupils']} ({per_cent(share['pupils'], share['of'])}, {low}–{high})"
