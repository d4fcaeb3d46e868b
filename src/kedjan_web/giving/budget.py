"""Publishing within people's time: what the assignment asks, and what is taken away instead where it is too much."""

from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.urls import reverse

from kedjan.organisation import service as organisation
from kedjan.reflection.service import Assignment
from kedjan.tasks import service as tasks
from kedjan.tasks.service import Asking, Declaration, Instead, Over
from kedjan_web.components.listing import Link
from kedjan_web.requests import PageRequest
from kedjan_web.tasks.instead import InsteadForm, asked_about, things_of
from kedjan_web.tasks.words import over_words

MOTIVE = "motiv"


@dataclass(frozen=True, slots=True)
class Budget:
    """What was answered to the question of what is taken away instead (no form: it has not been asked)."""

    form: InsteadForm | None = None
    over: tuple[Over, ...] = ()

    @classmethod
    def sent(cls, request: PageRequest, told: Assignment) -> Self:
        """Return the answer in a sent form."""
        if MOTIVE not in request.POST or told.opens_on is None:
            return cls()
        year = organisation.school_year_of(told.opens_on)
        found = tasks.overview(by=request.actor, now=request.now, school_year=year)
        asked = asked_about(request.POST, (each for load in found.loads for each in load.declared))
        return cls(InsteadForm(request.POST, declared=asked))

    @classmethod
    def asking(cls, over: tuple[Over, ...]) -> Self:
        """Return the question, for roles that would come above their frames."""
        return cls(InsteadForm(declared=things_of(over)), over)

    @property
    def fits(self) -> bool:
        """Return whether what was answered can be taken as it stands."""
        return self.form is None or self.form.is_valid()

    @property
    def given(self) -> dict[str, Instead]:
        """Return the answer as publishing takes it."""
        return {"instead": self.form.instead()} if self.form else {}

    @property
    def shown(self) -> dict[str, Any]:
        """Return what the page shows of the question."""
        rounds = {each.object: _way(each) for each in things_of(self.over) if each.asking is Asking.ASSIGNMENT}
        return {"instead": self.form, "over": [over_words(each) for each in self.over], "rounds": rounds.values()}


def _way(each: Declaration) -> Link:
    return Link(each.title, reverse("workbench", args=[UUID(each.object.partition(":")[0])]))
