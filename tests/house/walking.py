"""A walk through every page that somebody can reach, and what each says, told so that two walks can be compared."""

import io
import re
import zipfile
from collections import deque
from collections.abc import Callable, Collection
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from kedjan_site.demo import cast
from tests.faults.worlds import World, addresses

UUID = r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}"
LIKE_EACH_OTHER = 2
"""Links that differ only in what is chosen, of which so many are followed on each page."""

type Told = dict[str, tuple[int, str]]


def as_member(name: str) -> Client:
    """Return a client in which a member of the cast is signed in."""
    client = Client(raise_request_exception=False)
    account = get_user_model().objects.get(id=cast.account_id(name))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def every_address(world: World) -> list[str]:
    """Return every address that can be opened, with what is settled and what waits in the place of drafts too."""
    settled = {"report": world.things["settled"], "block": world.things["settled_block"]}
    others = {**world.things, **settled, "batch": world.things["waiting"], "round": world.things["given"]}
    found = [
        each.path
        for things in (world.things, others)
        for each in addresses(things)
        if "GET" in each.methods and not each.where.startswith(("/demo/", "/logga-", "/sprak/"))
    ]
    return list(dict.fromkeys(found))


def walk(client: Client, paths: Collection[str], *, follow: bool = True, most: int = 240) -> Told:
    """Open every address, and whatever they lead to, and return what each tells; what looking writes is undone."""
    told: Told = {}
    ahead = deque(paths)
    with transaction.atomic():
        while ahead and len(told) < most:
            path = ahead.popleft()
            if path in told:
                continue
            answer = client.get(path)
            told[path] = (answer.status_code, said(answer))
            if follow and answer.status_code in {200, 302}:
                ahead.extend(each for each in leads_to(path, answer) if each not in told)
        transaction.set_rollback(True)
    return told


def said(answer: Any) -> str:
    """Return what an answer says, without tokens and new keys; of a packed file, what each of its parts says."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts = [packed.read(name) for name in packed.namelist() if not name.startswith("docProps/")]
        body = b"\n".join(parts)
    text = answer.headers.get("Location", "") + body.decode(errors="replace")
    text = re.sub(r'(csrfmiddlewaretoken" value|name="(?:key|writer|event|served|id_\d+)" value)="[^"]*"', "", text)
    return re.sub(r'"X-CSRFToken": *"[^"]*"', "", unescape(text))


def leads_to(path: str, answer: Any) -> list[str]:
    """Return the addresses on a page, a few of those that are alike but for what is chosen in them."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    found: dict[object, list[str]] = {}
    for link in re.findall(r'(?:href|hx-get)="([^"#]+)', answer.content.decode()):
        parts = urlsplit(urljoin(path, unescape(link)))
        if parts.netloc or parts.scheme or parts.path.startswith(("/static/", "/demo/", "/logga-", "/sprak/")):
            continue
        alike = (re.sub(UUID, "", parts.path), frozenset(re.findall(r"(\w+)=", parts.query)))
        found.setdefault(alike, []).append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return [each for some in found.values() for each in list(dict.fromkeys(some))[:LIKE_EACH_OTHER]]


def forgetting(change: Callable[[], object]) -> None:
    """Change rows behind the rooms' backs, and let the process forget what it had counted of them."""
    from kedjan.combinations import asking
    from kedjan.reflection import counting, held

    change()
    for kept in (asking._answers, counting._summaries, held._held):
        kept.clear()
