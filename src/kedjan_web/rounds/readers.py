"""Choosing by name who reads a round's texts: those chosen first, then those that a search finds. Needs no script."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kedjan.access.service import Actor, Role
from kedjan.people import service as people
from kedjan_web.start.words import role_name

MOST = 30
"""How many are offered at once, besides those chosen."""
AN_ID = re.compile("[0-9a-f]{32}")


class Names(forms.TypedMultipleChoiceField):
    """Boxes with people; comes out as the ids of their accounts. Of those `found` some may be `left_out`, if many."""

    found = 0
    left_out = 0


class ReadersForm(forms.Form):
    """Who is to read. `search` finds more people by name; `searched` is what the boxes shown were found by.

    Whoever looks for somebody sends the form too, so nothing filled in is lost: `is_to_save` tells that apart.
    """

    readers = Names(
        label=_("Reads the texts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        coerce=UUID,
        empty_value=[],
        help_text=_("Nobody but those ticked here reads the texts, whatever their duties."),
        error_messages={"invalid_choice": _("Somebody chosen is not here any more. Choose again.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        by: Actor,
        day: date,
        chosen: Sequence[UUID],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        sent = data if data is not None else QueryDict()
        self.search = sent.get("search", "").replace("\0", "").strip()[:120]
        self.searching = "find" in sent or self.search != sent.get("searched", "").strip()
        self.complete = data is not None and not self.searching
        if data is not None:
            chosen = tuple(ids_in(sent.getlist("readers")))
        begin: dict[str, Any] = {**(initial or {}), "readers": [each.hex for each in chosen]}
        if self.searching:
            begin |= {name: sent.get(name, "") for name in self.base_fields if name != "readers"}
        super().__init__(data if self.complete else None, initial=begin)
        self._offer(by, day, chosen)

    def _offer(self, by: Actor, day: date, chosen: Sequence[UUID]) -> None:
        """Put those chosen first, each group by name."""
        known = people.names_of(by=by, ids=chosen)
        found = people.colleagues(by=by, day=day, search=self.search)
        everybody = people.colleagues(by=by, day=day) if self.search else found
        roles = {each.id: each.roles for each in everybody}
        first = sorted(known.items(), key=lambda pair: pair[1])
        rest = [(each.id, each.name) for each in found if each.id not in known]
        field: Names = self.fields["readers"]  # type: ignore[assignment]  # declared above
        field.found, field.left_out = len(rest), max(0, len(rest) - MOST)
        field.choices = [(key.hex, labelled(name, roles.get(key, ()))) for key, name in (*first, *rest[:MOST])]

    @property
    def is_to_save(self) -> bool:
        """Return whether the form was sent to be saved, and everything in it can be."""
        return self.complete and self.is_valid()


def ids_in(values: Sequence[str]) -> list[UUID]:
    """Return the ids among what was sent; what is none is left out."""
    return [UUID(each) for each in values if AN_ID.fullmatch(each)]


def labelled(name: str, roles: Sequence[Role]) -> str:
    """Return a name with the roles that tell namesakes apart."""
    return ", ".join((name, *(role_name(role) for role in roles)))
