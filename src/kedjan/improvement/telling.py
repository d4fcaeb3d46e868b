"""What those who were asked are told of the conclusions, and what those who lead have to decide."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Max, Q

from kedjan.access.service import Actor, NotYours, ProviderScope, Right, decide, holds_anywhere, require
from kedjan.improvement import models, rules
from kedjan.improvement.circle import place_in, values_of
from kedjan.improvement.reacting import mine_of
from kedjan.improvement.reaction_values import DISAGREES, Stance
from kedjan.improvement.reactions import reactions_in
from kedjan.improvement.reading import decisions_of
from kedjan.improvement.values import Conclusion, News, Place, State, ToAnswer, ToDecide, Told
from kedjan.notices import service as notices
from kedjan.notices.service import Kind
from kedjan.people import service as people
from kedjan.reflection import service as reflection

TO_DECIDE = Kind.CONCLUSIONS_TO_DECIDE


def told(*, by: Actor, now: datetime, analysis: UUID) -> tuple[Place, tuple[Told, ...]]:
    """Return to one who was asked every conclusion that was fed back, as it was and as it is now, with the decision."""
    place = place_in(by, now, analysis)
    own = {each.id for each in reflection.own_rounds(by=by, now=now)}
    if not own & set(reflection.belonging(by=by, analysis=analysis).rounds):
        raise NotYours(decide(by, Right.ANSWER_ASSIGNMENTS, on=ProviderScope(by.provider)))
    rows = models.Conclusion.objects.filter(provider_id=by.provider, analysis_id=analysis, removed=False)
    rows = rows.select_related("occasion")
    asked = Place(place.analysis, place.title, writes=False, leads=False, reads_all=False, asked=True)
    found = [each for each in values_of(rows.order_by("position")) if rules.sees(asked, each)]
    decisions = decisions_of(each.id for each in found if each.decided)
    fed, mine = _fed_texts(found), mine_of(by, [each.id for each in found])
    said = reactions_in(by, now, found)
    return place, tuple(
        Told(
            each,
            fed.get(each.id, ""),
            (decisions.get(each.id) or (None,))[-1],
            mine.get(each.id),
            said.get(each.id),
        )
        for each in found
    )


def news(*, by: Actor, rounds: Collection[UUID]) -> tuple[News, ...]:
    """Return what there is to read of conclusions in the analyses that some rounds belong to: for one's start page.

    The rounds are those in which one was asked. Analyses without anything fed back are left out.
    """
    if not rounds:
        return ()
    rows = models.Conclusion.objects.filter(
        provider_id=by.provider, analysis__rounds__in=set(rounds), occasion__isnull=False
    )
    rows = rows.select_related("occasion", "analysis").distinct().annotate(decided_at=Max("decisions__at"))
    by_analysis: dict[UUID, list[models.Conclusion]] = defaultdict(list)
    for row in rows:
        by_analysis[row.analysis_id].append(row)
    mine = mine_of(by, [row.id for row in rows if row.state == State.FED_BACK])
    return tuple(_news(found, mine) for found in by_analysis.values())


def to_decide(*, by: Actor, now: datetime) -> tuple[ToDecide, ...]:
    """Return the analyses with conclusions that those asked have had their time with, to those who lead rounds."""
    if not decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)).allowed:
        return ()
    today = people.day_of(now)
    rows = models.Conclusion.objects.filter(
        provider_id=by.provider, state=State.FED_BACK.value, occasion__closes_on__lt=today
    ).select_related("occasion", "analysis")
    by_analysis: dict[UUID, list[models.Conclusion]] = defaultdict(list)
    for row in rows:
        by_analysis[row.analysis_id].append(row)
    return tuple(
        ToDecide(analysis, found[0].analysis.title, len(found), max(_closes(row) for row in found))
        for analysis, found in by_analysis.items()
    )


def to_answer(*, by: Actor, now: datetime) -> tuple[ToAnswer, ...]:
    """Return the analyses in which somebody who did not agree waits for an answer, to the readers of their rounds.

    Those whom the reader leads are left out: others answer them. Nothing of what they say is read.
    """
    waiting = models.Reaction.objects.filter(
        Q(stance__in=[each.value for each in DISAGREES]) | (Q(stance=Stance.PARTLY.value) & ~Q(comment="")),
        provider_id=by.provider,
        answer="",
        occasion=F("conclusion__occasion"),
        occasion__closes_on__lt=people.day_of(now),
        conclusion__state=State.FED_BACK.value,
        conclusion__analysis__rounds__readers__account_id=by.account,
    )
    rows = list(waiting.select_related("occasion", "conclusion__analysis").distinct())
    if not rows:
        return ()
    led = people.led_by(by=by) if people.is_manager(by=by) else frozenset()
    reads = {of.analysis for of in reflection.belongings(by=by) if of.reads}
    found: dict[UUID, list[models.Reaction]] = defaultdict(list)
    for row in rows:
        if row.account_id not in led and row.conclusion.analysis_id in reads:
            found[row.conclusion.analysis_id].append(row)
    return tuple(
        ToAnswer(analysis, of[0].conclusion.analysis.title, len(of), min(row.occasion.closes_on for row in of))
        for analysis, of in found.items()
    )


def tell_deciders(*, by: Actor, now: datetime) -> int:
    """Put in the outbox, once for each occasion, that conclusions wait for a decision; return how many are new.

    For the house's own work: to the readers of the analysis's rounds.
    """
    require(holds_anywhere(by, Right.LEAD_ROUNDS))
    today, new = people.day_of(now), 0
    ended = models.Occasion.objects.filter(
        provider_id=by.provider, closes_on__lt=today, conclusions__state=State.FED_BACK.value
    ).distinct()
    for occasion in ended:
        readers = reflection.belonging(by=by, analysis=occasion.analysis_id).readers
        open_accounts = people.recipients(provider=by.provider, ids=readers)
        new += notices.send_to_many(
            by=by,
            now=now,
            event_key=f"{TO_DECIDE} {occasion.id.hex}",
            accounts=frozenset(open_accounts),
            kind=TO_DECIDE,
            values={"analysis": occasion.analysis_id.hex},
        )
    return new


def _news(found: list[models.Conclusion], mine: Collection[UUID]) -> News:
    waiting = [row for row in found if row.state == State.FED_BACK]
    decided = [vars(row)["decided_at"] for row in found if row.state in {"settled", "revised", "struck"}]
    return News(
        found[0].analysis_id,
        found[0].analysis.title,
        len(waiting),
        max((_closes(row) for row in waiting), default=None),
        max((row.occasion.at for row in waiting if row.occasion), default=None),
        sum(row.id not in mine for row in waiting),
        max((at for at in decided if at), default=None),
    )


def _closes(row: models.Conclusion) -> date:
    return row.occasion.closes_on if row.occasion else date.min


def _fed_texts(found: Collection[Conclusion]) -> dict[UUID, str]:
    rows = models.Wording.objects.filter(conclusion__in=[each.id for each in found])
    texts = {(row.conclusion_id, row.number): row.text for row in rows}
    return {each.id: texts[each.id, each.fed_wording] for each in found if each.fed_wording is not None}
