"""Words of combinations: the four questions with their rules, breaks between rounds, quadrants."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kedjan.combinations.service import Answer, Break, BreakNote, Figures, Quadrant, View
from kedjan_statistics.figure import Figure
from kedjan_web.components.numbers import computed, shown
from kedjan_web.rounds.tables.words import per_cent, whole

VIEW_WORDS = {
    View.LARGE: gettext_lazy("What is large"),
    View.DEVIATING: gettext_lazy("What deviates"),
    View.CHANGED: gettext_lazy("What is otherwise than before"),
    View.IMPORTANT: gettext_lazy("What is important"),
}
VIEW_QUESTIONS = {
    View.LARGE: gettext_lazy(
        "Which tags stand on the same reflections most often? Large says nothing of whether they have to do with"
        " each other: two common tags meet often by chance."
    ),
    View.DEVIATING: gettext_lazy(
        "Which tags stand together more or less often than chance would have them? It says where to read, not what is"
        " so, and what deviates may be small."
    ),
    View.CHANGED: gettext_lazy(
        "Which sets of tags are more or less common than before? A change is called one only where the interval"
        " leaves out no change at all."
    ),
    View.IMPORTANT: gettext_lazy(
        "Which assignments are said to be important, and how are they said to work? What is most important need not"
        " be most common."
    ),
}
BREAKS = {
    Break.TAG_GONE: gettext_lazy("The tag is not in the other tag set: %(about)s."),
    Break.TAG_NEW: gettext_lazy("The tag was not there before: %(about)s."),
    Break.TAG_RENAMED: gettext_lazy("The tag has another name: %(about)s."),
    Break.ASSIGNMENT_OTHER: gettext_lazy("The rounds did not have the same assignments."),
    Break.POPULATION_OTHER: gettext_lazy("Others were asked: %(about)s."),
    Break.AREA_OTHER: gettext_lazy("Nobody answered for %(about)s there."),
    Break.THEME_OTHER: gettext_lazy("There is no theme called %(about)s there."),
    Break.EMOTION_NOT_ASKED: gettext_lazy("Emotion was asked for in only one of them."),
}
QUADRANTS = {
    Quadrant.FOCUS: gettext_lazy("Focus here: important, works less well"),
    Quadrant.KEEP: gettext_lazy("Keep it up: important, works well"),
    Quadrant.LOW: gettext_lazy("Lower priority: less important, works less well"),
    Quadrant.POSSIBLE_OVERWORK: gettext_lazy("Possibly too much effort: less important, works well"),
}


def break_words(notes: Iterable[BreakNote]) -> tuple[str, ...]:
    """Return what stands between two rounds."""
    return tuple(str(BREAKS[note.kind]) % {"about": note.about} for note in notes)


def figures_words(figures: Figures) -> str:
    """Return a combination's figures as one sentence."""
    share = f" ({per_cent(figures.share.value)})" if isinstance(figures.share, Figure) else ""
    return _("%(loops)s of %(all)s reflections%(share)s, %(persons)s") % {
        "loops": whole(figures.loops),
        "all": whole(figures.of_loops),
        "share": share,
        "persons": persons_words(figures.persons),
    }


def kept_words(figures: Figures | None) -> str:
    """Return figures as they were kept, or why they are no longer."""
    return figures_words(figures) if figures else _("The figures as they were cannot be shown.")


def persons_words(persons: int) -> str:
    """Return so many persons."""
    return ngettext("%(n)s person", "%(n)s persons", persons) % {"n": whole(persons)}


def tests_words(answer: Answer) -> str:
    """Return how many sets were looked at and how many are not shown."""
    words = ngettext(
        "%(tests)s set was looked at; %(few)s have fewer than five reflections or persons and are not shown.",
        "%(tests)s sets were looked at; %(few)s have fewer than five reflections or persons and are not shown.",
        answer.tests,
    )
    return words % {"tests": whole(answer.tests), "few": whole(answer.too_few)}


def rate(q: float) -> str:
    """Return a false discovery rate; the smallest are said to be under a thousandth."""
    return f"< {computed(0.001, 3)}" if q < 0.001 else computed(q, 3)


def emotion(value: object) -> str:
    """Return a mean emotion with one decimal, or why there is none."""
    return shown(value, decimals=1)  # type: ignore[arg-type]  # a figure or an absence
