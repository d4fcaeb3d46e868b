"""The privacy pack's four documents, as Markdown, from the declarations beside every field."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import RIGHTS, Right
from kedjan.privacy.service import Basis, Declaration, Kept, Kind, declarations
from kedjan_site.erasure_texts import TEXTS

KINDS = {
    Kind.NOT_PERSONAL: noop("not personal"),
    Kind.IDENTIFIER: noop("points at a person"),
    Kind.CONTACT: noop("name or address"),
    Kind.WORK: noop("what a person does at work"),
    Kind.OPINION: noop("what a person thinks about the work"),
    Kind.SECRET: noop("password or key, never shown"),
    Kind.PROTECTED: noop("that a person has a protected identity"),
}
BASES = {
    Basis.PUBLIC_TASK: noop("task in the public interest (GDPR 6.1 e; skollagen chapter 4)"),
    Basis.LEGAL_OBLIGATION: noop("legal obligation (GDPR 6.1 c)"),
    Basis.NONE_NEEDED: noop("no personal data"),
}
TIMES = {
    Kept.WHILE_PROVIDER: noop("as long as the provider uses the installation"),
    Kept.DUTY_PLUS_TWO_YEARS: noop("two years after the last duty ended"),
    Kept.ROUND_PLUS_THREE_YEARS: noop("three years after the round closed"),
    Kept.SCHOOL_YEAR_PLUS_THREE_YEARS: noop("three years after the school year ended"),
    Kept.UNTIL_ITS_DAY: noop("until the day that each says"),
    Kept.WITH_RESULTS: noop("as long as results of the pupil are kept"),
    Kept.PRESERVED: noop("preserved as a public record"),
    Kept.TWO_YEARS: noop("two years"),
    Kept.NINETY_DAYS: noop("ninety days"),
    Kept.TWO_WEEKS: noop("two weeks"),
}


def pack() -> dict[str, str]:
    """Return file name and text of the register, the schedule, the basis and the erasures, in the active language."""
    held = declarations()
    return {
        _("register-of-processing.md"): register(held),
        _("retention-schedule.md"): schedule(held),
        _("basis-for-impact-assessment.md"): assessment_basis(held),
        _("erasure-of-a-person.md"): erasures(),
    }


def register(held: Iterable[Declaration]) -> str:
    """Return the register of processing (GDPR article 30): by purpose, what is held, on what basis, how long."""
    lines = [
        f"# {_('Register of processing')}",
        "",
        _("Written out from the declarations beside every stored field."),
        "",
    ]
    for purpose, rows in by_purpose(held).items():
        lines += [f"## {_(purpose)}", ""]
        lines += [f"- {_('Basis')}: {_(BASES[basis])}" for basis in sorted({row.holding.basis for row in rows})]
        lines += [f"- {_('Kept')}: {_(TIMES[kept])}" for kept in sorted({row.holding.kept for row in rows})]
        lines += ["", f"| {_('Table')} | {_('Field')} | {_('Kind')} |", "|---|---|---|"]
        lines += [f"| {row.table} | {name} | {_(KINDS[kind])} |" for row in rows for name, kind in personal(row)]
        lines.append("")
    return "\n".join(lines)


def schedule(held: Iterable[Declaration]) -> str:
    """Return the retention schedule: each table with how long its rows are kept."""
    head = [f"# {_('Retention schedule')}", "", f"| {_('Table')} | {_('Purpose')} | {_('Kept')} |", "|---|---|---|"]
    rows = [f"| {row.table} | {_(row.holding.purpose)} | {_(TIMES[row.holding.kept])} |" for row in held]
    return "\n".join([*head, *rows, ""])


def assessment_basis(held: Iterable[Declaration]) -> str:
    """Return the basis for an impact assessment (GDPR article 35): what is held, who reaches it, what protects it."""
    rows = list(held)
    counts: dict[Kind, int] = defaultdict(int)
    for row in rows:
        for _name, kind in personal(row):
            counts[kind] += 1
    lines = [f"# {_('Basis for an impact assessment')}", "", f"## {_('What is held')}", ""]
    lines += [f"- {_(KINDS[kind])}: {counts[kind]} {_('fields')}" for kind in Kind if counts[kind]]
    lines += ["", f"## {_('Who reaches what')}", "", f"| {_('Role')} | {_('Rights')} |", "|---|---|"]
    lines += [f"| {_(role.value)} | {rights(found)} |" for role, found in RIGHTS.items()]
    lines += ["", f"## {_('What protects it')}", ""]
    lines += [f"- {_(text)}" for text in PROTECTIONS]
    return "\n".join([*lines, ""])


def erasures() -> str:
    """Return what happens in each room when a person is erased: what goes, and what stays with the reason."""
    lines = [f"# {_('Erasure of a person')}", "", _(ERASING), ""]
    for text in TEXTS.values():
        lines += [f"## {_(text.heading)}", ""]
        lines += [f"- **{_('Goes')}.** {_(each)}" for each in text.goes]
        lines += [f"- **{_('Stays')}.** {_(what)} {_(why)}" for what, why in text.stays]
        lines.append("")
    return "\n".join(lines)


ERASING = noop(
    "Those who manage accounts erase a person, with a reason. The page shows beforehand how much goes and stays. "
    "What others have written about the person in their own texts cannot be found by an account."
)
PROTECTIONS = (
    noop("Texts are read only by those whom the round names as its readers, and each reading is journalled."),
    noop("Whatever leaves the readers is a finite table, checked against itself and everything shared before."),
    noop("Groups of fewer than 5 persons are not shown; further cells are hidden so that they cannot be worked out."),
    noop("The database itself refuses a row that points at another provider's rows, and changes in the journal."),
    noop("People with a protected identity are never named."),
    noop("No decision about a person is made by the system."),
)


def by_purpose(held: Iterable[Declaration]) -> dict[str, list[Declaration]]:
    """Return the personal holdings by purpose, in order."""
    grouped: dict[str, list[Declaration]] = defaultdict(list)
    for row in held:
        if row.holding.personal:
            grouped[row.holding.purpose].append(row)
    return dict(grouped)


def personal(row: Declaration) -> list[tuple[str, Kind]]:
    """Return a table's personal fields."""
    return [(name, kind) for name, kind in row.holding.fields.items() if kind is not Kind.NOT_PERSONAL]


def rights(found: Iterable[Right]) -> str:
    """Return rights in words."""
    return ", ".join(sorted(_(right.value) for right in found))
