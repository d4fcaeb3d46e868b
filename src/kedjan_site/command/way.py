"""Ways in from the command line: identity providers added, tried and switched on before anybody can sign in."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from kedjan_formats.terminal import plain
from kedjan_site.command.providers import add_provider, provider_called
from kedjan_site.setup import set_up

if TYPE_CHECKING:
    from kedjan.access.service import Actor
    from kedjan.people.service import IdentityProvider

NOT_WELL = 1
LONGEST_SECRET = 500
SAYS = {
    "begin": "say the addresses that an identity provider has to know, with a new key",
    "add-oidc": "add one that speaks OpenID Connect, switched off",
    "add-saml": "add one that speaks SAML, switched off",
    "list": "list the identity providers with their state",
    "check": "ask one everything that can be asked without signing in",
    "on": "let people sign in with one",
    "off": "let nobody sign in with one",
}


def run(argv: list[str]) -> int:
    """Say our addresses, add an identity provider, list, check, or switch one on or off. No secret is an argument."""
    chosen = parser().parse_args(argv)
    set_up()
    from kedjan.access.service import Refused
    from kedjan_site.starting import begun

    problems = begun()
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 2
    try:
        return int(WORDS[chosen.word](chosen))
    except Refused as refusal:
        print(f"kedjan way: {plain(str(refusal))}", file=sys.stderr)
        return 2
    except UnicodeDecodeError:
        print("kedjan way: the file is not text.", file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """Return what the command understands."""
    whole = argparse.ArgumentParser(prog="kedjan way", description="How people of a provider sign in.")
    words = whole.add_subparsers(dest="word", required=True, metavar="WORD")
    one_of = {word: words.add_parser(word, help=says, allow_abbrev=False) for word, says in SAYS.items()}
    oidc, saml = one_of["add-oidc"], one_of["add-saml"]
    for one in (oidc, saml):
        _common(one)
    oidc.add_argument("--address", required=True, metavar="URL", help="such as https://adfs.ekkoping.se/adfs")
    oidc.add_argument("--client", required=True, metavar="ID", help="the client id that it knows us as")
    oidc.add_argument("--secret-file", metavar="FILE", help="a file with the secret alone; - reads it")
    oidc.set_defaults(address_claim="email", subject_claim="sub", signs_requests=False, file=None)
    saml.add_argument(
        "--address", default="", metavar="URL", help="where its metadata, or its federation's, is fetched"
    )
    saml.add_argument("--file", type=Path, metavar="FILE", help="a file with the metadata, instead of an address")
    saml.add_argument("--entity", dest="client", default="", metavar="ID", help="its entity id, if several")
    saml.add_argument("--signs-requests", action="store_true", help="sign what it is asked")
    saml.set_defaults(address_claim="mail", subject_claim="eduPersonPrincipalName", secret_file=None)
    for word in ("check", "on", "off"):
        one_of[word].add_argument("way", metavar="NAME", help="its name or id, as list shows them")
    for one in one_of.values():
        add_provider(one)
    return whole


def _common(one: argparse.ArgumentParser) -> None:
    one.add_argument("--name", help="what stands on the button (default: the provider's name)")
    one.add_argument("--key", type=UUID, help="the key that begin gave; the same twice adds once")
    one.add_argument("--domain", action="append", default=[], required=True, help="what addresses end with")
    one.add_argument("--address-claim", metavar="CLAIM", help="the claim that holds the mail address")
    one.add_argument("--subject-claim", metavar="CLAIM", help="the claim that people are known again by")
    one.add_argument("--creates-accounts", action="store_true", help="make an account for those who have none")


def begin(chosen: argparse.Namespace) -> int:
    """Print what the identity provider has to be told of us, before it can be described here."""
    provider_called(chosen.provider)
    key = uuid4()
    for line in _addresses(key):
        print(line)
    print(f"key: {key}\nThen: kedjan way add-oidc --key {key} ..., or kedjan way add-saml ...")
    return 0


def add(chosen: argparse.Namespace) -> int:
    """Add an identity provider as it describes itself, and print what to do next. It stays off."""
    from kedjan.organisation import service as organisation
    from kedjan.people import service as people
    from kedjan_web.clock import now

    by = _actor(chosen)
    protocol = people.Protocol.OIDC if chosen.word == "add-oidc" else people.Protocol.SAML
    settings = people.ProviderSettings(
        name=(chosen.name or organisation.provider(by=by).name).strip()[:120],
        address=chosen.address,
        client=chosen.client,
        domains=people.domains_in(" ".join(chosen.domain)),
        address_claim=chosen.address_claim,
        subject_claim=chosen.subject_claim,
        creates_accounts=chosen.creates_accounts,
        signs_requests=chosen.signs_requests,
    )
    metadata = chosen.file.read_text(encoding="utf-8") if chosen.file else ""
    made = people.add_identity_provider(
        by=by, now=now(), key=chosen.key or uuid4(), protocol=protocol, settings=settings,
        secret=secret_in(chosen.secret_file), metadata=metadata,
    )  # fmt: skip
    print(plain(f"{made.settings.name} is added, switched off: {made.issuer}"))
    for line in _addresses(made.id):
        print(line)
    print(plain(f"Then: kedjan way check '{made.settings.name}', and kedjan way on '{made.settings.name}'."))
    return 0


def show(chosen: argparse.Namespace) -> int:
    """Print a line for each identity provider."""
    from kedjan.people import service as people

    for way in people.identity_providers(by=_actor(chosen)):
        state = "on" if way.is_on else "off"
        domains = ",".join(way.settings.domains) or "-"
        told = (way.id, state, way.protocol, way.settings.name, way.issuer, domains, f"{way.linked} linked")
        print("\t".join(plain(str(each)) for each in told))
    return 0


def check(chosen: argparse.Namespace) -> int:
    """Print what is right and what is wrong, in words; 1 where something is wrong."""
    from kedjan.people import service as people
    from kedjan_web.sign_in.elsewhere import places

    by = _actor(chosen)
    way = _called(by, chosen.way)
    found = people.try_identity_provider(by=by, id=way.id, places=places(way.id))
    for each in found:
        print(plain(f"{'right' if each.well else 'WRONG'}: {each.message % each.values}"))
    if not way.is_on:
        print("It is switched off; nobody signs in with it yet.")
    return 0 if all(each.well for each in found) else NOT_WELL


def switch(chosen: argparse.Namespace) -> int:
    """Let people sign in with it, or no longer."""
    from kedjan.people import service as people
    from kedjan_web.clock import now

    by = _actor(chosen)
    way = _called(by, chosen.way)
    people.switch_identity_provider(by=by, now=now(), id=way.id, on=chosen.word == "on")
    print(plain(f"{way.settings.name} is {chosen.word}."))
    return 0


def secret_in(place: str | None) -> str:
    """Return the secret in a file, or given to the command for `-`, without the newline that ends it."""
    from kedjan.access.service import Refused

    if place is None:
        return ""
    text = sys.stdin.readline() if place == "-" else Path(place).read_text(encoding="utf-8")
    secret = text.strip()
    if not secret or len(secret) > LONGEST_SECRET or "\n" in secret:
        raise Refused("The file has to hold the secret and nothing else.")
    return secret


def _addresses(key: UUID) -> Iterator[str]:
    from kedjan_web.sign_in.elsewhere import places

    ours = places(key)
    yield f"OpenID Connect, redirect URI: {ours.answer}"
    yield f"SAML, entity id and metadata: {ours.saml_entity}"


def _actor(chosen: argparse.Namespace) -> "Actor":
    from kedjan.people import service as people

    return people.system_actor(provider=provider_called(chosen.provider))


def _called(by: "Actor", name: str) -> "IdentityProvider":
    """Return the identity provider of that name or id; a name that is not there is refused with those that are."""
    from kedjan.access.service import NotHere
    from kedjan.people import service as people

    known = people.identity_providers(by=by)
    for way in known:
        if name in {way.settings.name, str(way.id), way.id.hex}:
            return way
    names = ", ".join(way.settings.name for way in known) or "none"
    raise NotHere("There is no identity provider called %(name)s; there are: %(names)s.", name=name, names=names)


WORDS = {
    "begin": begin,
    "add-oidc": add,
    "add-saml": add,
    "list": show,
    "check": check,
    "on": switch,
    "off": switch,
}
