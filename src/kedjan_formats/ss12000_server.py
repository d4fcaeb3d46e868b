"""SS 12000 from a server: whatever of it the server has, page by page, all of a kind or none of it.

Over TLS only, from the address that was given, with a token (OAuth 2 client credentials), a client certificate or
both. What is told of trouble names the server and the kind, never a secret, an address with a token in it or a person.
"""

import base64
import datetime as dt
import json
import re
import ssl
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from kedjan_formats import ss12000
from kedjan_formats.outside import Answer, Reach, fetch
from kedjan_formats.ss12000_bare import Barer
from kedjan_formats.ss12000_trouble import Absent, Cancelled, NotFetched
from kedjan_formats.statement import Distrusted

__all__ = ["Cancelled", "Certificate", "Credentials", "Fetched", "Limits", "NotFetched", "Server", "trusting"]

NOWHERE_INSIDE = Reach()
DELETED = "deletedEntities"
OVERLAP = dt.timedelta(minutes=5)
"""How much earlier than an answer the next question reaches back, since clocks differ."""
_ABSENT = frozenset({404, 405, 410, 501})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")


@dataclass(frozen=True, slots=True)
class Credentials:
    """A client of the server, and where its token is asked for."""

    token_address: str
    client: str
    secret: str = field(repr=False)
    scope: str = ""
    secret_in_form: bool = False


@dataclass(frozen=True, slots=True)
class Certificate:
    """A client certificate with its key, both as PEM."""

    chain: bytes
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read, how often and how long it is tried, and how many seconds one answer may take."""

    page: int = 500
    pages: int = 100_000
    objects: int = 5_000_000
    bytes: int = 50 * 1024 * 1024
    tries: int = 5
    wait: int = 300
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server had: objects by kind; kinds that it does not offer, keeps closed, or could not give, with why.

    `whole` are kinds of which everything was read, not changes alone. `deleted` are ids by kind. `since` is what to ask
    from the next time; a kind that failed keeps its own.
    """

    objects: Mapping[str, Sequence[Any]] = field(repr=False)
    not_offered: tuple[str, ...]
    closed: tuple[str, ...]
    failed: Mapping[str, NotFetched]
    whole: frozenset[str]
    deleted: Mapping[str, tuple[str, ...]]
    since: dt.datetime

    @property
    def parsed(self) -> ss12000.Parsed:
        """What the objects say, each with its kind and place."""
        return ss12000.together(
            (kind, each, f"{kind}[{place}]")
            for kind, listed in self.objects.items()
            for place, each in enumerate(listed)
        )


def trusting(certificate: Certificate | None = None, *, authority: bytes = b"") -> ssl.SSLContext:
    """Whom to believe (the system's authorities, or one of its own as PEM) and who we are."""
    context = ssl.create_default_context(cadata=authority.decode("ascii") or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate:
        with tempfile.TemporaryDirectory() as folder:  # ssl reads keys from files alone; the folder is ours alone
            chain, key = Path(folder, "chain.pem"), Path(folder, "key.pem")
            chain.write_bytes(certificate.chain)
            key.touch(mode=0o600)
            key.write_bytes(certificate.key)
            try:
                context.load_cert_chain(chain, key, password=lambda: b"")
            except (ssl.SSLError, OSError, ValueError) as error:
                raise NotFetched("bad_certificate") from error
    return context


class Server:
    """One server, asked in turn. `now` and `sleep` are given in; `cancelled` is asked between any two things."""

    def __init__(
        self,
        address: str,
        *,
        now: Callable[[], dt.datetime],
        sleep: Callable[[float], None],
        credentials: Credentials | None = None,
        context: ssl.SSLContext | None = None,
        reach: Reach = NOWHERE_INSIDE,
        limits: Limits | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[str, int, int], None] = lambda _kind, _pages, _objects: None,
    ) -> None:
        self.address = address.rstrip("/")
        self.credentials, self.context, self.limits = credentials, context, limits or Limits()
        self.now, self.sleep, self.cancelled, self.progress = now, sleep, cancelled, progress
        self.reach = reach
        self.host = _host(address)
        self.barer = Barer()
        self.token, self.until = "", dt.datetime.min.replace(tzinfo=dt.UTC)

    def read(
        self,
        kinds: Sequence[str] = tuple(ss12000.KINDS),
        *,
        since: dt.datetime | None = None,
        between: tuple[dt.date, dt.date] | None = None,
    ) -> Fetched:
        """Read all of these kinds, or what changed `since`; attendance added up only where it is said `between` what.

        Raises NotFetched where nothing can be had at all, and Cancelled.
        """
        begun = self.now()
        objects: dict[str, list[Any]] = {}
        absent: list[str] = []
        closed: list[str] = []
        failed: dict[str, NotFetched] = {}
        whole: set[str] = set()
        for kind in kinds:
            added_up = kind == "aggregatedAttendance"
            if added_up and between is None:
                continue
            asked = dict(zip(("startDate", "endDate"), map(str, between), strict=True)) if added_up and between else {}
            if since and not added_up:
                asked = {"meta.modified.after": since.isoformat()}
            try:
                pages = self.pages(kind, asked, optional=not added_up)
                found, is_whole = self.listed(kind, pages)
            except Absent as refusal:
                (closed if refusal.status == 403 else absent).append(kind)
            except NotFetched as trouble:
                if trouble.code in {"not_let_in", "certificate", "address_not_https", "address_private"}:
                    raise
                failed[kind] = trouble
            else:
                objects[kind] = found
                if is_whole or not since:
                    whole.add(kind)
        if absent and len(absent) == len(kinds):
            raise NotFetched("nothing_offered", host=self.host)
        deleted = self.deleted(since, absent, closed, failed) if since else {}
        return Fetched(objects, tuple(absent), tuple(closed), failed, frozenset(whole), deleted, begun - OVERLAP)

    def offers(self, kind: str, narrowed: Mapping[str, str] | None = None) -> bool | None:
        """Ask for one object of a kind: whether the server offers the kind; None where it keeps it closed."""
        try:
            page = next(self.pages(kind, {"limit": "1", **(narrowed or {})}, optional=True))
        except Absent as refusal:
            return None if refusal.status == 403 else False
        if not isinstance(page.data, list):
            raise NotFetched("not_a_list", host=self.host, kind=kind)
        return True

    def listed(self, kind: str, pages: "Iterator[_Page]") -> tuple[list[Any], bool]:
        """All objects of a kind, bare of what is not used, and whether its filters had to be left out."""
        found: list[Any] = []
        is_whole = False
        for number, page in enumerate(pages, start=1):
            if not isinstance(page.data, list):
                raise NotFetched("not_a_list", host=self.host, kind=kind)
            is_whole = page.unfiltered
            found += (self.barer.bare(kind, each) for each in page.data)
            if len(found) > self.limits.objects:
                raise NotFetched("too_many", host=self.host, kind=kind)
            self.progress(kind, number, len(found))
        return found, is_whole

    def deleted(
        self, since: dt.datetime, absent: list[str], closed: list[str], failed: dict[str, NotFetched]
    ) -> dict[str, tuple[str, ...]]:
        """The ids of what was taken away, by kind; kinds that are not read are left out."""
        found: dict[str, list[str]] = {}
        known = {kind.casefold(): kind for kind in ss12000.KINDS}
        try:
            for page in self.pages(DELETED, {"after": since.isoformat()}, optional=False):
                if not isinstance(page.data, Mapping):
                    raise NotFetched("not_a_list", host=self.host, kind=DELETED)
                for name, ids in page.data.items():
                    if name.casefold() in known and isinstance(ids, list | str):
                        listed = [ids] if isinstance(ids, str) else ids
                        kept = found.setdefault(known[name.casefold()], [])
                        kept += (each.strip().lower() for each in listed if isinstance(each, str))
        except Absent as refusal:
            (closed if refusal.status == 403 else absent).append(DELETED)
        except NotFetched as trouble:
            failed[DELETED] = trouble
            return {}
        return {kind: tuple(ids) for kind, ids in found.items()}

    def pages(self, kind: str, asked: Mapping[str, str], *, optional: bool) -> "Iterator[_Page]":
        """Yield the pages of a kind. A server that does not know limits or filters (400) is asked without them."""
        limit = {"limit": str(self.limits.page)}
        ways = [{**limit, **asked}, dict(asked), *([limit, {}] if optional and asked else [])]
        for place, way in enumerate(ways):
            answer = self.get(kind, way)
            if answer.status != 400 or place + 1 == len(ways):
                break
        unfiltered = bool(asked) and not set(asked) <= set(way)
        seen: set[str] = set()
        while True:
            told = self.envelope(kind, answer)
            yield _Page(told.get("data"), unfiltered)
            token = told.get("pageToken")
            if token in (None, ""):
                return
            if not isinstance(token, str) or token in seen or len(seen) + 1 >= self.limits.pages:
                raise NotFetched("endless", host=self.host, kind=kind)
            seen.add(token)
            answer = self.get(kind, {**(limit if "limit" in way else {}), "pageToken": token})
            if answer.status in _ABSENT or answer.status == 403:
                raise NotFetched("bad_answer", host=self.host, status=answer.status)

    def envelope(self, kind: str, answer: Answer) -> Mapping[str, Any]:
        """What an answer says. A bare list is taken as the only page."""
        if answer.status in _ABSENT or answer.status == 403:
            raise Absent(answer.status, kind)
        if answer.status != 200:
            raise NotFetched("bad_answer", host=self.host, status=answer.status)
        if "html" in answer.headers.get("content-type", "") or "xml" in answer.headers.get("content-type", ""):
            raise NotFetched("not_json", host=self.host, kind=kind)
        told = _json(answer.body)
        if isinstance(told, list):
            return {"data": told}
        if not isinstance(told, Mapping):
            raise NotFetched("not_json", host=self.host, kind=kind)
        return told

    def get(self, kind: str, asked: Mapping[str, str]) -> Answer:
        """Ask for what an address with some filters has."""
        return self.let_in(f"{self.address}/{kind}" + (f"?{urlencode(asked)}" if asked else ""))

    def post(self, kind: str, asked: Mapping[str, Any]) -> Answer:
        """Ask with a question that is told as JSON."""
        return self.let_in(f"{self.address}/{kind}", json.dumps(asked).encode())

    def let_in(self, address: str, said: bytes | None = None) -> Answer:
        """Ask, with a new token where the old one is not taken any more."""
        answer = self.tried(address, said=said)
        if answer.status == 401 and self.credentials:
            self.token = ""
            answer = self.tried(address, said=said)
        if answer.status == 401:
            raise NotFetched("not_let_in", host=self.host)
        return answer

    def tried(self, address: str, form: Mapping[str, str] | None = None, *, said: bytes | None = None) -> Answer:
        """Ask until there is an answer that will not be another the next time.

        To a question as JSON 503 is one: the standard lets it say that there would be too much in the answer.
        """
        for turn in range(1, self.limits.tries + 1):
            headers = {"Accept": "application/json"}
            if form is None and self.credentials:
                headers["Authorization"] = f"Bearer {self.bearer(self.credentials)}"
            elif form is not None and self.credentials and not self.credentials.secret_in_form:
                headers["Authorization"] = f"Basic {_pair(self.credentials)}"
            self.look_up()
            trouble: Distrusted | None = None
            try:
                answer = self.asked(address, form, said, headers)
            except Distrusted as refusal:
                if refusal.code != "no_answer":
                    raise NotFetched(refusal.code, **refusal.values) from None
                trouble = refusal
            else:
                too_much = said is not None and answer.status == 503 and "retry-after" not in answer.headers
                if answer.status not in _PASSING or too_much:
                    return answer
            if turn < self.limits.tries:
                self.wait(2 ** (turn - 1) if trouble else self.told_to_wait(answer, turn))
        if trouble:
            raise NotFetched(trouble.code, **trouble.values)
        return answer

    def asked(
        self, address: str, form: Mapping[str, str] | None, said: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        return fetch(
            address,
            reach=self.reach,
            form=form,
            said=said,
            headers=headers,
            largest=self.limits.bytes,
            longest=self.limits.seconds,
            trusting=self.context,
        )

    def bearer(self, credentials: Credentials) -> str:
        """The token, asked for anew a minute before it runs out."""
        if self.token and self.now() < self.until:
            return self.token
        form = {"grant_type": "client_credentials"} | ({"scope": credentials.scope} if credentials.scope else {})
        if credentials.secret_in_form:
            form |= {"client_id": credentials.client, "client_secret": credentials.secret}
        answer = self.tried(credentials.token_address, form)
        if answer.status in _PASSING:
            raise NotFetched("bad_answer", host=_host(credentials.token_address), status=answer.status)
        told = _json(answer.body) if answer.status == 200 else None
        token = told.get("access_token") if isinstance(told, Mapping) else None
        if not isinstance(token, str) or not _TOKEN.fullmatch(token) or not isinstance(told, Mapping):
            raise NotFetched("not_let_in", host=_host(credentials.token_address))
        lasts = told.get("expires_in")
        seconds = int(lasts) if isinstance(lasts, int | float) and 0 < lasts < 10**6 else 300
        self.token, self.until = token, self.now() + dt.timedelta(seconds=max(seconds - 60, seconds // 2))
        return token

    def told_to_wait(self, answer: Answer, turn: int) -> float:
        """How long the server asks to be left alone, or twice as long as the time before."""
        told = answer.headers.get("retry-after", "").strip()
        seconds = float(2 ** (turn - 1))
        if told.isascii() and told.isdigit():
            seconds = float(told[:9])
        elif told:
            try:
                when = parsedate_to_datetime(told)
                seconds = (when.replace(tzinfo=when.tzinfo or dt.UTC) - self.now()).total_seconds()
            except (ValueError, TypeError, OverflowError):
                pass
        if seconds > self.limits.wait:
            raise NotFetched("asked_to_wait", host=self.host, seconds=int(seconds))
        return max(seconds, 0.0)

    def wait(self, seconds: float) -> None:
        """Wait a second at a time, so that it can be cancelled."""
        while seconds > 0:
            self.look_up()
            self.sleep(min(seconds, 1.0))
            seconds -= 1.0

    def look_up(self) -> None:
        if self.cancelled():
            raise Cancelled


@dataclass(frozen=True, slots=True)
class _Page:
    data: Any = field(repr=False)
    unfiltered: bool = False


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _pair(credentials: Credentials) -> str:
    both = f"{quote_plus(credentials.client)}:{quote_plus(credentials.secret)}"
    return base64.b64encode(both.encode()).decode()


def _json(data: bytes) -> Any:
    """What JSON says, or None."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
