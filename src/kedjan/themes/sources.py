"""What others may cite of the close reading: a quote in the basket as it may go out, a theme with its persons."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, NotHere, NotYours
from kedjan.evidence.service import Answer, Gone, NotYoursToSee, Offer, Part, Value, Words
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.themes import models
from kedjan.themes.rules import FEWEST, fits
from kedjan.themes.theming import codes_apart, theme_values
from kedjan.themes.values import QuoteState, Theme

QUOTE, THEME = "themes.quote", "themes.theme"
COUNTER = noop("%(where)s, counter-voice")
NOT_YET = noop("The writer has not agreed to be quoted, and there are no other words yet.")
FEW = noop("fewer than %(fewest)s persons")
COUNTED = noop("%(reflections)s reflections by %(persons)s persons")


def quote_key(round: UUID, quote: UUID) -> str:
    """Return the key under which a quote in a round's basket is cited."""
    return f"{round.hex}:{quote.hex}"


def theme_key(round: UUID, theme: UUID) -> str:
    """Return the key under which a theme is cited."""
    return f"{round.hex}:{theme.hex}"


def counted(theme: Theme) -> Words:
    """Return how many reflections and persons a theme has; neither number where fewer than five persons wrote them."""
    if theme.persons < FEWEST:
        return Words(FEW, {"fewest": FEWEST})
    return Words(COUNTED, {"reflections": theme.reflections, "persons": theme.persons})


class FromCloseReading:
    """The room's side of the port of evidence: for the readers of each round, its quotes and themes as they are now.

    While the readers code apart a theme has no number that they share, so none is offered or told.
    """

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds: themes.quote and themes.theme, each by its key."""
        return frozenset({QUOTE, THEME})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:
        """Return the quotes and themes that have every word of `query`, of rounds one reads."""
        found: list[Offer] = []
        for line in reflection.rounds(by=by):
            if line.may_read:
                quotes = models.Quote.objects.filter(round_id=line.id, provider_id=by.provider)
                themes = models.Theme.objects.filter(round_id=line.id, provider_id=by.provider, retired=False)
                told = {
                    QUOTE: _quotes(by, line.id, line.title, quotes),
                    THEME: _themes(by, line.id, line.title, themes),
                }
                for kind, values in told.items():
                    for each, value in values.items():
                        if isinstance(value, Value):
                            found.append(Offer(kind, f"{line.id.hex}:{each.hex}", value.label, value.value))
        return tuple(each for each in found if each.matches(query))

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:
        """Return each quote or theme as it is now; for a round that `by` does not read, that it is there."""
        by_round: dict[UUID | None, dict[str, UUID | None]] = defaultdict(dict)
        for key in keys:
            of, _, thing = key.partition(":")
            by_round[_uuid(of)][key] = _uuid(thing)
        answers: dict[str, Answer] = {}
        for number, mine in by_round.items():
            answers |= _answers(by, kind, number, mine)
        return answers


def _answers(by: Actor, kind: str, round: UUID | None, keys: Mapping[str, UUID | None]) -> dict[str, Answer]:
    if round is None:
        return dict.fromkeys(keys, Gone())
    ids = {each for each in keys.values() if each}
    quotes = models.Quote.objects.filter(round_id=round, provider_id=by.provider, id__in=ids)
    themes = models.Theme.objects.filter(round_id=round, provider_id=by.provider, retired=False, id__in=ids)
    try:
        title = reflection.as_reader(by=by, round=round)
    except NotYours:
        there = set((quotes if kind == QUOTE else themes).values_list("id", flat=True))
        return {key: NotYoursToSee() if each in there else Gone(yours=False) for key, each in keys.items()}
    except NotHere:
        return dict.fromkeys(keys, Gone())
    found = _quotes(by, round, title, quotes) if kind == QUOTE else _themes(by, round, title, themes)
    gone = Gone(yours=not people.is_manager(by=by))
    return {key: found.get(each, gone) if each else gone for key, each in keys.items()}


def _themes(by: Actor, round: UUID, title: str, rows: Iterable[models.Theme]) -> dict[UUID, Answer]:
    """Those that own staff of the reader stand in are not theirs to see: a citation says how many were counted."""
    if codes_apart(round):
        return {}
    kept = reflection.kept_from(by=by, rounds=[round])
    among = models.Passage.objects.filter(round_id=round, loop__in=kept, removed=False) if kept else None
    theirs = set(among.values_list("theme_id", flat=True)) if among is not None else set()
    return {
        each.id: NotYoursToSee() if each.id in theirs else Value(f"{title}, {each.name}", counted(each))
        for each in theme_values(by, round, list(rows))
    }


def _quotes(by: Actor, round: UUID, title: str, rows: Iterable[models.Quote]) -> dict[UUID, Answer]:
    """Those whose text has changed are left out; of a text that is gone or not to be read, the quote is so too."""
    kept = list(rows)
    keys = {reflection.text_key(round, row.loop): row for row in kept}
    texts = reflection.Reflections().values(by, "loops.text", keys)
    versions = reflection.text_versions(by=by, loops={row.loop for row in kept})
    names = dict(models.Theme.objects.filter(id__in={row.theme_id for row in kept}).values_list("id", "name"))
    found: dict[UUID, Answer] = {}
    for row in kept:
        text = texts[reflection.text_key(round, row.loop)]
        if not isinstance(text, Value):
            found[row.id] = text
        elif versions.get(row.loop) == row.text_version:
            found[row.id] = Value(_label(row, title, names), _goes_out(row, str(text.value)))
    return found


def _label(row: models.Quote, title: str, names: Mapping[UUID, str]) -> Part:
    name = names.get(row.theme_id, "") if row.theme_id else ""
    where = f"{title}, {name}" if name else title
    return Words(COUNTER, {"where": where}) if row.counter else where


def _goes_out(row: models.Quote, text: str) -> Part:
    if row.state == QuoteState.ALLOWED and fits(text, (row.starts, row.ends)):
        return text[row.starts : row.ends]
    return row.paraphrase or Words(NOT_YET)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None
