"""Which education provider a command is about: `--provider NAME` in every command that may need it."""

import argparse
from uuid import UUID

FIRST_ACCOUNT = "kedjan user add ADDRESS --name NAME --role administrator --provider NAME"


def add_provider(
    to: argparse.ArgumentParser, says: str = "the education provider, by name, where there are several"
) -> None:
    """Let a command take the name of a provider."""
    to.add_argument("--provider", metavar="NAME", help=says)


def provider_called(name: str | None, *, found: bool = False) -> UUID:
    """Return the provider of that name, or the only one; `found` lets a name that is new be founded."""
    from django.utils.text import slugify

    from kedjan.access.service import NotHere
    from kedjan.organisation import service as organisation

    known = {provider.name: provider.id for provider in organisation.providers()}
    if name in known:
        return known[name]
    if name and found:
        return organisation.found_provider(name=name, slug=slugify(name)).id
    if name is None and len(known) == 1:
        return next(iter(known.values()))
    if not known:
        refuse_without_provider()
    names = ", ".join(known)
    if name:
        raise NotHere("There is no education provider called %(name)s; there are: %(names)s.", name=name, names=names)
    raise NotHere("Say which provider with --provider NAME; there are: %(names)s.", names=names)


def refuse_without_provider() -> None:
    """Refuse where there is no education provider yet, and say how the first is founded."""
    from kedjan.access.service import NotHere

    raise NotHere(
        "There is no education provider yet. The first account founds one: %(command)s.", command=FIRST_ACCOUNT
    )
