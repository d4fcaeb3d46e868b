"""The door of people: accounts, duties, and the Actor they make."""

from kedjan.people.accounts import (
    add_account,
    change_account,
    deactivate,
    email_taken,
    names_of,
    people,
    person,
    set_language,
)
from kedjan.people.acting import actor_for, actor_of, system_actor
from kedjan.people.duties import end_duty, give_duty
from kedjan.people.values import Duty, Person

__all__ = [
    "Duty",
    "Person",
    "actor_for",
    "actor_of",
    "add_account",
    "change_account",
    "deactivate",
    "email_taken",
    "end_duty",
    "give_duty",
    "names_of",
    "people",
    "person",
    "set_language",
    "system_actor",
]
