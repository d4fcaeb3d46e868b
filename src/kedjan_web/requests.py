"""The request as pages know it."""

from datetime import datetime

from django.http import HttpRequest

from kedjan.access.service import Actor


class PageRequest(HttpRequest):
    """A signed-in request: who acts, and when."""

    actor: Actor
    now: datetime
