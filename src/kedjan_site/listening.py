"""Where an installation listens, asked before it starts: a place that is taken is told, not tried again for ever."""

import socket

from kedjan_site.command.given import whole_number


def port(text: str) -> int:
    """Return a port number, for a command's words."""
    return whole_number(text, 1, 65535, "a port is a whole number from {} to {}")


def processes(text: str) -> int:
    """Return a number of web processes, for a command's words."""
    return whole_number(text, 1, 64)


def refused(host: str, number: int) -> str:
    """Return why nobody can listen there now, in words; empty where somebody can."""
    try:
        kind, _, _, _, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            line.bind(address)
    except OSError as error:
        another = f"Choose another, for example --port {other(number)}."
        return f"Port {number} of {host} cannot be used: {error.strerror}. {another}"
    return ""


def other(number: int) -> int:
    """Return a port near by."""
    return number + 1 if number < 65535 else number - 1
