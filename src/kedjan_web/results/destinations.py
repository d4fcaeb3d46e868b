"""Where the pupils of a cohort went, as tables."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedjan_web.components.tables import Table
from kedjan_web.results.tables import words_and_numbers
from kedjan_web.results.words import GROUPS, per_cent

type Report = Mapping[str, Any]

KINDS: Mapping[str, Promise] = {
    "preparatory": gettext_lazy("Preparatory programme"),
    "vocational": gettext_lazy("Vocational programme"),
    "introductory": gettext_lazy("Introductory programme"),
    "adapted": gettext_lazy("Adapted upper secondary school"),
    "other": gettext_lazy("Other education"),
    "none": gettext_lazy("No education"),
    "moved": gettext_lazy("Moved from the municipality"),
}
ROWS: Mapping[str, Promise] = {
    "pupils": gettext_lazy("All"),
    "eligible_both": gettext_lazy("Eligible both times"),
    "eligible_neither": gettext_lazy("Eligible neither time"),
    **{f"group {number}": words for number, words in GROUPS.items() if number},
    "unchanged_mean": GROUPS[0],
    "without_mean": gettext_lazy("Without a mean at one of the times"),
}
"""The groups with their words; those lost and gained are two of the six."""


def destinations(report: Report) -> Iterator[Table]:
    """Yield where the pupils went by group, of those who have not moved too, and to which schools; none if not told."""
    found = report.get("destinations")
    if not found or not found["groups"][0]["told"]:
        return
    parts = {each["group"]: each for each in found["groups"]}
    named = [(str(words), parts[name]) for name, words in ROWS.items() if parts[name]["pupils"]]
    named += [(_("By your rule: %(name)s") % {"name": each["name"]}, each) for each in found["subgroups"]]
    kinds = [kind for kind in KINDS if parts["pupils"]["kinds"][kind]["pupils"]]
    yield _counts(named, kinds)
    if "moved" in kinds:
        yield _remaining(named, [kind for kind in kinds if kind != "moved"])
    schools = [(each["destination"], str(each["pupils"])) for each in parts["pupils"]["destinations"]]
    if schools:
        yield words_and_numbers(_("To which schools"), (_("Where to"), _("Pupils")), schools, words=1)


def _counts(named: list[tuple[str, Report]], kinds: list[str]) -> Table:
    def cell(part: Report, kind: str) -> str:
        many = part["kinds"][kind]["pupils"]
        return f"{many} ({per_cent(many, part['told'])})" if part["told"] else "–"

    header = (_("Group"), _("Pupils"), *(str(KINDS[kind]) for kind in kinds), _("Not known"))
    rows = [
        (words, str(part["pupils"]), *(cell(part, kind) for kind in kinds), str(part["not_told"]))
        for words, part in named
    ]
    note = _(
        "The first school year after the later level. Shares are of those whose destination is known; of the others"
        " nothing is taken for granted."
    )
    return words_and_numbers(_("Where they went"), header, rows, words=1, note=note)


def _remaining(named: list[tuple[str, Report]], kinds: list[str]) -> Table:
    header = (_("Group"), _("Still in the municipality"), *(str(KINDS[kind]) for kind in kinds))
    rows = [
        (
            words,
            str(part["remaining"]),
            *(per_cent(part["kinds"][kind]["pupils"], part["remaining"]) for kind in kinds),
        )
        for words, part in named
    ]
    note = _("Shares of those whose destination is known and who have not moved from the municipality.")
    return words_and_numbers(_("Where those went who have not moved"), header, rows, words=1, note=note)
