"""Disposal (gallring) of themes, passages and quotes with the round whose texts they are about."""

from django.utils.translation import gettext_noop as noop

from kedjan.reflection import service as reflection
from kedjan.themes import models

ALONG = reflection.GoesWithRounds(
    "themes",
    {
        noop("answers about being quoted"): (models.Answer, "quote__round"),
        noop("quotes"): (models.Quote, "round"),
        noop("marked passages"): (models.Passage, "round"),
        noop("notes of what has been gone through"): (models.Reading, "round"),
        noop("changes of themes"): (models.Change, "round"),
        noop("themes"): (models.Theme, "round"),
        noop("rounds read apart"): (models.Apart, "round"),
    },
)
over, dispose = ALONG.over, ALONG.dispose
