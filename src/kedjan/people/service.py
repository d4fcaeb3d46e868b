"""The door of people: accounts, duties, and the Actor they make."""

from kedjan.people.accounts import (
    add_account,
    change_account,
    deactivate,
    email_taken,
    names_of,
    own_account,
    people,
    person,
    recipients,
    set_language,
)
from kedjan.people.acting import actor_for, actor_of, day_of, system_actor
from kedjan.people.colleagues import Colleague, accounts_by_address, colleagues, holders
from kedjan.people.duties import duties_changing, end_duty, give_duty, without_duty
from kedjan.people.leading import is_manager, led_by
from kedjan.people.passwords import (
    account_by_address,
    change_password,
    choose_password,
    end_sessions,
    invite,
    opened_by,
    password_faults,
    password_letter,
)
from kedjan.people.throttle import Tries, forget_old_tries, forget_tries, may_try, take_back_try
from kedjan.people.values import Duty, DutyChange, Holder, OwnAccount, Person, Recipient

__all__ = [
    "Colleague",
    "Duty",
    "DutyChange",
    "Holder",
    "OwnAccount",
    "Person",
    "Recipient",
    "Tries",
    "account_by_address",
    "accounts_by_address",
    "actor_for",
    "actor_of",
    "add_account",
    "change_account",
    "change_password",
    "choose_password",
    "colleagues",
    "day_of",
    "deactivate",
    "duties_changing",
    "email_taken",
    "end_duty",
    "end_sessions",
    "forget_old_tries",
    "forget_tries",
    "give_duty",
    "holders",
    "invite",
    "is_manager",
    "led_by",
    "may_try",
    "names_of",
    "opened_by",
    "own_account",
    "password_faults",
    "password_letter",
    "people",
    "person",
    "recipients",
    "set_language",
    "system_actor",
    "take_back_try",
    "without_duty",
]
