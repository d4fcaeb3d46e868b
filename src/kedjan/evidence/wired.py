"""What the house has tied to this room: the sources that can be cited, whose statements cite, and ties inside rooms."""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from kedjan.access.service import Actor
from kedjan.evidence.values import Answer, Source, Stated, Tie

_sources: dict[str, Source] = {}
_stated: dict[str, Stated] = {}
_ties: dict[type[Tie], Tie] = {}


def wire(*found: Source, stated: Mapping[str, Stated] | None = None, ties: Collection[Tie] = ()) -> None:
    """Let rooms be cited, and the thread be followed through them; done by the house, when first asked for."""
    _sources.update({kind: source for source in found for kind in source.kinds})
    _stated.update(stated or {})
    _ties.update({type(tie): tie for tie in ties})


def sources() -> Mapping[str, Source]:
    """Return who answers for each kind that can be cited."""
    if not _sources:
        import_string(settings.KEDJAN_WIRING)()
    return _sources


def stated() -> Mapping[str, Stated]:
    """Return whose words each kind of statement is."""
    sources()
    return _stated


def ties() -> Collection[Tie]:
    """Return what ties things together without a citation."""
    sources()
    return _ties.values()


def answers(by: Actor, kind: str, keys: Collection[str]) -> dict[str, Answer]:
    """Return what a source says of each key now; none for a kind that nobody answers for."""
    source = sources().get(kind)
    return dict(source.values(by, kind, keys)) if source and keys else {}
