"""Words of texts taken along: what as, how far, and what was asked for."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedjan.extracts.service import ExtractState, Format
from kedjan.reflection.service import Round, TextsSought
from kedjan_web.combinations.conditions import in_one_line
from kedjan_web.rounds.text_filter import STEPS, Wanted, chips

FORMATS = {Format.EXCEL: "Excel", Format.WORD: "Word"}
STATES = {
    ExtractState.WAITING: gettext_lazy("is being prepared"),
    ExtractState.RUNNING: gettext_lazy("is being prepared"),
    ExtractState.DONE: gettext_lazy("ready"),
    ExtractState.FAILED: gettext_lazy("could not be written"),
}
KEYS = {step: key for key, step in STEPS.items()}


def sought_by(wants: Wanted) -> TextsSought:
    """Return what the page of texts asks for, as the rooms know it."""
    return TextsSought(
        assignment=wants.assignment or None,
        areas=wants.areas,
        tags=wants.tags,
        without=wants.without,
        emotion=wants.steps,
        search=wants.words,
    )


def asked_in_words(of: Round, sought: TextsSought) -> str:
    """Return what is asked for as one line."""
    if sought.where is not None:
        return in_one_line(sought.where, {each.code: each.heading for each in of.assignments})
    keys = tuple(KEYS[step] for step in sought.emotion)
    wants = Wanted(sought.assignment or "", sought.areas, sought.tags, sought.without, keys, sought.search)
    return "; ".join(str(chip.label) for chip in chips(wants, of)) or _("All texts of the round")
