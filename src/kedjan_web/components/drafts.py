"""What is written and not yet saved is kept in the browser (static/kedjan/drafts.js), which is told here what was."""

from django.contrib import messages
from django.http import HttpRequest

SAVED = "utkast:"


def saved(request: HttpRequest, key: str, words: str) -> None:
    """Say on the next page that something was saved; the browser then forgets what it kept under `key`."""
    messages.success(request, words, extra_tags=f"{SAVED}{key}")


def given_up(request: HttpRequest, key: str, words: str) -> None:
    """Say on the next page that what was written gave way; the browser forgets it."""
    messages.info(request, words, extra_tags=f"{SAVED}{key}")


def key_in(tags: str) -> str:
    """Return the key of a draft that the tags of a message name; empty where they name none."""
    return next((tag.removeprefix(SAVED) for tag in (tags or "").split() if tag.startswith(SAVED)), "")
