"""What the declarations of privacy say, in words for the person concerned."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedjan.privacy.service import Basis, Kept, Kind

KINDS: dict[Kind, Promise] = {
    Kind.NOT_PERSONAL: _("nothing about you"),
    Kind.IDENTIFIER: _("that it is you"),
    Kind.CONTACT: _("your name or address"),
    Kind.WORK: _("what you do at work"),
    Kind.OPINION: _("what you think about the work"),
    Kind.SECRET: _("your password, scrambled so that nobody can read it"),
    Kind.PROTECTED: _("whether your identity is protected"),
}
BASES: dict[Basis, Promise] = {
    Basis.PUBLIC_TASK: _("The provider's task of systematic quality work (skollagen chapter 4), GDPR article 6.1 e"),
    Basis.LEGAL_OBLIGATION: _("A duty by law, GDPR article 6.1 c"),
    Basis.NONE_NEEDED: _("None is needed"),
}
KEPT: dict[Kept, Promise] = {
    Kept.WHILE_PROVIDER: _("As long as the provider uses Kedjan"),
    Kept.DUTY_PLUS_TWO_YEARS: _("Two years after your last duty ended"),
    Kept.ROUND_PLUS_THREE_YEARS: _("Three years after the round closed, unless your provider has set another time"),
    Kept.SCHOOL_YEAR_PLUS_THREE_YEARS: _("Three years after the school year ended"),
    Kept.UNTIL_ITS_DAY: _("Until the day that each says"),
    Kept.WITH_RESULTS: _("As long as results of the pupil are kept"),
    Kept.PRESERVED: _("Preserved as a public record"),
    Kept.TWO_YEARS: _("Two years"),
    Kept.NINETY_DAYS: _("Ninety days"),
    Kept.TWO_WEEKS: _("Two weeks"),
}

TOPICS: tuple[tuple[Promise, frozenset[str]], ...] = (
    (
        _("What you write and answer"),
        frozenset({"reflection", "themes", "combinations", "extracts", "improvement", "actions"}),
    ),
    (_("Your account and your duties"), frozenset({"people"})),
    (_("Who has done and read what"), frozenset({"journal"})),
    (_("What waits for you, and your time"), frozenset({"notices", "tasks"})),
    (_("Goals, reports and shared material"), frozenset({"reports", "evidence", "releases", "files", "goals"})),
    (_("Pupils' results"), frozenset({"facts", "pupils", "results", "intake"})),
)
"""Rooms that hold something about people, gathered by what it is about to the person concerned."""
