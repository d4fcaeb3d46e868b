"""Statements and stances in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kedjan.reflection.service import Stance, Statement

STATEMENTS: dict[Statement, Promise] = {
    Statement.PURPOSE: _("The purpose was clear"),
    Statement.WORTH: _("It was worth the time"),
    Statement.INSIGHT: _("I gained an important insight"),
    Statement.LEADS: _("What I wrote will lead to something"),
}
STANCES: dict[Stance, Promise] = {
    Stance.FULLY: pgettext_lazy("agree", "Fully"),
    Stance.LARGELY: pgettext_lazy("agree", "Largely"),
    Stance.LITTLE: pgettext_lazy("agree", "A little"),
    Stance.NOT_AT_ALL: pgettext_lazy("agree", "Not at all"),
    Stance.CANNOT_SAY: _("Can't say"),
}
