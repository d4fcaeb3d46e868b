"""The page of answering an assignment: where it is, and sending it."""

from kedjan.reflection import models
from kedjan.reflection import service as reflection
from tests.pages.client import Page, PageClient
from tests.rooms.reflection_asked import CODE, TEXT


def address(of: reflection.Round, part: str = "", code: str = CODE) -> str:
    return f"/svara/{of.id}/{code}/{part}"


def sent(client: PageClient, of: reflection.Round, status: int = 302, do: str = "send", **values: object) -> Page:
    given = {"text": TEXT, "tags": ["2", "16"], "emotion": "1", **values}
    return client.submit(client.open(address(of)), status=status, do=do, **given)


def texts() -> list[str]:
    return list(models.Loop.objects.filter(until=None).order_by("id").values_list("text", flat=True))
