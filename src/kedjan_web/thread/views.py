"""Following the thread from a thing: what it rests on, and what became of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedjan.evidence import service as evidence
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.thread.picture import picture
from kedjan_web.thread.readings import read
from kedjan_web.thread.showing import shown, things_in

LONGEST_KIND, LONGEST_KEY = 40, 300


@require_GET
@signed_in
def see(request: PageRequest, kind: str, thing: str) -> HttpResponse:
    """Show a thing with the thread in both directions; who may see it is for its own room to say."""
    key = thing[:LONGEST_KEY].replace("\x00", "")
    found = evidence.thread(by=request.actor, kind=kind[:LONGEST_KIND], key=key)
    middle, rests_on, became = shown(request.actor, [found.of], found.rests_on, found.became)
    of = middle.named[0]
    read(request, things_in([found.of, *found.rests_on, *found.became]))
    context = {
        "of": of,
        "rests_on": rests_on,
        "became": became,
        "cut": found.cut,
        "picture": picture(of, rests_on, became),
    }
    return render(request, "kedjan/thread/thread.html", context)
