"""A server of SS 12000 on the loopback: by the standard, or slow, wrong and half as a test tells it."""

import base64
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from tests.formats.ss12000_sample import whole

CLIENT, SECRET = "kedjan-prov", "en hemlighet: med å & %"


@dataclass(frozen=True)
class Said:
    """An answer: `cut` is after how many bytes of the body the connection is dropped."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None

    @property
    def raw(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Server:
    """What it has, whom it lets in, and how it departs from the standard: `instead` is asked first."""

    port: int = 0
    secure: bool = False
    holds: dict[str, list[Any]] = field(default_factory=whole)
    deleted: dict[str, list[str]] | None = field(default_factory=dict)
    most: int = 1
    tokens: int = 0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    instead: Callable[[str, dict[str, str]], Said | None] = lambda kind, given: None
    open: bool = False

    @property
    def address(self) -> str:
        return f"http{'s' if self.secure else ''}://localhost:{self.port}/api/v2"

    def answered(self, path: str, given: dict[str, str], authorization: str) -> Said:
        """Answer one question."""
        kind = "/".join(path.split("/")[-2:]) if path.endswith("/lookup") else path.rsplit("/", 1)[-1]
        self.asked.append((kind, given))
        said = self.instead(kind, given)
        if said:
            return said
        if kind == "token":
            return self.token(given, authorization)
        if not self.open and authorization != f"Bearer biljett-{self.tokens}":
            return Said(401, {"code": "401", "message": "no"})
        if kind == "deletedEntities" and self.deleted is not None:
            return Said(200, {"data": self.deleted, "pageToken": None})
        if kind not in self.holds:
            return Said(404, {"code": "404", "message": "no"})
        if "pageToken" in given and set(given) - {"pageToken", "limit"}:
            return Said(400, {"code": "400", "message": "filters"})
        start = int(given.get("pageToken", "0"))
        listed = self.holds[kind][start : start + self.most]
        more = start + self.most < len(self.holds[kind])
        return Said(200, {"data": listed, "pageToken": str(start + self.most) if more else None})

    def token(self, given: dict[str, str], authorization: str) -> Said:
        """Give a token to the client that has the secret, in the form or by Basic."""
        client, secret = given.get("client_id", ""), given.get("client_secret", "")
        if authorization.startswith("Basic "):
            pair = base64.b64decode(authorization[6:]).decode()
            client, secret = map(unquote_plus, pair.split(":"))
        if (client, secret, given.get("grant_type")) != (CLIENT, SECRET, "client_credentials"):
            return Said(400, {"error": "invalid_client"})
        self.tokens += 1
        return Said(200, {"access_token": f"biljett-{self.tokens}", "token_type": "Bearer", "expires_in": 600})


def handler(server: Server) -> type[BaseHTTPRequestHandler]:
    """Return how the server is spoken with over HTTP."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.say(dict(parse_qsl(urlsplit(self.path).query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            if self.headers.get("Content-Type") == "application/json":
                self.say({name: ",".join(ids) for name, ids in json.loads(body).items()})
            else:
                self.say(dict(parse_qsl(body)))

        def say(self, given: dict[str, str]) -> None:
            said = server.answered(urlsplit(self.path).path, given, self.headers.get("Authorization", ""))
            self.send_response(said.status)
            for name, value in ({"Content-Type": "application/json"} | said.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.raw)))
            self.end_headers()
            self.wfile.write(said.raw[: said.cut])
            self.close_connection = True

        def log_message(self, *said: Any) -> None:
            """Say nothing."""

    return Handler


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of connections that were dropped."""


@contextmanager
def running(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run a server on a port of its own, over TLS where there is a context."""
    server = Server(secure=context is not None)
    served = _Quiet(("localhost", 0), handler(server))
    if context:
        served.socket = context.wrap_socket(served.socket, server_side=True)
    server.port = served.server_port
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        served.shutdown()
        thread.join()
        served.server_close()
