"""An OpenID Connect server on the loopback that checks PKCE, client and redirect, and says what a test tells it."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "kedjan-test", "en hemlighet som ingen ser"


def new_key() -> rsa.RSAPrivateKey:
    """Return a key to sign with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


KEY, OTHER_KEY = new_key(), new_key()


@dataclass
class Server:
    """What it says of whom, and how it lies: `twist` changes the claims just before they are signed."""

    port: int = 0
    claims: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    twist: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    signed: Callable[[dict[str, Any]], str] | None = None
    key: rsa.RSAPrivateKey = KEY
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    secret: str = SECRET

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.port}"

    def description(self) -> dict[str, Any]:
        """Return what stands at the discovery address."""
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/leave",
            "response_types_supported": ["code"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        }
        return {**told, **self.described}

    def keys(self) -> dict[str, Any]:
        """Return the published key."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, given: dict[str, str]) -> str:
        """Let the person in at once, and return where the browser goes."""
        code = secrets.token_urlsafe(12)
        self.codes[code] = given
        return f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state']})}"

    def token(self, given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Give proofs for a code, once, to the client that it was made for and that knows the verifier."""
        if given.get("client_id") != CLIENT or given.get("client_secret") != self.secret:
            return 401, {"error": "invalid_client"}
        begun = self.codes.pop(given["code"], None)
        digest = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).rstrip(b"=")
        if not begun or begun["code_challenge"] != digest.decode() or begun["redirect_uri"] != given["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        made = {"iss": self.issuer, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": begun["nonce"], **self.claims}
        claims = self.twist(made)
        sign = self.signed or (lambda told: jwt.encode(told, self.key, "RS256", {"kid": "1"}))
        return 200, {"id_token": sign(claims), "access_token": "tillträde", "token_type": "Bearer"}

    def answered(self, method: str, path: str, given: dict[str, str]) -> tuple[int, dict[str, Any] | str]:
        """Return status and what is said; a text is where the browser goes."""
        self.asked.append((path, given))
        match path:
            case "/.well-known/openid-configuration":
                return 200, self.description()
            case "/keys":
                return 200, self.keys()
            case "/authorize":
                return 302, self.authorize(given)
            case "/token":
                return self.token(given)
            case "/userinfo":
                return 200, self.more
        return 404, {}


def handler(server: Server) -> type[BaseHTTPRequestHandler]:
    """Return how the server is spoken with over HTTP."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.say("GET", dict(parse_qsl(urlsplit(self.path).query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            self.say("POST", dict(parse_qsl(body)))

        def say(self, method: str, given: dict[str, str]) -> None:
            status, told = server.answered(method, urlsplit(self.path).path, given)
            self.send_response(status)
            if isinstance(told, str):
                self.send_header("Location", told)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            if not isinstance(told, str):
                self.wfile.write(json.dumps(told).encode())

        def log_message(self, *said: Any) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def running() -> Iterator[Server]:
    """Run a server on a port of its own."""
    server = Server()
    served = ThreadingHTTPServer(("localhost", 0), handler(server))
    server.port = served.server_port
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        served.shutdown()
        thread.join()
        served.server_close()
