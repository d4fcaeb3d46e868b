"""Lead times from a signal of absence, in words: how each step followed, what came of it, and pupil by pupil."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kedjan.results.service import LeadTimes
from kedjan_statistics.attendance_leads import STEPS, Case, Leads
from kedjan_statistics.figure import Figure
from kedjan_web.components.dates import in_text
from kedjan_web.components.numbers import shown, whole
from kedjan_web.components.tables import Table
from kedjan_web.results.counted import Listed
from kedjan_web.results.tables import words_and_numbers
from kedjan_web.results.words import per_cent

NAMES: dict[str, Promise] = {
    "mapping": gettext_lazy("Mapping"),
    "investigation": gettext_lazy("Investigation"),
    "action": gettext_lazy("Action upon absence"),
}


def lead_summary(found: LeadTimes) -> Iterator[str]:
    """Yield how many have a signal, and of how many nothing that followed is written down."""
    leads = found.leads
    many = len(leads.cases)
    yield ngettext("%(n)s pupil has a signal of absence.", "%(n)s pupils have a signal of absence.", many) % {
        "n": whole(many)
    }
    nothing = sum(not case.days and not case.before for case in leads.cases)
    if nothing:
        yield ngettext(
            "Of %(n)d of them no step is documented yet.", "Of %(n)d of them no step is documented yet.", nothing
        ) % {"n": nothing}


def lead_tables(found: LeadTimes) -> Iterator[Table]:
    """Yield how each step followed upon the signals, and what came after the actions."""
    leads = found.leads
    header = (
        _("Step upon absence"),
        _("Within %(days)d days") % {"days": leads.rule.within_days},
        _("Later"),
        _("Not documented"),
        _("Too early to say"),
        _("Before the signal"),
        _("Median, days"),
    )
    rows = [
        (
            str(NAMES[step]),
            *map(str, (lead.within, lead.later, lead.not_documented, lead.too_early, lead.before_signal)),
            _days(lead.median_days),
        )
        for step, lead in leads.steps.items()
    ]
    yield words_and_numbers(_("From a signal of absence to a step"), header, rows, words=1)
    after = list(_after_actions(leads))
    if after:
        heads = (_("What came of it"), _("Pupils"), _("How it is"))
        yield words_and_numbers(_("After the actions"), heads, after, words=1)


def _after_actions(leads: Leads) -> Iterator[tuple[str, str, str]]:
    acted = sum("action" in case.days for case in leads.cases)
    better = sum(case.effect is not None for case in leads.cases)
    if acted:
        yield (
            _("A whole month under %(percent)d %%") % {"percent": leads.rule.signal_percent},
            _("%(n)d of %(all)d") % {"n": better, "all": acted},
            _("after %(days)s days (median)") % {"days": _days(leads.median_effect)} if better else "–",
        )
    sides = [case.four_weeks for case in leads.compared if case.four_weeks]
    if sides:
        for name, at in ((_("Absent the four weeks before the action"), 0), (_("Absent the four weeks from it"), 1)):
            offered, absent = (sum(side[at][place] for side in sides) for place in (0, 1))
            yield name, str(len(sides)), per_cent(absent, offered)


def lead_listed(found: LeadTimes) -> Listed:
    """Return the pupils with a signal, in the order of their numbers."""
    title = _("Pupils with a signal of absence")
    more = ngettext(
        "%(n)d more has a protected identity and is shown nowhere by name or number.",
        "%(n)d more have a protected identity and are shown nowhere by name or number.",
        found.protected,
    ) % {"n": found.protected}
    return Listed(
        title,
        list(found.cases.items()),
        partial(_cases, title),
        nobody=_("Nobody."),
        remarks=(
            *([more] if found.protected else []),
            _("Days from the signal. A dash says that nothing is documented: more may have been done."),
        ),
    )


def _cases(title: str, some: Sequence[tuple[str, Case]]) -> Table:
    header = (_("Pupil"), _("Signal"), *(str(NAMES[step]) for step in STEPS), _("Effect"))
    rows = [
        (number, case.signal.isoformat(), *(_step(case, step) for step in STEPS), _in_days(case.effect))
        for number, case in some
    ]
    return words_and_numbers(title, header, rows, words=1, quiet=True)


def lead_definition(found: LeadTimes) -> Iterator[str]:
    """Yield what a signal is, and what the figures are of."""
    leads = found.leads
    yield _(
        "A signal is the day that a file tells, or else the last day of a pupil's first month with at least"
        " %(percent)d %% absence (%(name)s). Steps of one school year are held against its attendance."
    ) % {"percent": leads.rule.signal_percent, "name": leads.rule.name}
    yield _(
        "Too early to say: at most %(days)d days had passed on %(until)s, the last day that anything is known of."
    ) % {"days": leads.rule.within_days, "until": in_text(leads.until)}
    yield _(
        "That absence is less after an action does not say that the action was why. The four weeks on either side are"
        " counted from lessons."
    )
    if leads.without_signal:
        yield ngettext(
            "%(n)d pupil has steps and no signal, and is in no figure.",
            "%(n)d pupils have steps and no signal, and are in no figure.",
            leads.without_signal,
        ) % {"n": leads.without_signal}


def _step(case: Case, step: str) -> str:
    if step in case.before:
        return pgettext("step", "before")
    return _in_days(case.days.get(step))


def _in_days(days: int | None) -> str:
    return "–" if days is None else ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _days(median: Fraction | None) -> str:
    """Return a median of whole days, which is whole or a half."""
    if median is None:
        return "–"
    return shown(Figure(median.numerator, median.denominator, "mean"), decimals=0 if median.denominator == 1 else 1)
