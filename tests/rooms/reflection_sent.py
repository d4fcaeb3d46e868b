"""What has been sent and begun in a round, as tests look at it."""

from django.db.models import Q

from kedjan.journal import service as journal
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms import reflection_asked as asked
from tests.rooms.reflection_asked import CODE
from tests.rooms.reflection_rounds import NOW


def form(name: str, of: reflection.Round, **more: object) -> reflection.AnswerForm:
    return reflection.answer_form(by=cast.actor(name), now=NOW, round=of.id, code=CODE, **more)


def there(of: reflection.Round) -> list[models.Loop]:
    """The reflections that are there now, as everybody else counts them."""
    revision = models.Round.objects.get(id=of.id).revision
    return list(
        models.Loop.objects.filter(Q(until=None) | Q(until__gt=revision), round_id=of.id, since__lte=revision).order_by(
            "id"
        )
    )


def drafts() -> list[str]:
    return list(models.Draft.objects.order_by("saved_at").values_list("text", flat=True))


def verbs(of: reflection.Round) -> list[str]:
    return [entry.verb for entry in journal.history_of(by=cast.actor(asked.MAJ), kind="round", object_id=of.id.hex)][
        ::-1
    ]
