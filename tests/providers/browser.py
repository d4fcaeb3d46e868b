"""What a browser does between us and an identity provider: goes where it is sent, once, and says where it came to."""

import http.client
from urllib.parse import urlencode, urlsplit


def sent_on(address: str, form: dict[str, str] | None = None) -> str:
    """Return where the identity provider sends the browser, as a path of our own with its query."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=10)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection.request("POST" if form else "GET", f"{parts.path}?{parts.query}", urlencode(form or {}), headers)
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
        assert answer.status in {302, 303}, f"{parts.path} answered {answer.status}: {body[:500]}"
        back = urlsplit(answer.headers["Location"])
    finally:
        connection.close()
    return f"{back.path}?{back.query}"
