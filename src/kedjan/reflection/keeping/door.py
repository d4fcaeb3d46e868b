"""The part of the room's door that is about keeping: handed on by `kedjan.reflection.service`."""

from kedjan.reflection.keeping.along import GoesWithRounds
from kedjan.reflection.keeping.disposing import dispose, over
from kedjan.reflection.keeping.erasing import ErasesWritten, loops_by
from kedjan.reflection.keeping.own import OwnHeld, OwnMessage, OwnPlace, OwnVersion, own_held
from kedjan.reflection.keeping.times import Keeping, change_keeping, keeping, rounds_over
from kedjan.reflection.keeping.writers import writers_kept

__all__ = [
    "ErasesWritten",
    "GoesWithRounds",
    "Keeping",
    "OwnHeld",
    "OwnMessage",
    "OwnPlace",
    "OwnVersion",
    "change_keeping",
    "dispose",
    "keeping",
    "loops_by",
    "over",
    "own_held",
    "rounds_over",
    "writers_kept",
]
