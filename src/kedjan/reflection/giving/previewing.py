"""The page of an assignment as those who are asked will meet it, before anybody does."""

from uuid import UUID, uuid4

from kedjan.access.service import Actor
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.reflection.answering.values import AnswerForm, Area, OwnState, Window
from kedjan.reflection.circle import assignment_in, round_to_lead
from kedjan.reflection.tag_sets import tag_set_of


def preview(*, by: Actor, round: UUID, code: str) -> AnswerForm:
    """Return the form of an assignment, published or not, as open and empty; nothing of it can be sent.

    For those who lead rounds. The service area is the provider's first: a recipient meets their own.
    """
    row = round_to_lead(by, round)
    asked = assignment_in(row, code)
    areas = organisation.service_areas(provider=row.provider_id)
    area = Area(areas[0].id, areas[0].name, OwnState.NEW) if areas else Area(UUID(int=0), "", OwnState.NEW)
    readers = people.names_of(by=by, ids=[reader.account_id for reader in row.readers.all()])
    return AnswerForm(
        round=row.id,
        round_title=row.title,
        description=row.description,
        code=asked.code,
        heading=asked.heading,
        focus=asked.focus,
        support_questions=tuple(asked.support_questions),
        follow_up_short=asked.follow_up_short,
        follow_up_long=asked.follow_up_long,
        used_for=asked.used_for,
        example=asked.example,
        minutes=asked.minutes,
        opens_on=asked.opens_on,
        closes_on=asked.closes_on,
        asks_emotion=row.emotion if asked.emotion is None else asked.emotion,
        tags=tag_set_of(row).tags,
        tags_advised=asked.tags_advised,
        readers=tuple(sorted(readers.values())),
        managers_read=row.managers_read,
        window=Window.OPEN,
        areas=(area,),
        area=area,
        key=uuid4(),
        draft=None,
        sent=None,
        abstained=None,
    )
