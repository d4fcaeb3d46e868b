"""What is told to every reader about a round: its revision and what it asked."""

from dataclasses import dataclass, field
from uuid import UUID

from kedjan.access.service import Actor, NotHere, Role
from kedjan.people import service as people
from kedjan.reflection import service as reflection


@dataclass(frozen=True, slots=True)
class Standing:
    """A round as it stands: nothing in this says what anybody wrote."""

    title: str = ""
    population: str = ""
    revision: int = 0
    assignments: dict[str, str] = field(default_factory=dict)


def standing(by: Actor, round: str) -> Standing:
    """Return how a round of the actor's provider stands; one that is not there has revision 0.

    Asked as the installation, since every reader of a report may know that something under it has changed, though only
    the round's own people may know what.
    """
    try:
        asked = people.system_actor(provider=by.provider, role=Role.DIGITAL_LEADER)
        found = reflection.round(by=asked, id=UUID(round))
    except (NotHere, ValueError):
        return Standing()
    titles = {each.code: each.heading for each in found.assignments if each.heading != each.code}
    return Standing(found.title, found.population, found.revision, titles)
