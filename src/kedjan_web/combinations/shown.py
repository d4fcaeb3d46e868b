"""The four views as tables, each with its rule and each set with the way to its texts."""

from collections.abc import Sequence
from fractions import Fraction
from math import isclose
from urllib.parse import quote_plus, urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from kedjan.combinations import service as combinations
from kedjan.combinations.service import Answer, ChangedSet, ChangedSets, Importance
from kedjan_statistics import loops_where as where
from kedjan_statistics.figure import Figure, Missing
from kedjan_statistics.loops import Combination
from kedjan_statistics.loops_where import And
from kedjan_statistics.uncertainty import wilson
from kedjan_web.combinations.words import (
    QUADRANTS,
    VIEW_WORDS,
    emotion,
    persons_words,
    rate,
    tests_words,
)
from kedjan_web.components.numbers import computed
from kedjan_web.rounds.tables.view import Head, LegendLine, Line, Shown, ShownTable
from kedjan_web.rounds.tables.words import mark_words, per_cent, whole

CERTAIN_FROM = 100
MOST = 200


class Links:
    """Ways from a set of tags to its texts, among those that were asked for.

    A page has hundreds of them, so what was asked for is written once and each condition once.
    """

    def __init__(self, round: UUID, found: And) -> None:
        line = where.text(found).removesuffix(")")
        self.start = f"{reverse('combination_texts', args=[round])}?{urlencode({'villkor': line})}"
        self.between = quote_plus(";") if found.parts else ""
        self.written: dict[where.Condition, str] = {}

    def to(self, tags: Sequence[str], *more: where.Condition) -> str:
        """Return the address of the texts with all the tags."""
        parts = [self.as_written(each) for each in (*map(where.Tag, tags), *more)]
        joined = quote_plus(";").join(parts)
        return f"{self.start}{self.between if joined else ''}{joined}{quote_plus(')')}"

    def as_written(self, condition: where.Condition) -> str:
        """Return a condition as it stands in an address."""
        if condition not in self.written:
            self.written[condition] = quote_plus(where.text(condition))
        return self.written[condition]


def large_table(answer: Answer, links: Links, most: int | None = MOST) -> ShownTable:
    """Show the sets by size, so many of them; the largest fifth has its sign."""
    view = combinations.large(answer)
    shown = view.sets[:most]
    rule = [tests_words(answer)]
    if view.threshold is not None:
        words = _("Marked are the largest fifth of the shares, and those as large: %(threshold)s and above.")
        rule.append(words % {"threshold": per_cent(view.threshold, 1)})
    if len(view.sets) > len(shown):
        rule.append(_("The %(n)s most common are shown; the file has all.") % {"n": whole(len(shown))})
    lines = tuple(large_line(one, links, marked=one.tags in view.marked) for one in shown)
    return ShownTable(
        key="storst",
        caption=str(VIEW_WORDS[combinations.View.LARGE]),
        note=_("per cent of the reflections asked for"),
        corner=_("Tags together"),
        heads=heads(_("Reflections"), _("Persons"), _("Per cent"), *interval_head(answer), _("Emotion")),
        lines=lines,
        rule=tuple(rule),
        legend=(LegendLine("●", mark_words(over=None)[1]),),
        foot=facts(answer),
    )


def large_line(one: Combination, links: Links, *, marked: bool) -> Line:
    """Return a set with its size; the number leads to its texts."""
    share = Figure(one.loops, one.of, "share")
    cells = [
        texts_cell(one, links, "largest" if marked else "", mark_words(over=None)[1] if marked else ""),
        Shown(whole(one.persons), raw=one.persons),
        Shown(per_cent(share.value).removesuffix("\u00a0%"), raw=share.value * 100),
        *interval_cell(one.loops, one.of),
        Shown(emotion(one.mean_emotion), raw=one.mean_emotion),
    ]
    return Line(named(one.tags), tuple(cells))


def deviating_table(answer: Answer, links: Links, most: int | None = MOST) -> ShownTable:
    """Show the sets that chance does not explain: those more together first, then those less."""
    view = combinations.deviating(answer)
    lines = tuple(deviating_line(one, links) for one in (*view.more, *view.fewer)[:most])
    rule = (
        tests_words(answer),
        _("Shown are those with q below 0.05 (Benjamini and Hochberg, over all that were looked at)."),
        _(
            "Chance: each tag is dealt anew among each person's own reflections, so that what one person says many"
            " times is not many persons saying it. For three or more tags the weakest of them decides."
        ),
    )
    return ShownTable(
        key="avvikande",
        caption=str(VIEW_WORDS[combinations.View.DEVIATING]),
        note="",
        corner=_("Tags together"),
        heads=heads(_("Reflections"), _("Persons"), _("By chance"), _("Times independent"), "φ", "q", _("Emotion")),
        lines=lines,
        rule=rule,
        legend=(LegendLine("▲", _("more than by chance")), LegendLine("▼", _("less than by chance"))),
        notes=(
            _("Times independent (lift) is unstable for rare tags; the order is by q and then by φ (phi)."),
            _("Exploratory: many sets are looked at, so read the texts before anything is concluded."),
        ),
        foot=facts(answer),
    )


def deviating_line(one: Combination, links: Links) -> Line:
    """Return a set with what chance would give."""
    words = _("more than by chance") if one.over else _("less than by chance")
    return Line(
        named(one.tags),
        (
            texts_cell(one, links, "over" if one.over else "under", words),
            Shown(whole(one.persons), raw=one.persons),
            Shown(computed(one.by_chance, 1), raw=Fraction(one.by_chance).limit_denominator(10**6)),
            Shown(computed(float(one.lift), 2), raw=one.lift),
            Shown(computed(one.phi or 0, 2), raw=Fraction(one.phi or 0).limit_denominator(10**6)),
            Shown(rate(one.q), raw=Fraction(one.q).limit_denominator(10**9)),
            Shown(emotion(one.mean_emotion), raw=one.mean_emotion),
        ),
    )


def changed_table(answer: Answer, found: ChangedSets, links: Links, before: str, now: str) -> ShownTable:
    """Show each set then and now with the difference, those that surely changed first."""
    lines = tuple(changed_line(one, links) for one in found.sets)
    return ShownTable(
        key="forandrat",
        caption=str(VIEW_WORDS[combinations.View.CHANGED]),
        note=_("per cent of the reflections, and the difference in percentage points"),
        corner=_("Tags together"),
        heads=(
            Head(_("Now"), _("Now: %(name)s") % {"name": now}),
            Head(_("Before"), _("Before: %(name)s") % {"name": before}),
            Head(_("Difference")),
            Head(_("95 per cent interval")),
            Head(_("Conclusion"), is_text=True),
        ),
        lines=lines,
        rule=(
            _("A change is called one where the interval (Newcombe) leaves out 0."),
            _("Who compares many sets meets changes by chance."),
        ),
        foot=((_("Before"), before), (_("Now"), now), *facts(answer)),
    )


def changed_line(one: ChangedSet, links: Links) -> Line:
    """Return a set in both, or why it is not compared."""
    if one.difference is None or one.low is None or one.high is None:
        few = Shown(".", absent="missing", spoken=_("fewer than five reflections or persons"), raw=Missing("too_few"))
        both = [share_cell(part) if part else few for part in (one.now, one.before)]
        return Line(named(one.tags), (*both, few, few, Shown(_("too few to compare"), is_text=True)))
    more, less = _("more common than before"), _("less common than before")
    conclusion = (more if one.difference > 0 else less) if one.certain else _("no certain change")
    now = one.now or (0, 1)
    first = Shown(
        per_cent(Fraction(*now)).removesuffix("\u00a0%"),
        url=links.to(one.tags),
        spoken=_("%(set)s, now: %(n)s of %(of)s reflections")
        % {"set": named(one.tags), "n": whole(now[0]), "of": whole(now[1])},
        mark=("over" if one.difference > 0 else "under") if one.certain else "",
        mark_words=conclusion if one.certain else "",
        raw=Fraction(*now) * 100,
    )
    return Line(
        named(one.tags),
        (
            first,
            share_cell(one.before or (0, 1)),
            Shown(signed(float(one.difference) * 100), raw=one.difference * 100),
            Shown(
                _("%(low)s to %(high)s") % {"low": signed(one.low * 100), "high": signed(one.high * 100)}, is_text=True
            ),
            Shown(conclusion, is_text=True, raw=conclusion),
        ),
    )


def important_table(answer: Answer, round: UUID, found: And) -> ShownTable | None:
    """Show the assignments by what they are said to be; nothing where the tag set has no such tags."""
    view = combinations.important(answer)
    if view is None:
        return None
    links = Links(round, found)
    rule = _(
        "Importance is the mean of %(important)s on a scale from 0, functioning that of %(functioning)s. Both are cut"
        " in the middle of the scale, which belongs to the upper half, and not at the mean, which would force half of"
        " them below."
    ) % {"important": " – ".join(view.importance_tags), "functioning": " – ".join(view.functioning_tags)}
    return ShownTable(
        key="viktigt",
        caption=str(VIEW_WORDS[combinations.View.IMPORTANT]),
        note=_("means of the reflections that have such a tag"),
        corner=_("Assignment"),
        heads=(
            Head(_("How important")),
            Head(_("Reflections"), _("Reflections with a tag of importance")),
            Head(_("How it works")),
            Head(_("Reflections"), _("Reflections with a tag of functioning")),
            Head(_("Where it stands"), is_text=True),
        ),
        lines=tuple(important_line(each, links) for each in view.assignments),
        rule=(rule, _("Where fewer than five reflections have one of either kind nothing is said.")),
        foot=facts(answer),
    )


def important_line(each: Importance, links: Links) -> Line:
    """Return an assignment with both means and where it stands."""
    title = "" if each.heading == each.assignment else each.heading
    words = str(QUADRANTS[each.quadrant]) if each.quadrant else _("too few to say")
    url = links.to((), where.Assignment(each.assignment))
    spoken = _("%(assignment)s: %(words)s. To its texts") % {"assignment": each.assignment, "words": words}
    cells: list[Shown] = []
    for mean in (each.importance, each.functioning):
        many = mean.denominator if isinstance(mean, Figure) else 0
        cells += [Shown(emotion(mean), raw=mean), Shown(whole(many), raw=many)]
    return Line(each.assignment, (*cells, Shown(words, url, spoken, is_text=True, raw=words)), title)


def heads(*names: str) -> tuple[Head, ...]:
    """Return columns of numbers."""
    return tuple(Head(name) for name in names)


def interval_head(answer: Answer) -> tuple[str, ...]:
    """Return the heading of intervals, which stand there where fewer than a hundred reflections were asked for (R6)."""
    return (_("95 per cent interval"),) if 0 < answer.found.loops < CERTAIN_FROM else ()


def interval_cell(hits: int, of: int) -> tuple[Shown, ...]:
    """Return Wilson's interval in per cent where it is to stand there."""
    if not 0 < of < CERTAIN_FROM:
        return ()
    low, high = wilson(hits, of)
    return (Shown(f"{computed(low * 100, 1)}–{computed(high * 100, 1)}", is_text=False),)


def texts_cell(one: Combination, links: Links, mark: str, words: str) -> Shown:
    """Return how many reflections have a set, leading to them."""
    spoken = _("%(set)s: %(n)s of %(of)s reflections by %(persons)s") % {
        "set": named(one.tags),
        "n": whole(one.loops),
        "of": whole(one.of),
        "persons": persons_words(one.persons),
    }
    return Shown(whole(one.loops), links.to(one.tags), spoken, mark, words, raw=one.loops)


def share_cell(part: tuple[int, int]) -> Shown:
    """Return a share with what it is of."""
    spoken = _("%(n)s of %(of)s reflections") % {"n": whole(part[0]), "of": whole(part[1])}
    share = Fraction(*part)
    return Shown(per_cent(share).removesuffix("\u00a0%"), spoken=spoken, raw=share * 100)


def signed(points: float) -> str:
    """Return percentage points with their sign and one decimal."""
    text = computed(points, 1)
    return f"+{text}" if points > 0 and not isclose(round(points, 1), 0) else text


def named(tags: Sequence[str]) -> str:
    """Return a set's tags."""
    return " + ".join(tags)


def facts(answer: Answer) -> tuple[tuple[str, str], ...]:
    """Return what the numbers rest on."""
    lines = [
        (
            _("What they rest on"),
            _("%(loops)s of %(all)s reflections, by %(persons)s")
            % {
                "loops": whole(answer.found.loops),
                "all": whole(answer.of.everyone.loops),
                "persons": persons_words(answer.found.persons),
            },
        )
    ]
    if answer.of.population:
        lines.append((_("Who was asked"), answer.of.population))
    source = _("%(round)s, version %(revision)s of the reflections")
    lines.append((_("Source"), source % {"round": answer.of.title, "revision": answer.of.revision}))
    return tuple(lines)
