"""The door of privacy: declaring what is held, gathering the declarations, and removing what is over."""

from dataclasses import dataclass

from kedjan.privacy.removing import remove
from kedjan.privacy.rules import is_over, months_after
from kedjan.privacy.values import Basis, Holding, Kept, Kind, Over, neutral

__all__ = [
    "Basis",
    "Declaration",
    "Holding",
    "Kept",
    "Kind",
    "Over",
    "declarations",
    "is_over",
    "months_after",
    "neutral",
    "remove",
    "undeclared",
]


@dataclass(frozen=True, slots=True)
class Declaration:
    """One model's holding, with where it lives."""

    room: str
    model: str
    table: str
    holding: Holding


def declarations() -> tuple[Declaration, ...]:
    """Return every room's declarations, in the order of rooms and models."""
    found = []
    for model in room_models():
        holding = getattr(model, "holds", None)
        if isinstance(holding, Holding):
            found.append(Declaration(model._meta.app_label, model.__name__, model._meta.db_table, holding))
    return tuple(found)


def undeclared() -> tuple[str, ...]:
    """Return `room.Model.field` for every stored field of a room that has no declaration."""
    missing = []
    for model in room_models():
        declared = getattr(getattr(model, "holds", None), "fields", {})
        names = [
            f.name
            for f in model._meta.get_fields()
            if getattr(f, "column", None) or (f.many_to_many and not f.auto_created)
        ]
        missing += [f"{model._meta.label}.{name}" for name in names if name not in declared]
    return tuple(missing)


def room_models() -> list:  # type: ignore[type-arg]  # models of any room
    """Return the stored models of the rooms, third parties' left out."""
    from django.apps import apps

    return [model for model in apps.get_models() if model.__module__.startswith("kedjan.")]
