"""What the talk on reflections is called on the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kedjan.access.service import Actor
from kedjan.people import service as people
from kedjan.reflection.service import ReceptionState, Said, Thread, Want
from kedjan_web.components.badges import Badge

STATES = {
    ReceptionState.UNREAD: Badge(pgettext_lazy("one", "Unread"), "info", "empty"),
    ReceptionState.READ: Badge(gettext_lazy("Waits for an answer"), "warning", "clock"),
    ReceptionState.ASKED: Badge(gettext_lazy("Question asked"), "neutral", "people"),
    ReceptionState.ANSWERED: Badge(pgettext_lazy("one", "Answered"), "success", "check"),
    ReceptionState.DONE: Badge(gettext_lazy("Read, no answer needed"), "success", "check"),
}
PARTS = {
    Want.WAITING: gettext_lazy("Waiting"),
    Want.UNREAD: gettext_lazy("Unread"),
    Want.FLAGGED: gettext_lazy("Flagged"),
    Want.ASKED: gettext_lazy("Asked"),
    Want.ANSWERED: gettext_lazy("Answered"),
    Want.ALL: gettext_lazy("All"),
}


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message with the name of who wrote it; `kind` says what it asks for, `gone` why its text is not there."""

    id: UUID
    who: str
    text: str
    at: datetime
    mine: bool
    from_writer: bool
    kind: str
    gone: str


def shown_messages(thread: Thread, names: Mapping[UUID | None, str]) -> list[ShownMessage]:
    """Return the messages of a thread with names."""
    return [
        ShownMessage(
            each.id,
            _("You") if each.mine else names[each.author],
            each.text,
            each.at,
            each.mine,
            each.from_writer,
            _kind(each),
            _gone(each),
        )
        for each in thread.messages
    ]


def names_in(actor: Actor, thread: Thread) -> dict[UUID | None, str]:
    """Return what to call everybody in a thread, in one question."""
    return people.shown_names(
        by=actor, ids=[thread.writer, thread.taken_by, *(each.author for each in thread.messages)]
    )


def _kind(each: Said) -> str:
    if each.withdrawn_at:
        return ""
    if each.asks:
        return _("Question")
    return _("No reply needed") if each.no_reply_needed else ""


def _gone(each: Said) -> str:
    if each.withdrawn_at is None:
        return ""
    if each.withdrawn_why:
        return _("Taken away by whoever leads the round: %(why)s") % {"why": each.withdrawn_why}
    return _("Taken back by whoever wrote it.")
